"""What the law needs to know of an evaluation, a file for each subject."""
