"""Accounts: how people prove who they are, the tokens that act for them, and what was seen of both."""
