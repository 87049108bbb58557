"""`kechuang law`: the law floor at the command line. Each command imports what it needs when it runs."""

from __future__ import annotations

import typer

from kechuang.law.cli.asking import explain
from kechuang.law.cli.clocks import clock
from kechuang.law.cli.comparing import compare
from kechuang.law.cli.covering import coverage
from kechuang.law.cli.failing import LawGroup
from kechuang.law.cli.importing import import_text
from kechuang.law.cli.linting import lint
from kechuang.law.cli.rules import rules
from kechuang.law.cli.showing import list_, show
from kechuang.law.cli.speaking import helped
from kechuang.law.cli.tables import run

app = typer.Typer(
    name="law",
    cls=LawGroup,
    help=helped(
        "法律：查条款、问规则、算期限、批量计算。", "The law: look up clauses, ask rules, count time, run tables."
    ),
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)

app.command("list", help=helped("列出法规和文件", "List the instruments"))(list_)
app.command("show", help=helped("看一条：摘要、原文、参数、落在哪里", "Show a clause and all that hangs on it"))(show)
app.command("rules", help=helped("规则的输入和输出", "What each rule asks for and answers"))(rules)
app.command("explain", help=helped("对一个案件运行一条规则，并说明理由", "Run one rule for one case and say why"))(
    explain
)
app.command("clock", help=helped("算期限：到期、逾期，或者单纯计数", "Count time: due, overdue, or bare counting"))(
    clock
)
app.command("run", help=helped("对一张表逐行运行规则", "Run a rule over every row of a table"))(run)
app.command("coverage", help=helped("每一条款落在哪里", "Where each clause lives"))(coverage)
app.command(
    "compare", help=helped("比较两个版本的法律，看谁受影响", "Compare two versions of the law, and who is affected")
)(compare)
app.command(
    "import-text", help=helped("导入官方文本，并与条款对上", "Import an official text and bind it to the clauses")
)(import_text)
app.command("lint", help=helped("检查法规文件", "Check instrument files"))(lint)

__all__ = ["app"]
