"""What case pages show, a file for each subject."""
