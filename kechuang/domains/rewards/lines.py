"""Shares of a plan as people write them: one person a line, with the class, the amount and what the law asks about.

张三 主要贡献 420000.00 完成人 方案设计和中试
李四 转移 40,000 转移人员 洽谈和签约
王五 主要贡献 380000 完成人 负责人 证明：项目任务书第三页
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kechuang.casework.parties import identifiers
from kechuang.core.money import fen_of, read_yuan, yuan
from kechuang.domains.rewards.models import RewardShare

MOST = 200
Group, Part = RewardShare.Group, RewardShare.Part
GROUP_WORDS = {Group.MAIN: "主要贡献", Group.TRANSFER: "转移", Group.OTHER: "其他"}
PART_WORDS = {
    Part.COMPLETER: "完成人",
    Part.ST_PERSONNEL: "科技人员",
    Part.TRANSFER_STAFF: "转移人员",
    Part.MANAGER: "管理人员",
}
LEADER, DIRECT, PROOF = "负责人", "直接贡献", "证明："
_GROUPS = {
    **{word: group for group, word in GROUP_WORDS.items()},
    **{code: code for code in Group.values},
    "主要贡献人员": Group.MAIN, "转移机构工作人员和管理人员": Group.TRANSFER, "其他人员": Group.OTHER,
    "main": Group.MAIN, "staff": Group.TRANSFER,
}  # fmt: skip
_PARTS = {
    **{word: part for part, word in PART_WORDS.items()},
    "职务科技成果完成人": "completer", "技术转移机构工作人员": "transfer_staff", "相关管理人员": "manager",
    "completer": "completer", "st_personnel": "st_personnel", "transfer_officer": "transfer_staff", "manager": "manager",
}  # fmt: skip
_ORCID = re.compile(r"^(\d{4}-){3}\d{3}[\dXx]$")
HELP = gettext_lazy(
    "一行一个人：姓名 类别（主要贡献、转移、其他） 金额（元），后面可以写身份（完成人、科技人员、转移人员、管理人员）、ORCID、"
    "负责人、直接贡献、证明：…… 和贡献内容"
)


@dataclass(frozen=True, slots=True)
class Line:
    """A person as written. fen: the reward. part: empty where nothing is written of it."""

    name: str
    group: str
    fen: int
    part: str = ""
    orcid: str = ""
    leader: bool = False
    direct: bool = False
    proof: str = ""
    contribution: str = ""


def read_shares(text: str) -> list[Line]:
    """All lines; raises ValidationError naming the first that is wrong."""
    rows = [row.strip() for row in re.split(r"[\n\r]+", text) if row.strip()]
    if not rows or len(rows) > MOST:
        raise ValidationError(_("写 1 到 %(most)d 个人，一行一个") % {"most": MOST})
    found = [_line(row) for row in rows]
    keys = [line.orcid or line.name for line in found]
    twice = next((key for n, key in enumerate(keys) if key in keys[:n]), "")
    if twice:
        raise ValidationError(_("“%(who)s”写了两次；每人只列一行、一类") % {"who": twice})
    return found


def _line(row: str) -> Line:
    words = [word for word in re.split(r"[\s　，|]+", row) if word]
    if len(words) < 3:
        raise ValidationError(_("“%(line)s”读不懂：应如 张三 主要贡献 420000.00") % {"line": row[:60]})
    parted = next((at for at, word in enumerate(words) if word in _GROUPS and 0 < at < len(words) - 1), 1)
    name = " ".join(words[:parted])  # a name may be of several words: Zhang San
    group, amount, *rest = words[parted:]
    if group not in _GROUPS:
        raise ValidationError(
            _("“%(line)s”：没有“%(group)s”这一类，应为主要贡献、转移或者其他") % {"line": row[:60], "group": group}
        )
    try:
        fen = read_yuan(amount)
    except ValueError:
        fen = -1
    if not 0 <= fen < 10**17:
        raise ValidationError(_("“%(line)s”：“%(amount)s”不是金额") % {"line": row[:60], "amount": amount})
    given: dict[str, Any] = {}
    said: list[str] = []
    for word in rest:
        if word in _PARTS and "part" not in given:
            given["part"] = _PARTS[word]
        elif _ORCID.match(word):
            given["orcid"] = identifiers.orcid(word)
        elif word in (LEADER, "leader"):
            given["leader"] = True
        elif word in (DIRECT, "direct"):
            given["direct"] = True
        elif word.startswith((PROOF, "证明:", "proof:")):
            given["proof"] = re.split("[：:]", word, maxsplit=1)[1][:200]
        else:
            said.append(word)
    return Line(name[:60], _GROUPS[group], fen, contribution=" ".join(said), **given)


def written(shares: Iterable[RewardShare]) -> str:
    """Shares as `read_shares` reads them, one a line."""
    lines = []
    for share in shares:
        parts = [
            share.person.name, GROUP_WORDS[Group(share.group)], yuan(fen_of(share.amount)),
            PART_WORDS.get(Part(share.part), ""), share.person.orcid, LEADER if share.leader else "",
            DIRECT if share.direct else "", f"{PROOF}{share.proof}" if share.proof else "", share.contribution,
        ]  # fmt: skip
        lines.append(" ".join(part for part in parts if part))
    return "\n".join(lines)


def read_names(text: str) -> list[tuple[str, str]]:
    """Names, one a line or between semicolons, each perhaps with an ORCID. Raises ValidationError."""
    found: list[tuple[str, str]] = []
    for row in re.split(r"[\n\r;；、]+", text):
        words = row.split()
        if not words:
            continue
        orcid = identifiers.orcid(words[-1]) if _ORCID.match(words[-1]) else ""
        name = " ".join(words[:-1] if orcid else words)
        if not name:
            raise ValidationError(_("“%(line)s”没有姓名") % {"line": row.strip()[:60]})
        found.append((name[:60], orcid))
    if len(found) > MOST:
        raise ValidationError(_("至多 %(most)d 人") % {"most": MOST})
    if len(found) != len(set(found)):
        raise ValidationError(_("同一个人写了两次"))
    return found
