"""A recorded draw, done again when asked for. Public: candidates stand there by keys, not by names."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

from kechuang.casework.reviews import redrawing
from kechuang.core.api.problems import ProblemOut, unseen
from kechuang.web.api.callers import ANYONE

router = Router(tags=["reviews"])


class CandidateOut(Schema):
    place: int
    key: str
    rank: str
    outcome: str


class StratumOut(Schema):
    name: str
    wanted: int
    excluded: int
    candidates: list[CandidateOut]


class DrawOut(Schema):
    number: str
    method: str
    at: dt.datetime
    seed: str
    pool_hash: str
    pool: list[tuple[str, str]]
    same: bool
    differences: list[str]
    strata: list[StratumOut]


@router.get(
    "/draws/{number}/", auth=ANYONE, response={200: DrawOut, 401: ProblemOut, 404: ProblemOut},
    summary="The draw of a review panel, done again from its recorded seed and pool",
)  # fmt: skip
def draw(request: HttpRequest, number: str) -> dict[str, Any]:
    """`same` says whether it comes out as recorded. rank is SHA-256(seed LF stratum LF key); pool_hash is SHA-256 over
    the sorted lines `key TAB stratum LF`. outcome: seated, left, passed, elsewhere, or empty for not reached."""
    found = redrawing.of(number)
    if found is None:
        raise unseen()
    return {
        "number": found.number, "method": found.method, "at": found.at, "seed": found.seed,
        "pool_hash": found.pool_hash, "pool": list(found.pool), "same": found.same,
        "differences": list(found.differences),
        "strata": [
            {
                "name": s.name, "wanted": s.wanted, "excluded": s.excluded,
                "candidates": [
                    {"place": c.place, "key": c.key, "rank": c.rank, "outcome": c.outcome} for c in s.candidates
                ],
            }
            for s in found.strata
        ],
    }  # fmt: skip
