"""Campaigns and schemes to test with, in the small office."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from kechuang.casework.parties.models import Role
from kechuang.domains.evaluation.models import Scheme, SchemeNode
from tests.casework.office import Department, Office, act, registered

SCHEME, CAMPAIGN, EVALUATION = "evaluation.scheme", "evaluation.campaign", "evaluation.evaluation"
BUREAU = "kq-st_department-clerk"
PHASES = {
    "self_evaluation_from": "2026-12-01", "self_evaluation_to": "2026-12-31",
    "scoring_from": "2027-01-04", "scoring_to": "2027-01-31",
    "contest_from": "2027-02-01", "contest_to": "2027-02-10",
    "joint_review_from": "2027-02-22", "joint_review_to": "2027-03-10",
}  # fmt: skip


def drafted(office: Office, by: str = BUREAU, **changes: Any) -> Scheme:
    data = {"platform_class": "technology_innovation", "year": 2026} | changes
    made: Scheme = act(f"{SCHEME}.draft_scheme", None, data, office[by]).case
    return made


def opened(office: Office, by: str = BUREAU, **changes: Any) -> Any:
    data = {"kind_of": "yearly", "year": 2026, "held_on": "2026-12-31", **PHASES} | changes
    return act(f"{CAMPAIGN}.open_campaign", None, data, office[by]).case


def node(scheme: Scheme, code: str, weight: Any, kind: str = "scored", **more: Any) -> SchemeNode:
    """A node written straight into the table."""
    if kind == "record":
        more = {"indicator": "people", "measure": "target"} | more
    return SchemeNode.objects.create(scheme=scheme, code=code, name=code, weight=weight, kind=kind, **more)


def adopted(office: Office, by: str = BUREAU, *, nodes: Any = None, **changes: Any) -> Scheme:
    """An adopted scheme: people by target and transformations up to four for 60 per cent, two scored for 40."""
    scheme = drafted(office, by, **changes)
    for data in nodes or NODES:
        act(f"{SCHEME}.set_node", scheme, data, office[by])
    made: Scheme = act(f"{SCHEME}.adopt_scheme", scheme, {}, office[by.replace("clerk", "leader")]).case
    return made


NODES = (
    {"code": "A", "name": "建设", "name_en": "Building", "weight": 60, "kind": "group"},
    {"code": "A1", "name": "人员", "weight": 50, "kind": "record", "parent": "A", "indicator": "people", "measure": "target"},
    {
        "code": "A2", "name": "认定", "weight": 50, "kind": "record", "parent": "A", "indicator": "recognitions",
        "measure": "fixed", "full_at": 2,
    },
    {"code": "B", "name": "成效", "weight": 40, "kind": "group"},
    {"code": "B1", "name": "创新水平", "weight": 75, "kind": "scored", "parent": "B", "criteria": "与同类比较"},
    {
        "code": "B2", "name": "孵化企业", "weight": 25, "kind": "record", "parent": "B", "indicator": "firms_incubated",
        "measure": "fixed", "full_at": 4,
    },
)  # fmt: skip


def binjiang(office: Office) -> str:
    """The bureau of Binjiang, with a clerk and a leader; the name of the clerk."""
    for department in (Department.ST, Department.FINANCE, Department.PARK):
        made = office.organisation(f"bj-{department}", "330108", department=department)
        office.user(f"bj-{department}-clerk", made, Role.CLERK)
        office.user(f"bj-{department}-leader", made, Role.LEADER)
    office.organisations["bj-park"] = office.organisations[f"bj-{Department.PARK}"]
    office.organisation("bj-university", "330108", kind="university")
    return "bj-st_department-clerk"


def operating(
    office: Office, region: str = "330603", mark: str = "kq", since: str = "2024-06-01", **changes: Any
) -> Any:
    """A platform that runs since a day."""
    platform = registered(office, region, mark, **changes)
    clerk = office[f"{mark}-st_department-clerk"]
    return act("platforms.platform.start_operation", platform, {"operating_since": since}, clerk).case


def started(office: Office, by: str = BUREAU, **changes: Any) -> Any:
    """A campaign in the phase of self-evaluation."""
    campaign = opened(office, by, **changes)
    return act(f"{CAMPAIGN}.start_self_evaluation", campaign, {}, office[by]).case


def invited(office: Office, **changes: Any) -> Any:
    """The evaluation of one platform in Keqiao, waiting for its self-evaluation; its manager is kq-manager."""
    operating(office)
    adopted(office)
    return started(office, **changes).evaluations.get()


def attached(office: Office, evaluation: Any, by: str = "kq-manager", name: str = "佐证.txt") -> str:
    """A file of an evaluation, as its forms name it."""
    upload = SimpleUploadedFile(name, "孵化企业名单".encode(), content_type="text/plain")
    data = {"follows": "", "document_kind": "佐证"}
    act(f"{EVALUATION}.attach", evaluation, data, office[by], files={"file": upload})
    return f"{name} v1"


def typed(evaluation: Any, file: str = "", **more: Any) -> dict[str, Any]:
    """What a platform types: five people meant, three incubated firms with a file, 80 marks; more by code, as B2_value."""
    by = {node.code: node.pk for node in SchemeNode.objects.filter(scheme_id=evaluation.scheme_id)}
    data = {
        "A1_target": "5", "A1_explanation": "两人年底到岗", "A2_explanation": "认定在办", "B1_self_score": "80",
        "B2_value": "3", "B2_file": file, "B2_explanation": "一家延期",
    } | more  # fmt: skip
    return {f"{name}_{by[code]}": value for key, value in data.items() for code, name in [key.split("_", 1)]}


def submitted(office: Office, evaluation: Any = None) -> Any:
    """A self-evaluation that stands."""
    evaluation = evaluation or invited(office)
    file = attached(office, evaluation)
    act(f"{EVALUATION}.fill_in", evaluation, typed(evaluation, file), office["kq-manager"])
    data = {"statement": "完成年度任务"}
    return act(f"{EVALUATION}.submit_self_evaluation", evaluation, data, office["kq-manager"]).case
