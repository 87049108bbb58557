"""A large office made by SQL: 5,000 platforms, a million cases in the search index, a million rows of history."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection

FIELDS = (
    "纺织", "材料", "生物医药", "集成电路", "新能源", "氟硅", "机器人", "人工智能", "环境", "农业", "光电", "航空", "印染", "智能制造",
    "海洋",
)  # fmt: skip
PLACES = ("柯桥", "衢州", "滨江", "柯城", "衢江", "龙游", "江山", "常山", "开化", "智造新城", "鉴湖", "钱塘")
FORMS = ("研究院", "技术创新中心", "实验室", "创新联合体")
REGIONS = {
    "330000": "浙江省", "330100": "杭州市", "330108": "滨江区", "330114": "钱塘区", "330600": "绍兴市", "330603": "柯桥区",
    "330800": "衢州市", "330802": "柯城区", "330803": "衢江区", "330822": "常山县", "330824": "开化县", "330825": "龙游县",
    "330881": "江山市",
}  # fmt: skip
COUNTIES = tuple(code for code in REGIONS if not code.endswith("00"))
PARKS = 20
"""Introducing entities a county."""


@dataclass(frozen=True, slots=True)
class Size:
    """How much is made. cases: platforms and agreements together, each with an entry in the search index."""

    platforms: int = 5_000
    cases: int = 1_000_000
    history: int = 1_000_000

    @property
    def step(self) -> int:
        """Every so many cases one is a platform, as they would come in."""
        return self.cases // self.platforms


@dataclass(frozen=True, slots=True)
class People:
    """Whom the pages are measured for, and a clerk of an entity that signs and files."""

    clerk: Any
    leader: Any
    manager: Any
    drafter: Any


def fill(size: Size, say: Callable[[str], None]) -> People:
    """Fill an empty migrated database; triggers and constraints rest meanwhile, and the planner's figures are made new."""
    start = time.perf_counter()
    people = _people()
    _plain_columns()
    run("SET session_replication_role = replica", "SET synchronous_commit = off", "SET maintenance_work_mem = '512MB'")
    _words()
    steps: dict[str, list[str]] = {
        "platforms": _platforms(size), "agreements": _agreements(size), "search index": _search(size),
        "obligations, to-dos, messages": _around(), "history": _history(size),
    }  # fmt: skip
    for name, statements in steps.items():
        run(*statements)
        say(f"  {name} ({time.perf_counter() - start:.0f} s)")
    _sequences()
    run("SET session_replication_role = DEFAULT", "SET synchronous_commit = on")
    _join_manager(people)
    run("VACUUM (ANALYZE)", "CHECKPOINT")
    say(f"  filled in {time.perf_counter() - start:.0f} s")
    return people


def run(*statements: str) -> None:
    """Each statement in turn."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


EMPTY = {
    "boolean": "false", "character varying": "''", "text": "''", "jsonb": "'{}'", "integer": "0", "bigint": "0",
    "smallint": "0", "date": "current_date", "timestamp with time zone": "now()", "ARRAY": "'{}'",
}  # fmt: skip


def _plain_columns() -> None:
    """What a kind of case gains later is left empty here: columns that must be filled get an empty default."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name, data_type FROM information_schema.columns WHERE table_schema = 'public' "
            "AND is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO' AND "
            "table_name ~ '^(cases|platforms|achievements|transformations|rewards|obligations|inbox|parties|reviews|notices)_'"
        )
        wanted = [(table, column, EMPTY[kind]) for table, column, kind in cursor.fetchall() if kind in EMPTY]
    run(*(f'ALTER TABLE {table} ALTER COLUMN "{column}" SET DEFAULT {empty}' for table, column, empty in wanted))


