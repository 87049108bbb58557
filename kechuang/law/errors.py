"""What can be wrong with what was given to the law floor, said in both languages."""

from __future__ import annotations

from typing import Any


class LawError(Exception):
    """A mistake in a rule, an instrument or a request; str() is the Chinese sentence, .en the English one."""

    def __init__(self, zh: str, en: str = "") -> None:
        super().__init__(zh)
        self.zh, self.en = zh, en or zh

    def text(self, lang: str) -> str:
        return self.en if lang == "en" else self.zh


def _shown(value: Any) -> str:
    """What was given, as it was typed, and no longer than a line."""
    text = str(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else repr(value)
    text = f"“{text}”" if isinstance(value, str) else text
    return text if len(text) <= 80 else f"{text[:77]}…"


class FactError(LawError):
    """A fact that cannot be read: which one, what was given, what is expected."""

    def __init__(self, name: str, value: Any, zh: str, en: str) -> None:
        given = _shown(value)
        super().__init__(f"{name}：{zh}（填的是 {given}）", f"{name}: expected {en} (given {given})")
        self.name, self.value, self.reason_zh, self.reason_en = name, value, zh, f"expected {en}"


class InstrumentError(LawError):
    """A mistake in an instrument file: where, which key, why."""
