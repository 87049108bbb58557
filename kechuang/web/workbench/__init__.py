"""The first page of whoever is signed in: what is due, what may be claimed, what changed."""
