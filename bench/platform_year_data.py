"""A year of a thousand platforms by SQL: experts, calls and admissions, panels with 200,000 scores, notices, plans of the year."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection

from bench.office_data import COUNTIES, FIELDS, People, Size, fill, run

PANELS, SEATS = 2_000, 9
CRITERIA = ("frontier", "team", "complementarity", "self_funding", "industry_fit", "market_outlook")
"""2,000 panels of 9 seats; each scores the six criteria of an admission twice (blind and final): 216,000 scores."""
TRACK = "scientific_review"
EXPERTS, ADMISSIONS, NOTICES = 5_000, 2_000, 4_000


@dataclass(frozen=True, slots=True)
class Kind:
    """Cases of a kind made in one go. first: the id of the first; states: in turn; where: SQL of region and owner."""

    kind: str
    series: str
    first: int
    many: int
    states: tuple[str, ...]
    title: str
    public: bool = False
    confined: bool = False

    def sql(self) -> str:
        names = ", ".join(f"'{state}'" for state in self.states)
        return f"""
            INSERT INTO cases_case (id, kind, number, title, region_id, owner_id, state, version, public, confined, opened_on,
              updated_at)
            SELECT {self.first} + n, '{self.kind}', '{self.series}-2026-' || lpad(n::text, 6, '0'), {self.title}, c.code, d.id,
              (ARRAY[{names}])[1 + n % {len(self.states)}], 2, {self.public}, {self.confined}, current_date - n % 300, now()
            FROM generate_series(1, {self.many}) n
            JOIN county c ON c.i = n % {len(COUNTIES)} JOIN st d ON d.region_id = c.code"""  # names of our own


EXPERT = Kind(
    "reviews.expert", "ZJ", 10_000_000, EXPERTS, ("active",) * 9 + ("suspended",), "'专家' || n", confined=True
)
CALL = Kind("platforms.call", "ZJX", 11_000_000, 60, ("open", "closed"), "'征集' || n", public=True)
ADMISSION = Kind(
    "platforms.admission", "ZR", 12_000_000, ADMISSIONS, ("submitted", "reviewing", "deciding", "noticed", "admitted", "refused"),
    "'准入申请 纺织研究院' || n",
)  # fmt: skip
PANEL = Kind(
    "reviews.panel",
    "PS",
    13_000_000,
    PANELS,
    ("scoring", "discussion", "final", "closed"),
    "'评审组' || n",
    confined=True,
)
SEAT = Kind("reviews.seat", "XW", 14_000_000, PANELS * SEATS, ("submitted",), "'席位' || n", confined=True)
NOTICE = Kind(
    "notices.notice", "GS", 15_000_000, NOTICES, ("running", "concluded", "concluded", "withdrawn"), "'平台准入公示' || n",
    public=True,
)  # fmt: skip
PLAN = Kind(
    "platforms.yearplan", "ND", 16_000_000, 3_000, ("draft", "adopted", "filed", "evaluated"), "'年度计划' || n"
)
KINDS = (EXPERT, CALL, ADMISSION, PANEL, SEAT, NOTICE, PLAN)


def fill_year(platforms: int, say: Callable[[str], None]) -> People:
    """An office of so many platforms with its year. The planner's figures are made new at the end."""
    people = fill(Size(platforms, platforms * 6, platforms * 6), say)
    run("SET session_replication_role = replica")
    run(
        "CREATE TEMP TABLE st AS SELECT DISTINCT ON (region_id) id, region_id FROM parties_organisation "
        "WHERE department = 'st_department' ORDER BY region_id, id",
        *(kind.sql() for kind in KINDS),
        *_experts(), *_admissions(), *_reviews(), *_notices(), *_plans(platforms),
        """INSERT INTO search_entry (case_id, tokens, scope)
            SELECT id, ARRAY[lower(split_part(number, '-', 1)), split_part(number, '-', 3), '纺织', '研究'], cases_scope(id)
            FROM cases_case WHERE id > 10000000""",
        "SET session_replication_role = DEFAULT",
    )  # fmt: skip
    run("VACUUM (ANALYZE)", "CHECKPOINT")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM reviews_score")
        say(f"  {cursor.fetchone()[0]} scores")
    return people


