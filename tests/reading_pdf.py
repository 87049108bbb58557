"""The words of a .pdf as this program sets them: by the tables of characters the file carries, in the order they are drawn."""

from __future__ import annotations

import re
import zlib

_OBJECT = re.compile(rb"(?<!\d)(\d+) 0 obj\b(.*?)\bendobj", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*)\r?\nendstream", re.DOTALL)
_SHOWN = re.compile(rb"/(f\d+) [\d.]+ Tf|(\()|\b(ET)\b")
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|.)", re.DOTALL)
_PLAIN = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def text_of(pdf: bytes) -> str:
    """All its text, page by page; each run on a line of its own."""
    objects = {int(m[1]): m[2] for m in _OBJECT.finditer(pdf)}
    made = []
    for page in (body for body in objects.values() if re.search(rb"/Type\s*/Page\b(?!s)", body)):
        resources, content = (
            objects[int(ref)]
            for ref in re.search(rb"/Resources (\d+) 0 R.*/Contents (\d+) 0 R", page, re.DOTALL).groups()  # type: ignore[union-attr]
        )
        fonts = {name: _font(objects, int(ref)) for name, ref in re.findall(rb"/(f\d+) (\d+) 0 R", resources)}
        made.append(_words(_stream(content), fonts))
    return "".join(made)


def _font(objects: dict[int, bytes], number: int) -> dict[int, str]:
    table = re.search(rb"/ToUnicode (\d+) 0 R", objects[number])
    return _characters(_stream(objects[int(table[1])])) if table is not None else {}


def _stream(body: bytes) -> bytes:
    found = _STREAM.search(body)
    raw = found[1] if found is not None else b""
    try:
        return zlib.decompress(raw)
    except zlib.error:
        return raw


def _characters(cmap: bytes) -> dict[int, str]:
    pairs = re.findall(rb"<([0-9A-Fa-f]{4})>\s*<([0-9A-Fa-f]+)>\s*\n", cmap)
    return {int(code, 16): bytes.fromhex(to.decode()).decode("utf-16-be") for code, to in pairs}


def _words(content: bytes, fonts: dict[bytes, dict[int, str]]) -> str:
    made: list[str] = []
    table: dict[int, str] = {}
    at = 0
    while (found := _SHOWN.search(content, at)) is not None:
        at = found.end()
        if found[1]:
            table = fonts.get(found[1], {})
        elif found[3]:
            made.append("\n")
        else:
            at = _end(content, at)
            codes = _ESCAPE.sub(_unescaped, content[found.end() : at - 1])
            made += [table.get(int.from_bytes(codes[n : n + 2]), "") for n in range(0, len(codes), 2)]
    return "".join(made)


def _end(content: bytes, at: int) -> int:
    """Past the bracket that closes a string; brackets inside may stand in pairs."""
    deep = 1
    while deep:
        sign = content[at : at + 1]
        deep += (sign == b"(") - (sign == b")")
        at += 2 if sign == b"\\" else 1
    return at


def _unescaped(found: re.Match[bytes]) -> bytes:
    return bytes([int(found[1], 8)]) if found[1].isdigit() else _PLAIN.get(found[1], found[1])
