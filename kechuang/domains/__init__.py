"""What people come to do, one Django app for each area of work."""
