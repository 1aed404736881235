"""Where somebody worked when the window was locked, to come back there: ids alone, never what stands there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from hsct_desktop.domain.problem import InputError, KnownError

if TYPE_CHECKING:
    from hsct_desktop.views.main_window import MainWindow
    from hsct_desktop.views.return_mark import Mark

_KEEPERS: Final = ("store_draft", "put_away")
"""How forms that are no sheets put what stands in them into the file."""
_IDS: Final = (int, str, date, Enum, type(None))


@dataclass(frozen=True)
class Where:
    """A place of the window: which page, whose, which tab and row of it, and the form that lay over it."""

    place: str = "today"
    patient_id: int | None = None
    tab: int = -1
    form: type[QWidget] | None = None
    given: tuple[Any, ...] = ()
    named: dict[str, Any] = field(default_factory=dict)
    mark: Mark | None = None

    @property
    def has_form(self) -> bool:
        """Whether a form was open."""
        return self.form is not None or self.place == "registration"


def keep_unsaved(page: QWidget, *, shown: bool) -> None:
    """Put what stands in the forms of a page into the file as drafts; a hidden registration is one that was left."""
    for part in (page, *page.findChildren(QObject)):
        for name in _KEEPERS:
            if callable(getattr(type(part), name, None)) and (shown or part is not page):
                getattr(part, name)()


def where_of(window: MainWindow) -> Where:
    """Where somebody works now. A form is told by the ids it was opened with; one given more is not reopened."""
    page = window.stack.currentWidget()
    tabs = getattr(page, "tabs", None)
    tab = tabs.currentIndex() if tabs is not None else -1
    patient_id = getattr(page, "patient_id", None) if window.place == "patient" else None
    if window.place == "registration":
        patient_id = getattr(page, "edited_id", None)
    form, given, named = _form_of(window.sheet())
    from hsct_desktop.views.return_mark import mark_of

    mark = mark_of(page, window.sheet()) if page is not None else None
    return Where(window.place, patient_id, tab, form, given, named, mark)


def _form_of(sheet: QWidget | None) -> tuple[type[QWidget] | None, tuple[Any, ...], dict[str, Any]]:
    made = getattr(sheet, "made_with", None)
    if sheet is None or made is None:
        return None, (), {}
    given, named = made
    if all(isinstance(one, _IDS) for one in (*given[1:], *named.values())):
        return type(sheet), given[1:], named
    return None, (), {}


def go_back(window: MainWindow, where: Where) -> None:
    """Show that place again, and open the form that lay there: its draft fills it. What is gone meanwhile is told."""
    try:
        _show(window, where)
        page = window.stack.currentWidget()
        if where.mark is not None and page is not None and window.place == where.place:
            from hsct_desktop.views.return_mark import choose_again

            choose_again(page, where.mark)
        if where.form is not None:
            make: Callable[..., QWidget] = where.form
            window.ctx.open_sheet(make(window.ctx, *where.given, **where.named))
    except (KnownError, InputError) as error:
        window.ctx.report_error(error)
        return
    if where.mark is not None and window.place == where.place:
        _go_on_typing(window, where, where.mark)


def _go_on_typing(window: MainWindow, where: Where, mark: Mark) -> None:
    """The field that had the keys has them again, and what was refused is still said."""
    from hsct_desktop.views.return_mark import focus_again, speak_again

    sheet = window.sheet()
    host = sheet or window.stack.currentWidget()
    if host is not None and (sheet is None) == (where.form is None):
        speak_again(sheet, mark)
        focus_again(host, mark)


def _show(window: MainWindow, where: Where) -> None:
    if where.place == "registration":
        window.show_registration(where.patient_id)
        return
    if where.place == "patient" and where.patient_id is not None:
        window.show_patient(where.patient_id)
    elif where.place in ("today", "patients", "unit", "protocols", "settings"):
        window.show_page(where.place)
    tabs = getattr(window.stack.currentWidget(), "tabs", None)
    if tabs is not None and where.tab >= 0 and window.place == where.place:
        tabs.setCurrentIndex(where.tab)
