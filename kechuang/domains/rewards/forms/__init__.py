"""What is typed about rewards, a file for each subject."""
