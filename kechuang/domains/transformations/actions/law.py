"""What the law, and what was done before, say to a step of a deal. Each check yields findings and refusals in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext

from kechuang.casework.cases.law import ask, entitled
from kechuang.casework.notices.models import Notice
from kechuang.casework.notices.queries import standing
from kechuang.core.money import fen_of
from kechuang.core.permissions import Ground, Refusal
from kechuang.core.words import listed
from kechuang.domains.achievements.models import Achievement
from kechuang.domains.transformations import facts
from kechuang.domains.transformations.models import Preemption, Transformation
from kechuang.domains.transformations.notices import PRICE
from kechuang.domains.transformations.queries import (
    achievements_of,
    asks_preemption,
    completers_of,
    preemptions,
    taken_by,
)
from kechuang.domains.transformations.wording import interest_words, notice_words
from kechuang.law import Finding, Verdict
from kechuang.law.model import Citation

Data = Mapping[str, Any]
Said = Iterator[Finding | Refusal]
Mode, Method = Transformation.Mode, Transformation.Method
PRICED_MODES = frozenset({Mode.TRANSFER, Mode.LICENCE, Mode.EQUITY})


def silent(finding: Finding) -> bool:
    """Whether no text speaks to this place and unit."""
    return finding.verdict in (Verdict.NO_LAW_FOUND, Verdict.NOT_APPLICABLE)


def disposable(deal: Transformation, achievements: Iterable[Achievement]) -> Said:
    """Each achievement may be disposed of by the unit alone, and nobody else has it already."""
    for achievement in achievements:
        if deal.mode in PRICED_MODES:
            given = facts.screening_facts(achievement, deal.mode)
            yield entitled(ask(achievement, "disposal_autonomy", given), silent=True)
        other = taken_by(achievement, deal)
        if other is not None:
            words = gettext("“%(title)s”已由 %(number)s（%(mode)s）处置，不能再%(now)s") % {
                "title": achievement.title, "number": other.number, "mode": other.mode_words, "now": deal.mode_words,
            }  # fmt: skip
            yield Refusal(Ground.INPUT, words, errors={"achievements": [words]})


def plan_open(deal: Transformation, *, data: Data, by: Any) -> list[Finding | Refusal]:
    """Secrecy and earlier deals, asked when a deal is planned or its plan changes."""
    chosen = data.get("achievements")
    if not data:
        return []
    mode = data.get("mode") or deal.mode
    asked = Transformation(pk=deal.pk, owner=deal.owner, region=deal.region, mode=mode, licence=data.get("licence", ""))
    return list(disposable(asked, chosen if chosen is not None else achievements_of(deal)))


def is_priced(deal: Transformation) -> Said:
    """Refuses where the unit implements itself: nothing is sold, so nothing is priced."""
    if deal.mode in Transformation.BY_THE_UNIT:
        words = gettext("%(mode)s不定价、不公示，直接开始实施") % {"mode": deal.mode_words}
        yield Refusal(Ground.STATE, words)


def method_open(method: str) -> Any:
    """The law asked whether a price may come about in this way, with its base price where there is one."""

    def check(deal: Transformation, *, data: Data, by: Any) -> list[Finding | Refusal]:
        found: list[Finding | Refusal] = list(is_priced(deal))
        given = {**facts.unit_facts(deal), **facts.deal_facts(deal), "deal.pricing_method": method}
        if not found:
            found.append(ask(deal, "pricing_method", given))
        if data.get("base_price") is not None:
            base = {
                "pricing.base_price": fen_of(data["base_price"]),
                "pricing.base_price_reasoned": bool(str(data["base_reasons"]).strip()),
            }
            found.append(ask(deal, "base_price", given | base))
        return found

    return check


def may_publicise(deal: Transformation, *, data: Data, by: Any) -> list[Finding | Refusal]:
    """Only an agreed price is publicised, and its abstract tells no secret."""
    if deal.method != Method.AGREED:
        cites = (Citation.parse("zhejiang-2021:art17.p2.a"),)
        return [Refusal(Ground.STATE, gettext("协议定价才须公示价格"), cites)]
    if not data:
        return []
    given = {
        **facts.unit_facts(deal),
        **facts.deal_facts(deal),
        "notice.secret_in_summary": data["secret"],
    }
    consents = [facts.consent_fact(a) for a in achievements_of(deal)]
    if consents and all(consent is True for consent in consents):
        given["notice.secret_owner_consents"] = True
    return [ask(deal, "price_notice_abstract", given)]


def matches(deal: Transformation, notice: Notice) -> bool:
    """Whether a notice says of the deal what it now is."""
    now = notice_words(deal)
    return all(str(notice.fields.get(name, "")).strip() == text for name, text in now.items())


def publicised(deal: Transformation, data: Data) -> Said:
    """The price has stood its days where the law asks for it, as it now is, and no objection is open."""
    found = standing(deal, PRICE)
    given = facts.signing_facts(deal, found.notice, data)
    whole, days = ask(deal, "contract_signing", given), ask(deal, "price_publicity", given)
    asked = not silent(whole)
    up = found.notice is not None and found.state in ("running", "suspended", "clear")
    if asked and found.notice is not None and up and not matches(deal, found.notice):
        cites = (Citation.parse("zhejiang-2021:art17.p2.a"),)
        yield Refusal(Ground.LAW, gettext("公示的内容与现在的方案不一致，重新公示，期限重新计算"), cites)
    if asked and found.notice is not None and up and (words := _other_interest(deal, found.notice, data)):
        yield Refusal(Ground.LAW, words, (Citation.parse("zhejiang-2021:art17.p2.b"),))
    if found.refusal is not None:
        unit_only = silent(days) and found.state == "running" and found.ends_on is None
        if (asked and not unit_only) or (up and found.state != "clear" and not unit_only):
            yield found.refusal
    if asked:
        yield days
        yield whole


def _other_interest(deal: Transformation, notice: Notice, data: Data) -> str:
    """Where the notice names an interest of the buyer and the contract is with a buyer of another; else empty."""
    told = str(notice.fields.get("insider", "")).strip()
    relation = str(data.get("relation") or "")
    if not told or relation in ("", Transformation.Relation.NONE):
        return ""
    typed = Transformation(relation=relation, relation_text=str(data.get("relation_text") or ""))
    if interest_words(typed) == told:
        return ""
    return gettext("公示写明的利害关系是“%(told)s”，与合同对方的不一致：更正公示，期限重新计算") % {"told": told}


def preemption_settled(deal: Transformation, data: Data) -> Said:
    """Every completer was asked on the terms that stand, and who takes it is whom the contract is with.

    data: what was typed at signing, which counts before what the plan says of the other side.
    """
    if not asks_preemption(deal):
        return
    rows = preemptions(deal)
    asked = {row.person_id for row in rows}
    missing = [person for person in completers_of(deal) if person.pk not in asked]
    source = gettext("依据《民法典》第847条，本系统法规库没有收入，按本单位配置执行")
    if missing or not rows:
        words = gettext("先按现在的条件询问完成人是否优先受让（%(source)s）") % {"source": source}
        yield Refusal(Ground.LAW, words)
    waiting = [str(row.person) for row in rows if not row.answer]
    if waiting:
        words = gettext("等候%(names)s答复是否优先受让（%(source)s）") % {
            "names": listed(waiting), "source": source,
        }  # fmt: skip
        yield Refusal(Ground.LAW, words)
    takers = [row for row in rows if row.answer == Preemption.Answer.TAKEN]
    if takers and (data.get("relation") or deal.relation) not in (
        Transformation.Relation.COMPLETER,
        Transformation.Relation.COMPLETER_COMPANY,
    ):
        names = listed(str(row.person) for row in takers)
        words = gettext("%(names)s行使优先受让，合同应与其订立：先更正方案（%(source)s）") % {
            "names": names, "source": source,
        }  # fmt: skip
        yield Refusal(Ground.LAW, words)


def signable(deal: Transformation, *, data: Data, by: Any) -> list[Finding | Refusal]:
    """Everything that must hold on the day a contract is signed."""
    found: list[Finding | Refusal] = list(is_priced(deal))
    if found:
        return found
    found += disposable(deal, achievements_of(deal))
    if deal.method == Method.AGREED:
        found += publicised(deal, data)
    else:
        given = facts.signing_facts(deal, None, data)
        found += [ask(deal, "pricing_method", given), ask(deal, "base_price", given)]
    found += preemption_settled(deal, data)
    if deal.mode == Mode.EQUITY:
        given = facts.signing_facts(deal, None, data)
        found.append(entitled(ask(deal, "equity_contribution", given), silent=True))
        if data:
            found.append(ask(deal, "equity_manager", given))
    return found


def startable(deal: Transformation, *, data: Data, by: Any) -> list[Finding | Refusal]:
    """Only what the unit implements itself or with others begins without a price; nobody else has it."""
    if deal.mode not in Transformation.BY_THE_UNIT:
        words = gettext("%(mode)s先定价，再签订合同") % {"mode": deal.mode_words}
        return [Refusal(Ground.STATE, words)]
    return list(disposable(deal, achievements_of(deal)))
