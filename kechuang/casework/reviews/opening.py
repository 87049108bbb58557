"""Opening a panel: what the law and the pool allow, the draw, and the seats. Shared by the action and the service."""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from kechuang.casework.cases.law import refusal_of
from kechuang.casework.cases.models import Case
from kechuang.casework.parties.models import Organisation, Role
from kechuang.casework.parties.reach import reach_of
from kechuang.casework.reviews import composition, conflicts, draw, seating
from kechuang.casework.reviews.models import Draw, Expert, Panel
from kechuang.casework.reviews.schemes import ReviewPurpose, Side, purpose_of
from kechuang.casework.reviews.words import field_code, stratum_word
from kechuang.core import bulk, clock
from kechuang.core.permissions import Ground, Refusal, Refused
from kechuang.core.words import in_chinese, in_clauses, listed

REPLY_DAYS, SCORE_DAYS = 3, 10
"""Days an expert has to accept and to score when the office says nothing else."""


def cites_of(panel: Panel) -> tuple[str, ...]:
    return tuple(purpose_of(panel.purpose).cites)


@dataclass(frozen=True, slots=True)
class Lot:
    """A panel filled in and drawn, neither saved yet, and who of the draw sits."""

    panel: Panel
    drawn: Draw
    taken: Sequence[draw.Taken]


def prepare(
    panel: Panel, subject: Case, purpose: str, *, by: Any, seats: Mapping[str, int] | None = None,
    fields: Sequence[str] = (), seed: str | None = None, reply_by: dt.date | None = None,
    score_by: dt.date | None = None, owner: Organisation | None = None,
) -> Callable[[], None]:  # fmt: skip
    """Fill in an unsaved panel and draw it; returns what seats the drawn once the panel is saved. Raises Refused."""
    lot = cast(
        panel, subject, purpose, by=by, seats=seats, fields=fields, seed=seed, reply_by=reply_by, score_by=score_by,
        owner=owner,
    )  # fmt: skip
    return lambda: fill([lot], by=by)


def cast(
    panel: Panel, subject: Case, purpose: str, *, by: Any, seats: Mapping[str, int] | None = None,
    fields: Sequence[str] = (), seed: str | None = None, reply_by: dt.date | None = None,
    score_by: dt.date | None = None, owner: Organisation | None = None, pool: Pool | None = None,
) -> Lot:  # fmt: skip
    """Fill in an unsaved panel and draw it. Raises Refused. pool: keeps what was read of the pool for the panels after it."""
    scheme, today = purpose_of(purpose), clock.today()
    panel.subject, panel.purpose = subject, purpose
    panel.region, panel.owner, panel.confined = subject.region, owner or office_of(by, subject), True
    panel.seats_wanted = {name: many for name, many in (seats or scheme.seats).items() if many > 0}
    panel.fields = list(dict.fromkeys(field_code(field) for field in fields))
    with in_chinese():
        panel.title = f"{scheme.label}：{subject.title}"[:200]
        panel.tracks = [{"name": t.name, "label": str(t.label), "weight": str(t.weight)} for t in scheme.tracks]
        panel.criteria = [_criterion(c) for c in scheme.criteria_for(subject.specific())]
    panel.reply_by = reply_by or today + dt.timedelta(days=REPLY_DAYS)
    panel.score_by = score_by or max(panel.reply_by, today + dt.timedelta(days=SCORE_DAYS))
    _strata(scheme, panel.seats_wanted)
    _once(subject, purpose)
    present = composition.planned(scheme, panel.seats_wanted, panel.fields)
    refusal, _warnings = refusal_of(composition.findings(subject, scheme, present))
    if refusal is not None:
        raise Refused(refusal)
    drawn, taken = _drawn(panel, scheme, seed, Pool() if pool is None else pool)
    return Lot(panel, drawn, taken)


def fill(lots: Sequence[Lot], *, by: Any) -> None:
    """Save the draws of saved panels, and seat those who were drawn."""
    for lot in lots:
        lot.drawn.panel, lot.drawn.by = lot.panel, by
    bulk.insert([lot.drawn for lot in lots])
    seating.fill([seating.Filling(lot.panel, lot.drawn, lot.taken) for lot in lots], by=by)


class Pool:
    """The experts of a pool, read once for all panels that draw from it in one transaction."""

    def __init__(self) -> None:
        self._read: dict[tuple[Any, ...], list[Expert]] = {}

    def experts(self, region: str, sides: Sequence[str]) -> list[Expert]:
        """Those active today, of these sides, whose pool covers a place; by the numbers of their files."""
        key = (region, *sides)
        if key not in self._read:
            codes = [region[:length].ljust(6, "0") for length in (2, 4, 6)]
            rows = Expert.objects.active_on(clock.today()).filter(region__code__in=codes, side__in=sides)
            self._read[key] = list(rows.select_related("organisation", "person__user").order_by("number"))
        return self._read[key]


