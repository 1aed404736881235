"""Writes small XLS workbooks (BIFF8 in a compound file) for tests, by hand, so that any part can be broken."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
GENERAL, DAY, PERCENT, OWN_PERCENT = range(4)
"""Styles of cells."""


@dataclass(frozen=True)
class Styled:
    """A number with a style; `packed` stores a whole one in 30 bits."""

    value: float
    style: int
    packed: bool = False


@dataclass(frozen=True)
class Error:
    """An error by its code, 0x2A is #N/A; `computed`: as the result of a formula."""

    code: int
    computed: bool = False


Value = str | float | bool | Styled | Error | None


def _record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _begin(kind: int) -> bytes:
    return _record(0x809, struct.pack("<HHHHII", 0x600, kind, 0, 1996, 0, 0x600))


def _text(text: str, length: str) -> bytes:
    return struct.pack(f"<{length}B", len(text), 1) + text.encode("utf-16-le")


def _cell(row: int, column: int, value: Value) -> bytes:
    place = struct.pack("<HH", row, column)
    if value is None:
        return b""
    if isinstance(value, str):
        return _record(0x204, place + struct.pack("<H", GENERAL) + _text(value, "H"))
    if isinstance(value, bool):
        return _record(0x205, place + struct.pack("<HBB", GENERAL, value, 0))
    if isinstance(value, Error):
        if value.computed:
            result = struct.pack("<BBBBBBH", 2, 0, value.code, 0, 0, 0, 0xFFFF)
            return _record(
                0x06, place + struct.pack("<H", GENERAL) + result + struct.pack("<HIHBB", 0, 0, 2, 0x1C, value.code)
            )
        return _record(0x205, place + struct.pack("<HBB", GENERAL, value.code, 1))
    styled = value if isinstance(value, Styled) else Styled(value, GENERAL)
    if styled.packed:
        return _record(0x27E, place + struct.pack("<HI", styled.style, (int(styled.value * 100) << 2) | 3))
    return _record(0x203, place + struct.pack("<Hd", styled.style, styled.value))


def _sheet(rows: Sequence[Sequence[Value]], merged: Sequence[tuple[int, int, int, int]]) -> bytes:
    width = max(map(len, rows), default=0)
    cells = b"".join(_cell(at, column, value) for at, row in enumerate(rows) for column, value in enumerate(row))
    size = _record(0x200, struct.pack("<IIHHH", 0, len(rows), 0, width, 0))
    joined = b"".join(struct.pack("<HHHH", top, bottom, left, right) for top, left, bottom, right in merged)
    told = _record(0xE5, struct.pack("<H", len(merged)) + joined) if merged else b""
    return _begin(0x10) + size + cells + told + _record(0x0A)


def stream(
    sheets: Mapping[str, Sequence[Sequence[Value]]],
    *,
    merged: Mapping[str, Sequence[tuple[int, int, int, int]]] | None = None,
    hidden: Sequence[str] = (),
    date1904: bool = False,
    closed: bool = False,
) -> bytes:
    """The records of a workbook."""
    parts = [_sheet(rows, (merged or {}).get(title, ())) for title, rows in sheets.items()]
    formats = _record(0x41E, struct.pack("<H", 170) + _text("0.00%", "H"))
    styles = b"".join(
        _record(0xE0, struct.pack("<HHHBBBBHIIH", 0, n, 0, 0, 0, 0, 0, 0, 0, 0, 0)) for n in (0, 14, 9, 170)
    )
    start = _begin(5) + (_record(0x2F, bytes(54)) if closed else b"") + _record(0x42, struct.pack("<H", 1200))
    start += _record(0x22, struct.pack("<H", date1904)) + formats + styles
    listed = sum(4 + 6 + len(_text(title, "B")) for title in sheets)
    offset = len(start) + listed + 4
    for title, part in zip(sheets, parts, strict=True):
        start += _record(0x85, struct.pack("<IBB", offset, title in hidden, 0) + _text(title, "B"))
        offset += len(part)
    return start + _record(0x0A) + b"".join(parts)


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    title = name.encode("utf-16-le") + b"\0\0"
    head = title.ljust(64, b"\0") + struct.pack("<HBBIII", len(title), kind, 1, _FREE, _FREE, child)
    return head + bytes(16 + 4 + 16) + struct.pack("<IQ", start, size)


def compound(content: bytes, name: str = "Workbook") -> bytes:
    """A compound file with one stream, of at most 63 kB."""
    content = content.ljust(4096, b"\0")
    count = -(-len(content) // _SECTOR)
    fat = [_FAT, _END, *range(3, 2 + count), _END]
    fat += [_FREE] * (128 - len(fat))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6,
        0, 1, 1, 0, 4096, _END, 0, _END, 0)  # fmt: skip
    header += struct.pack("<109I", 0, *[_FREE] * 108)
    directory = _entry("Root Entry", 5, 1, _END, 0) + _entry(name, 2, _FREE, 2, len(content))
    return header + struct.pack("<128I", *fat) + directory.ljust(_SECTOR, b"\0") + content.ljust(count * _SECTOR, b"\0")


def book(
    sheets: Mapping[str, Sequence[Sequence[Value]]],
    *,
    merged: Mapping[str, Sequence[tuple[int, int, int, int]]] | None = None,
    hidden: Sequence[str] = (),
    date1904: bool = False,
    closed: bool = False,
) -> bytes:
    """A workbook of those sheets; `merged` has joined cells as top, left, bottom, right from 0."""
    return compound(stream(sheets, merged=merged, hidden=hidden, date1904=date1904, closed=closed))
