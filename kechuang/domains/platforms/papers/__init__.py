"""Official papers of platforms and agreements."""
