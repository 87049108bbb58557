"""A round of evaluation before its scores are taken over, made by SQL: schemes, evaluations, panels, seats and points, and the
approved budgets of the year after, on which awards and cuts fall.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bench.office_data import People, Size, fill, run

FIRST, FIRST_PANEL, FIRST_SEAT, FIRST_BUDGET = 40_000_000, 41_000_000, 42_000_000, 43_000_000
EXPERTS = 200
REGION = "330108"


@dataclass(frozen=True, slots=True)
class Year:
    """How much is made."""

    platforms: int = 1_000
    indicators: int = 60
    experts: int = 7


def fill_year(year: Year, say: Callable[[str], None]) -> People:
    """An office of so many platforms, all evaluated by one district: every panel has concluded, no score is taken over yet."""
    people = fill(Size(year.platforms, year.platforms * 2, 1_000), say)
    start = time.perf_counter()
    campaign, schemes = _set_out(year)
    nodes = _nodes(schemes)
    run("SET session_replication_role = replica", "SET synchronous_commit = off")
    run(*_rows(year, campaign, schemes, nodes))
    run("SET session_replication_role = DEFAULT", "SET synchronous_commit = on", "VACUUM (ANALYZE)")
    say(f"  a round filled in {time.perf_counter() - start:.0f} s")
    return people


def _set_out(year: Year) -> tuple[int, dict[str, int]]:
    """The department, its leader, adopted schemes of ten groups, and the campaign; by the tables' own doors."""
    from django.db import transaction

    from kechuang.casework.cases.direct import open_case, step
    from kechuang.casework.parties.models import Membership, Organisation, Region, Role, User
    from kechuang.domains.evaluation.models import Campaign, CampaignPhase, Scheme, SchemeNode
    from kechuang.domains.funding.models import FundSource

    Region.objects.get_or_create(code=REGION, defaults={"name": "滨江区", "name_en": "Binjiang"})
    office = Organisation.objects.create(
        name="区科技局", kind="department", department="st_department", region_id=REGION
    )
    leader = User.objects.create(username="evaluating-leader", display_name="局长")
    Membership.objects.create(user=leader, organisation=office, role=Role.LEADER, valid_from=dt.date(2020, 1, 1))
    treasury = Organisation.objects.create(
        name="财政厅", kind="department", department="finance_department", region_id="330000"
    )
    made: dict[str, int] = {}
    groups = 10
    with transaction.atomic():
        source = FundSource(
            owner=treasury, funder=treasury, region_id="330000", title="评价奖励", use="incentive", money="fiscal",
            level="province", valid_from=dt.date(2024, 1, 1),
        )  # fmt: skip
        open_case(source, "register_source", by=leader)
        for kind in ("basic_research", "technology_innovation", "innovation_service"):
            scheme = Scheme(
                owner=office,
                region_id=REGION,
                place=REGION,
                platform_class=kind,
                year=2025,
                edition=1,
                title=f"{kind} 2025",
            )
            open_case(scheme, "draft_scheme", by=leader)
            for g in range(groups):
                top = SchemeNode.objects.create(
                    scheme=scheme, code=f"A{g:02d}", name=f"组{g}", weight=10, kind="group", position=g
                )
                each = year.indicators // groups
                weights = [100 // each] * (each - 1)
                for n, weight in enumerate([*weights, 100 - sum(weights)]):
                    SchemeNode.objects.create(
                        scheme=scheme,
                        parent=top,
                        code=f"A{g:02d}{n}",
                        name=f"指标{g}{n}",
                        weight=weight,
                        kind="scored",
                        position=n,
                    )
            scheme.adopted_on = dt.date(2025, 12, 31)
            step(scheme, "adopt_scheme", to="adopted")
            made[kind] = scheme.pk
        campaign = Campaign(
            owner=office,
            region_id=REGION,
            place=REGION,
            kind_of="yearly",
            year=2025,
            held_on=dt.date(2025, 12, 31),
            title="2025",
        )
        open_case(campaign, "open_campaign", by=leader)
        step(campaign, "start_scoring", to="scoring")
        past = dt.date(2026, 1, 1)
        for n, (name, _words) in enumerate(CampaignPhase.Phase.choices):
            day = past + dt.timedelta(n)
            CampaignPhase.objects.create(campaign=campaign, phase=name, starts_on=day, ends_on=day)
    return campaign.pk, made


def _nodes(schemes: dict[str, int]) -> list[Any]:
    from kechuang.domains.evaluation.models import SchemeNode

    return list(SchemeNode.objects.filter(scheme__in=schemes.values(), kind="scored"))


def _rows(year: Year, campaign: int, schemes: dict[str, int], nodes: list[Any]) -> list[str]:
    scheme = "CASE p.platform_class " + " ".join(f"WHEN '{kind}' THEN {pk}" for kind, pk in schemes.items()) + " END"
    ranked = """(SELECT p.*, c.owner_id AS owner, row_number() OVER (ORDER BY p.case_ptr_id) AS n
        FROM platforms_platform p JOIN cases_case c ON c.id = p.case_ptr_id) p"""
    case = "(id, kind, number, title, region_id, owner_id, state, version, public, confined, opened_on, closed_on, updated_at)"
    office = f"(SELECT owner_id FROM cases_case WHERE id = {campaign})"
    leader = "(SELECT id FROM parties_user WHERE username = 'evaluating-leader')"
    source = "(SELECT case_ptr_id FROM funding_fundsource)"
    criteria = f"""(SELECT jsonb_agg(jsonb_build_object('name', 'node_' || s.id, 'label', s.name, 'weight', '1/{year.indicators}',
        'points', 100, 'cite', '', 'track', '', 'hint', ''))
        FROM evaluation_schemenode s WHERE s.scheme_id = {scheme} AND s.kind = 'scored')"""
    return [
        f"""INSERT INTO parties_person (id, name, id_number, id_digest, phone, email, orcid)
            SELECT {FIRST} + n, '专家' || n, '', '', '', '', '' FROM generate_series(1, {EXPERTS}) n""",
        f"""INSERT INTO cases_case {case} SELECT {FIRST} + 500000 + n, 'reviews.expert', 'ZJ-2025-' || lpad(n::text, 6, '0'), '专家' || n,
              '{REGION}', {office}, 'active', 2, false, false, current_date, NULL, now() FROM generate_series(1, {EXPERTS}) n""",
        f"""INSERT INTO reviews_expert (case_ptr_id, person_id, organisation_id, side, fields, post, about)
            SELECT {FIRST} + 500000 + n, {FIRST} + n, {office}, 'scientific', '{{}}', '', '' FROM generate_series(1, {EXPERTS}) n""",
        f"""INSERT INTO cases_case {case} SELECT {FIRST} + p.n, 'evaluation.evaluation', 'PP-2025-' || lpad(p.n::text, 6, '0'),
              '平台 ' || p.n || ' 2025 年度评价', '{REGION}', p.owner, 'submitted', 2, false, false, current_date,
              NULL, now() FROM {ranked}""",
        f"""INSERT INTO evaluation_evaluation (case_ptr_id, campaign_id, platform_id, platform_class, scheme_id, statement, veto_matters,
              staff_veto_matters, veto_note, tie_rule, proposed_grade, grade)
            SELECT {FIRST} + p.n, {campaign}, p.case_ptr_id, p.platform_class, {scheme}, '', '{{}}', '{{}}', '', '', '', ''
            FROM {ranked}""",
        f"""INSERT INTO evaluation_indicatorvalue (evaluation_id, node_id, evidence, source, reason, file, explanation)
            SELECT {FIRST} + p.n, s.id, '[]', '', '', '', '' FROM {ranked}
            JOIN evaluation_schemenode s ON s.scheme_id = {scheme} AND s.kind = 'scored'""",
        f"""INSERT INTO cases_case {case} SELECT {FIRST_PANEL} + p.n, 'reviews.panel', 'PS-2025-' || lpad(p.n::text, 6, '0'), '评分',
              '{REGION}', {office}, 'closed', 5, false, true, current_date, current_date, now() FROM {ranked}""",
        f"""INSERT INTO reviews_panel (case_ptr_id, subject_id, purpose, fields, seats_wanted, criteria, tracks, reply_by, score_by,
              opinion, opinion_text)
            SELECT {FIRST_PANEL} + p.n, {FIRST} + p.n, 'platform_evaluation', '{{}}', '{{"scientific": {year.experts}}}', {criteria}, '[]',
              current_date, current_date, 'recommend', '' FROM {ranked}""",
        f"""INSERT INTO cases_case {case} SELECT {FIRST_SEAT} + p.n * 100 + e, 'reviews.seat', 'XW-2025-' || (p.n * 100 + e), '席位',
              '{REGION}', {office}, 'done', 4, false, true, current_date, current_date, now()
            FROM {ranked}, generate_series(1, {year.experts}) e""",
        f"""INSERT INTO reviews_seat (case_ptr_id, panel_id, expert_id, side, track, label, place)
            SELECT {FIRST_SEAT} + p.n * 100 + e, {FIRST_PANEL} + p.n, {FIRST} + 500000 + 1 + (p.n * 7 + e) % {EXPERTS}, 'scientific', '',
              chr(64 + e), e FROM {ranked}, generate_series(1, {year.experts}) e""",
        f"""INSERT INTO reviews_score (seat_id, criterion, phase, points, most, comment, at)
            SELECT {FIRST_SEAT} + p.n * 100 + e, 'node_' || s.id, 'blind', 40 + ((p.n * 31 + e * 17 + s.id * 7) % 500) / 10.0, 100, '',
              now()
            FROM {ranked} JOIN evaluation_schemenode s ON s.scheme_id = {scheme} AND s.kind = 'scored',
              generate_series(1, {year.experts}) e""",
        f"""INSERT INTO cases_case {case} SELECT {FIRST_BUDGET} + p.n, 'funding.budget', 'YS-2026-' || lpad(p.n::text, 6, '0'),
              '平台 ' || p.n || ' 2026 年度预算', '{REGION}', p.owner, 'approved', 5, false, false, current_date, NULL, now()
            FROM {ranked}""",
        f"""INSERT INTO funding_budget (case_ptr_id, platform_id, year, note, edition, approved_on)
            SELECT {FIRST_BUDGET} + p.n, p.case_ptr_id, 2026, '', 1, current_date FROM {ranked}""",
        *(
            f"""INSERT INTO funding_budgetline (budget_id, position, side, category, title, money, source_id, amount, approved,
                  basic_research, note)
                SELECT {FIRST_BUDGET} + p.n, {place}, '{side}', '{category}', '{category}', 'fiscal', {source}, 3000000, 3000000, false, ''
                FROM {ranked}"""
            for place, side, category in ((1, "income", "fiscal"), (2, "spending", "research"))
        ),
        f"""INSERT INTO funding_budgetedition (budget_id, number, procedure, reason, document, approved_on, approved_by_id, income,
              spending)
            SELECT {FIRST_BUDGET} + p.n, 1, 'first', '', '', current_date, {leader}, 3000000, 3000000 FROM {ranked}""",
        """INSERT INTO funding_editionline (edition_id, line_id, amount)
            SELECT e.id, l.id, l.amount FROM funding_budgetedition e JOIN funding_budgetline l ON l.budget_id = e.budget_id""",
    ]  # fmt: skip
