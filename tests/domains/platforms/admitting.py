"""Helpers: an application as it is typed, a pool of experts, a review carried to its end."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from kechuang.casework.parties.models import Organisation, Person, Role, User
from kechuang.casework.reviews.models import Expert, Panel, Standing
from kechuang.core import clock
from kechuang.domains.platforms.models import Call, ExpertConsultation
from tests.casework.office import Office, act

ADMISSION, CALL, CONSULTATION = "platforms.admission", "platforms.call", "platforms.expertconsultation"
FIELDS = ("technology", "industry", "investment", "law")


def day(n: int) -> str:
    """A day counted from today, as forms take it."""
    return (clock.today() + dt.timedelta(days=n)).isoformat()


def application(office: Office, mark: str = "kc", region: str = "330802", **changes: Any) -> dict[str, Any]:
    """An application that lacks nothing."""
    return {
        "applicant": office.organisations[f"{mark}-university"].pk, "title": "衢州新材料创新中心", "region": region,
        "route": "direct", "platform_class": "technology_innovation", "origin": "publicly_funded",
        "legal_form": "public_institution", "industries": ["new_materials"], "directions": "电子化学品纯化",
        "need": "本地企业缺高纯试剂", "introducing_entity": office.organisations[f"{mark}-park"].pk,
        "partners": [office.organisations[f"{mark}-firm"].pk], "leader_name": "何院长", "contact_name": "何秘书",
        "contact_phone": "0570-1234567", "team": "教授三名，博士十二名", "construction": "两年建成中试线",
        "talent": "全职科研人员二十五人", "transformation": "每年转化四项", "incubation": "孵化企业八家", "term_years": "5",
        "requested": "12000000.00", "self_raised": "3000000.00",
    } | changes  # fmt: skip


def experts(
    office: Office, region: str = "330802", mark: str = "kc", each: int = 3, fields: Any = ("new_materials",)
) -> None:
    """A pool with some of every side, each with an account, employed where nobody has a stake."""
    owner = office.organisations[f"{mark}-st_department"]
    elsewhere = office.organisation(f"{mark}-elsewhere", region, kind="agency")
    for side in ("scientific", "government", "enterprise", "platform", "investment"):
        for n in range(each):
            expert(office, owner, elsewhere, side, f"{mark}-{side}-{n}", region, fields)


def expert(
    office: Office, owner: Organisation, workplace: Organisation, side: str, name: str, region: str, fields: Any
) -> Expert:
    person = Person.objects.create(name=name)
    user = office.user(name, workplace, Role.EXPERT)
    user.person = person
    user.save()
    made = Expert(
        kind=Expert.kind_name(), number=f"X-{name}"[:20], title=name, region_id=region, owner=owner, state="active",
        confined=True, person=person, organisation=workplace, side=side, fields=list(fields),
    )  # fmt: skip
    made.save()
    Standing.objects.create(expert=made, kind="active", valid_from=dt.date(2020, 1, 1))
    return made


def heard(office: Office, mark: str = "kc", region: str = "330802", fields: Any = FIELDS) -> Any:
    """A consultation in which experts of these fields were heard, concluded."""
    clerk = office[f"{mark}-st_department-clerk"]
    made = act(f"{CONSULTATION}.consult", None, {
        "title": "新材料布局征询", "region": region, "purpose": "layout", "question": "是否布局", "reply_by": day(10),
    }, clerk).case  # fmt: skip
    for field in fields:
        act(f"{CONSULTATION}.record_opinion", made, {
            "field": field, "expert": f"{field}专家", "workplace": "省内高校教授", "stance": "support", "text": "同意布局",
            "given_on": day(0),
        }, clerk, files={"evidence": SimpleUploadedFile(f"{field}.txt", f"{field}专家书面意见".encode())})  # fmt: skip
    return act(f"{CONSULTATION}.conclude", made, {"conclusion": "一致赞成"}, clerk).case


def opened(office: Office, mark: str = "kc", region: str = "330802", **changes: Any) -> Any:
    """An application begun by a professor of the applicant."""
    return act(
        f"{ADMISSION}.apply", None, application(office, mark, region, **changes), office[f"{mark}-professor"]
    ).case


def submitted(office: Office, mark: str = "kc", region: str = "330802", **changes: Any) -> Any:
    made = opened(office, mark, region, **changes)
    return act(f"{ADMISSION}.submit", made, {}, office[f"{mark}-professor"]).case


def accepted(office: Office, mark: str = "kc", region: str = "330802", **changes: Any) -> Any:
    made = submitted(office, mark, region, **changes)
    data = {"documents_checked": True, "draw_now": True}
    return act(f"{ADMISSION}.accept", made, data, office[f"{mark}-st_department-clerk"]).case


BUDGET = {"support_mode": "fixed_support", "first_year": "2027", "district_1": "2000000", "district_2": "2500000.50",
          "self_raised_1": "600000"}  # fmt: skip
ASSESSED = {
    "assessment_professional": "方向先进",
    "assessment_market": "需求真实",
    "assessment_commercial": "有订单佐证",
}


def user_of(seat: Any) -> User:
    found: User = seat.expert.person.user
    return found


def called(office: Office, **changes: Any) -> Call:
    """A call of Kecheng, published."""
    data = {
        "title": "新材料平台征集", "region": "330802", "industries": ["new_materials"], "purpose": "补链", "conditions": "有团队",
        "criteria": "看订单", "documents": "团队简历；合作协议", "contact": "0570", "opens_on": day(0), "closes_on": day(30),
    } | changes  # fmt: skip
    clerk = office["kc-st_department-clerk"]
    made = act(f"{CALL}.draft", None, data, clerk).case
    act(f"{CALL}.publish", made, {}, clerk)
    return Call.objects.get(pk=made.pk)


def reviewed(office: Office, mark: str = "kc", region: str = "330802", **changes: Any) -> Any:
    """Accepted, and its panel carried to the end."""
    experts(office, region, mark)
    admission = accepted(office, mark, region, **changes)
    conclude_panel(office, Panel.objects.get(subject=admission), office[f"{mark}-st_department-clerk"])
    return admission


def conclude_panel(office: Office, panel: Panel, clerk: User) -> None:
    """Every seat accepts and scores; then discussion, final round and the chair's conclusion."""
    for seat in panel.seats.filter(state="asked").order_by("label"):
        act("reviews.seat.accept", seat, {"no_conflict": True, "confidential": True}, user_of(seat))
    act("reviews.panel.begin", panel, {}, clerk)
    for seat in panel.seats.filter(state="accepted").order_by("label"):
        points = {f"points_{c['name']}": "80" for c in panel.criteria_of(seat.track)}
        act("reviews.seat.submit", seat, points, user_of(seat))
    act("reviews.panel.discuss", panel, {}, clerk)
    act("reviews.panel.settle", panel, {}, clerk)
    chair = Panel.objects.get(pk=panel.pk).chair
    assert chair is not None
    data = {"opinion": "recommend", "opinion_text": "同意引进。", "met_on": day(0), "place": "三楼会议室"}
    act("reviews.panel.conclude", panel, data, user_of(chair))


def asked(office: Office, consultation: Any, name: str = "kc-scientific-0", field: str = "law") -> User:
    """An expert of Kecheng's pool, asked through their own account."""
    owner = office.organisations["kc-st_department"]
    home = office.organisations.get("kc-elsewhere") or office.organisation("kc-elsewhere", "330802", kind="agency")
    made = expert(office, owner, home, "scientific", name, "330802", ("new_materials",))
    if ExpertConsultation.objects.get(pk=consultation.pk).state == "concluded":
        act(f"{CONSULTATION}.ask_more", consultation, {"note": "再听一位"}, office["kc-st_department-clerk"])
    data = {"field": field, "experts": [str(made.pk)]}
    act(f"{CONSULTATION}.invite", consultation, data, office["kc-st_department-clerk"])
    return office[name]
