"""The experts of the demonstration: a pool kept by each of three science departments, and a review carried through."""

from __future__ import annotations

from typing import Any

from kechuang.casework.parties.models import Organisation, User
from kechuang.casework.reviews.models import Expert, Panel
from kechuang.domains.platforms.demo.history import History

POOLS = {
    "330800": "新材料；新能源；特种纸；高端装备；生命健康；低空经济；人工智能",
    "330603": "现代纺织；新材料；生物医药；泛半导体光电信息",
    "330108": "集成电路；人工智能；生命健康；新材料",
}
_HOMES = (
    ("sci", "浙南工程大学", "university"), ("sci", "钱塘材料研究所", "research_institution"),
    ("gov", "浙江省产业发展研究中心", "agency"), ("ent", "宁波甬信智造有限公司", "enterprise"),
    ("plat", "台州湾创新研究院", "research_institution"), ("inv", "杭州潮起创业投资有限公司", "fund"),
)  # fmt: skip
_SIDES = {"sci": "scientific", "gov": "government", "ent": "enterprise", "plat": "platform", "inv": "investment"}
_POSTS = {"sci": "教授", "gov": "研究员", "ent": "总工程师", "plat": "副院长", "inv": "投资总监"}
_SAID = (
    "方向对本地产业有带动",
    "团队结构合理，中试经验要补强",
    "指标可考核",
    "市场测算偏乐观，建议分期",
    "配套条件落实",
)


def pools(history: History) -> None:
    """Two to four experts of every side in each pool, employed where none of the applicants is."""
    homes = [
        (mark, Organisation.objects.get_or_create(name=name, defaults={"kind": kind, "region_id": "330100"})[0])
        for mark, name, kind in _HOMES
    ]
    for region, fields in POOLS.items():
        clerk = f"{region}-st_department-clerk"
        for mark, home in homes:
            for n in range(2):
                made = history.act("reviews.expert.enter", None, {
                    "name": history.office.name(), "organisation": home.pk, "side": _SIDES[mark], "expertise": fields,
                    "post": _POSTS[mark], "email": f"{mark}{n}.{home.pk}.{region}@experts.example",
                }, clerk, 300)  # fmt: skip
                history.act("reviews.expert.admit", made, {}, clerk, 299)


def of_pool(region: str, mark: str) -> Expert:
    """The first expert of a side in a pool."""
    found = Expert.objects.filter(region_id=region, side=_SIDES[mark], state="active").order_by("pk").first()
    assert found is not None
    return found


def user_of(expert: Expert) -> User:
    return User.objects.get(person_id=expert.person_id)


def accept_all(history: History, panel: Panel, ago: int) -> None:
    for seat in panel.seats.filter(state="asked").order_by("label"):
        history.act("reviews.seat.accept", seat, {"no_conflict": True, "confidential": True}, user_of(seat.expert), ago)


def score(history: History, panel: Panel, by: str, ago: int, mean: int, least: int = 0) -> None:
    """Begin, and let all but the last `least` seats hand in their blind scores."""
    history.act("reviews.panel.begin", panel, {}, by, ago)
    seats = list(panel.seats.filter(state="accepted").order_by("label"))
    for n, seat in enumerate(seats[: len(seats) - least]):
        data: dict[str, Any] = {}
        for k, criterion in enumerate(panel.criteria_of(seat.track)):
            points = min(100, mean + (n * 7 + k * 5) % 13 - 6)
            data[f"points_{criterion['name']}"] = str(points * criterion["points"] // 100)
            data[f"comment_{criterion['name']}"] = _SAID[(n + k) % len(_SAID)]
        history.act("reviews.seat.submit", seat, data, user_of(seat.expert), ago)


def conclude(history: History, panel: Panel, by: str, ago: int, opinion: str, text: str) -> None:
    """From the blind scores over the discussion to the panel's opinion."""
    history.act("reviews.panel.discuss", panel, {}, by, ago)
    history.act("reviews.panel.settle", panel, {}, by, ago)
    chair = Panel.objects.get(pk=panel.pk).chair
    assert chair is not None
    history.act("reviews.panel.conclude", panel, {
        "opinion": opinion, "opinion_text": text, "met_on": history.day(ago), "place": "科技大楼三楼会议室",
    }, user_of(chair.expert), ago)  # fmt: skip
