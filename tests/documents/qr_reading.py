"""A small reader of QR codes (ISO/IEC 18004, versions 1 to 3, one block), for what a page shows.

It takes the modules from the picture of the page, not from the writer: finder patterns, format bits, mask, data bits.
No error is corrected, so that a code that reads here is drawn without any fault.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator

import pypdfium2

Modules = list[list[bool]]
_SCALE = 6
_MM = 72 / 25.4
_MASKS: tuple[Callable[[int, int], bool], ...] = (
    lambda r, c: (r + c) % 2 == 0,
    lambda r, c: r % 2 == 0,
    lambda r, c: c % 3 == 0,
    lambda r, c: (r + c) % 3 == 0,
    lambda r, c: (r // 2 + c // 3) % 2 == 0,
    lambda r, c: (r * c) % 2 + (r * c) % 3 == 0,
    lambda r, c: ((r * c) % 2 + (r * c) % 3) % 2 == 0,
    lambda r, c: ((r + c) % 2 + (r * c) % 3) % 2 == 0,
)
_FORMAT_MASK = 0b101010000010010
_ALPHANUMERIC, _BYTES = 0b0010, 0b0100
_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"


def modules(raw: bytes, left: float, top: float, side: float) -> Modules:
    """The dark modules of the square code at a place of page 1, in mm from its top left corner."""
    pdf = pypdfium2.PdfDocument(io.BytesIO(raw))
    picture = pdf[0].render(scale=_SCALE, grayscale=True).to_pil()
    pdf.close()
    unit = _MM * _SCALE

    def dark(x: float, y: float) -> bool:
        return picture.getpixel((int((left + x) * unit), int((top + y) * unit))) < 128

    # The upper left finder pattern is seven modules wide: dark along the middle of its first row.
    step = 0.05
    first = side / 29 / 2
    run = next(x for x in range(1, int(side / step)) if not dark(x * step, first)) * step
    count = next(n for n in (21, 25, 29) if abs(run - 7 * side / n) < side / 60)
    each = side / count
    return [[dark((c + 0.5) * each, (r + 0.5) * each) for c in range(count)] for r in range(count)]


def text(found: Modules) -> str:
    """What the code says."""
    count = len(found)
    columns = (0, 1, 2, 3, 4, 5, 7, 8)
    bits = 0
    for dark in [found[8][c] for c in columns] + [found[r][8] for r in (7, 5, 4, 3, 2, 1, 0)]:
        bits = bits << 1 | dark
    mask = _MASKS[(bits ^ _FORMAT_MASK) >> 10 & 0b111]
    stream = "".join("01"[found[r][c] ^ mask(r, c)] for r, c in _way(count))
    mode = int(stream[:4], 2)
    assert mode in (_ALPHANUMERIC, _BYTES)
    if mode == _BYTES:
        length = int(stream[4:12], 2)
        return bytes(int(stream[12 + 8 * n : 20 + 8 * n], 2) for n in range(length)).decode("utf-8")
    length = int(stream[4:13], 2)
    pairs = [int(stream[13 + 11 * n : 24 + 11 * n], 2) for n in range(length // 2)]
    last = int(stream[13 + 11 * len(pairs) :][:6], 2) if length % 2 else None
    said = "".join(_LETTERS[pair // 45] + _LETTERS[pair % 45] for pair in pairs)
    return said if last is None else said + _LETTERS[last]


def _way(count: int) -> Iterator[tuple[int, int]]:
    """The places of the data in their order: two columns at a time from the right, up and down in turn."""
    up = True
    for right in [*range(count - 1, 6, -2), 5, 3, 1]:
        for step in range(count):
            row = count - 1 - step if up else step
            for column in (right, right - 1):
                if not _is_fixed(row, column, count):
                    yield row, column
        up = not up


def _is_fixed(row: int, column: int, count: int) -> bool:
    """Whether a module belongs to a finder, the format, the timing lines or the alignment pattern."""
    corners = (row < 9 and column < 9) or (row < 9 and column >= count - 8) or (row >= count - 8 and column < 9)
    aligned = count > 21 and abs(row - (count - 7)) <= 2 and abs(column - (count - 7)) <= 2
    return corners or aligned or row == 6 or column == 6
