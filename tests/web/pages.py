"""Every public page, for the tests that walk them all."""

from urllib.parse import urlencode

from django.urls import reverse

from kechuang.law import REGISTRY
from kechuang.web.calc.definitions import DATES, IDLE, QUOTA, REWARD, Calculator
from kechuang.web.law.shelf import library

CALCULATORS = (REWARD, DATES, IDLE, QUOTA)


def example(calculator: Calculator, **changes: str) -> str:
    """The address of a calculator's example, some values changed; known_on pinned so that tests do not age."""
    values = {**calculator.example, "known_on": "2026-01-01", **{k.replace("__", "."): v for k, v in changes.items()}}
    return f"{reverse(calculator.url_name)}?{urlencode({k: v for k, v in values.items() if v})}"


def plain_pages() -> list[str]:
    """One address of each kind of page."""
    names = ("search", "law-index", "law-interpretations", "law-rules", "law-coverage", "calc-index")
    laws = list(library().instruments)
    return [
        *map(reverse, names),
        reverse("api:openapi-view"),
        "/search/?q=净收入",
        "/search/?q=没有这样的词",
        *(reverse("law-instrument", args=[ident]) for ident in laws),
        *(f"/law/coverage/?law={ident}" for ident in laws),
        "/law/quzhou-2024/?kind=deadline&q=公示",
        "/law/quzhou-2024/art20.p1.i1/",
        "/law/quzhou-2024/art20.p1.i1/?panel=1",
        "/law/keqiao-2025-draft/s1.4.c/",
        *(reverse(calculator.url_name) for calculator in CALCULATORS),
        *(example(calculator) for calculator in CALCULATORS),
        example(REWARD, view="formula"),
        example(REWARD, view="other"),
        example(REWARD, deal__amount="abc"),
        example(REWARD, territory="310000"),
        example(REWARD, unit__public_research_unit=""),
    ]


def rule_pages() -> list[str]:
    return [reverse(page, args=[name]) for name in REGISTRY for page in ("law-rule", "calc-rule")]
