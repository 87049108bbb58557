"""How long an import takes: python -m bench.imports [rows]

Makes an .xlsx of that many platforms (100,000 when not said; one row in fifty has a mistake, with founders, regions and
entities by name), in a database of its own, and prints what reading, checking and writing cost. Budget: 60 s for 100,000.
"""

from __future__ import annotations

import io
import os
import sys
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kechuang.settings.test")

ROWS = 100_000
BUDGET = 60.0


def credit_code(number: int) -> str:
    from kechuang.casework.parties.identifiers import _CREDIT

    body = f"12330600{number:09d}"
    total = sum(_CREDIT.index(c) * pow(3, i, 31) for i, c in enumerate(body))
    return body + _CREDIT[(31 - total % 31) % 31]


def workbook(rows: int) -> bytes:
    """Platforms as somebody would type them."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"constant_memory": True})
    sheet = book.add_worksheet()
    heads = (
        "名称", "英文名称", "统一社会信用代码", "所在地", "类型", "设立资金", "法人形式", "产业领域", "主攻方向",
        "引进责任主体", "共建主体", "设立日", "约定运营起算日", "地址", "场地面积（平方米）", "网址",
    )  # fmt: skip
    for x, head in enumerate(heads):
        sheet.write_string(0, x, head)
    for n in range(rows):
        code = credit_code(n)
        if n % 50 == 49:
            code = code[:17] + ("0" if code[17] != "0" else "1")
        cells = (
            f"第{n}研究院", f"Institute {n}", code, "柯桥区" if n % 2 else "330603", "技术创新型",
            "利用财政性资金设立", "事业单位", "纺织；材料", "面向产业的关键共性技术", "kq-park", "kq-university",
            f"20{n % 20 + 1:02d}-05-01", "", f"科创路{n}号", n % 5000, "",
        )  # fmt: skip
        for x, cell in enumerate(cells):
            if cell != "":
                sheet.write(n + 1, x, cell)
    book.close()
    return out.getvalue()


def main() -> int:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    from kechuang.core.database import TEST_CLUSTER, database_up

    with database_up(cluster=TEST_CLUSTER, durable=False):
        import django

        django.setup()
        from django.db import connection

        connection.creation.create_test_db(verbosity=0)
        try:
            return measure(rows)
        finally:
            connection.creation.destroy_test_db("", verbosity=0)


def measure(rows: int) -> int:
    from kechuang.casework.sheets import runs
    from kechuang.casework.sheets.models import ImportRun
    from kechuang.core.sheets.reading import read
    from kechuang.domains.platforms.imports import platforms
    from tests.casework.office import make_office

    office = make_office()
    content = workbook(rows)
    print(f"{rows:,} rows, {len(content) / 2**20:.1f} MB", flush=True)
    start, cpu = time.perf_counter(), time.process_time()
    read(content, platforms.sheet_columns)
    print(f"read   {time.perf_counter() - start:6.1f} s  (cpu {time.process_time() - cpu:5.1f})", flush=True)
    clerk = office["kq-st_department-clerk"]
    run = ImportRun.objects.create(user=clerk, action=platforms.action.key, name="bench.xlsx", content=content)
    took = {}
    for name in ("check", "write"):
        start, cpu = time.perf_counter(), time.process_time()
        if name == "write":
            ImportRun.objects.filter(pk=run.pk).update(state="writing", done=0, good=0, wrong=0, doubtful=0, before=0)
        runs.work(run.pk)
        took[name] = time.perf_counter() - start
        run.refresh_from_db()
        print(
            f"{name}  {took[name]:6.1f} s  (cpu {time.process_time() - cpu:5.1f})  {run.state}: good {run.good} "
            f"wrong {run.wrong} doubtful {run.doubtful} written {run.written} {run.notes.get('problem', '')}",
            flush=True,
        )
    budget = BUDGET * rows / ROWS
    print(
        f"import (read, every ground, write) {took['write']:.1f} s of {budget:.1f} s; with the dry run {sum(took.values()):.1f} s"
    )
    return 0 if took["write"] <= budget else 1


if __name__ == "__main__":
    sys.exit(main())
