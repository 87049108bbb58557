"""Shared equipment: the register, what it is used for, how open it is, and the review of what platforms want to buy."""