def _experts() -> list[str]:
    fields = "ARRAY[" + ", ".join(f"'{field}'" for field in FIELDS) + "]"
    return [
        f"""INSERT INTO parties_person (id, name, id_number, id_digest, phone, email, orcid)
            SELECT {EXPERT.first} + n, '专家' || n, '', '', '', '', '' FROM generate_series(1, {EXPERTS}) n""",
        f"""INSERT INTO reviews_expert (case_ptr_id, person_id, organisation_id, side, fields, post, about)
            SELECT {EXPERT.first} + n, {EXPERT.first} + n, (SELECT min(id) FROM parties_organisation WHERE kind = 'platform') + n % 900,
              (ARRAY['scientific','scientific','government','enterprise','investment'])[1 + n % 5],
              ARRAY[({fields})[1 + n % {len(FIELDS)}], ({fields})[1 + (n / 7) % {len(FIELDS)}]], '教授', ''
            FROM generate_series(1, {EXPERTS}) n""",
        f"""INSERT INTO reviews_standing (expert_id, kind, valid_from, reason)
            SELECT {EXPERT.first} + n, CASE WHEN n % 10 = 9 THEN 'suspended' ELSE 'active' END, current_date - 400, ''
            FROM generate_series(1, {EXPERTS}) n""",
        f"""INSERT INTO reviews_conflict (expert_id, kind, organisation_id, person_name, source, valid_from, note)
            SELECT {EXPERT.first} + n, 'employment', (SELECT min(id) FROM parties_organisation WHERE kind = 'platform') + n % 900, '',
              'declared', current_date - 300, '' FROM generate_series(1, {EXPERTS}) n""",
    ]  # fmt: skip


def _admissions() -> list[str]:
    return [
        f"""INSERT INTO platforms_call (case_ptr_id, industries, purpose, conditions, criteria, documents, contact, opens_on,
              closes_on, published_on)
            SELECT {CALL.first} + n, ARRAY['纺织'], '目的', '条件', '标准', '{{}}', '联系人', current_date - 60, current_date + 60 - n,
              current_date - 60 FROM generate_series(1, {CALL.many}) n""",
        f"""INSERT INTO platforms_admission (case_ptr_id, route, call_id, platform_class, origin, legal_form, industries,
              other_industries, directions, need, introducing_entity_id, term_years, requested, self_raised, submitted_on, address)
            SELECT {ADMISSION.first} + n, 'call', {CALL.first} + 1 + n % {CALL.many}, 'technology_innovation', 'publicly_funded',
              'public_institution', ARRAY['纺织'], '', '关键共性技术', '需求', c.owner_id, 5, 10000000, 5000000, current_date - n % 200, ''
            FROM generate_series(1, {ADMISSIONS}) n JOIN cases_case c ON c.id = {ADMISSION.first} + n""",
    ]  # fmt: skip


