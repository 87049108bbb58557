"""Failures a person can mend: what happened and what to do, in plain words. Standard library only."""


class Mendable(Exception):
    """Something outside the program is in the way: `what` happened, and what the person can do to `mend` it."""

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(f"{what}\n{mend}")
        self.what = what
        self.mend = mend
