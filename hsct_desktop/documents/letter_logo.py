"""The unit's logo: a PNG or JPEG of modest size, looked at before anything is drawn from it."""

from __future__ import annotations

import io
import struct
import warnings
from typing import Final

from reportlab.lib.utils import ImageReader

MOST_BYTES: Final = 4_000_000
MOST_PIXELS: Final = 16_000_000
_PNG: Final = b"\x89PNG\r\n\x1a\n"
_JPEG: Final = b"\xff\xd8\xff"


def logo_problem(data: bytes) -> str | None:
    """Why bytes cannot be a logo: "too_large" or "no_image"; None where they can. Reads no more than it must."""
    if len(data) > MOST_BYTES:
        return "too_large"
    if data.startswith(_PNG) and len(data) > 24:
        width, height = struct.unpack(">II", data[16:24])
        if width * height > MOST_PIXELS:
            return "too_large"
    elif not data.startswith(_JPEG):
        return "no_image"
    reader = _read(data)
    if reader is None:
        return "no_image"
    width, height = reader.getSize()
    return "too_large" if width * height > MOST_PIXELS else None


def _read(data: bytes) -> ImageReader | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            reader = ImageReader(io.BytesIO(data))
            width, height = reader.getSize()
            if width * height <= MOST_PIXELS:  # a few bytes may stand for gigabytes of picture
                reader.getRGBData()  # type: ignore[no-untyped-call]
    except Exception:  # noqa: BLE001 - a damaged picture fails in as many ways as there are formats; the answer is the same
        return None
    return reader


def logo_of(data: bytes | None) -> ImageReader | None:
    """The picture to draw; None where there is none or it cannot be one (Settings says so when it is chosen)."""
    return None if not data or logo_problem(data) is not None else _read(data)
