"""Writers of the kinds of funds a place gives and their negative lists."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import action
from kechuang.casework.cases.forms import NoteForm
from kechuang.casework.cases.predicates import at_posts
from kechuang.casework.cases.standard import attachment_for
from kechuang.domains.funding.actions.who import ARRANGER, Department, arranger
from kechuang.domains.funding.forms import sources as forms
from kechuang.domains.funding.models import FundSource, NegativeListItem
from kechuang.domains.platforms.queries.offices import own_office

Data = Mapping[str, Any]
LUMP = "quzhou-2024:art26.p2"


@action(
    FundSource,
    label=_("登记经费渠道"),
    creates=True,
    by=arranger,
    who=ARRANGER,
    form=forms.SourceForm,
    cites=[LUMP, "keqiao-2025-draft:s3.2.a"],
    opens=lambda user: at_posts(FundSource, user),
)
def register_source(source: FundSource, *, data: Data, by: Any) -> None:
    """Record a kind of funds: who gives it, of which level, for what, and how it is controlled."""
    for name in (
        "title", "region", "use", "money", "level", "funder", "agreed", "lump_sum", "document", "valid_from", "valid_to",
    ):  # fmt: skip
        setattr(source, name, data[name])
    office = own_office(by, source.region_id, Department.ST, Department.FINANCE)
    if office is not None:
        source.owner_id = office


@action(
    FundSource,
    label=_("修改管理方式"),
    stays=("open",),
    by=arranger,
    who=ARRANGER,
    form=forms.ControlForm,
    cites=LUMP,
)
def change_control(source: FundSource, *, data: Data, by: Any) -> None:
    """Another funder, document or way of control; what money it is stays."""
    for name in ("funder", "lump_sum", "document", "valid_to"):
        setattr(source, name, data[name])


@action(
    FundSource,
    label=_("增加负面清单事项"),
    stays=("open",),
    by=arranger,
    who=ARRANGER,
    form=forms.ItemForm,
    cites=LUMP,
    hint=_("同一项号有新内容的，旧的到前一天为止；也可以从表格导入"),
)
def list_item(source: FundSource, *, data: Data, by: Any) -> Callable[[], None]:
    """An item of the negative list from a day on; what stood under its number ends the day before."""

    def finish() -> None:
        running = NegativeListItem.objects.filter(source=source, code=data["code"], valid_to=None).first()
        if running is not None:
            running.valid_to = data["valid_from"] - dt.timedelta(days=1)
            running.save()
        NegativeListItem.objects.create(
            source=source,
            code=data["code"],
            text=data["text"],
            document=data["document"],
            valid_from=data["valid_from"],
        )

    return finish


@action(
    FundSource,
    label=_("终止负面清单事项"),
    stays=("open",),
    by=arranger,
    who=ARRANGER,
    form=forms.EndItemForm,
    cites=LUMP,
)
def end_item(source: FundSource, *, data: Data, by: Any) -> Callable[[], None]:
    """An item of the negative list holds up to and including a day."""

    def finish() -> None:
        item: NegativeListItem = data["item"]
        item.valid_to = data["valid_to"]
        item.save()

    return finish


@action(FundSource, label=_("停用"), moves={"open": "closed"}, by=arranger, who=ARRANGER, form=NoteForm)
def close_source(source: FundSource, *, data: Data, by: Any) -> None:
    """No further budget plans with it; what was approved stays."""


attach_to_source = attachment_for(FundSource, arranger)
