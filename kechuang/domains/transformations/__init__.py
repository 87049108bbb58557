"""Transformations: how an achievement is priced, sold, licensed, invested or implemented, and the money that comes of it."""
