"""Pages of rewards that are no lists: a person's own rewards, and the slip that explains each fen."""
