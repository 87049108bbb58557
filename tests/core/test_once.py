"""What a page reads once, and what is read anew everywhere else."""

from __future__ import annotations

from itertools import count

from kechuang.core import once


def test_within_a_page_a_question_is_asked_once_and_outside_each_time() -> None:
    asked = count(1)
    assert [once.kept("a", lambda: next(asked)) for _ in range(2)] == [1, 2]
    with once.reading():
        assert [once.kept("a", lambda: next(asked)) for _ in range(3)] == [3, 3, 3]
        assert once.kept("b", lambda: next(asked)) == 4
    assert once.kept("a", lambda: next(asked)) == 5


def test_a_view_decorated_keeps_nothing_for_the_next() -> None:
    asked = count(1)

    @once.reading()
    def view() -> list[int]:
        return [once.kept("a", lambda: next(asked)) for _ in range(2)]

    assert view() == [1, 1]
    assert view() == [2, 2]
