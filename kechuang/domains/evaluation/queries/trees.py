"""The tree of a scheme: its nodes in order, what each weighs in the whole, and how one platform sees it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from kechuang.core.once import kept
from kechuang.domains.evaluation.computing.weights import Branch, leaf_weights
from kechuang.domains.evaluation.models import Scheme, SchemeNode


@dataclass(frozen=True, slots=True)
class Placed:
    """A node where it stands. depth: 0 at the top. share: its part of the whole (0 to 1)."""

    node: SchemeNode
    depth: int
    share: Fraction


def nodes_of(scheme: int) -> Sequence[SchemeNode]:
    """The nodes of a scheme, read once while a page is drawn."""
    return kept(("nodes", scheme), lambda: list(SchemeNode.objects.filter(scheme=scheme)))


def in_order(nodes: Iterable[SchemeNode]) -> list[Placed]:
    """The nodes as a tree reads: each above its children, siblings by position."""
    below: dict[int | None, list[SchemeNode]] = {}
    for node in nodes:
        below.setdefault(node.parent_id, []).append(node)
    found: list[Placed] = []

    def walk(parent: int | None, depth: int, share: Fraction) -> None:
        for node in sorted(below.get(parent, ()), key=lambda n: (n.position, n.pk)):
            part = share * Fraction(node.weight) / 100
            found.append(Placed(node, depth, part))
            walk(node.pk, depth + 1, part)

    walk(None, 0, Fraction(1))
    return found


def seen_by(nodes: Iterable[SchemeNode], platform: int | None) -> list[SchemeNode]:
    """The nodes that are common or set for this platform; of none, the common ones alone."""
    return [node for node in nodes if node.platform_id in (None, platform)]


def weights_for(nodes: Iterable[SchemeNode], platform: int) -> dict[int, Fraction]:
    """The weight of each indicator in the whole as this platform has it, by node; they sum to one."""
    mine = seen_by(nodes, platform)
    return leaf_weights([Branch(node.pk, node.parent_id, Fraction(node.weight)) for node in mine])


def without_own(nodes: Sequence[SchemeNode], platform: int) -> list[SchemeNode]:
    """Groups that are left empty for a platform, because their indicators are set for other platforms alone."""
    mine = seen_by(nodes, platform)
    filled = {node.parent_id for node in mine}
    return [node for node in mine if node.kind == SchemeNode.Kind.GROUP and node.pk not in filled]


def faults(nodes: Sequence[SchemeNode]) -> list[str]:
    """What keeps a tree from being adopted, in words; the database holds the same."""
    if not nodes:
        return [_("还没有指标")]
    by_pk = {node.pk: node for node in nodes}
    found = []
    sums: dict[tuple[int | None, int | None], Decimal] = {}
    kinds: dict[int | None, set[bool]] = {}
    for node in nodes:
        key = (node.parent_id, node.platform_id)
        sums[key] = sums.get(key, Decimal(0)) + node.weight
        kinds.setdefault(node.parent_id, set()).add(node.platform_id is None)
    for (parent, platform), total in sums.items():
        if total != 100:
            where = by_pk[parent].name if parent is not None else _("第一级")
            if platform is not None:
                own = next(node.platform for node in nodes if node.platform_id == platform)
                where = _("%(where)s中%(platform)s的专设指标") % {"where": where, "platform": own.title if own else ""}
            words = {"where": where, "total": f"{total.normalize():f}"}
            found.append(_("“%(where)s”的权重合计 %(total)s，应当是 100") % words)
    for parent, both in kinds.items():
        if len(both) > 1:
            where = by_pk[parent].name if parent is not None else _("第一级")
            found.append(_("“%(where)s”之下既有共同指标又有专设指标，分成两组") % {"where": where})
    parents = {node.parent_id for node in nodes}
    empty = [node for node in nodes if node.kind == SchemeNode.Kind.GROUP and node.pk not in parents]
    return found + [_("“%(where)s”之下没有指标") % {"where": node.name} for node in empty]


def groups_used(nodes: Iterable[SchemeNode]) -> list[str]:
    """Which of the law's groups of indicators a tree has (checklist evaluation.indicator_groups): general, individual."""
    leaves = [node for node in nodes if node.kind != SchemeNode.Kind.GROUP]
    general = any(node.platform_id is None for node in leaves)
    individual = any(node.platform_id is not None for node in leaves)
    return ["general"] * general + ["individual"] * individual


def copy_tree(source: Scheme, target: Scheme) -> None:
    """Give an empty draft the nodes of another scheme."""
    made: dict[int, SchemeNode] = {}
    for placed in in_order(source.nodes.all()):
        old = placed.node
        made[old.pk] = SchemeNode.objects.create(
            scheme=target, parent=made.get(old.parent_id or 0), position=old.position, code=old.code, name=old.name,
            name_en=old.name_en, weight=old.weight, kind=old.kind, indicator=old.indicator, measure=old.measure,
            full_at=old.full_at, direction=old.direction, criteria=old.criteria, platform_id=old.platform_id,
        )  # fmt: skip
