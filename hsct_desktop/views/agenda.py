"""The agenda: a month or a week of visits and open windows, with the chosen day beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from hsct_desktop.domain.working_days import PLACES
from hsct_desktop.pictures.agenda import legend, monday, month_span, month_title
from hsct_desktop.views.agenda_grid import AgendaGrid, turned
from hsct_desktop.views.agenda_panel import WIDTH, AgendaPanel
from hsct_desktop.views.context import Context, Subject
from hsct_desktop.views.painting import measure, paint
from hsct_desktop.views.theme.fonts import font
from hsct_desktop.views.theme.tokens import Space, Width, current
from hsct_desktop.views.widgets.buttons import IconButton, KeyButton
from hsct_desktop.views.widgets.chip import ChipButton
from hsct_desktop.views.widgets.empty_state import EmptyState
from hsct_desktop.views.widgets.paint import elided, text_width
from hsct_desktop.views.widgets.plain_label import PlainLabel, plain_tooltip
from hsct_desktop.views.widgets.segmented import SegmentedChoice

if TYPE_CHECKING:
    from hsct_desktop.pictures.agenda import Board
    from hsct_desktop.services.agenda import Agenda, AgendaFilter, AgendaWindow
    from hsct_desktop.services.changes import Changes
    from hsct_desktop.views.printing import Printer

MONTH, WEEK = "month", "week"
_SHOWN_KINDS: Final = {"patient", "transplant", "visit", "schedule", "state", "setting", "report", "staff"}
_CLOSED_SHOWN: Final = 4
_MENU_MOST: Final = 15
"""Windows offered in a menu; more are chosen in the day's list."""
_CHIP_WIDEST: Final = 150


