"""What calamine does not tell of an XLS workbook: errors, shares in per cent, from when days count, a password.

The file is a compound file ([MS-CFB]) whose stream `Workbook` holds records ([MS-XLS]); the records looked at are those
that say one of these things, the others are passed over.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Final

from hsct_desktop.domain.book import Cell, CellKind
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.exchange.book_cells import Told
from hsct_desktop.exchange.xlsx_number import Shown, number_text, shown_by

_BOUNDSHEET, _DATEMODE, _FILEPASS, _XF, _FORMAT, _EOF = 0x85, 0x22, 0x2F, 0xE0, 0x41E, 0x0A
_FORMULA, _BOOLERR, _NUMBER, _RK, _MULRK = 0x06, 0x205, 0x203, 0x27E, 0xBD
_BIFF8: Final = 0x0600
_PERCENT: Final = frozenset({9, 10})
_ERRORS: Final = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip
_END: Final = 0xFFFFFFF0
"""Numbers of sectors from here on end a chain."""
_ENTRY: Final = 128
_STREAM, _ROOT = 2, 5


def scan(content: bytes, name: str) -> dict[str, Told]:
    """By the title of each sheet; KnownError for a file that is none, is damaged or closed."""
    try:
        streams = _CompoundFile(content)
        if "EncryptedPackage" in streams.names:
            raise KnownError("bookfile_password", file=name)
        title = next((title for title in ("Workbook", "Book") if title in streams.names), None)
        if title is None:
            raise KnownError("bookfile_other_kind", file=name)
        return _Workbook(streams.stream(title), name).told()
    except (struct.error, IndexError, ValueError, KeyError, OverflowError) as error:
        raise KnownError("tablefile_damaged", file=name) from error


class _CompoundFile:
    """The streams of a compound file by name."""

    def __init__(self, content: bytes) -> None:
        self._content = content
        shift, mini_shift = struct.unpack_from("<HH", content, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise ValueError("sizes of sectors")
        self._size = 1 << shift
        directory, self._cutoff, mini_fat = struct.unpack_from("<I4xII", content, 48)
        self._fat = self._numbers(self._fat_sectors())
        self._mini_fat = self._numbers(self._chain(mini_fat, self._fat))
        entries = b"".join(map(self._sector, self._chain(directory, self._fat)))
        self.names: dict[str, tuple[int, int]] = {}
        mini_start = _END
        for at in range(0, len(entries) - _ENTRY + 1, _ENTRY):
            length, kind = struct.unpack_from("<HB", entries, at + 64)
            start, size = struct.unpack_from("<II", entries, at + 116)
            if kind == _ROOT:
                mini_start = start
            elif kind == _STREAM:
                self.names[entries[at : at + max(0, length - 2)].decode("utf-16-le")] = (start, size)
        self._mini = b"".join(map(self._sector, self._chain(mini_start, self._fat)))

    def stream(self, name: str) -> bytes:
        """The bytes of a stream."""
        start, size = self.names[name]
        if size < self._cutoff:
            pieces = [self._mini[at * 64 : (at + 1) * 64] for at in self._chain(start, self._mini_fat)]
        else:
            pieces = [self._sector(at) for at in self._chain(start, self._fat)]
        return b"".join(pieces)[:size]

    def _sector(self, at: int) -> bytes:
        return self._content[(at + 1) * self._size : (at + 2) * self._size]

    def _fat_sectors(self) -> list[int]:
        """The sectors with the table of chains: 109 in the header, the others in sectors that name the next."""
        found = list(struct.unpack_from("<109I", self._content, 76))
        (following,) = struct.unpack_from("<I", self._content, 68)
        per = self._size // 4
        for _ in range(len(self._content) // self._size):
            if following >= _END:
                break
            *more, following = struct.unpack(f"<{per}I", self._sector(following))
            found += more
        return [at for at in found if at < _END]

    def _numbers(self, sectors: list[int]) -> list[int]:
        numbers: list[int] = []
        for at in sectors:
            numbers += struct.unpack(f"<{self._size // 4}I", self._sector(at))
        return numbers

    def _chain(self, at: int, table: list[int]) -> list[int]:
        """The sectors of a chain; one that bites its tail is none."""
        chain: list[int] = []
        while at < _END:
            if len(chain) > len(table):
                raise ValueError("a chain without end")
            chain.append(at)
            at = table[at]
        return chain


class _Workbook:
    """The records of the stream."""

    def __init__(self, stream: bytes, name: str) -> None:
        self._stream = stream
        self._name = name
        self._version = struct.unpack_from("<H", stream, 4)[0]
        self._sheets: list[tuple[int, str, bool]] = []
        self._styles: list[int] = []
        self._percents: set[int] = set(_PERCENT)
        self._starts_1904 = False

    def told(self) -> dict[str, Told]:
        """By the title of each sheet."""
        for kind, data in self._records(0):
            self._take(kind, data)
        return {title: self._told(offset, hidden) for offset, title, hidden in self._sheets}

    def _records(self, offset: int) -> Iterator[tuple[int, bytes]]:
        """The records of a part of the stream, up to its end."""
        while True:
            kind, length = struct.unpack_from("<HH", self._stream, offset)
            yield kind, self._stream[offset + 4 : offset + 4 + length]
            if kind == _EOF:
                return
            offset += 4 + length

    def _take(self, kind: int, data: bytes) -> None:
        if kind == _FILEPASS:
            raise KnownError("bookfile_password", file=self._name)
        if kind == _BOUNDSHEET:
            offset, state = struct.unpack_from("<IB", data)
            self._sheets.append((offset, self._text(data, 6, "B"), state != 0))
        elif kind == _DATEMODE:
            self._starts_1904 = struct.unpack_from("<H", data)[0] == 1
        elif kind == _XF:
            self._styles.append(struct.unpack_from("<H", data, 2)[0])
        elif kind == _FORMAT:
            number = struct.unpack_from("<H", data)[0]
            code = self._text(data, 2, "H" if self._version == _BIFF8 else "B")
            if shown_by(code) is Shown.PERCENT:
                self._percents.add(number)

    def _text(self, data: bytes, at: int, length: str) -> str:
        count = struct.unpack_from(f"<{length}", data, at)[0]
        at += struct.calcsize(length)
        if self._version != _BIFF8:
            return data[at : at + count].decode("cp1252", "replace")
        wide = data[at] & 1
        text = data[at + 1 : at + 1 + count * (2 if wide else 1)]
        return text.decode("utf-16-le" if wide else "latin-1")

    def _told(self, offset: int, hidden: bool) -> Told:
        told = Told(hidden=hidden, starts_1904=self._starts_1904)
        for kind, data in self._records(offset):
            if kind == _MULRK:
                self._take_many(data, told)
            elif kind in (_FORMULA, _BOOLERR, _NUMBER, _RK):
                row, column, style = struct.unpack_from("<HHH", data)
                told.formulas += kind == _FORMULA
                cell = self._cell(kind, data, style)
                if cell is not None:
                    told.cells[row, column] = cell
        return told

    def _take_many(self, data: bytes, told: Told) -> None:
        row, first = struct.unpack_from("<HH", data)
        for nth in range((len(data) - 6) // 6):
            style, packed = struct.unpack_from("<HI", data, 4 + nth * 6)
            if self._is_percent(style):
                told.cells[row, first + nth] = _share(_unpacked(packed))

    def _cell(self, kind: int, data: bytes, style: int) -> Cell | None:
        if kind == _BOOLERR:
            return Cell(_ERRORS.get(data[6], "#"), CellKind.ERROR) if data[7] else None
        if kind == _FORMULA and data[12:14] == b"\xff\xff":  # no number: 2 is an error, the others calamine tells
            return Cell(_ERRORS.get(data[8], "#"), CellKind.ERROR) if data[6] == 2 else None
        if not self._is_percent(style):
            return None
        if kind == _RK:
            return _share(_unpacked(struct.unpack_from("<I", data, 6)[0]))
        return _share(struct.unpack_from("<d", data, 6)[0])

    def _is_percent(self, style: int) -> bool:
        return style < len(self._styles) and self._styles[style] in self._percents


def _share(value: float) -> Cell:
    return Cell(number_text(repr(value), Shown.PERCENT), CellKind.TEXT)


def _unpacked(packed: int) -> float:
    """A number of 30 bits: a whole one or the head of a double, perhaps in hundredths."""
    if packed & 2:
        whole = packed >> 2
        value = float(whole - (1 << 30) if whole & (1 << 29) else whole)
    else:
        value = struct.unpack("<d", struct.pack("<Q", (packed & 0xFFFFFFFC) << 32))[0]
    return value / 100 if packed & 1 else value
