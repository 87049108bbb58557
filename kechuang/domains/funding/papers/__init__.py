"""Official papers of funding."""
