"""Pages of the platforms beyond their lists and cases: the public directory, what stands behind an indicator."""
