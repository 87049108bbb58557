"""The formula of a definition in an instrument file, read into an expression: a word means there what the text says.

Only facts by dotted name, whole numbers, + - and the functions below are understood; anything else is refused.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from functools import lru_cache

from kechuang.law import expression as x
from kechuang.law.errors import LawError
from kechuang.law.expression import FACTS, Node

_FUNCTIONS: dict[str, Callable[..., Node]] = {
    "at_least": x.at_least,
    "at_most": x.at_most,
    "max": x.greatest,
    "min": x.least,
    "when": x.when,
}


@lru_cache(maxsize=256)
def read_formula(text: str) -> Node:
    """The expression a formula stands for. Raises LawError naming what is not understood."""
    try:
        tree = ast.parse(text, mode="eval")
    except SyntaxError as error:
        raise LawError(f"公式读不懂：{text}（{error.msg}）", f"cannot read the formula {text!r}: {error.msg}") from None
    made = _read(tree.body, text)
    if not isinstance(made, Node):
        raise LawError(f"公式只是一个数：{text}", f"the formula {text!r} is only a number")
    return made


def _read(node: ast.expr, text: str) -> Node | int:
    match node:
        case ast.Constant(value=int(value)) if not isinstance(value, bool):
            return value
        case ast.Attribute() | ast.Name():
            name = ast.unparse(node)
            if name not in FACTS:
                raise LawError(f"公式里的 {name} 不是已声明的事实", f"{name} in {text!r} is not a declared fact")
            return FACTS[name]
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub() as op, right=right):
            one, two = _read(left, text), _read(right, text)
            if not isinstance(one, Node):
                raise LawError(f"公式须以事实开头：{text}", f"{text!r}: write the fact before the number")
            return one + two if isinstance(op, ast.Add) else one - two
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in _FUNCTIONS:
            operands = [_read(arg, text) for arg in args]
            try:
                return _FUNCTIONS[name](*operands)
            except (TypeError, AttributeError, StopIteration):  # too few or too many, or none of them a fact
                shown = ast.unparse(node)
                raise LawError(f"公式里 {shown} 的参数不对", f"{shown!r}: these are not what {name} takes") from None
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            return _comparison(_read(left, text), op, _read(right, text), text)
    raise LawError(f"公式里不能用 {ast.unparse(node)}", f"{ast.unparse(node)!r} is not allowed in a formula")


def _comparison(left: Node | int, op: ast.cmpop, right: Node | int, text: str) -> Node:
    if not isinstance(left, Node):
        raise LawError(f"公式须以事实开头：{text}", f"{text!r}: write the fact before the number")
    match op:
        case ast.Lt():
            return left < right
        case ast.LtE():
            return left <= right
        case ast.Gt():
            return left > right
        case ast.GtE():
            return left >= right
        case ast.Eq():
            return left.is_(right)
    raise LawError(f"公式里的比较不能用：{text}", f"this comparison is not allowed in {text!r}")
