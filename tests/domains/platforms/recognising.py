"""Helpers: a recognition round brought to any state, and a platform's application in it."""

from __future__ import annotations

from typing import Any

from kechuang.domains.platforms.models import RecognitionRound
from tests.casework.office import Office, act, registered
from tests.domains.platforms.admitting import day

ROUND, APPLICATION = "platforms.recognitionround", "platforms.recognitionapplication"


def prepared(office: Office, mark: str = "kc", region: str = "330802", **changes: Any) -> Any:
    data = {
        "title": "二〇二六年度重点实验室认定", "region": region, "recognition_type": "key_laboratory",
        "type_name": "柯城区重点实验室", "level": "county", "opens_on": day(0), "closes_on": day(20), "valid_years": "3",
    } | changes  # fmt: skip
    return act(f"{ROUND}.prepare", None, data, office[f"{mark}-st_department-clerk"]).case


def published(office: Office, batch: Any, mark: str = "kc", *items: str) -> Any:
    for item in items or ("conditions", "procedure"):
        text = {"conditions": "全职科研人员不少于二十人", "procedure": "形式审查、审定、公示、认定"}[item]
        act(f"{ROUND}.publish", batch, {"item": item, "text": text}, office[f"{mark}-st_department-clerk"])
    return RecognitionRound.objects.get(pk=batch.pk)


def taking(office: Office, mark: str = "kc", region: str = "330802", **changes: Any) -> Any:
    """A round that takes applications."""
    batch = published(office, prepared(office, mark, region, **changes), mark)
    return act(f"{ROUND}.open_round", batch, {}, office[f"{mark}-st_department-clerk"]).case


def platform_of(office: Office, mark: str = "kc", region: str = "330802", **changes: Any) -> Any:
    made = registered(office, region, mark, **{"origin": "socially_founded", **changes})
    office.users[f"manager-{made.pk}"] = office[f"{mark}-manager-{made.pk}"]
    return made


def applied(office: Office, batch: Any, platform: Any, **changes: Any) -> Any:
    """Handed in by the platform's manager."""
    manager = office[f"manager-{platform.pk}"]
    data = {"round": batch.pk, "platform": platform.pk, "statement": "逐条符合", "staff_count": "25",
            "research_spending": "8000000"} | changes  # fmt: skip
    made = act(f"{APPLICATION}.apply", None, data, manager).case
    return act(f"{APPLICATION}.submit", made, {}, manager).case


def proposed(office: Office, application: Any, mark: str = "kc") -> Any:
    act(f"{APPLICATION}.accept", application, {"complete": True}, office[f"{mark}-st_department-clerk"])
    data = {"reasons": "条件全部符合"}
    return act(f"{APPLICATION}.propose", application, data, office[f"{mark}-st_department-leader"]).case
