"""What is typed, a file for each subject."""
