"""Pages of evaluation beyond its lists and cases: the simulator of grades, what stands behind a value."""
