"""The columns of a database table as the whole numbers a graph works with."""

from __future__ import annotations

from typing import Any

import ibis
import ibis.expr.types as ir

from kechuang.law.errors import FactError
from kechuang.law.execution.columns.cells import fact_range
from kechuang.law.execution.columns.plan import item_names
from kechuang.law.link import Program
from kechuang.law.types import Kind


class Input:
    """One input column and how it reads as a whole number."""

    def __init__(self, program: Program, name: str, column: ir.Value) -> None:
        self.kind = program.slots[program.facts[name]].type
        self.name = name
        self.names = item_names(program, self.kind.checklist) if self.kind.kind is Kind.ITEMS else ()
        self.span = fact_range(program, name)
        dtype = column.type()
        self.text = bool(dtype.is_string())
        self.nullable = bool(dtype.nullable) or (self.text and self.kind.kind is Kind.CHOICE)
        fits = {
            Kind.DATE: dtype.is_date() or dtype.is_integer(),
            Kind.FLAG: dtype.is_boolean(),
            Kind.CHOICE: dtype.is_string() or dtype.is_integer(),
            Kind.REGION: dtype.is_string() or dtype.is_integer(),
            Kind.ITEMS: dtype.is_integer() or dtype.is_array(),
        }.get(self.kind.kind, dtype.is_integer())
        if not fits:
            raise FactError(
                name, str(dtype), f"这一列的类型不能用于 {self.kind.kind}", f"a column for {self.kind.kind}"
            )

    def whole(self, column: Any, nulls: bool) -> Any:
        """The column as its whole number (a boolean for a flag), never null."""
        value = self._code(column)
        if not nulls:
            return value
        return value.fill_null(False) if self.kind.kind is Kind.FLAG else value.fill_null(max(0, self.span.low))

    def missing(self, column: Any) -> Any:
        """Whether a row has no value."""
        return self._code(column).isnull() if self.text and self.kind.kind is Kind.CHOICE else column.isnull()

    def _code(self, column: Any) -> Any:
        dtype = column.type()
        match self.kind.kind:
            case Kind.DATE if dtype.is_date():
                return epoch(column)
            case Kind.CHOICE if self.text:
                return ibis.cases(*((column == code, n) for n, code in enumerate(self.kind.codes)), else_=None)
            case Kind.REGION if self.text:
                return column.rpad(6, "0").cast("int64")
            case Kind.ITEMS if dtype.is_array():
                bits = [ibis.ifelse(column.contains(name), 1 << n, 0) for n, name in enumerate(self.names)]
                return ibis.ifelse(column.isnull(), ibis.null("int64"), sum(bits[1:], bits[0]).cast("int64"))
            case Kind.FLAG:
                return column
        return column.cast("int64")


def epoch(day: Any) -> Any:
    """Days since 1970-01-01."""
    return day.epoch_days().cast("int64")


def date_of(days: Any) -> Any:
    """The date so many days after 1970-01-01."""
    return (ibis.date(1970, 1, 1) + days.as_interval("D")).cast("date")
