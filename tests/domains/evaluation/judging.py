"""Campaigns and schemes to test with, in the small office."""

from __future__ import annotations

from typing import Any

from kechuang.domains.evaluation.models import Scheme, SchemeNode
from tests.casework.office import Office, act

SCHEME, CAMPAIGN, EVALUATION = "evaluation.scheme", "evaluation.campaign", "evaluation.evaluation"
BUREAU = "kq-st_department-clerk"
PHASES = {
    "self_evaluation_from": "2026-12-01", "self_evaluation_to": "2026-12-31",
    "scoring_from": "2027-01-04", "scoring_to": "2027-01-31",
    "contest_from": "2027-02-01", "contest_to": "2027-02-10",
    "joint_review_from": "2027-02-22", "joint_review_to": "2027-03-10",
}  # fmt: skip


def drafted(office: Office, by: str = BUREAU, **changes: Any) -> Scheme:
    data = {"platform_class": "technology_innovation", "year": 2026} | changes
    made: Scheme = act(f"{SCHEME}.draft_scheme", None, data, office[by]).case
    return made


def opened(office: Office, by: str = BUREAU, **changes: Any) -> Any:
    data = {"kind_of": "yearly", "year": 2026, "held_on": "2026-12-31", **PHASES} | changes
    return act(f"{CAMPAIGN}.open_campaign", None, data, office[by]).case


def node(scheme: Scheme, code: str, weight: Any, kind: str = "scored", **more: Any) -> SchemeNode:
    """A node written straight into the table."""
    if kind == "record":
        more = {"indicator": "people", "measure": "target"} | more
    return SchemeNode.objects.create(scheme=scheme, code=code, name=code, weight=weight, kind=kind, **more)
