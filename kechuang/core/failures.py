"""Failures a person can mend: what happened and what to do, in plain words. Standard library only."""


class Mendable(Exception):
    """Something outside the program is in the way. `what` says what happened, `mend` what the person can do about it."""

    def __init__(self, what: str, mend: str) -> None:
        super().__init__(f"{what}\n{mend}")
        self.what = what
        self.mend = mend
