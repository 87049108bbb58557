"""The answer above the tree: the sentence, the figure and the picture, one builder a calculator."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from kechuang.core.ui.findings import STATE_WORDS, VERDICT_WORDS, value_words
from kechuang.core.ui.words import either
from kechuang.law.parameters import State
from kechuang.law.types import Kind
from kechuang.web.calc.results import Result
from kechuang.web.law import shelf


def answer(name: str, result: Result) -> dict[str, Any]:
    """What the answer template of a calculator shows; `name` is its url name, empty for a single rule."""
    return _BUILDERS.get(name, any_rule)(result)


def any_rule(result: Result) -> dict[str, Any]:
    """One rule: its value, else its verdict in a word, then what is told with it."""
    main = result.main
    is_money = main.type.kind is Kind.FEN and isinstance(main.value, int)
    has_value = main.value is not None and main.type.kind is not Kind.FLAG
    words = value_words(main.value, main.type, shelf.library()) if has_value else str(VERDICT_WORDS[main.verdict])
    return {
        "label": either(main.zh, main.en),
        "fen": main.value if is_money else None,
        "words": words,
        "word": not is_money,
        "law_day": law_day(result),
        "outputs": [
            (
                either(o.zh, o.en),
                value_words(o.value, o.type, shelf.library()) if o.state is State.KNOWN else str(STATE_WORDS[o.state]),
            )
            for o in main.outputs
        ],
    }


def law_day(result: Result) -> dt.date | None:
    """The day whose law was applied, when the case names one."""
    facts = result.case.facts
    if result.case.readings.get("A04") == "contract_day":
        return facts.get("deal.contract_on") or result.case.on
    return facts.get("deal.received_on") or result.case.on


_BUILDERS: dict[str, Callable[[Result], dict[str, Any]]] = {}
