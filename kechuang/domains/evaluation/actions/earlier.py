"""Writers of grades from before the system began: brought in with their document, taken back with a reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kechuang.casework.cases.actions import action
from kechuang.casework.cases.forms import NoteForm
from kechuang.casework.cases.models import CaseParty
from kechuang.casework.cases.predicates import at_posts
from kechuang.casework.cases.standard import attachment_for
from kechuang.core import clock
from kechuang.core.words import in_chinese
from kechuang.domains.evaluation import effects
from kechuang.domains.evaluation.actions.who import EVALUATOR, LEADER, evaluating_leader, evaluator
from kechuang.domains.evaluation.forms import earlier as forms
from kechuang.domains.evaluation.models import EarlierGrade
from kechuang.domains.platforms.queries.offices import own_office

Data = Mapping[str, Any]
CITES = ["quzhou-2024:art33.p1", "binjiang-2023:s4.5.e", "keqiao-2025-draft:s4.3.c"]


@action(
    EarlierGrade,
    label=_("补录往年等次"),
    creates=True,
    by=evaluator,
    who=EVALUATOR,
    form=forms.EarlierGradeForm,
    cites=CITES,
    opens=lambda user: at_posts(EarlierGrade, user),
    hint=_("系统启用以前的年度评价等次，连续不合格的年数要用；写明公布它的文件"),
)
def bring_in_grade(made: EarlierGrade, *, data: Data, by: Any) -> Callable[[], None]:
    """A grade that was published before the system began. What follows from failing years is asked of the law again."""
    platform = data["platform"]
    for name in ("platform", "year", "grade", "document", "reason"):
        setattr(made, name, data[name])
    made.region = platform.region
    office = own_office(by, platform.region_id, "st_department")
    if office is not None:  # who holds none is refused after this
        made.owner_id = office
    with in_chinese():
        words = {"platform": platform.title[:150], "year": data["year"]}
        made.title = gettext("%(platform)s %(year)d 年度等次（补录）") % words

    def finish() -> None:
        CaseParty.objects.get_or_create(case_id=made.pk, organisation=platform.owner, role="platform")
        effects.look_back(platform, made.year, case=made, by=by)

    return finish


@action(
    EarlierGrade,
    label=_("撤销补录"),
    moves={"recorded": "withdrawn"},
    by=evaluating_leader,
    who=LEADER,
    form=NoteForm,
    hint=_("录错的撤销后重新补录；已经开始的评估研判在其案件里处理"),
)
def withdraw_grade(made: EarlierGrade, *, data: Data, by: Any) -> None:
    """Take back what was brought in wrongly, with the reason; the law no longer counts it."""
    made.withdrawn_on = clock.today()


attach_to_earlier_grade = attachment_for(EarlierGrade, evaluator)
