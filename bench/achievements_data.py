"""A million achievements by SQL, with completers, rights, uses, transformations, receipts and the deadlines that run."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection

from bench.office_data import COUNTIES, FIELDS, PLACES, People, Size, fill, run

FIRST = 10_000_000
PLATFORMS = 5_000
PEOPLE = 50_000
METHODS = ("低温等离子体", "膜分离", "分子筛", "激光", "超临界", "电化学", "机器视觉", "数字孪生", "生物酶", "纳米涂层")
ENDS = ("染整技术", "回收工艺", "检测系统", "控制软件", "制备方法", "成套装备")
STATES = ("registered",) * 16 + ("disclosed", "screening", "screening", "withdrawn")
DEAL_STATES = (
    "planned", "priced", "in_notice", "performing", "performing", "performing", "performing", "completed", "completed", "ended",
)  # fmt: skip
MODES = ("transfer", "licence", "licence", "equity", "self_implementation", "joint_implementation")


@dataclass(frozen=True, slots=True)
class Many:
    """How much is made. Every tenth achievement is transformed; a transformation that performs has two receipts."""

    achievements: int = 1_000_000
    platforms: int = PLATFORMS

    @property
    def deals(self) -> int:
        return self.achievements // 10


def fill_achievements(many: Many, say: Callable[[str], None]) -> People:
    """An office of so many platforms, and what they completed. The planner's figures are made new at the end."""
    people = fill(Size(many.platforms, many.platforms * 2, 1_000), say)
    start = time.perf_counter()
    _titles()
    run("SET session_replication_role = replica", "SET synchronous_commit = off", "SET maintenance_work_mem = '512MB'")
    steps: dict[str, list[str]] = {
        "people": _people(), "achievements": _achievements(many), "rights, uses": _rights(many),
        "transformations": _deals(many), "search index": _search(), "deadlines, to-dos": _around(),
    }  # fmt: skip
    for name, statements in steps.items():
        run(*statements)
        say(f"  {name} ({time.perf_counter() - start:.0f} s)")
    run("SET session_replication_role = DEFAULT", "SET synchronous_commit = on")
    _researcher()
    run("VACUUM (ANALYZE)", "CHECKPOINT")
    say(f"  filled in {time.perf_counter() - start:.0f} s")
    return people


def _titles() -> None:
    """Titles and the tokens they are found by."""
    from kechuang.casework.search.words import tokens

    titles = [
        f"{place}{method}{field}{end}" for place in PLACES[:6] for method in METHODS for field in FIELDS for end in ENDS
    ]
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE titles (i int PRIMARY KEY, title text, tokens varchar(64)[])")
        rows = [(n, title, tokens(title)) for n, title in enumerate(titles)]
        cursor.executemany("INSERT INTO titles VALUES (%s, %s, %s)", rows)
        cursor.execute("ANALYZE titles")


def _count() -> int:
    return 6 * len(METHODS) * len(FIELDS) * len(ENDS)


def _array(names: tuple[str, ...]) -> str:
    return "ARRAY[" + ", ".join(f"'{name}'" for name in names) + "]"


def _achievement(n: str) -> str:
    """The id of the case of achievement n, as SQL."""
    return f"({FIRST} + 2 * ({n}))"


def _deal(n: str) -> str:
    """The id of deal n: right after that of achievement 10 n, which it is of. Kinds follow each other as in an office's years."""
    return f"({FIRST} + 20 * ({n}) + 1)"


def _people() -> list[str]:
    return [
        f"""INSERT INTO parties_person (id, name, id_number, id_digest, phone, email, orcid)
            SELECT {FIRST} + n, '完成人' || n, '', '', '', '', '' FROM generate_series(1, {PEOPLE}) n"""
    ]