def _people() -> People:
    from kechuang.casework.parties.models import Membership, Organisation, Region, Role, User

    Region.objects.bulk_create(Region(code=code, name=name, name_en=code) for code, name in REGIONS.items())
    departments = Organisation.Department
    for code, name in REGIONS.items():
        Organisation.objects.bulk_create(
            Organisation(name=f"{name}{d.label}", kind="department", department=d, region_id=code)
            for d in (departments.ST, departments.FINANCE, departments.TALENT, departments.HR, departments.AUDIT)
        )
    Organisation.objects.bulk_create(
        Organisation(name=f"{REGIONS[code]}第{n}园区", kind="department", department=departments.PARK, region_id=code)
        for code in COUNTIES
        for n in range(PARKS)
    )

    def user(name: str, role: str, **where: Any) -> Any:
        made = User.objects.create(username=name, display_name=name)
        organisation = Organisation.objects.filter(**where).order_by("pk")[0]
        Membership.objects.create(user=made, organisation=organisation, role=role, valid_from=dt.date(2020, 1, 1))
        return made

    st = departments.ST
    return People(
        clerk=user("clerk", Role.CLERK, region_id="330603", department=st),
        leader=user("leader", Role.LEADER, region_id="330000", department=st),
        manager=User.objects.create(username="manager", display_name="manager"),
        drafter=user("drafter", Role.CLERK, region_id="330603", department=departments.PARK),
    )


def _join_manager(people: People) -> None:
    from kechuang.casework.parties.models import Membership, Role
    from kechuang.domains.platforms.models import Platform

    Membership.objects.create(
        user=people.manager, organisation_id=Platform.objects.order_by("pk")[7].owner_id, role=Role.PLATFORM_MANAGER,
        valid_from=dt.date(2020, 1, 1),
    )  # fmt: skip


def _words() -> None:
    """Titles and the tokens they are found by, to be combined with the numbers of cases in SQL."""
    from kechuang.casework.search.words import tokens

    titles = [f"{place}{field}{form}" for place in PLACES for field in FIELDS for form in FORMS]
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMP TABLE words (i int PRIMARY KEY, title text, tokens varchar(64)[])")
        rows = [(n, title, tokens(f"{title} 共建协议 {title}")) for n, title in enumerate(titles)]
        cursor.executemany("INSERT INTO words VALUES (%s, %s, %s)", rows)
        cursor.execute("CREATE TEMP TABLE county AS SELECT ord - 1 AS i, code FROM unnest(%s::text[]) "
                       "WITH ORDINALITY AS t(code, ord)", [list(COUNTIES)])  # fmt: skip
        cursor.execute(
            "CREATE TEMP TABLE park AS SELECT row_number() OVER (PARTITION BY region_id ORDER BY id) - 1 AS i, id, region_id "
            "FROM parties_organisation WHERE department = 'park_administration'"
        )
        cursor.execute("ANALYZE words, county, park")


