"""Figures over everything below: how many, how much, how long idle, kept so that no page counts a million rows."""
