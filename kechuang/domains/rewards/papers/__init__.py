"""Official papers of rewards."""
