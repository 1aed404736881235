"""The unit's letter paper: what the settings say of it and its logo, as the letter is drawn with it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

from hsct_desktop.documents.letter_inputs import Letterhead, Window
from hsct_desktop.documents.letter_logo import MOST_BYTES, logo_problem
from hsct_desktop.domain.paper_colour import is_legible
from hsct_desktop.domain.problem import refuse
from hsct_desktop.domain.setting import YES, texts_of, whole_of
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import letterhead_logo, setting
from hsct_desktop.store.base import ReadSession
from hsct_desktop.store.patient import REMOVED
from hsct_desktop.user_file import open_regular, read_up_to

UNIT_PHONE: Final = "unit.phone"
NAME, DEPARTMENT, CONTACT = "letterhead.name", "letterhead.department", "letterhead.contact"
FOOT, RETURN_LINE, ACCENT = "letterhead.foot", "letterhead.return_line", "letterhead.accent"
WINDOW, SHIFT_RIGHT, SHIFT_DOWN = "letterhead.window", "letterhead.shift_right", "letterhead.shift_down"
PREPRINTED, CLEAR_TOP, CLEAR_BOTTOM = "letterhead.preprinted", "letterhead.clear_top", "letterhead.clear_bottom"
WIDE = "letterhead.wide"
BY_LANGUAGE: Final = "language"
USUAL_ACCENT: Final = "#173F4F"
_WINDOWS: Final = {"it": Window.RIGHT, "fr": Window.RIGHT, "es": Window.RIGHT}
"""Where envelopes have their window by the reader's language; left for the others (DIN 5008)."""
_KINDS: Final = frozenset({"setting"})
_PNG: Final = b"\x89PNG"


def letterhead(
    ws: Workspace, session: ReadSession, language: str, typed: Mapping[str, str] | None = None
) -> Letterhead:
    """The paper for a letter in that language; an unset name is the unit's own.

    `typed` are settings as somebody is just editing them, in place of those that are kept.
    """
    stored = {**setting.all_of(session), **(typed or {})}
    texts = {name: stored.get(name, d.default) for name, d in ws.catalogue.settings.items()}
    name = texts[NAME] or stored.get(setting.UNIT_NAME, "")
    contact = texts_of(texts[CONTACT]) or ((texts[UNIT_PHONE],) if texts[UNIT_PHONE] else ())
    return Letterhead(
        name=name,
        department=texts[DEPARTMENT],
        contact=contact,
        foot=texts[FOOT],
        return_line=texts[RETURN_LINE],
        accent=texts[ACCENT] if is_legible(texts[ACCENT]) else USUAL_ACCENT,
        logo=letterhead_logo.content(session),
        window=_window(texts[WINDOW], language),
        shift=(float(whole_of(texts[SHIFT_RIGHT]) or 0), float(whole_of(texts[SHIFT_DOWN]) or 0)),
        preprinted=texts[PREPRINTED] == YES,
        clear_top=float(whole_of(texts[CLEAR_TOP]) or 0),
        clear_bottom=float(whole_of(texts[CLEAR_BOTTOM]) or 0),
        wide=texts[WIDE] == YES,
    )


def put_logo(ws: Workspace, path: Path) -> Changes:
    """Take a picture's file as the logo, copied into the data file. InputError `logo_unreadable`, `_too_large`,
    `_no_image`; no more of a file is read than a logo may hold.
    """
    try:
        with open_regular(path) as stream:
            content = read_up_to(stream, MOST_BYTES + 1)
    except (OSError, ValueError) as error:
        raise refuse("logo", "logo_unreadable", path=path) from error
    problem = logo_problem(content)
    if problem is not None:
        raise refuse("logo", f"logo_{problem}", limit=MOST_BYTES // 1_000_000)
    kind = "image/png" if content.startswith(_PNG) else "image/jpeg"
    with ws.write("logo.put") as session:
        row = letterhead_logo.put(session, content, kind)
        return Changes(_KINDS, session.txn, ws.wording.text("saved.logo"), None, row.id)


def clear_logo(ws: Workspace) -> Changes:
    """Print letters without a logo."""
    with ws.write("logo.clear") as session:
        gone = letterhead_logo.clear(session, REMOVED)
        return Changes(_KINDS, session.txn if gone else "", ws.wording.text("saved.logo_cleared"))


def _window(text: str, language: str) -> Window:
    return Window(text) if text in tuple(Window) else _WINDOWS.get(language, Window.LEFT)
