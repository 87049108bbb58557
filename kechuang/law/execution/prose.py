"""A rule as words: its formula in Chinese or English, read from the same tree that computes it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from kechuang.law.expression import Node
from kechuang.law.formula import read_formula
from kechuang.law.library import Library
from kechuang.law.rule import Rule
from kechuang.law.types import Kind, Type
from kechuang.law.words import UNITS, words

_SIGNS = {
    "add": " + ", "sub": " − ", "mul": " × ", "eq": " = ", "ne": " ≠ ", "lt": " < ", "le": " ≤ ", "gt": " > ", "ge": " ≥ "
}  # fmt: skip
_LOOSE = {"add", "sub", "and", "or", "when", "eq", "ne", "lt", "le", "gt", "ge"}
_COMPARISONS = {"eq", "ne", "lt", "le", "gt", "ge"}
_ROUNDED = {
    "up": ("进一法取整", "rounded up"),
    "down": ("去尾取整", "rounded down"),
    "half_up": ("四舍五入", "rounded half up"),
}
_GRAIN = {Kind.FEN: ("到分", "to the fen"), Kind.COUNT: ("", "to a whole number"), Kind.SHARE: ("", "to 10^-8")}


def formula(rule: Rule, lang: str = "zh", library: Library | None = None) -> str:
    """`name = expression`, rules and named values inside it by their names; their own formulas are their own lines."""
    return "\n".join(lines(rule, lang, library)[:1])


def lines(rule: Rule, lang: str = "zh", library: Library | None = None) -> list[str]:
    """The formula, its condition, its further outputs, then each named value inside it, each on a line, outermost first."""
    prose = _Prose(lang, library)
    found = [f"{_label(rule, lang)} = {prose.top(rule.expression)}"]
    if rule.applies is not None:
        condition = prose.top(rule.applies)
        found.append(f"only where {condition}" if lang == "en" else f"适用于：{condition}")
    for name, node in rule.outputs.items():
        if name not in ("holds", "done") and node.zh:
            found.append(f"{_label(node, lang)} = {prose.body(node)}")
    told: set[int] = {id(rule)}
    while prose.named:
        node = prose.named.pop(0)
        if id(node) not in told:
            told.add(id(node))
            if node not in rule.outputs.values():
                found.append(f"{_label(node, lang)} = {prose.body(node)}")
    return [line for line in dict.fromkeys(found) if line == found[0] or not _says_nothing(line)]


def _says_nothing(line: str) -> bool:
    """A value that is only its own parameter: x = [x]."""
    name, _, body = line.partition(" = ")
    return body in (f"[{name}]", f"〔{name}〕")


def _label(node: Node, lang: str) -> str:
    return (node.en if lang == "en" else node.zh) or str(node.data.get("name", node.op))


class _Prose:
    def __init__(self, lang: str, library: Library | None) -> None:
        self.english, self.lang, self.library = lang == "en", lang, library
        self.named: list[Node] = []

    def pick(self, zh: str, en: str) -> str:
        return en if self.english else zh

    def body(self, node: Node) -> str:
        """What a named node is made of."""
        if node.op in ("label", "rule"):
            return self.top(node.args[0])
        return self.made(node)

    def top(self, node: Node) -> str:
        return self.text(node, outer=True)

    def text(self, node: Node, outer: bool = False) -> str:
        if node.op in ("rule", "label") and node.zh:
            self.named.append(node)
            return _label(node, self.lang)
        made = self.made(node)
        return made if outer or node.op not in _LOOSE else f"({made})" if self.english else f"（{made}）"

    def made(self, node: Node) -> str:
        writer = _WRITERS.get(node.op)
        if writer is not None:
            return writer(self, node)
        if node.op in _SIGNS:
            left, right = node.args
            chained = node.op in ("add", "sub") and left.op in ("add", "sub")  # a − b − c needs no brackets
            return f"{self.text(left, outer=chained)}{_SIGNS[node.op]}{self.text(right)}"
        return _label(node, self.lang)

    def args(self, nodes: Sequence[Node]) -> str:
        return ("; " if self.english else "；").join(self.top(node) for node in nodes)

    # -- one writer per operation ---------------------------------------------------------------------

    def const(self, node: Node) -> str:
        return words(node.data["value"], node.type, self.lang, self.library)

    def fact(self, node: Node) -> str:
        return _label(node, self.lang)

    def flags(self, node: Node) -> str:
        sign = {"and": self.pick(" 且 ", " and "), "or": self.pick(" 或 ", " or ")}[node.op]
        return sign.join(self.text(arg, outer=arg.op in _COMPARISONS) for arg in node.args)

    def negation(self, node: Node) -> str:
        inner = self.text(node.args[0])
        return self.pick(f"并非 {inner}", f"not {inner}")

    def extreme(self, node: Node) -> str:
        if len(node.args) == 2 and node.args[1].op == "const":
            value, bound = self.text(node.args[0]), self.text(node.args[1])
            if node.op == "max":
                return self.pick(f"{value}，不低于 {bound}", f"{value}, at least {bound}")
            return self.pick(f"{value}，不超过 {bound}", f"{value}, at most {bound}")
        name = self.pick("取最大", "greatest of ") if node.op == "max" else self.pick("取最小", "least of ")
        return f"{name}({self.args(node.args)})" if self.english else f"{name}（{self.args(node.args)}）"

    def share(self, node: Node) -> str:
        base, rate = (self.text(arg) for arg in node.args)
        zh, en = _ROUNDED[node.data["rounding"]]
        grain_zh, grain_en = _GRAIN[node.type.kind]
        return self.pick(f"{base} × {rate}（{zh}{grain_zh}）", f"{base} × {rate} ({en} {grain_en})")

    def part(self, node: Node) -> str:
        whole, amount, total = (self.text(arg) for arg in node.args)
        zh, en = _ROUNDED[node.data["rounding"]]
        grain_zh, grain_en = _GRAIN[node.type.kind]
        return self.pick(
            f"{whole} × {amount} ÷ {total}（{zh}{grain_zh}）", f"{whole} × {amount} ÷ {total} ({en} {grain_en})"
        )

    def when(self, node: Node) -> str:
        condition, then, otherwise = node.args
        if self.english:
            return f"{self.text(then)} if {self.text(condition)}, otherwise {self.text(otherwise)}"
        return f"{self.text(condition)} 时为 {self.text(then)}，否则为 {self.text(otherwise)}"

    def given(self, node: Node) -> str:
        stated, follows = (self.text(arg) for arg in node.args)
        return self.pick(f"{stated}（未填时：{follows}）", f"{stated} (if not stated: {follows})")

    def known(self, node: Node) -> str:
        return self.pick(f"已知 {self.text(node.args[0])}", f"{self.text(node.args[0])} is known")

    def under(self, node: Node) -> str:
        where, prefix = self.text(node.args[0]), node.data["prefix"]
        return self.pick(f"{where} 在区划 {prefix} 之内", f"{where} lies under region {prefix}")

    def parameter(self, node: Node) -> str:
        name = _label(node, self.lang)
        return f"[{name}]" if self.english else f"〔{name}〕"

    def definition(self, node: Node) -> str:
        if self.library is None:
            return self.parameter(node)
        parts = []
        for entry in self.library.definitions(node.data["name"]):
            instrument = self.library.instruments[entry.citation.instrument]
            text = self.top(read_formula(entry.value))
            short = instrument.short_en if self.english else instrument.short
            parts.append(f"{short}: {text}" if self.english else f"{short}：{text}")
        return self.pick("；", "; ").join(parts) or self.parameter(node)

    def reading(self, node: Node) -> str:
        ident = node.data["interpretation"]
        found = self.library.interpretations.get(ident) if self.library else None
        default = found.default if found else node.data["choices"][0]
        if default not in node.data["choices"]:
            return self.pick(f"由人认定（释 {ident}）", f"for a person to determine (reading {ident})")
        chosen = self.text(node.args[node.data["choices"].index(default)])
        return self.pick(f"{chosen}（释 {ident}）", f"{chosen} (reading {ident})")

    def checklist(self, node: Node) -> str:
        held, name = self.text(node.args[0]), node.data["name"]
        if self.library is not None:
            name = self.library.checklist_title(name)[self.english]
        if node.op == "complete":
            return self.pick(f"{held} 满足清单〔{name}〕", f"{held} satisfies the checklist [{name}]")
        return self.pick(f"清单〔{name}〕中 {held} 尚缺的", f"what {held} lacks of the checklist [{name}]")

    def governed(self, node: Node) -> str:
        places = []
        for cited in node.cites:
            instrument = self.library.instruments.get(cited.instrument) if self.library else None
            short = (instrument.short_en if self.english else instrument.short) if instrument else cited.instrument
            places.append(f"{short} {cited.words(self.lang)}" if self.english else f"{short}{cited.words(self.lang)}")
        joined = self.pick("、", ", ").join(places)
        return self.pick(f"{joined} 管到此事", f"{joined} governs the case")

    def date(self, node: Node) -> str:
        zh, en = _DATES[node.data["how"]]
        args = [self.text(arg) for arg in node.args]
        unit = node.data.get("unit", "")
        if unit and node.args[1].op != "const":
            args[1] += self.pick(UNITS[unit][0], f" {UNITS[unit][2]}")
        return self.pick(zh, en).format(*args)


_DATES = {
    "act_within": ("自 {0} 起 {1} 内的末日", "the last day within {1} of {0}"),
    "minimum_until": ("自 {0} 起满 {1} 之日", "the day that completes {1} from {0}"),
    "opens_after_over": ("自 {0} 起超过 {1} 的首日", "the first day over {1} after {0}"),
    "latest_start": ("为在 {0} 前满 {1} 日，最迟的起始日", "the last day to start {1} days that end before {0}"),
    "plus_days": ("{0} 后 {1}", "{1} after {0}"),
    "plus_months": ("{0} 后 {1}", "{1} after {0}"),
    "plus_years": ("{0} 后 {1}", "{1} after {0}"),
    "on_month_day": ("{0} 年的 {1}", "{1} of {0}"),
    "year_of": ("{0} 的年份", "the year of {0}"),
    "days_between": ("{0} 至 {1} 的日数", "days from {0} to {1}"),
    "full_years": ("{0} 至 {1} 的足年数", "full years from {0} to {1}"),
}

_WRITERS: dict[str, Callable[[_Prose, Node], str]] = {
    "const": _Prose.const,
    "fact": _Prose.fact,
    "and": _Prose.flags,
    "or": _Prose.flags,
    "not": _Prose.negation,
    "max": _Prose.extreme,
    "min": _Prose.extreme,
    "share": _Prose.share,
    "part": _Prose.part,
    "when": _Prose.when,
    "given": _Prose.given,
    "known": _Prose.known,
    "under": _Prose.under,
    "parameter": _Prose.parameter,
    "definition": _Prose.definition,
    "reading": _Prose.reading,
    "complete": _Prose.checklist,
    "missing": _Prose.checklist,
    "governed": _Prose.governed,
    "date": _Prose.date,
}


def type_words(kind: Type, lang: str) -> str:
    """A type as a clerk reads it: 金额（分）, a choice of ..., a date."""
    english = lang == "en"
    match kind.kind:
        case Kind.FEN:
            return "amount (fen)" if english else "金额（分）"
        case Kind.SHARE:
            return 'share ("80%")' if english else "比例（如 80%）"
        case Kind.DATE:
            return "date" if english else "日期"
        case Kind.FLAG:
            return "yes or no" if english else "是或否"
        case Kind.REGION:
            return "region code" if english else "行政区划代码"
        case Kind.COUNT:
            zh, _, many = UNITS.get(kind.unit, ("", "", kind.unit))
            return (
                f"whole number ({many})"
                if english and many
                else "whole number"
                if english
                else f"整数（{zh}）"
                if zh
                else "整数"
            )
        case Kind.CHOICE:
            names = [option.en if english else option.zh for option in kind.options]
            return ("one of " if english else "") + ("; " if english else "／").join(names)
        case Kind.ITEMS:
            return "items of a checklist" if english else "清单项目"
    return kind.kind
