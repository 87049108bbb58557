"""What is shown on the pages of cases, a file for each subject."""
