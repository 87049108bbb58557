"""Reads of deals that are more than a filter."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Prefetch, QuerySet

from kechuang.casework.notices.models import Notice
from kechuang.casework.parties.models import Person
from kechuang.core.once import kept
from kechuang.domains.achievements.models import Achievement, Screening
from kechuang.domains.transformations.models import Evidence, Preemption, Pricing, Transformation


def achievements_of(deal: Transformation) -> list[Achievement]:
    """What the deal is about, in order."""
    return list(kept(("achievements of", deal.pk), lambda: _achievements_of(deal)))


def _achievements_of(deal: Transformation) -> list[Achievement]:
    rows = deal.items.select_related("achievement__owner", "achievement__region")
    screened = Prefetch("achievement__screenings", Screening.objects.select_related("by"))
    rows = rows.prefetch_related(screened, "achievement__determinations__by")
    return [item.achievement for item in rows]


def completers_of(deal: Transformation) -> list[Person]:
    """Everybody who completed what the deal is about, each once."""
    rows = Person.objects.filter(completed__achievement__transformed__transformation=deal).distinct()
    return list(rows.order_by("pk"))


def pricings_of(deal: Transformation) -> list[Pricing]:
    """How its price came about, each time, in order."""
    return list(kept(("pricings of", deal.pk), lambda: list(deal.pricings.all())))


def last_pricing(deal: Transformation) -> Pricing | None:
    """The pricing that counts: the latest one that brought a price."""
    brought = [row for row in pricings_of(deal) if row.price is not None or row.price_words]
    return brought[-1] if brought else None


def evidence_of(deal: Transformation) -> list[Evidence]:
    """What was put into its due-diligence file, in order."""
    return list(kept(("evidence of", deal.pk), lambda: list(deal.evidence.select_related("by"))))


def asks_preemption(deal: Transformation) -> bool:
    """Whether completers are asked before a contract: transfers, unless the installation's configuration says otherwise.

    Civil Code art. 847 gives the completer pre-emption on equal terms when the unit assigns what they completed on duty. No
    instrument of the law floor holds it, so it is configuration (KECHUANG_PREEMPTION) and cites nothing.
    """
    return deal.mode == Transformation.Mode.TRANSFER and bool(settings.KECHUANG_PREEMPTION)


def preemptions(deal: Transformation) -> list[Preemption]:
    """Who was asked on the terms that now stand."""
    pricing = last_pricing(deal)
    if pricing is None:
        return []
    return list(deal.preemptions.filter(pricing=pricing).select_related("person"))


def open_preemptions(deal: Transformation) -> QuerySet[Preemption]:
    """Those asked on the terms that stand who have not answered."""
    rows = Preemption.objects.filter(transformation=deal, pricing=last_pricing(deal), answer="")
    return rows.select_related("person")


def taken_by(achievement: Achievement, deal: Transformation) -> Transformation | None:
    """A signed deal of another that leaves no room for this one: it is sold, put into a company, or licensed exclusively."""
    rows = Transformation.objects.filter(items__achievement=achievement, contract_on__isnull=False)
    rows = rows.exclude(state__in=("ended", "withdrawn")).exclude(pk=deal.pk or 0)
    gone = rows.filter(mode__in=("transfer", "equity")).first()
    if gone is not None or deal.mode != Transformation.Mode.LICENCE:
        return gone
    # An exclusive or a sole licence shuts out every other licensee while it runs.
    return rows.filter(mode="licence", state="performing", licence__in=("exclusive", "sole")).first()


def running_notice(deal: Transformation) -> Notice | None:
    """The price notice that is up and can be changed; one that has run its days stays so until the day's work ends it."""
    return Notice.objects.filter(subject_id=deal.pk, notice_kind="agreed_price", live=True, state="running").first()