def _reviews() -> list[str]:
    one = {"weight": "1/6", "points": 100, "cite": "", "track": TRACK, "hint": ""}
    criteria = json.dumps([{"name": name, "label": name, **one} for name in CRITERIA], ensure_ascii=False)
    tracks = json.dumps([{"name": TRACK, "label": "科研评审", "weight": "1"}], ensure_ascii=False)
    seat = f"{SEAT.first} + (n - 1) * {SEATS} + s"
    return [
        f"""INSERT INTO reviews_panel (case_ptr_id, subject_id, purpose, fields, seats_wanted, criteria, tracks, reply_by, score_by,
              opinion, opinion_text)
            SELECT {PANEL.first} + n, {ADMISSION.first} + n, 'admission', ARRAY['纺织'], '{{"scientific": {SEATS}}}', '{criteria}',
              '{tracks}',
              current_date - 20, current_date + 5, CASE WHEN n % 4 = 3 THEN 'recommend' ELSE '' END, ''
            FROM generate_series(1, {PANELS}) n""",
        f"""INSERT INTO reviews_seat (case_ptr_id, panel_id, expert_id, side, track, label, place, due)
            SELECT {seat}, {PANEL.first} + n, {EXPERT.first} + 1 + ((n * 13 + s * 1009) % {EXPERTS}), 'scientific', '{TRACK}',
              chr(64 + s), s, current_date + 5
            FROM generate_series(1, {PANELS}) n, generate_series(1, {SEATS}) s""",
        """UPDATE cases_case c SET owner_id = p.owner_id, region_id = p.region_id FROM reviews_seat s
            JOIN cases_case p ON p.id = s.panel_id WHERE c.id = s.case_ptr_id""",
        f"""INSERT INTO reviews_score (seat_id, criterion, phase, points, most, comment, at)
            SELECT {seat}, k, phase, 60 + (n * s) % 40, 100, '', now()
            FROM generate_series(1, {PANELS}) n, generate_series(1, {SEATS}) s, unnest(ARRAY{list(CRITERIA)}) k,
              unnest(ARRAY['blind', 'final']) phase""",
        f"""INSERT INTO reviews_draw (panel_id, method, seed, salt, pool, pool_hash, excluded, "order", names, at)
            SELECT {PANEL.first} + n, 'sha256', repeat('a', 64), repeat('b', 64), '[]', repeat('c', 64), '[]', '{{}}', '{{}}', now()
            FROM generate_series(1, {PANELS}) n""",
        """INSERT INTO reviews_figure (expert_id, seat_id, panel_id, closed_on, total, deviation)
            SELECT s.expert_id, s.case_ptr_id, s.panel_id, current_date - 10, 80, 1.5 FROM reviews_seat s
            JOIN cases_case p ON p.id = s.panel_id WHERE p.state = 'closed'""",
    ]  # fmt: skip


def _notices() -> list[str]:
    told = json.dumps({
        "platform": "现代纺织研究院", "applicant": "某大学", "platform_class": "技术创新", "directions": "印染", "reasons": "符合条件",
    }, ensure_ascii=False)  # fmt: skip
    return [
        f"""INSERT INTO notices_notice (case_ptr_id, subject_id, notice_kind, live, fields, content_version, starts_on, ends_on,
              provisional, law, calendar, answer_days, procedure)
            SELECT {NOTICE.first} + n, {ADMISSION.first} + 1 + n % {ADMISSIONS}, 'admission_result', n <= {ADMISSIONS}, '{told}', 1,
              current_date - 5, current_date + 1 + n % 15, false, 'x', 'x', 15, ''
            FROM generate_series(1, {NOTICES}) n""",
        f"""INSERT INTO notices_noticecontent (notice_id, version, fields, secret, reason, at, changed)
            SELECT {NOTICE.first} + n, 1, '{told}', '', '', now(), '[]' FROM generate_series(1, {NOTICES}) n""",
        """INSERT INTO notices_posting (content_id, channel, first_on, evidence, at)
            SELECT id, 'portal', current_date - 5, '', now() FROM notices_noticecontent""",
    ]  # fmt: skip


def _plans(platforms: int) -> list[str]:
    return [
        f"""INSERT INTO platforms_yearplan (case_ptr_id, platform_id, year, work, budget, half_year_note, evaluation)
            SELECT {PLAN.first} + n, 6 * (1 + n % {platforms}), 2024 + n / {platforms}, '年度工作', 5000000, '', ''
            FROM generate_series(1, {PLAN.many}) n""",
        """UPDATE cases_case c SET owner_id = p.owner_id, region_id = p.region_id FROM platforms_yearplan y
            JOIN cases_case p ON p.id = y.platform_id WHERE c.id = y.case_ptr_id""",
    ]  # fmt: skip
