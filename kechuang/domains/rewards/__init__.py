"""Rewards: what those who made and transformed an achievement get of its income, publicised, paid and explained."""
