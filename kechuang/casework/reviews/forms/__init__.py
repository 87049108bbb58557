"""What is typed in reviews, a file for each subject."""