def office_of(by: Any, subject: Case) -> Organisation:
    """The department of `by` that holds office over the subject. Raises Refused for others: they would judge themselves."""
    for post in reach_of(by).posts:
        if post.over_regions and post.role in (Role.CLERK, Role.LEADER) and subject.region_id.startswith(post.prefix):
            return Organisation.objects.get(pk=post.organisation)
    raise Refused(Refusal(Ground.PERMISSION, _("评审由主管部门的经办人或者负责人组织")))


def _criterion(of: Any) -> dict[str, Any]:
    return {
        "name": of.name, "label": str(of.label), "weight": str(Fraction(of.weight)), "points": of.points,
        "cite": of.cite, "track": of.track, "hint": str(of.hint),
    }  # fmt: skip


def _strata(scheme: ReviewPurpose, wanted: Mapping[str, int]) -> None:
    unknown = [name for name in wanted if name.partition("/")[0] not in scheme.sides]
    if unknown or not wanted:
        text = _("“%(purpose)s”没有这些方面：%(names)s") % {"purpose": scheme.label, "names": listed(unknown) or "–"}
        raise Refused(Refusal(Ground.INPUT, text, errors={"seats": [text]}))


def _once(subject: Case, purpose: str) -> None:
    """One panel of a purpose at a time; two who open at once wait for each other."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"panel:{subject.pk}:{purpose}"])
    old = Panel.objects.open().filter(subject=subject, purpose=purpose).first()
    if old is not None:
        raise Refused(Refusal(Ground.STATE, _("评审组 %(number)s 还没有结束") % {"number": old.number}))


def _drawn(panel: Panel, scheme: ReviewPurpose, seed: str | None, read: Pool) -> tuple[Draw, list[draw.Taken]]:
    """The pool is read and fixed first; only then is the seed taken."""
    salt = secrets.token_hex(16)
    pool, excluded, names = candidates(panel, scheme, salt, read)
    fixed = draw.canonical(pool)
    chosen = seed or draw.new_seed()
    order = draw.order_of(fixed, chosen)
    taken = draw.first(order, panel.seats_wanted)
    _enough(panel.seats_wanted, taken, excluded)
    made = Draw(
        method=draw.METHOD, seed=chosen, salt=salt, pool=fixed, pool_hash=draw.pool_hash(fixed),
        excluded=sorted(excluded), order=order, names=names,
    )  # fmt: skip
    return made, taken


def candidates(
    panel: Panel, scheme: ReviewPurpose, salt: str, read: Pool
) -> tuple[list[tuple[str, str]], list[list[str]], dict[str, int]]:
    """Who may be drawn: (key, stratum) pairs; who stays out: [key, stratum, why]; and whom each key stands for.

    The pool: experts active today whose pool covers the place of the subject, with an account, who are not bound to
    anyone concerned.
    """
    experts = read.experts(panel.region_id, scheme.sides)
    bound = conflicts.bonds(experts, conflicts.stake_of(panel.subject, scheme), clock.today())
    pool: list[tuple[str, str]] = []
    excluded: list[list[str]] = []
    names: dict[str, int] = {}
    for expert in experts:
        strata = [name for name in panel.seats_wanted if fits(expert, name, panel.fields)]
        if not strata:
            continue
        key = draw.key_of(salt, expert.number)
        names[key] = expert.pk
        why = "; ".join(sorted({bond.kind for bond in bound.get(expert.pk, ())}))
        if not why and not has_account(expert):
            why = "no_account"
        if why:
            excluded += [[key, name, why] for name in strata]
        else:
            pool += [(key, name) for name in strata]
    return pool, excluded, names


def has_account(expert: Expert) -> bool:
    user = getattr(expert.person, "user", None)
    return user is not None and user.is_active


def fits(expert: Expert, stratum: str, fields: Sequence[str]) -> bool:
    """Whether an expert may sit in a stratum: its side, and its field or, for field experts, one of those asked for."""
    side, _slash, field = stratum.partition("/")
    if expert.side != side:
        return False
    if field:
        return field in expert.fields
    return side != Side.SCIENTIFIC or not fields or bool(set(fields) & set(expert.fields))


def _enough(wanted: Mapping[str, int], taken: Sequence[draw.Taken], excluded: Sequence[Sequence[str]]) -> None:
    short = []
    for name, many in wanted.items():
        found = sum(1 for t in taken if t.stratum == name)
        if found < many:
            out = sum(1 for _key, stratum, _why in excluded if stratum == name)
            short.append(
                _("%(name)s要 %(many)d 人，可抽 %(found)d 人，另有 %(out)d 人因回避等不能参加")
                % {"name": stratum_word(name), "many": many, "found": found, "out": out}
            )
    if short:
        text = in_clauses(short)
        raise Refused(Refusal(Ground.INPUT, text, errors={"seats": [text]}))