def _platforms(size: Size) -> list[str]:
    spread = f"n %% {len(COUNTIES)}".replace("%%", "%")
    words = len(PLACES) * len(FIELDS) * len(FORMS)
    return [
        f"""CREATE TEMP TABLE made AS
            SELECT n, w.title, w.tokens, c.code AS region, p.id AS park, 100000 + n AS owner
            FROM generate_series(1, {size.platforms}) n
            JOIN words w ON w.i = (n * 7919) % {words} JOIN county c ON c.i = {spread}
            JOIN park p ON p.region_id = c.code AND p.i = (n / {len(COUNTIES)}) % {PARKS}""",
        "CREATE UNIQUE INDEX ON made (n)",
        """INSERT INTO parties_organisation (id, name, name_en, kind, department, credit_code, region_id)
            SELECT owner, title || n, 'Institute ' || n, 'platform', '', '', region FROM made""",
        f"""INSERT INTO cases_case (id, kind, number, title, region_id, owner_id, state, version, public, opened_on, updated_at)
            SELECT n * {size.step}, 'platforms.platform', 'PT-2026-' || lpad(n::text, 6, '0'), title || n, region, owner,
              CASE n % 10 WHEN 0 THEN 'preparing' WHEN 1 THEN 'exited' ELSE 'operating' END, 2, true,
              date '2024-01-01' + n % 700, now() FROM made""",
        f"""INSERT INTO platforms_platform (case_ptr_id, platform_class, origin, legal_form, fields, directions,
              introducing_entity_id, founded_on, established_by, website, address)
            SELECT n * {size.step}, (ARRAY['basic_research','technology_innovation','innovation_service'])[1 + n % 3],
              (ARRAY['publicly_funded','socially_founded','mixed'])[1 + n % 3],
              (ARRAY['public_institution','private_nonprofit','enterprise'])[1 + n % 3], ARRAY['纺织','材料'], '关键共性技术',
              park, date '2023-01-01' + n % 700, '', '', '科创路' || n || '号' FROM made""",
        f"""INSERT INTO platforms_recognition (platform_id, name, level, authority, document, valid_from)
            SELECT n * {size.step}, '重点实验室', (ARRAY['county','city','province','national'])[1 + n % 4], '科技局', '', date '2024-01-01'
            FROM made WHERE n % 3 > 0""",
        f"""INSERT INTO platforms_founder (platform_id, organisation_id)
            SELECT n * {size.step}, 100000 + 1 + (n * 31) % (SELECT count(*) FROM made) FROM made""",
    ]  # fmt: skip


def _agreements(size: Size) -> list[str]:
    each = f"FROM generate_series(1, {size.cases}) n WHERE n % {size.step} <> 0"
    return [
        f"""INSERT INTO cases_case (id, kind, number, title, region_id, owner_id, state, version, public, opened_on, closed_on,
              updated_at)
            SELECT n, 'platforms.agreement', 'XY-2026-' || lpad(n::text, 7, '0'), m.title || '共建协议' || n, m.region, m.park,
              CASE WHEN (n / 7) % 100 < 70 THEN 'filed' WHEN (n / 7) % 100 < 75 THEN 'signed' WHEN (n / 7) % 100 < 90 THEN 'ended'
                WHEN (n / 7) % 100 < 95 THEN 'draft' WHEN (n / 7) % 100 < 98 THEN 'consulting' ELSE 'signing' END, 3, false,
              date '2020-01-01' + n % 2100, CASE WHEN (n / 7) % 100 BETWEEN 75 AND 89 THEN date '2026-01-01' END, now()
            FROM (SELECT n {each}) g
            JOIN (SELECT n AS platform, title, region, park FROM made) m ON m.platform = 1 + (n * 13) % {size.platforms}""",
        f"""INSERT INTO platforms_agreement (case_ptr_id, platform_id, topics, support_mode, starts_on, ends_on, special_reason,
              signed_on, filed_on)
            SELECT n, (1 + (n * 13) % {size.platforms}) * {size.step}, '{{"support":"已约定","construction":"已约定","talent":"已约定",
              "transformation":"已约定","incubation":"已约定"}}'::jsonb,
              (ARRAY['fixed_support','base_plus_incentive','matching','purchased_service'])[1 + n % 4],
              date '2024-01-01' + n % 700, date '2028-01-01' + n % 700, '',
              CASE WHEN (n / 7) % 100 < 90 THEN date '2024-01-01' + n % 700 END,
              CASE WHEN (n / 7) % 100 < 70 THEN date '2024-02-01' + n % 700 END
            {each}""",
        f"""INSERT INTO platforms_agreementamount (agreement_id, year, amount)
            SELECT n, 2026, 1000000 + n {each}""",
        f"""INSERT INTO cases_caseparty (case_id, organisation_id, role)
            SELECT n, 100000 + 1 + (n * 13) % {size.platforms}, 'signatory' {each}""",
        """INSERT INTO platforms_signature (agreement_id, organisation_id, signatory, signed_on)
            SELECT c.id, c.owner_id, CASE WHEN a.signed_on IS NULL THEN '' ELSE '王某' END, a.signed_on
            FROM cases_case c JOIN platforms_agreement a ON a.case_ptr_id = c.id
            WHERE c.state IN ('signing', 'signed', 'filed', 'ended')""",
    ]  # fmt: skip