def _achievements(many: Many) -> list[str]:
    each = f"FROM generate_series(1, {many.achievements}) g(n)"
    return [
        f"""INSERT INTO cases_case (id, kind, number, title, region_id, owner_id, state, version, public, confined, opened_on,
              closed_on, updated_at)
            SELECT {_achievement("g.n")}, 'achievements.achievement', 'CG-2026-' || lpad(g.n::text, 7, '0'), t.title || g.n,
              m.region, m.owner,
              s.state, 3, s.state = 'registered' AND g.n % 5 < 2, false, date '2019-01-01' + (g.n % 2800),
              CASE s.state WHEN 'withdrawn' THEN date '2026-10-01' END, now()
            {each}
            CROSS JOIN LATERAL (SELECT ({_array(STATES)})[1 + (g.n / 11) % {len(STATES)}] AS state) s
            JOIN titles t ON t.i = (g.n * 211) % {_count()}
            JOIN made m ON m.n = 1 + (g.n * 13) % {many.platforms}""",
        f"""INSERT INTO achievements_achievement (case_ptr_id, platform_id, title_en, abstract, keywords, industries,
              kind_of_achievement, form, attribute, stage, level, trl, completed_on, service, fiscal, registered_on, search,
              separate_on, use_first_on, told_on)
            SELECT {_achievement("n")}, 2 * (1 + (n * 13) % {many.platforms}), '', '', ARRAY['染整', '等离子体'], ARRAY['纺织'],
              (ARRAY['applied', 'applied', 'applied', 'basic', 'soft'])[1 + n % 5],
              (ARRAY['technology', 'product', 'material', 'software'])[1 + n % 4], 'original',
              (ARRAY['early', 'middle', 'mature'])[1 + n % 3], '', 1 + n % 9, date '2018-12-01' + (n % 2800), true, n % 4 > 0,
              CASE WHEN c.state = 'registered' THEN c.opened_on + 30 END, CASE WHEN c.public THEN 'open' ELSE 'hidden' END,
              CASE WHEN n % 9 = 0 THEN c.opened_on + 60 END, CASE WHEN n % 7 = 0 THEN date '2025-03-01' END, NULL
            {each} JOIN cases_case c ON c.id = {_achievement("n")}""",
        f"""INSERT INTO achievements_completer (achievement_id, person_id, position, share, main)
            SELECT {_achievement("n")}, {FIRST} + 1 + (n * 31) % {PEOPLE}, 1, 600000, true {each}""",
        f"""INSERT INTO achievements_completer (achievement_id, person_id, position, share, main)
            SELECT {_achievement("n")}, {FIRST} + 1 + (n * 31 + 7) % {PEOPLE}, 2, 400000, false {each}""",
    ]  # fmt: skip


def _rights(many: Many) -> list[str]:
    return [
        f"""INSERT INTO achievements_ipright (achievement_id, kind, number, title, status, granted_on, fee_due_on)
            SELECT {_achievement("n")}, 'invention', 'P' || n, '', 'granted', a.completed_on + 40, current_date - 100 + (n % 400)
            FROM generate_series(3, {many.achievements}, 3) n
            JOIN achievements_achievement a ON a.case_ptr_id = {_achievement("n")}""",
        f"""INSERT INTO achievements_use (achievement_id, mode, used_on, by_completer, note)
            SELECT {_achievement("n")}, 'licence', a.registered_on + 200, false, ''
            FROM generate_series(4, {many.achievements}, 4) n
            JOIN achievements_achievement a ON a.case_ptr_id = {_achievement("n")}
            WHERE a.registered_on + 200 < current_date""",
        """INSERT INTO achievements_screening (achievement_id, state_secrets, national_security, national_interest, public_interest,
              trade_secrets, basis, "on", by_id)
            SELECT c.id, false, false, false, false, false, '会签', c.opened_on + 10, (SELECT min(id) FROM parties_user)
            FROM cases_case c WHERE c.kind = 'achievements.achievement'
              AND (c.state = 'registered' OR c.state = 'screening' AND c.id % 4 = 0)""",
    ]  # fmt: skip


def _deals(many: Many) -> list[str]:
    each = f"FROM generate_series(1, {many.deals}) n"
    return [
        f"""INSERT INTO cases_case (id, kind, number, title, region_id, owner_id, state, version, public, confined, opened_on,
              closed_on, updated_at)
            SELECT {_deal("n")}, 'transformations.transformation', 'ZH-2026-' || lpad(n::text, 6, '0'), '转化 ' || a.title,
              a.region_id, a.owner_id, s.state, 4, false, false, current_date - (n % 2200),
              CASE WHEN s.state IN ('completed', 'ended') THEN current_date END, now()
            {each} CROSS JOIN LATERAL (SELECT ({_array(DEAL_STATES)})[1 + n % {len(DEAL_STATES)}] AS state) s
            JOIN cases_case a ON a.id = {_achievement("n * 10")}""",
        f"""INSERT INTO transformations_transformation (case_ptr_id, mode, licence, method, partner_name, price, priced_on, contract_on,
              contract_kind, contract_number)
            SELECT {_deal("n")}, m.mode, CASE m.mode WHEN 'licence' THEN 'ordinary' ELSE '' END,
              CASE WHEN c.state = 'planned' THEN '' ELSE 'agreed_price' END, '受让企业' || n % 900,
              CASE WHEN c.state <> 'planned' THEN 100000 + (n * 997) % 3000000 END,
              CASE WHEN c.state <> 'planned' THEN c.opened_on END,
              CASE WHEN c.state IN ('performing', 'completed', 'ended') THEN c.opened_on + 40 END,
              CASE WHEN c.state IN ('performing', 'completed', 'ended') THEN 'licence' ELSE '' END, ''
            {each} CROSS JOIN LATERAL (SELECT ({_array(MODES)})[1 + (n / 3) % {len(MODES)}] AS mode) m
            JOIN cases_case c ON c.id = {_deal("n")}""",
        f"""INSERT INTO transformations_transformedachievement (transformation_id, achievement_id, position)
            SELECT {_deal("n")}, {_achievement("n * 10")}, 1 {each}""",
        """INSERT INTO transformations_receipt (transformation_id, case_id, unit_id, kind, standing, position, received_on, amount,
              income, payer, reference)
            SELECT t.case_ptr_id, t.case_ptr_id, c.owner_id, 'income', true, p, t.contract_on + 30 * p, round(t.price / 3, 2),
              round(t.price / 4, 2), '受让企业',
              'R' || t.case_ptr_id || '-' || p
            FROM transformations_transformation t JOIN cases_case c ON c.id = t.case_ptr_id, generate_series(1, 2) p
            WHERE t.contract_on IS NOT NULL""",
    ]  # fmt: skip


