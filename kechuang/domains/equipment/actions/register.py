"""Writers of the register: entered, corrected, published, opened to others and closed, out of use, retired."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases import direct
from kechuang.casework.cases.actions import ActionForm, action
from kechuang.casework.cases.standard import attachment_for, determination_for
from kechuang.core import clock
from kechuang.core.permissions import Ground, Refusal
from kechuang.domains.equipment.actions.who import KEEPER, REGISTRAR, SCIENCE, keeper, registrar, science
from kechuang.domains.equipment.forms import register as forms
from kechuang.domains.equipment.models import Equipment, Purchase, Stage

Data = Mapping[str, Any]
LIBRARY, STAGES, SHARING = "keqiao-2025-draft:s4.8.a", "keqiao-2025-draft:s4.8.b", "binjiang-2023:s5.5.b"
ASSETS = "binjiang-2023:s5.5.a"
ALIVE = ("in_use", "down")
_FIELDS = (
    "title", "asset_number", "model_name", "maker", "category", "value", "acquired_on", "place", "operator", "contact",
    "services", "openness", "openness_note", "price_outside", "price_own", "hours_available",
)  # fmt: skip


@action(
    Equipment,
    label=_("登记仪器"),
    creates=True,
    by=registrar,
    who=REGISTRAR,
    form=forms.EquipmentForm,
    cites=[LIBRARY, STAGES, ASSETS],
)
def register(equipment: Equipment, *, data: Data, by: Any) -> Callable[[], None]:
    """Enter a piece of equipment; what was bought by a review closes that review."""
    platform = data["platform"]
    equipment.platform, equipment.owner = platform, platform.owner
    _describe(equipment, data)

    def finish() -> None:
        today = clock.today()
        Stage.objects.create(equipment=equipment, code=Stage.Code.REGISTRATION, began_on=today)
        _follow_openness(equipment, data["open_since"] or today)
        if data["purchase"] is not None:
            bought = Purchase.objects.select_for_update().get(pk=data["purchase"].pk)
            bought.equipment = equipment
            direct.step(bought, "register_bought", by=by, to="bought", data={"equipment": equipment}, cites=[SHARING])

    return finish


@action(
    Equipment,
    label=_("更正登记"),
    stays=ALIVE,
    by=registrar,
    who=REGISTRAR,
    form=forms.EquipmentForm,
    cites=LIBRARY,
)
def revise(equipment: Equipment, *, data: Data, by: Any) -> Callable[[], None]:
    """Correct what the register says; the history keeps what it said before."""
    _describe(equipment, data)
    return lambda: _follow_openness(equipment, clock.today())


def _describe(equipment: Equipment, data: Data) -> None:
    for name in _FIELDS:
        setattr(equipment, name, data[name])
    equipment.region = data["region"] or equipment.platform.region
    if not equipment.open_to_others:
        equipment.public = False


def _follow_openness(equipment: Equipment, day: Any) -> None:
    """The stage of sharing begins and ends with being open to others."""
    running = Stage.objects.filter(equipment=equipment, code=Stage.Code.SHARING, ended_on=None).first()
    if equipment.open_to_others and running is None:
        Stage.objects.create(equipment=equipment, code=Stage.Code.SHARING, began_on=day)
    elif not equipment.open_to_others and running is not None:
        running.ended_on = max(day, running.began_on)
        running.save()


def _for_others(equipment: Equipment, *, data: Data, by: Any) -> list[Refusal]:
    if equipment.open_to_others:
        return []
    return [Refusal(Ground.STATE, str(_("不对外开放的仪器不进公布的名录，先办开放共享")))]


@action(
    Equipment,
    label=_("公布"),
    stays=ALIVE,
    by=science,
    who=SCIENCE,
    form=forms.PublishForm,
    law=_for_others,
    cites=LIBRARY,
    bulk=True,
    hint=_("列入公开的仪器名录，记下公布日；可在列表里勾选多台一次公布"),
)
def publish(equipment: Equipment, *, data: Data, by: Any) -> None:
    """Put it into the published library, or publish it anew as it stands."""
    equipment.public, equipment.published_on = True, clock.today()


def _not_yet(equipment: Equipment, *, data: Data, by: Any) -> list[Refusal]:
    if equipment.openness != Equipment.Openness.SHARED:
        return []
    return [Refusal(Ground.STATE, str(_("已经对外开放；改条件和价格办“更正登记”")))]


@action(
    Equipment,
    label=_("开放共享"),
    stays=ALIVE,
    by=registrar,
    who=REGISTRAR,
    form=forms.OpenForm,
    law=_not_yet,
    cites=[STAGES, SHARING],
)
def open_to_others(equipment: Equipment, *, data: Data, by: Any) -> Callable[[], None]:
    """Open it to others, freely or on conditions; from conditions to freely too."""
    for name in ("openness", "openness_note", "price_outside", "services", "contact"):
        setattr(equipment, name, data[name])
    return lambda: _follow_openness(equipment, data["on"])


def _is_open(equipment: Equipment, *, data: Data, by: Any) -> list[Refusal]:
    return [] if equipment.open_to_others else [Refusal(Ground.STATE, str(_("这台仪器没有对外开放")))]


@action(
    Equipment,
    label=_("停止开放"),
    stays=ALIVE,
    by=registrar,
    who=REGISTRAR,
    form=forms.CloseForm,
    law=_is_open,
    cites=SHARING,
)
def close_to_others(equipment: Equipment, *, data: Data, by: Any) -> Callable[[], None]:
    """It is no longer open to others, for a reason; it leaves the published library."""
    equipment.openness, equipment.openness_note = Equipment.Openness.NOT_SHARED, data["note"]
    equipment.public = False
    return lambda: _follow_openness(equipment, data["on"])


@action(
    Equipment,
    label=_("记录管理环节"),
    stays=ALIVE,
    by=registrar,
    who=REGISTRAR,
    form=forms.StageForm,
    cites=STAGES,
)
def begin_stage(equipment: Equipment, *, data: Data, by: Any) -> list[Stage]:
    """It is monitored, or supported, from a day on."""
    return [Stage(equipment=equipment, code=data["code"], began_on=data["on"], note=data["note"])]


@action(
    Equipment,
    label=_("结束管理环节"),
    stays=ALIVE,
    by=registrar,
    who=REGISTRAR,
    form=forms.EndStageForm,
    cites=STAGES,
)
def end_stage(equipment: Equipment, *, data: Data, by: Any) -> Callable[[], None]:
    """Monitoring or support came to an end."""

    def finish() -> None:
        row = data["stage"]
        row.ended_on = data["on"]
        row.save()

    return finish


@action(
    Equipment,
    label=_("登记停用"),
    moves={"in_use": "down"},
    by=keeper,
    who=KEEPER,
    form=forms.DownForm,
)
def take_down(equipment: Equipment, *, data: Data, by: Any) -> None:
    """Out of order or under repair, for now."""


@action(
    Equipment,
    label=_("恢复使用"),
    moves={"down": "in_use"},
    by=keeper,
    who=KEEPER,
    form=ActionForm,
    main=True,
)
def put_back(equipment: Equipment, *, data: Data, by: Any) -> None:
    """It works again."""


@action(
    Equipment,
    label=_("登记报废"),
    moves={"in_use": "retired", "down": "retired"},
    by=keeper,
    who=KEEPER,
    form=forms.RetireForm,
    cites=ASSETS,
)
def retire(equipment: Equipment, *, data: Data, by: Any) -> Callable[[], None]:
    """The end of it: its stages end, and it leaves the published library."""
    equipment.retired_on, equipment.public = data["retired_on"], False

    def finish() -> None:
        for row in Stage.objects.filter(equipment=equipment, ended_on=None):
            row.ended_on = max(data["retired_on"], row.began_on)
            row.save()

    return finish


attach_to_equipment = attachment_for(Equipment, registrar)
determine_equipment = determination_for(Equipment)