def _search(size: Size) -> list[str]:
    from bench.measure import definition_of

    index = definition_of("search_tokens")
    return [
        "DROP INDEX search_tokens",
        f"""INSERT INTO search_entry (case_id, tokens, scope)
            SELECT c.id, m.tokens || ARRAY[lower(split_part(c.number, '-', 1)), '2026', c.id::text, split_part(c.number, '-', 3)],
              cases_scope(c.id)
            FROM cases_case c LEFT JOIN platforms_agreement a ON a.case_ptr_id = c.id
            JOIN made m ON m.n = coalesce(a.platform_id, c.id) / {size.step} ORDER BY c.id""",
        index,
    ]


def _around() -> list[str]:
    return [
        """INSERT INTO obligations_obligation (case_id, rule, territory, owner_id, facts, starts_on, due, provisional, simulation,
              finding, cites, consequence, settled_by, status, done_on, waived_reason, law, calendar, created_at)
            SELECT id, 'agreement_filing', region_id, owner_id, '{}', current_date - 30,
              CASE WHEN state = 'signed' THEN current_date - 10 + (id % 300)::int ELSE date '2024-03-01' END, id % 50 = 0, true, '{}',
              '["keqiao-2025-draft:s1.4.c"]', '', 'file', CASE WHEN state = 'signed' THEN 'due' ELSE 'met' END,
              CASE WHEN state <> 'signed' THEN date '2024-02-20' + (id % 20)::int END, '', 'x', 'x', now()
            FROM cases_case WHERE state = 'signed' OR state = 'filed' AND id % 7 = 0""",
        "UPDATE cases_case c SET next_due = o.due FROM obligations_obligation o WHERE o.case_id = c.id AND o.status = 'due'",
        """INSERT INTO inbox_todo (case_id, name, organisation_id, roles, text, opened_at)
            SELECT id, 'sign', owner_id, '{}', '签署共建协议', now() FROM cases_case WHERE state = 'signing'""",
        """INSERT INTO inbox_message (user_id, case_id, topic, text, link, at)
            SELECT u.id, c.id, 'case', '案件有变动', '', now() - (c.id % 1000) * interval '1 hour'
            FROM parties_user u JOIN cases_case c ON c.id % 40 = 7""",
        """INSERT INTO inbox_following (user_id, case_id)
            SELECT (SELECT min(id) FROM parties_user), id FROM cases_case WHERE id % 20 = 3""",
    ]  # fmt: skip


def _history(size: Size) -> list[str]:
    columns = "kind, number, title, region_id, owner_id, state, version, public, opened_on, closed_on, created_by_id, updated_at"
    return [
        f"""INSERT INTO cases_timelineentry (case_id, at, by_id, action, from_state, to_state, note, data, cites)
            SELECT id, now() - (id % 1000) * interval '1 day', (SELECT min(id) FROM parties_user), 'draft', '', state, '', '{{}}', '[]'
            FROM cases_case ORDER BY id LIMIT {size.history}""",
        f"""INSERT INTO cases_caseevent (id, {columns}, pgh_created_at, pgh_label, pgh_obj_id)
            SELECT id, {columns}, now() - (id % 1000) * interval '1 day', 'insert', id FROM cases_case ORDER BY id LIMIT {size.history}""",
    ]


def _sequences() -> None:
    """What is opened next comes after what was made."""
    run(
        "INSERT INTO core_counter (series, year, last) SELECT split_part(number, '-', 1), split_part(number, '-', 2)::int, "
        "max(split_part(number, '-', 3)::int) FROM cases_case GROUP BY 1, 2"
    )
    tables = ("cases_case", "parties_organisation")
    run(*(f"SELECT setval(pg_get_serial_sequence('{t}', 'id'), (SELECT max(id) FROM {t}))" for t in tables))
