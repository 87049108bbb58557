"""`kechuang law run` over real files: the answers, rejects by row, totals, and nothing dropped in silence."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from tests.law.cli.tables import HEADS, ROWS, RULE, Law, read_csv, rejected, rows_of, write_csv, write_xlsx

# -- the answers -----------------------------------------------------------------------------------------------


def test_chinese_heads_units_and_words(law: Law, table: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    told = law("run", RULE, table, "-o", out, "--json").json
    rows = read_csv(out)
    assert [row["编号"] for row in rows] == ["CG-1", "CG-2", "CG-3", "CG-4"]  # kept, in order
    assert list(rows[0])[: len(HEADS)] == HEADS
    assert [row[RULE] for row in rows] == ["80000000", "70000000", "", ""]
    assert [row[f"{RULE}.verdict"] for row in rows] == ["computed", "computed", "not_applicable", "needs_determination"]
    assert [row[f"{RULE}.verdict_text"] for row in rows] == ["已算出", "已算出", "不适用", "待认定"]
    assert [row[f"{RULE}.pool_share"] for row in rows][:2] == ["80%", "70%"]
    assert rows[0][f"{RULE}.net_income"] == "100000000"
    assert "衢州条例第20条第1款第1项" in rows[0][f"{RULE}.citations"]
    assert "衢州条例" not in rows[1][f"{RULE}.citations"]
    assert "unit.public_platform" in rows[3][f"{RULE}.missing"]
    assert [row["simulation"] for row in rows] == ["false"] * 4
    assert rows[1]["已核定的净收入（元）"] == "1,000,000"  # the input untouched
    assert (told["read"], told["answered"], told["rejected"], told["blank"]) == (4, 4, 0, 0)
    assert told["verdicts"] == {"computed": 2, "not_applicable": 1, "needs_determination": 1}
    assert told["missing"]["unit.public_platform"] == 1
    assert (told["carried"], told["rejects"]) == (["编号"], None)
    assert told["facts"]["deal.net_income"] == "已核定的净收入（元）"


def test_the_same_answers_one_by_one_and_over_columns(law: Law, table: Path, tmp_path: Path) -> None:
    law("run", RULE, table, "-o", tmp_path / "cited.csv")
    law("run", RULE, table, "-o", tmp_path / "brief.csv", "--brief")
    cited, brief = read_csv(tmp_path / "cited.csv"), read_csv(tmp_path / "brief.csv")
    dropped = {f"{RULE}.citations", f"{RULE}.missing"}
    assert [{k: v for k, v in row.items() if k not in dropped} for row in cited] == brief


def test_each_row_answers_as_explain_does(law: Law, tmp_path: Path) -> None:
    rows = [
        [
            "territory",
            "deal.mode",
            "deal.net_income",
            "deal.received_on",
            "unit.public_platform",
            "unit.public_research_unit",
        ]
    ]
    for territory in ("330802", "330106", "310115"):
        for mode in ("licence", "equity", ""):
            for day in ("2025-02-28", "2025-03-01", ""):
                rows += [[territory, mode, "100", day, platform, "true"] for platform in ("true", "false", "")]
    law("run", RULE, write_csv(tmp_path / "in.csv", rows), "-o", tmp_path / "out.csv", "--lang", "en")
    from kechuang.law import explain, load
    from kechuang.law.present import citation_words

    answers = read_csv(tmp_path / "out.csv")
    assert len(answers) == len(rows) - 1
    for row, answer in zip(rows[1:], answers, strict=True):
        finding = explain(RULE, dict(zip(rows[0], row, strict=True)))
        assert answer[RULE] == ("" if finding.value is None else str(finding.value))
        assert answer[f"{RULE}.verdict"] == finding.verdict
        places = dict.fromkeys(citation_words(c, "en", load()) for c in finding.citations)
        assert answer[f"{RULE}.citations"] == "; ".join(places)
        assert [name in answer[f"{RULE}.missing"] for name in finding.missing] == [True] * len(finding.missing)
        assert bool(answer[f"{RULE}.missing"]) == bool(finding.missing or finding.open)


def test_facts_that_hold_for_every_row(law: Law, tmp_path: Path) -> None:
    table = write_csv(tmp_path / "in.csv", [["deal.net_income[fen]", "deal.mode"], ["100", "licence"]])
    out = tmp_path / "out.csv"
    common = ["--territory", "330802", "--fact", "deal.received_on=2025-06-10", "--fact", "unit.public_platform=true"]
    law("run", RULE, table, "-o", out, *common, "--fact", "unit.public_research_unit=true")
    assert read_csv(out)[0][RULE] == "80"
    assert (
        "不能再用选项给" in law("run", RULE, table, "-o", tmp_path / "x.csv", "--fact", "deal.mode=licence", code=2).err
    )


def test_readings_and_knowledge(law: Law, table: Path, tmp_path: Path) -> None:
    law("run", RULE, table, "-o", tmp_path / "a.csv", "--known-on", "2024-11-26")
    assert read_csv(tmp_path / "a.csv")[0][RULE] == "70000000"
    filed = write_csv(tmp_path / "k.csv", [["agreement.signed_on", "agreement.filed_on"], ["2025-01-31", "2025-03-03"]])
    law("run", "agreement_filing", filed, "-o", tmp_path / "k.out.csv", "--territory", "330603")
    (row,) = read_csv(tmp_path / "k.out.csv")
    assert (row["agreement_filing"], row["agreement_filing.verdict"], row["simulation"]) == (
        "2025-02-28",
        "breached",
        "true",
    )
    assert row["agreement_filing.overdue_days"] == "3"


def test_provisional_years(law: Law, tmp_path: Path) -> None:
    table = write_csv(
        tmp_path / "in.csv", [["deal.received_on", "deal.agreed"], ["2026-08-31", "false"], ["2024-08-31", "false"]]
    )
    law(
        "run",
        "reward_payment",
        table,
        "-o",
        tmp_path / "out.csv",
        "--territory",
        "330106",
        "--fact",
        "deal.mode=licence",
    )
    rows = read_csv(tmp_path / "out.csv")
    assert [(row["reward_payment"], row["provisional"]) for row in rows] == [
        ("2027-03-01", "true"),
        ("2025-02-28", "false"),
    ]


# -- rejects -----------------------------------------------------------------------------------------------------


def test_bad_rows_are_named_by_their_row_in_the_file_and_the_rest_runs(law: Law, tmp_path: Path) -> None:
    rows = [
        HEADS,
        ROWS[0],  # row 2
        ["CG-b", "33080", "赠送", "1.234", "2025-02-30", "也许", "是"],  # row 3: five bad cells
        ["", "", "", "", "", "", ""],  # row 4: blank
        ROWS[1],  # row 5
        ["CG-c", "330802", "许可", "#REF!", "2025-06-10", "是", "=1+1"],  # row 6
        ["CG-d", "330802", "许可", "1", "2025-06-10", "是", "是", "多一格"],  # row 7
        ["CG-e", "330802", "许可"],  # row 8: short, the rest unknown
    ]
    out = tmp_path / "out.csv"
    told = law("run", RULE, write_csv(tmp_path / "in.csv", rows), "-o", out, "--json").json
    assert (told["read"], told["answered"], told["rejected"], told["blank"]) == (6, 3, 3, 1)
    assert told["read"] == told["answered"] + told["rejected"]
    assert [row["编号"] for row in read_csv(out)] == ["CG-1", "CG-2", "CG-e"]
    assert rejected(out) == [
        ("3", "事情发生地", "33080"), ("3", "转化方式", "赠送"), ("3", "已核定的净收入（元）", "1.234"),
        ("3", "收入到账日", "2025-02-30"), ("3", "利用财政性资金设立的科创平台", "也许"),
        ("6", "已核定的净收入（元）", "#REF!"), ("6", "政府设立的研究开发机构、高等院校", "'=1+1"), ("7", "", ""),
    ]  # fmt: skip
    reasons = {row["column"]: row["reason"] for row in read_csv(Path(f"{out}.rejects.csv"))}
    assert reasons["已核定的净收入（元）"] == "是 Excel 错误值"
    assert reasons[""] == "比列名多出 1 格"
    assert told["cells_rejected"] == 8
    text = law("run", RULE, tmp_path / "in.csv", "-o", out, "--force").err
    assert "读 6 行 = 答 3 行 + 拒 3 行（另有空行 1）" in text
    english = law("run", RULE, tmp_path / "in.csv", "-o", out, "--force", "--lang", "en")
    assert "6 rows read = 3 answered + 3 rejected (and 1 blank)" in english.err
    assert "one of" in read_csv(Path(f"{out}.rejects.csv"))[1]["reason"]


def test_a_row_number_counts_rows_not_lines(law: Law, tmp_path: Path) -> None:
    """A cell may hold line breaks: the row is the one that Excel shows."""
    rows = [HEADS, ["两\n行", *ROWS[0][1:]], ["CG-x", "oops", *ROWS[0][2:]]]
    law("run", RULE, write_csv(tmp_path / "in.csv", rows), "-o", tmp_path / "out.csv")
    assert rejected(tmp_path / "out.csv") == [("3", "事情发生地", "oops")]
    assert read_csv(tmp_path / "out.csv")[0]["编号"] == "两\n行"


@pytest.mark.parametrize("kind", ["csv", "xlsx", "parquet"])
def test_counts_add_up_over_many_parts(law: Law, tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("read_csv", "read_xlsx", "read_parquet"):
        monkeypatch.setattr(f"kechuang.law.batch.{module}.PART_ROWS", 7)
    rows = [[f"CG-{n}", "330802" if n % 5 else "bad", *ROWS[0][2:]] for n in range(100)]
    source = tmp_path / f"in.{kind}"
    if kind == "csv":
        write_csv(source, [HEADS, *rows])
    elif kind == "xlsx":
        write_xlsx(source, [HEADS, *rows])
    else:
        pl.DataFrame(dict(zip(HEADS, zip(*rows, strict=True), strict=True))).write_parquet(source)
    out = tmp_path / f"out.{kind}"
    told = law("run", RULE, source, "-o", out, "--json").json
    assert (told["read"], told["answered"], told["rejected"]) == (100, 80, 20)
    assert [int(row) for row, _, _ in rejected(out)] == [n + 2 for n in range(0, 100, 5)]
    assert [row[0] for row in rows_of(out)] == [f"CG-{n}" for n in range(100) if n % 5]


def test_a_share_that_columns_cannot_hold_is_rejected_there_and_exact_one_by_one(law: Law, tmp_path: Path) -> None:
    import kechuang.law.rules  # noqa: F401
    from kechuang.law import REGISTRY, link, load
    from kechuang.law.batch.answering import OverColumns, RowByRow
    from kechuang.law.batch.heads import kinds_of
    from kechuang.law.types import Kind

    library = load()
    for rule in REGISTRY.values():
        program = link(rule, library)
        shares = [name for name, kind in kinds_of(program).items() if kind.kind is Kind.SHARE]
        if shares:
            break
    from fractions import Fraction

    columns = {shares[0]: [Fraction(1, 3), Fraction(1, 2)]}
    assert RowByRow(program, "zh").answer(columns, [0, 1]).failed == []
    over = OverColumns(program, "zh").answer(columns, [0, 1])
    assert [(place, "八位小数" in error.zh) for place, error in over.failed] == [(0, True)]
    assert len(over.columns[0]) == 1


@pytest.mark.usefixtures("own_rules")
@pytest.mark.parametrize("brief", [[], ["--brief"]])
def test_a_result_that_no_file_can_hold_refuses_its_row_alone(law: Law, tmp_path: Path, brief: list[str]) -> None:
    from kechuang.law.expression import facts
    from kechuang.law.rule import rule
    from kechuang.law.types import COUNT, FEN

    own = facts("own", amount=(FEN, "额", "Amount"), n=(COUNT, "数", "Number"))
    rule("own_product", own.amount * own.n, zh="积", en="Product", cites="quzhou-2024:art1.p1", module="rewards")
    rows = [["own.amount", "own.n"], ["7", "3"], ["1000000000000000", "1000000000"], ["", "3"]]
    out = tmp_path / "out.parquet"
    law("run", "own_product", write_csv(tmp_path / "in.csv", rows), "-o", out, *brief)
    assert pl.read_parquet(out)["own_product"].to_list() == [21, None]
    assert [row[0] for row in rejected(out)] == ["3"]
    assert "64" in read_csv(Path(f"{out}.rejects.csv"))[0]["reason"]
