"""No action of reviews, notices and platforms is left out of the permission matrices, which list by hand who may."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kechuang.casework.cases.actions import all_actions
from tests.casework import test_engine
from tests.casework.notices import test_actions
from tests.casework.reviews import test_permissions
from tests.domains.platforms import test_admission_matrix, test_governance_doors

AREAS = ("reviews", "notices", "platforms")
EVERYBODY = {"notices.objection.file"}
"""Whoever reads a notice may object to it; its matrix says so in the test itself."""


def listed() -> set[str]:
    reviews: Mapping[str, Any] = {model.kind_name(): who for model, who in test_permissions.ALLOWED.items()}  # type: ignore[attr-defined]
    matrices = (
        test_engine.ALLOWED, test_actions.ALLOWED, test_admission_matrix.ALLOWED, test_governance_doors.ALLOWED, reviews,
    )  # fmt: skip
    return {f"{kind}.{name}" for matrix in matrices for kind, actions in matrix.items() for name in actions}


def test_every_action_stands_in_a_matrix_and_no_matrix_lists_one_that_is_gone() -> None:
    defined = {made.key for made in all_actions() if made.key.partition(".")[0] in AREAS}
    assert defined - listed() == EVERYBODY
    assert listed() - defined == set()
