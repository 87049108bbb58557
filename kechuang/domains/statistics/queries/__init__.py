"""What pages ask of figures, a file for each subject. No question reads more rows than it tells of, but for a unit's own."""
