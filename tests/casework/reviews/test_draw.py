"""The lot: the same for anyone who draws again, and as likely for each as for any other."""

from __future__ import annotations

import hashlib
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kechuang.casework.reviews import draw

KEYS = st.lists(st.text("0123456789abcdef", min_size=4, max_size=8), min_size=1, max_size=30, unique=True)


def test_the_method_is_what_its_description_says() -> None:
    pool = [["aa", "scientific"], ["bb", "scientific"], ["cc", "government"]]
    ranks = {k: hashlib.sha256(f"seed\nscientific\n{k}".encode()).hexdigest() for k in ("aa", "bb")}
    assert draw.order_of(pool, "seed") == {"government": ["cc"], "scientific": sorted(ranks, key=ranks.__getitem__)}
    lines = b"aa\tscientific\nbb\tscientific\ncc\tgovernment\n"
    assert draw.pool_hash(list(reversed(pool))) == hashlib.sha256(lines).hexdigest()


@given(KEYS, st.text(max_size=10), st.randoms(use_true_random=False))
def test_the_order_rests_on_seed_and_pool_alone(keys: list[str], seed: str, shuffle: object) -> None:
    pool = [[k, s] for k in keys for s in ("scientific", "government/law")]
    mixed = list(pool)
    shuffle.shuffle(mixed)  # type: ignore[attr-defined]
    order = draw.order_of(mixed, seed)
    assert order == draw.order_of(pool, seed)
    assert {s: sorted(found) for s, found in order.items()} == {s: sorted(keys) for s in order}


@given(KEYS, st.text(max_size=10), st.integers(0, 5), st.integers(0, 5))
def test_nobody_sits_twice_and_the_foremost_sit(keys: list[str], seed: str, a: int, b: int) -> None:
    order = draw.order_of([[k, s] for k in keys for s in ("scientific", "scientific/law")], seed)
    wanted = {"scientific/law": b, "scientific": a}
    taken = draw.first(order, wanted)
    assert len({t.key for t in taken}) == len(taken) == min(len(keys), a + b)
    assert [t.key for t in taken if t.stratum == "scientific/law"] == order["scientific/law"][:b], (
        "the field comes first"
    )
    again = draw.redraw(
        pool=[[k, s] for k in keys for s in ("scientific", "scientific/law")], seed=seed, recorded_order=order,
        recorded_hash=draw.pool_hash([[k, s] for k in keys for s in ("scientific", "scientific/law")]),
        wanted=wanted, seated=[(t.stratum, t.place) for t in taken], skipped=(),
    )  # fmt: skip
    assert again.same, again.differences


def _chi_square(counts: Counter[str], cells: list[str], trials: int) -> float:
    expected = trials / len(cells)
    return sum((counts[c] - expected) ** 2 / expected for c in cells)


def test_each_is_as_likely_as_any_other() -> None:
    """Chi-square over 4,000 fixed seeds, 20 candidates, 19 degrees of freedom: below 43.8 in 999 of 1,000 fair lots."""
    keys = [draw.key_of("salt", f"ZJ-2026-{n:06d}") for n in range(20)]
    pool = [[k, "scientific"] for k in keys]
    firsts: Counter[str] = Counter()
    chosen: Counter[str] = Counter()
    for n in range(4_000):
        order = draw.order_of(pool, f"seed {n}")["scientific"]
        firsts[order[0]] += 1
        chosen.update(order[:3])
    assert _chi_square(firsts, keys, 4_000) < 43.8
    assert max(abs(chosen[k] - 600) for k in keys) < 600 * 0.15


def test_pairs_are_as_likely_as_any_other_pair() -> None:
    keys = list("abcde")
    pairs: Counter[str] = Counter()
    for n in range(4_000):
        pairs["".join(sorted(draw.order_of([[k, "s"] for k in keys], str(n))["s"][:2]))] += 1
    assert len(pairs) == 10
    assert _chi_square(pairs, list(pairs), 4_000) < 27.9  # 9 degrees of freedom, 999 of 1,000


@pytest.mark.parametrize(
    ("change", "difference"),
    [
        ({"pool": [["aa", "s"]]}, "pool"),
        ({"seed": "another"}, "order"),
        ({"seated": [("s", 1), ("s", 2)]}, "seats"),
        ({"seated": [("s", 0), ("s", 1), ("s", 3)]}, "s 2"),
    ],
)
def test_what_was_tampered_with_is_named(change: dict[str, object], difference: str) -> None:
    pool = [[k, "s"] for k in ("aa", "bb", "cc", "dd", "ee", "ff")]
    recorded: dict[str, object] = {
        "pool": pool, "seed": "x", "recorded_hash": draw.pool_hash(pool), "recorded_order": draw.order_of(pool, "x"),
        "wanted": {"s": 2}, "seated": [("s", 0), ("s", 1)], "skipped": [],
    }  # fmt: skip
    assert draw.redraw(**recorded).same  # type: ignore[arg-type]
    assert difference in draw.redraw(**{**recorded, **change}).differences  # type: ignore[arg-type]


def test_a_replacement_may_pass_over_whom_the_record_names() -> None:
    pool = [[k, "s"] for k in ("aa", "bb", "cc", "dd")]
    recorded = {
        "pool": pool, "seed": "x", "recorded_hash": draw.pool_hash(pool), "recorded_order": draw.order_of(pool, "x"),
        "wanted": {"s": 2}, "seated": [("s", 0), ("s", 1), ("s", 3)],
    }  # fmt: skip
    assert draw.redraw(**recorded, skipped=[("s", 2)]).same  # type: ignore[arg-type]
    assert draw.redraw(**recorded, skipped=[]).differences == ("s 2",)  # type: ignore[arg-type]
