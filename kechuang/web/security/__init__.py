"""What is on record about the system itself: the sealed history, who came in, who looked at sealed data, which tokens live."""