class Legend(QWidget):
    """The signs of the grid with their words, at the right of the head."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self.places = PLACES
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(120, 18)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 18)

    def paintEvent(self, _event: QPaintEvent) -> None:
        picture = legend(self._ctx.wording, measure, self.places, float(self.width()))
        if picture.width > self.width():
            return
        painter = QPainter(self)
        paint(painter, picture, current(), self.width() - picture.width, (self.height() - 16) / 2)
        painter.end()


class AgendaPage(QWidget):
    """The page. `printer` prints what is shown."""

    titled = Signal()
    own_keys: Final = frozenset({"T", "B", "V"})
    """Letters that mean something else here than on a patient's page."""

    def __init__(self, ctx: Context, view: str = MONTH, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._view = view
        self._day = ctx.today()
        self._agenda: Agenda | None = None
        self._made: tuple[Agenda, AgendaFilter, Agenda, Board] | None = None
        self._protocol = ""
        self._nurse: int | None = None
        self._build()
        self._lay_out()
        for key, do in (("T", self.go_today), ("B", self.book), ("V", self.other_view)):
            shortcut = QShortcut(QKeySequence(key), self, context=Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(do)
        ctx.news.changed.connect(self._on_news)
        ctx.workspace_changed.connect(self.refresh)

    # building ---------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self.back = IconButton("chevron-left", self.tr("Earlier"), hint="PgUp")
        self.on = IconButton("chevron-right", self.tr("Later"), hint="PgDown")
        self.back.clicked.connect(partial(self._turn, -1))
        self.on.clicked.connect(partial(self._turn, 1))
        self.heading = PlainLabel("", "page")
        self.today = KeyButton(self.tr("Today"), hint="T")
        self.today.clicked.connect(self.go_today)
        choices = [(MONTH, self.tr("Month")), (WEEK, self.tr("Week"))]
        self.views = SegmentedChoice(choices, self._view, name=self.tr("View"))
        self.views.setToolTip(self.tr("Month or week (V)"))
        self.views.chosen.connect(self._on_view)
        self.protocols = ChipButton("", kind="choice", checkable=False, icon="chevron-down")
        self.nurses = ChipButton("", kind="choice", checkable=False, icon="chevron-down")
        self.protocols.clicked.connect(self._choose_protocol)
        self.nurses.clicked.connect(self._choose_nurse)
        self.said = PlainLabel("", "muted")
        self.legend = Legend(self._ctx)
        self.grid = AgendaGrid(self.tr("Agenda"))
        self.grid.wanted.connect(self.choose)
        self.grid.entered.connect(self._enter_day)
        self.grid.picked.connect(self._on_picked)
        self.panel = AgendaPanel()
        self.panel.booked.connect(self.book)
        self.panel.opened.connect(self.open_selected)
        self.panel.left.connect(self._leave_day)
        self.empty = EmptyState(self.tr("Opening the file …"))
        self.empty.activated.connect(self._on_empty_button)
        self.empty.other_activated.connect(partial(self._ctx.action_wanted.emit, "open_file"))

    def _lay_out(self) -> None:
        self._head = head = QHBoxLayout()
        head.setSpacing(Space.MEDIUM)
        for widget in (self.back, self.heading, self.on, self.today, self.views, self.protocols, self.nurses):
            head.addWidget(widget)
        head.addWidget(self.said)
        head.addWidget(self.legend, 1)
        self._body = QHBoxLayout()
        self._body.setSpacing(10)
        self._body.addWidget(self.grid, 1)
        self._body.addWidget(self.panel)
        shown = QWidget()
        column = QVBoxLayout(shown)
        column.setContentsMargins(Space.LARGE, Space.TIGHT, Space.LARGE, Space.SMALL)
        column.setSpacing(Space.SMALL)
        column.addLayout(head)
        column.addLayout(self._body, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(shown)
        self._stack.addWidget(self.empty)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._stack)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self._stack.setCurrentWidget(self.empty)

    def minimumSizeHint(self) -> QSize:
        return QSize(320, 240)

    # what is shown ----------------------------------------------------------------------------------------------

    def span(self) -> tuple[date, date]:
        """The first and last day shown."""
        if self._view == MONTH:
            return month_span(self._day)
        return monday(self._day), monday(self._day) + timedelta(days=6)

    def day(self) -> date:
        """The chosen day."""
        return self._day

    def view(self) -> str:
        """`month` or `week`."""
        return self._view

    def refresh(self) -> None:
        """Read the agenda anew and show it."""
        workspace = self._ctx.workspace
        if workspace is None:
            self._agenda = None
            sentence = self.tr("No file is open: make one for your unit, or open the one you have.")
            self.empty.set_text(sentence, self.tr("New file…"), self.tr("Open file…"))
            self._stack.setCurrentWidget(self.empty)
            return
        from hsct_desktop.services import agenda, patients

        self._agenda = agenda.agenda(workspace, *self.span())
        if not self._agenda.visits and not self._agenda.windows and not patients.browse(workspace, limit=1):
            self.empty.set_text(self.tr("No patient is registered yet."), self.tr("New patient"))
            self._stack.setCurrentWidget(self.empty)
            return
        self._stack.setCurrentIndex(0)
        self._show()

    def _show(self) -> None:
        if self._agenda is None:
            return
        from hsct_desktop.services import agenda
        from hsct_desktop.services.agenda_board import board

        words, chosen = self._ctx.wording, self._filter()
        if self._made is None or self._made[0] is not self._agenda or self._made[1] != chosen:
            narrowed = self._agenda.narrowed(chosen)
            month = self._day.replace(day=1) if self._view == MONTH else None
            self._made = self._agenda, chosen, narrowed, board(narrowed, words, month)
        shown = self._made[2]
        self.grid.set_board(replace(self._made[3], chosen=self._day), words)
        day = shown.day(self._day)
        if day is not None:
            soon = agenda.closed_soon(self._ctx.ready(), self._day)[:_CLOSED_SHOWN]
            self.panel.show_day(day, shown.on, soon, words)
            self.legend.places = day.places
        self._word_head(shown)

    def _word_head(self, shown: Agenda) -> None:
        words = self._ctx.wording
        if self._view == MONTH:
            title = month_title(self._day, words)
        else:
            title = words.range(*self.span())
        self.heading.setText(title)
        protocols, nurses = self._choices()
        protocol = protocols.get(self._protocol, self._protocol) or self.tr("All protocols")
        nurse = (nurses.get(self._nurse, "") if self._nurse is not None else "") or self.tr("All nurses")
        for chip, on, name in (
            (self.protocols, bool(self._protocol), protocol),
            (self.nurses, self._nurse is not None, nurse),
        ):
            chip.setText(elided(name, _CHIP_WIDEST, font("caption")))
            chip.set_kind("accent" if on else "choice", "chevron-down")
            chip.setAccessibleName(self.tr("Filter: {}").format(name))
            chip.setToolTip(plain_tooltip(name))
        whole = self._agenda
        is_filtered = bool(self._protocol) or self._nurse is not None
        self.said.setVisible(is_filtered)
        if whole is not None and is_filtered:
            # So that nobody thinks the rest is gone.
            sentence = self.tr("{shown} of {all} visits")
            self.said.setText(sentence.format(shown=len(shown.visits), all=len(whole.visits)))
        self._arrange()

    # going about ------------------------------------------------------------------------------------------------

    def choose(self, day: date) -> None:
        """Go to a day; another month or week is read when it is not among those shown."""
        before = self.span(), self._day.replace(day=1)
        self._day = day
        if (self.span(), self._day.replace(day=1)) == before or self._agenda is None:
            self._show()
        else:
            self.refresh()

    def go_today(self) -> None:
        """Go to today."""
        self.choose(self._ctx.today())
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def _turn(self, pages: int) -> None:
        self.choose(turned(self._day, pages, whole_month=self._view == MONTH))

    def other_view(self) -> None:
        """From the month to the week, and back."""
        self.views.set_value(WEEK if self._view == MONTH else MONTH)

    def _on_view(self, view: object) -> None:
        self._view = str(view)
        self.refresh()
        self.titled.emit()

    def focus_first(self) -> None:
        """Put the keyboard onto the chosen day."""
        if self._agenda is None:
            self.refresh()
        if self._stack.currentWidget() is self.empty:
            self.empty.button().setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._leave_day()

    def _enter_day(self) -> None:
        """From the grid into the day's own list; where the panel has no place beside the grid it takes its place."""
        if self.panel.current() is None:
            return
        if self._is_small():
            self.grid.hide()
            self.panel.setMaximumWidth(16777215)
            self.panel.show()
        self.panel.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave_day(self) -> None:
        self.grid.show()
        self._arrange()
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_picked(self, key: str) -> None:
        self.panel.choose_key(key)

    def subject(self) -> Subject | None:
        """Whom the letters act on: the chosen entry, while the keyboard is in the day's list."""
        row = self.panel.current() if self.panel.list.hasFocus() else None
        return row.subject if row is not None else None

    def open_selected(self) -> None:
        """Open the patient of the chosen entry."""
        row = self.panel.current()
        if row is not None and row.subject is not None:
            self._ctx.show_patient(row.subject.patient_id)

    # booking ----------------------------------------------------------------------------------------------------

    def book(self) -> None:
        """Book on the chosen day: the chosen window, or one of those open then; a booked visit is moved."""
        subject = self.subject()
        row = self.panel.current()
        if subject is not None and row is not None and subject.scheduled_id is not None:
            self._open_booking(subject.scheduled_id, self._day if row.key.startswith("window:") else None)
            return
        windows = self._windows()
        if self._day < self._ctx.today():
            self._ctx.toast(self.tr("This day has passed: choose today or a later one."))
        elif not windows:
            self._ctx.toast(self.tr("No window is open on this day. A visit can be booked from the patient's page."))
        elif len(windows) == 1:
            self._open_booking(windows[0].scheduled_id, self._day)
        elif len(windows) > _MENU_MOST:
            self.panel.choose_key(self._key_of(windows[0]))
            self._enter_day()
            self._ctx.toast(self.tr("Choose one of the windows, then B."))
        else:
            self._offer(windows)

    def _key_of(self, window: AgendaWindow) -> str:
        from hsct_desktop.services.agenda_board import window_key

        return window_key(window)

    def _windows(self) -> list[AgendaWindow]:
        if self._agenda is None:
            return []
        day = self._agenda.narrowed(self._filter()).day(self._day)
        return sorted(day.windows, key=lambda w: (w.latest, w.name)) if day is not None else []

    def _offer(self, windows: Sequence[AgendaWindow]) -> None:
        """A menu of the windows of that day, whose last day comes first."""
        words = self._ctx.wording
        entries = [
            (
                f"{window.name} {words.date(window.patient.birth_date)} · {window.label}",
                partial(self._open_booking, window.scheduled_id, self._day),
            )
            for window in windows
        ]
        self._menu(entries, self.panel.button if self.panel.isVisible() else self.grid)

    def _open_booking(self, scheduled_id: int, day: date | None) -> None:
        from hsct_desktop.views.booking_sheet import BookingSheet

        self._ctx.open_sheet(BookingSheet(self._ctx, scheduled_id, on=day))

    # filters ----------------------------------------------------------------------------------------------------

    def _choices(self) -> tuple[dict[str, str], dict[int, str]]:
        """Names of the protocols and nurses that occur, or are chosen."""
        from hsct_desktop.services import agenda

        if self._agenda is None:
            return {}, {}
        return agenda.names(self._ctx.ready(), self._agenda)

    def _choose_protocol(self) -> None:
        protocols, _nurses = self._choices()
        entries = [(self.tr("All protocols"), partial(self._narrow, "", self._nurse))]
        entries += [(name, partial(self._narrow, key, self._nurse)) for key, name in protocols.items()]
        self._menu(entries, self.protocols)

    def _choose_nurse(self) -> None:
        _protocols, nurses = self._choices()
        entries = [(self.tr("All nurses"), partial(self._narrow, self._protocol, None))]
        entries += [(name, partial(self._narrow, self._protocol, key)) for key, name in nurses.items()]
        self._menu(entries, self.nurses)

    def _filter(self) -> AgendaFilter:
        from hsct_desktop.services.agenda import AgendaFilter

        return AgendaFilter(self._protocol, self._nurse)

    def _narrow(self, protocol: str, nurse: int | None) -> None:
        self._protocol, self._nurse = protocol, nurse
        self._show()

    def _menu(self, entries: Sequence[tuple[str, partial[None]]], at: QWidget) -> None:
        menu = QMenu(self)
        for name, do in entries:
            # A menu reads an ampersand as the mark of a key.
            menu.addAction(name.replace("&", "&&")).triggered.connect(lambda _checked=False, run=do: run())
        menu.aboutToHide.connect(menu.deleteLater)
        below = at.rect().bottomLeft() if at is not self.grid else QPoint(at.width() // 3, at.height() // 3)
        menu.popup(at.mapToGlobal(below))
        menu.setActiveAction(menu.actions()[0])

    # printing ---------------------------------------------------------------------------------------------------

    def print_name(self) -> str:
        """What the print button says."""
        return self.tr("Print month") if self._view == MONTH else self.tr("Print week")

    def print_shown(self, printer: Printer) -> None:
        """Print the month or the week shown, of the patients shown."""
        if self._view == MONTH:
            printer.month(self._day.replace(day=1), self._filter())
        else:
            printer.week_list(monday(self._day), self._filter())

    # window -----------------------------------------------------------------------------------------------------

    def _on_news(self, changes: Changes, _initiator: object) -> None:
        if not changes.kinds & _SHOWN_KINDS or self._agenda is None:
            return
        if self.isVisible():
            self.refresh()
        else:
            # It is read again when somebody comes back to it.
            self._agenda = None

    def _on_empty_button(self) -> None:
        if self._ctx.workspace is None:
            self._ctx.action_wanted.emit("new_file")
        else:
            self._ctx.show_registration()

    def _is_small(self) -> bool:
        return self.window().width() < Width.WHOLE_BELOW

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._is_small():
            self.grid.show()
        self._arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and not self.grid.isVisible():
            self._leave_day()
        else:
            super().keyPressEvent(event)

    def _arrange(self) -> None:
        """The panel keeps its width beside the grid; in a small window it waits to be entered."""
        if self.grid.isHidden():
            return
        self._head.setSpacing(Space.TIGHT if self._is_small() else Space.MEDIUM)
        self.panel.setMaximumWidth(WIDTH)
        self.panel.setMinimumWidth(WIDTH if not self._is_small() else 0)
        self.panel.setVisible(not self._is_small())
        # The heading is as wide as the widest month, so that the buttons stay under the hand.
        months = (month_title(date(2026, n, 1), self._ctx.wording) for n in range(1, 13))
        widest = max(text_width(month, font("page", bold=True)) for month in months)
        self.heading.setMinimumWidth(int(widest) + 4)
