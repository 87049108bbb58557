"""Receipts: what was submitted, as one text, and its hash."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import secrets
from collections.abc import Iterable
from typing import Any

from kechuang.casework.reviews.models import Receipt, Score, Seat
from kechuang.core import clock


def text_of(seat: Seat, phase: str, scores: Iterable[tuple[str, Any, str]], at: dt.datetime, nonce: str) -> str:
    """The text whose SHA-256 is the receipt: anybody who is shown it can hash it again."""
    rows = sorted([name, f"{points:.2f}", comment] for name, points, comment in scores)
    told = {
        "seat": seat.number, "phase": str(phase), "scores": rows, "at": at.astimezone(clock.CHINA).isoformat(),
        "nonce": nonce,
    }  # fmt: skip
    return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def submit(seat: Seat, phase: str, scores: list[tuple[str, Any, int, str]]) -> tuple[Receipt, list[Score]]:
    """The unsaved rows of a submission."""
    at, nonce = clock.now(), secrets.token_hex(16)
    text = text_of(seat, phase, [(name, points, comment) for name, points, _most, comment in scores], at, nonce)
    receipt = Receipt(seat=seat, phase=phase, nonce=nonce, at=at, digest=hashlib.sha256(text.encode()).hexdigest())
    rows = [
        Score(seat=seat, criterion=name, phase=phase, points=points, most=most, comment=comment, at=at)
        for name, points, most, comment in scores
    ]
    return receipt, rows


def holds(receipt: Receipt) -> tuple[bool, str]:
    """Whether the scores kept still give the receipt, and their text."""
    rows = Score.objects.filter(seat_id=receipt.seat_id, phase=receipt.phase)
    scores = [(s.criterion, s.points, s.comment) for s in rows]
    text = text_of(receipt.seat, receipt.phase, scores, receipt.at, receipt.nonce)
    return hashlib.sha256(text.encode()).hexdigest() == receipt.digest, text
