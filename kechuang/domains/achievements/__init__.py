"""Achievements: disclosed, screened, registered, owned over time, empowered, and what becomes of the idle ones."""
