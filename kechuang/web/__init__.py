"""The shell: navigation, portal, law pages, calculators and the API root. Composes what the floors below provide."""
