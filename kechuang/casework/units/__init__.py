"""Unit files: an organisation as a case, with its particulars, its dated facts, its members and their substitutes."""
