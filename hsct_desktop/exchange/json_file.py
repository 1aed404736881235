"""JSON that somebody else wrote: read whole, up to a limit, each way to be none told in a sentence of its own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from hsct_desktop.domain.names import clean
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.user_file import NotRegularError, open_regular, read_up_to

_MOST_SHOWN = 60


class Twice(dict[str, Any]):
    """An object of the file in which the key `key` stands twice: it says two things, so nobody may read it."""

    key = ""


def read_json(path: Path, limit: int, too_large: str, *, keeps_twice: bool = False) -> Any:
    """What a file says. A key that stands twice in an object is refused, or the object kept as `Twice`.

    KnownError `case_file_*`, `case_not_json`, `case_key_twice`, and `too_large` for more than `limit` bytes. NaN and
    Infinity, which are no JSON, are read as text.
    """
    raw = _bytes(path, limit)
    if len(raw) > limit:
        raise KnownError(too_large, path=path)
    try:
        hook = _marked if keeps_twice else _once
        return json.loads(raw.decode("utf-8-sig"), parse_constant=str, object_pairs_hook=hook)
    except UnicodeDecodeError as error:
        raise KnownError("case_file_not_utf8", path=path) from error
    except (ValueError, RecursionError) as error:
        raise KnownError("case_not_json", path=path) from error


def _bytes(path: Path, limit: int) -> bytes:
    """The beginning of an ordinary file, a byte more than may be read at most."""
    try:
        with open_regular(path) as stream:
            return read_up_to(stream, limit + 1)
    except FileNotFoundError as error:
        raise KnownError("case_file_missing", path=path) from error
    except IsADirectoryError as error:
        raise KnownError("case_file_is_folder", path=path) from error
    except NotRegularError as error:
        raise KnownError("case_file_not_regular", path=path) from error
    except (OSError, ValueError) as error:
        raise KnownError("case_file_unreadable", path=path) from error


def _marked(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) == len(pairs):
        return found
    twice = Twice(found)
    seen: set[str] = set()
    twice.key = next(name for name, _ in pairs if name in seen or seen.add(name))  # type: ignore[func-returns-value]
    return twice


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = _marked(pairs)
    if isinstance(found, Twice):
        raise KnownError("case_key_twice", name=clean(found.key)[:_MOST_SHOWN])
    return found
