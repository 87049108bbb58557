"""Pages of reviews that are no list and no case: a draw for anyone to repeat, and fairness for the office."""
