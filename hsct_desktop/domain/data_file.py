"""How the first bytes of a data file tell what it is."""

from __future__ import annotations

from typing import Final

APPLICATION_ID: Final = 0x48534354
"""SQLite's mark of whose file it is: "HSCT"."""
MAGIC: Final = b"SQLite format 3\0"
"""How every file of SQLite begins, and no encrypted one."""
HEADER_SIZE: Final = 100
_APPLICATION_ID_AT: Final = 68


def is_plain(header: bytes) -> bool:
    """Whether the file is one of SQLite that anybody can read."""
    return header.startswith(MAGIC)


def is_data_header(header: bytes) -> bool:
    """Whether the first HEADER_SIZE bytes of a file are those of a data file of ours that is not encrypted."""
    mark = header[_APPLICATION_ID_AT : _APPLICATION_ID_AT + 4]
    return is_plain(header) and int.from_bytes(mark, "big") == APPLICATION_ID
