"""What the law needs to know of a scheme."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kechuang.domains.evaluation.models import Scheme, SchemeNode
from kechuang.domains.evaluation.queries.trees import groups_used


def scheme_facts(scheme: Scheme, nodes: Iterable[SchemeNode]) -> dict[str, Any]:
    """The platforms it is for and the groups of indicators it uses.

    A scheme is made for the platforms that the text of its place evaluates: in Keqiao those built together, in Binjiang
    those of industry, university and research. Which platform is one, is asked of each when a campaign begins.
    """
    found: dict[str, Any] = {
        "evaluation.indicator_groups": groups_used(nodes),
        "evaluation.by_class": scheme.platform_class != "all",
        "unit.cobuilt_platform": True,
        "unit.iur_platform": True,
    }
    if scheme.platform_class != "all":
        found |= {"evaluation.scheme_class": scheme.platform_class, "unit.platform_class": scheme.platform_class}
    return found
