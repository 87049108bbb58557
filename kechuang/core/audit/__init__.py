"""History written by the database itself, append-only, sealed day by day in a chain of hashes that anyone can verify.

Models are tracked with `@tracked()`: triggers copy each insert, update and delete into an event table beside the model,
with who acted, in which action and request. `seal_day` binds a finished day's events to all days before; `verify` names
the first row that was altered, removed or slipped in.
"""
