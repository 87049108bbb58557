"""A finding is kept once and read in either language, as it was said on its day."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from kechuang.law import explain
from kechuang.law.bilingual import both, reading
from kechuang.law.present import as_dict

CASES: list[tuple[str, dict[str, Any], str]] = [
    ("agreement_filing", {"agreement.signed_on": dt.date(2026, 1, 31), "on": dt.date(2026, 2, 2)}, "330603"),
    (
        "reward_pool_floor",
        {"deal": {"mode": "licence", "amount": 123_000_000}, "unit": {"public_platform": True}},
        "330802",
    ),
    ("reward_pool_floor", {}, "110101"),
]


@pytest.mark.parametrize(("rule", "facts", "territory"), CASES)
def test_either_language_reads_as_it_would_have_been_said(rule: str, facts: dict[str, Any], territory: str) -> None:
    finding = explain(rule, facts, territory=territory)
    kept = json.loads(json.dumps(both(finding)))
    for lang in ("zh", "en"):
        assert reading(kept, lang) == json.loads(json.dumps(as_dict(finding, lang)))
    assert len(json.dumps(kept)) < 1.9 * len(json.dumps(as_dict(finding))), "only what differs is kept twice"


def test_what_was_kept_in_chinese_alone_stays_readable() -> None:
    old = as_dict(explain("agreement_filing", CASES[0][1], territory="330603"))
    assert reading(old, "en") == old


def test_lists_of_other_length_and_other_keys_are_replaced_whole() -> None:
    from kechuang.law.bilingual import _differing, _with

    zh = {"a": [1, 2], "b": {"x": 1}, "c": ["一", "two"], "d": "same"}
    en = {"a": [1], "b": {"y": 1}, "c": ["one", "two"], "d": "same"}
    differs = _differing(zh, en)
    assert differs == {"a": [[1]], "b": [{"y": 1}], "c": {"0": ["one"]}}
    assert _with(zh, differs) == en
