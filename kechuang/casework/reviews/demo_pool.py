"""An invented pool of experts for the demonstration, entered and admitted through the actions.

make_pool(by) for one department: its own experts, from invented organisations outside the place, so that few of them
have a stake in what is reviewed there.
"""

from __future__ import annotations

from typing import Any

from kechuang.casework.cases.engine import perform
from kechuang.casework.parties.models import Organisation
from kechuang.casework.reviews.actions import experts as actions
from kechuang.casework.reviews.models import Expert

Kind = Organisation.Kind
HOMES = (
    ("云栖理工大学", Kind.UNIVERSITY, ""), ("甬江大学", Kind.UNIVERSITY, ""), ("瓯海科技大学", Kind.UNIVERSITY, ""),
    ("浙中先进制造研究院", Kind.RESEARCH_INSTITUTION, ""), ("长三角材料研究所", Kind.RESEARCH_INSTITUTION, ""),
    ("之江人工智能实验中心", Kind.PLATFORM, ""), ("钱塘概念验证中心", Kind.PLATFORM, ""),
    ("宁波远景装备有限公司", Kind.ENTERPRISE, ""), ("嘉兴晨光电子有限公司", Kind.ENTERPRISE, ""),
    ("湖州绿源生物有限公司", Kind.ENTERPRISE, ""), ("浙江稻禾创业投资有限公司", Kind.FUND, ""),
    ("杭州启明产业基金", Kind.FUND, ""), ("浙江明理律师事务所", Kind.AGENCY, ""),
    ("浙江省产业政策研究中心", Kind.DEPARTMENT, Organisation.Department.OTHER),
    ("浙江省科技评估中心", Kind.DEPARTMENT, Organisation.Department.OTHER),
)  # fmt: skip
_SIDES = {
    Kind.UNIVERSITY: "scientific", Kind.RESEARCH_INSTITUTION: "scientific", Kind.PLATFORM: "platform",
    Kind.ENTERPRISE: "enterprise", Kind.FUND: "investment", Kind.AGENCY: "scientific", Kind.DEPARTMENT: "government",
}  # fmt: skip
_FIELDS = (
    "新材料；集成电路", "新能源；新材料", "生命健康", "高端装备；人形机器人", "人工智能；元宇宙", "特种纸；新材料", "现代农业；生命健康",
    "低空经济；高端装备", "集成电路；人工智能", "新材料；纺织",
)  # fmt: skip
_POSTS = {
    "scientific": ("教授", "研究员", "副教授"), "platform": ("主任", "首席科学家"), "enterprise": ("总工程师", "研发总监"),
    "investment": ("投资总监", "合伙人"), "government": ("处长", "高级评估师"),
}  # fmt: skip
_SURNAMES = "苏罗邓韩曹许彭曾萧田董潘袁蔡余杜戴魏程吕丁沈任卢傅钟崔谭廖范石熊"
_GIVEN = (
    "维桢", "砚秋", "承志", "雪松", "立夏", "文渊", "凌云", "芷兰", "守正", "慕白", "思远", "清扬", "长风", "映雪", "启明", "怀瑜",
    "博雅", "予安", "知行", "沐阳",
)  # fmt: skip


def name_of(n: int) -> str:
    """The n-th invented name; no two of the first six hundred are the same."""
    return f"{_SURNAMES[n % len(_SURNAMES)]}{_GIVEN[(n * 7 + n // len(_SURNAMES)) % len(_GIVEN)]}"


def homes() -> list[Organisation]:
    """The organisations the experts come from."""
    return [
        Organisation.objects.get_or_create(
            name=name, defaults={"kind": kind, "department": dep, "region_id": "330100"}
        )[0]
        for name, kind, dep in HOMES
    ]


def make_pool(by: Any, many: int = 36, first: int = 0) -> list[Expert]:
    """Enter and admit so many experts. by: a clerk or leader of the science department that keeps the pool."""
    made, places = [], homes()
    for n in range(first, first + many):
        home = places[n % len(places)]
        side = _SIDES[Organisation.Kind(home.kind)]
        fields = {"investment": "投资", "government": "产业；科技"}.get(side, _FIELDS[n % len(_FIELDS)])
        if home.kind == Kind.AGENCY:
            fields = "法律"
        bonds = "其他:某评审申请单位" if n % 17 == 5 else ""
        data = {
            "name": name_of(n), "organisation": home.pk, "side": side, "expertise": fields,
            "post": _POSTS[side][n % len(_POSTS[side])], "bonds": bonds,
            "about": "演示用的虚构人物。",
        }  # fmt: skip
        expert = perform(actions.enter, None, data, by=by).case
        made.append(perform(actions.admit, expert.pk, {}, by=by).case)
    return made
