"""Shares, accounts and withheld tax as people write them: one person a line."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from kechuang.domains.rewards.lines import Line, read_shares
from kechuang.domains.rewards.models import RewardShare
from kechuang.domains.rewards.paying.lines import read_withheld

Group = RewardShare.Group


def test_a_name_may_be_of_several_words() -> None:
    assert read_shares("Zhang San main 420,000.00 completer led the trials\n李四 转移 40000.05") == [
        Line("Zhang San", Group.MAIN, 42_000_000, part="completer", contribution="led the trials"),
        Line("李四", Group.TRANSFER, 4_000_005),
    ]
    assert read_withheld("Zhang San 1,250.00\n李四　3.5", {"Zhang San": 200_000, "李四": 400}) == {
        "Zhang San": 125_000, "李四": 350,
    }  # fmt: skip


@pytest.mark.parametrize("text", ["Zhang San main", "main 5 main", "Zhang 420000 main"])
def test_what_cannot_be_read_is_said_with_its_line(text: str) -> None:
    with pytest.raises(ValidationError, match=text):
        read_shares(text)
