"""Official papers of achievements."""
