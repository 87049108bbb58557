"""What a case under review shows of its review: to the applicant never who, to nobody a score before the conclusion."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kechuang.casework.cases.predicates import may_see
from kechuang.casework.reviews import queries, results
from kechuang.casework.reviews.schemes import purpose_of
from kechuang.core.ui.parts import Badge, Tone
from kechuang.core.ui.sites import Fact, Sheet
from kechuang.core.words import in_clauses, labelled

_OPINION: dict[str, Tone] = {"recommend": "met", "changes": "open", "against": "breach", "scored": "computed"}


def review_sheet(subject: Any, user: Any, purpose: str) -> Sheet | None:
    """The review of a purpose on a case, for the page of that case; None when there is none."""
    found = queries.result(subject, purpose)
    panel = found.panel
    if panel is None:
        return None
    url, of = reverse("case", args=[panel.number]) if may_see(user, panel) else "", purpose_of(purpose)
    facts = [Fact(_("评审组"), panel.number, url=url), Fact(_("进度"), panel.state_label)]
    if found.state != "final":
        return Sheet(str(purpose_of(purpose).label), facts=facts)
    labels, tracks = panel.criterion_words, panel.track_words
    facts.append(Fact(_("总分（百分制）"), results.rounded(found.score)))
    facts += [
        Fact(tracks[t["name"]], results.rounded(found.by_track[t["name"]]))
        for t in panel.tracks
        if t["name"] in found.by_track
    ]
    lines = [[labels[name], results.rounded(value)] for name, value in found.by_criterion.items()]
    said: dict[str, list[str]] = {}
    for name, text in found.comments:
        said.setdefault(name, []).append(text)
    words = "\n".join(labelled(labels.get(name, ""), in_clauses(texts)) for name, texts in said.items())
    return Sheet(
        str(purpose_of(purpose).label), facts=facts, head=[_("标准"), _("平均得分")], rows=lines,
        numeric=frozenset({1}), badge=Badge(_OPINION[found.opinion if of.recommends else "scored"], panel.opinion_words),
        text="\n".join(part for part in (found.opinion_text, words) if part),
    )  # fmt: skip