def _search() -> list[str]:
    from bench.measure import definition_of

    index = definition_of("search_tokens")
    return [
        "DROP INDEX search_tokens",
        f"""INSERT INTO search_entry (case_id, tokens, scope)
            SELECT c.id, t.tokens || ARRAY[lower(split_part(c.number, '-', 1)), '2026', split_part(c.number, '-', 3)],
              cases_scope(c.id)
            FROM cases_case c JOIN titles t
              ON t.i = ((c.id - {FIRST}) / 2 * 211) % {_count()}
            WHERE c.id > {FIRST} ORDER BY c.id""",
        index,
    ]


def _around() -> list[str]:
    columns = """(case_id, rule, territory, owner_id, facts, starts_on, due, provisional, simulation, finding, cites, consequence,
              settled_by, status, done_on, waived_reason, law, calendar, created_at)"""
    return [
        f"""INSERT INTO obligations_obligation {columns}
            SELECT c.id, 'idle_listing', c.region_id, c.owner_id, '{{}}', a.use_first_on, current_date - 20 + (c.id % 700)::int,
              false, false, '{{}}', '["quzhou-2024:art21.p1.a"]', '', 'list_openly', 'due', NULL, '', 'x', 'x', now()
            FROM cases_case c JOIN achievements_achievement a ON a.case_ptr_id = c.id
            WHERE c.state = 'registered' AND a.use_first_on IS NOT NULL""",
        f"""INSERT INTO obligations_obligation {columns}
            SELECT c.id, 'reward_payment', c.region_id, c.owner_id, '{{}}', current_date - 100, current_date - 10 + (c.id % 200)::int,
              false, false, '{{}}', '["zhejiang-2021:art40.p1"]', '', 'pay', 'due', NULL, '', 'x', 'x', now()
            FROM cases_case c WHERE c.kind = 'transformations.transformation' AND c.state = 'performing'""",
        """UPDATE cases_case c SET next_due = o.due FROM obligations_obligation o WHERE o.case_id = c.id AND o.status = 'due'
            AND c.id > 10000000""",
        f"""INSERT INTO inbox_todo (case_id, name, organisation_id, roles, text, opened_at)
            SELECT id, 'screen', owner_id, '{{}}', '保密审查', now() FROM cases_case
            WHERE id > {FIRST} AND state = 'screening'""",
        """INSERT INTO cases_timelineentry (case_id, at, by_id, action, from_state, to_state, note, data, cites)
            SELECT id, opened_on, (SELECT min(id) FROM parties_user), 'disclose', '', 'disclosed', '', '{}', '[]'
            FROM cases_case WHERE id > 10000000""",
    ]  # fmt: skip


def _researcher() -> None:
    """Someone with an account who completed forty achievements and works in one of the platforms."""
    from kechuang.casework.parties.models import Membership, Organisation, Role, User

    user: Any = User.objects.create(username="researcher", display_name="researcher", person_id=FIRST + 32)
    owner = Organisation.objects.filter(owned_cases__as_achievement__completers__person_id=FIRST + 32).order_by("pk")[0]
    Membership.objects.create(user=user, organisation=owner, role=Role.RESEARCHER, valid_from="2020-01-01")


__all__ = ["COUNTIES", "Many", "fill_achievements"]
