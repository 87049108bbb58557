"""Signing in and out, and in demo mode the people and the clock of the demonstration."""
