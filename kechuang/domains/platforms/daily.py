"""What a day does to platforms: recognitions that run out soon and the look at half the year are brought to mind, once each."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from kechuang.casework.inbox import services as inbox
from kechuang.casework.inbox.models import Todo
from kechuang.casework.parties.models import Organisation, Role
from kechuang.domains.platforms.models import YearPlan
from kechuang.domains.platforms.queries.offices import departments_over
from kechuang.domains.platforms.queries.recognition import running_out


@transaction.atomic
def warn(day: dt.date) -> str:
    """Tell platforms and their science departments of recognitions that run out soon; each is told of once."""
    told = 0
    for recognition in running_out(day).filter(warned_on=None).select_for_update(of=("self",)):
        platform, ends = recognition.platform, recognition.valid_to
        words = inbox.worded(
            _("%(name)s的认定还有 %(n)d 天（%(day)s）届满，要延续的请留意认定批次"),
            name=recognition.name, n=(ends - day).days, day=ends,
        )  # fmt: skip
        people = inbox.members(platform.owner)
        for office in departments_over(platform.region_id, Organisation.Department.ST):
            people += inbox.members(office, (Role.CLERK,))
        inbox.tell(dict.fromkeys(people), "due", inbox.of_case(words, platform), case_id=platform.pk)
        recognition.warned_on = day
        recognition.save(update_fields=("warned_on",))
        told += 1
    return f"{told} recognitions running out"


LOOK_BACK = "look_back"


@transaction.atomic
def ask_half_year(day: dt.date) -> str:
    """From July on each plan of the year that stands is asked for its look at half the year; each is asked once."""
    if day.month < 7:
        return "0 plans asked for their half-year"
    asked = Todo.objects.filter(name=LOOK_BACK, case_id=OuterRef("pk"))
    plans = YearPlan.objects.filter(~Exists(asked), year=day.year, state__in=("adopted", "filed"), half_year_on=None)
    told = 0
    for plan in plans.select_related("owner").order_by("pk"):
        inbox.open_todo(plan, LOOK_BACK, [plan.owner], _("上半年已过，回顾各项目标的进度"), (Role.PLATFORM_MANAGER,))
        told += 1
    return f"{told} plans asked for their half-year"
