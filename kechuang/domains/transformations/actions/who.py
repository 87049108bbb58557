"""Who may, in words of this domain."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from rules.predicates import Predicate

from kechuang.casework.cases.predicates import named_in
from kechuang.domains.achievements.actions.who import HEAD, MANAGER, department, head, manager

__all__ = [
    "ANSWERER", "BEFORE", "COMPLETER", "HEAD", "MANAGER", "OPEN", "completer", "department", "head", "manager",
]  # fmt: skip

COMPLETER = "completer"
"""As what the completers of what is transformed are named in the case."""

BEFORE = ("planned", "priced", "in_notice")
"""States before a contract or implementation."""

OPEN = (*BEFORE, "performing")


def _completer(user: Any, case: Any) -> bool:
    return named_in(user, case)


completer = Predicate(_completer, "completer")
ANSWERER = _("由完成人本人，或者由成果所在单位的技术经理人、管理人员或者负责人办理")
