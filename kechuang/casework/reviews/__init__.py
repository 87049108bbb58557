"""Reviews: experts and what binds them, panels drawn by lot, blind scores, discussion, a final score, and minutes."""
