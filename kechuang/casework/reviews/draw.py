"""The lot: who is drawn, from a seed and a pool, in a way that anyone can do again with pencil, paper and SHA-256.

Method sha256-1. Every candidate has a key (hexadecimal text) and belongs to one or more strata (a side of the panel,
or a side and a field, as scientific/law). In each stratum candidates stand in the order of

    SHA-256( seed + "\\n" + stratum + "\\n" + key ), as lower-case hexadecimal; equal ones by key.

Strata that ask for a field are filled first, then the others, both in the order of their names, each from its front; one
who already sits is passed over. When a seat falls
empty, the next in the same order takes it. Nothing else chooses: with an unknown seed each candidate of a stratum is as
likely as any other. The seed is 32 bytes from the operating system, taken after the pool was fixed, and neither can be
changed; the hash of the pool is SHA-256 over its lines "key TAB stratum", sorted, each ended by a line feed.

A key stands for an expert: SHA-256( salt + "\\n" + the number of the expert's file ), the first 32 characters. The salt is
known to the office alone, which can show that the keys are right; the public sees the draw without names.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

METHOD = "sha256-1"
Pool = Sequence[Sequence[str]]
Order = dict[str, list[str]]


def _sha(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def new_seed() -> str:
    return secrets.token_hex(32)


def key_of(salt: str, number: str) -> str:
    """What stands for an expert in a draw."""
    return _sha(salt, number)[:32]


def rank(seed: str, stratum: str, key: str) -> str:
    return _sha(seed, stratum, key)


def order_of(pool: Pool, seed: str) -> Order:
    """The keys of each stratum in the order drawn; strata in the order of their names."""
    strata: dict[str, list[str]] = {}
    for key, stratum in pool:
        strata.setdefault(stratum, []).append(key)
    return {name: sorted(set(strata[name]), key=lambda k: (rank(seed, name, k), k)) for name in sorted(strata)}


def pool_hash(pool: Pool) -> str:
    lines = sorted(f"{key}\t{stratum}\n" for key, stratum in pool)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Taken:
    """One drawn: the key, its stratum and its place (from 0) in that stratum's order."""

    key: str
    stratum: str
    place: int


def first(order: Mapping[str, Sequence[str]], wanted: Mapping[str, int]) -> list[Taken]:
    """Who sits: of each stratum the foremost who do not sit yet, strata with a field first. May be fewer than wanted."""
    taken: list[Taken] = []
    sitting: set[str] = set()
    for stratum, many in sorted(wanted.items(), key=lambda item: ("/" not in item[0], item[0])):
        found = 0
        for place, key in enumerate(order.get(stratum, ())):
            if found == many:
                break
            if key not in sitting:
                taken.append(Taken(key, stratum, place))
                sitting.add(key)
                found += 1
    return taken


@dataclass(frozen=True, slots=True)
class Redrawn:
    """A draw done again: whether it comes out the same, and what differs."""

    same: bool
    differences: tuple[str, ...]
    order: Order
    taken: tuple[Taken, ...]


def redraw(
    *, pool: Pool, seed: str, recorded_hash: str, recorded_order: Mapping[str, Sequence[str]],
    wanted: Mapping[str, int], seated: Iterable[tuple[str, int]], skipped: Iterable[tuple[str, int]],
) -> Redrawn:  # fmt: skip
    """Draw again from what was recorded. seated, skipped: (stratum, place) of every seat ever taken and passed over."""
    differences: list[str] = []
    if pool_hash(pool) != recorded_hash:
        differences.append("pool")
    order = order_of(pool, seed)
    if order != {name: list(keys) for name, keys in recorded_order.items()}:
        differences.append("order")
    taken = first(order, wanted)
    sat, passed = list(seated), set(skipped)
    if any((t.stratum, t.place) not in sat for t in taken):
        differences.append("seats")
    for stratum in {name for name, _place in sat}:
        places = [place for name, place in sat if name == stratum]
        elsewhere = {t.key for t in taken if t.stratum != stratum}
        keys = order.get(stratum, [])
        for place in range(max(places)):
            jumped = place not in places and (stratum, place) not in passed
            if jumped and (place >= len(keys) or keys[place] not in elsewhere):
                differences.append(f"{stratum} {place}")
    return Redrawn(not differences, tuple(differences), order, tuple(taken))


def canonical(pool: Iterable[Any]) -> list[list[str]]:
    """A pool as it is recorded: sorted pairs."""
    return sorted([str(key), str(stratum)] for key, stratum in pool)
