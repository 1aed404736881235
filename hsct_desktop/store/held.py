"""What one reading has read: a paper whose parts ask for the same rows again and again reads them once.

A read session sees one state of the file, so the same question has the same answer until it ends. It is asked for with
`hold`, since most readings ask each question once; a session that writes never holds anything.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, Final, ParamSpec, TypeVar, cast

from sqlalchemy.orm import Session

from hsct_desktop.store.base import ReadSession

P = ParamSpec("P")
R = TypeVar("R")
_HELD: Final = "hsct.held"


def hold(session: Session) -> None:
    """From here on each question to this session is answered from the file once; nothing for one that writes."""
    if isinstance(session, ReadSession):
        session.info.setdefault(_HELD, {})


def held_by(session: Session) -> dict[Any, Any] | None:
    """What a session has read, by question; None where it holds nothing."""
    found: dict[Any, Any] | None = session.info.get(_HELD)
    return found


def read_once(read: Callable[Concatenate[Session, P], R]) -> Callable[Concatenate[Session, P], R]:
    """A read whose answer a session that holds keeps: frozen values, or a list of them, of which each gets its own."""

    @wraps(read)
    def held(session: Session, *args: P.args, **named: P.kwargs) -> R:
        known = held_by(session)
        if known is None:
            return read(session, *args, **named)
        key = (read, args, tuple(named.items()))
        if key not in known:
            known[key] = read(session, *args, **named)
        found = known[key]
        return cast(R, list(found)) if isinstance(found, list) else cast(R, found)

    return cast(Callable[Concatenate[Session, P], R], held)
