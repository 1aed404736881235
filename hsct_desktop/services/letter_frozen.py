"""What a signed letter rested on, as plain JSON: its contents, the settings, the program; and their fingerprint."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, Final

from hsct_desktop import __version__
from hsct_desktop.documents.letter_inputs import LetterData, State
from hsct_desktop.services.letter_ask import LetterAsk
from hsct_desktop.store import chain, setting

_NO_TIME: Final = datetime(1, 1, 1)


def fingerprint(data: LetterData) -> str:
    """SHA-256 of a letter's contents: the same until a word, a value or the paper changes; who prints it counts not."""
    context = dataclasses.replace(data.context, printed_by="", printed_at=_NO_TIME)
    same = dataclasses.replace(data, context=context, state=State(), signature=())
    return hashlib.sha256(_text(plain(same)).encode()).hexdigest()


def facts(ask: LetterAsk, data: LetterData) -> str:
    """What a letter rests on, as JSON: contents, what was missing, the unit's settings, the state of the record."""
    course, place = ask.course, chain.head(ask.session)
    return _text(
        {
            "program": __version__,
            "record": place.seq,
            "record_mark": place.mac.hex(),
            "protocol": f"{course.entry.protocol_id}@{course.protocol_version}" if course is not None else "",
            "settings": setting.all_of(ask.session),
            "missing": [plain(one) for one in ask.missing],
            "letter": plain(data),
        }
    )


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def plain(value: object) -> Any:
    """A tree of frozen dataclasses as JSON has it; of bytes (a logo) their SHA-256."""
    if value is None or isinstance(value, bool | int | float) or type(value) is str:
        return value
    if isinstance(value, Enum):
        return plain(value.value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    if dataclasses.is_dataclass(value):
        return {one.name: plain(getattr(value, one.name)) for one in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(held) for key, held in value.items()}
    if isinstance(value, set | frozenset):
        return sorted((plain(one) for one in value), key=_text)
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [plain(one) for one in value]
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value)
