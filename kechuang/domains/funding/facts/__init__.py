"""What the law needs to know of these rows, a file for each subject."""
