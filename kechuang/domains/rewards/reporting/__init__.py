"""The yearly report of a unit: what it says, whom it is due from, the records of its people."""
