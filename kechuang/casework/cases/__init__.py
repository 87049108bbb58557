"""The case, its actions and its timeline; everything below in casework serves it."""
