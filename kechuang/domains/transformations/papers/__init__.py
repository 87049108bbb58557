"""Official papers of deals."""
