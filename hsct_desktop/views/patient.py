"""The page of one patient: fixed banner, tabs, and the sheets that open over it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from hsct_desktop.domain.look import Look
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.views.banner import BannerLines, PatientTabs, surface
from hsct_desktop.views.context import Context, Subject
from hsct_desktop.views.disease_tab import NEUROLOGICAL, DiseaseTab
from hsct_desktop.views.flowsheet_tab import OWN_KINDS, FlowsheetTab
from hsct_desktop.views.late_effect_tab import LongTermTab
from hsct_desktop.views.over_pages import HOME, OVER
from hsct_desktop.views.overview import OverviewTab
from hsct_desktop.views.patient_documents import DocumentsTab
from hsct_desktop.views.patient_therapy import TherapyTab
from hsct_desktop.views.patient_toxicity import ToxicityTab
from hsct_desktop.views.patient_visits import VisitsTab
from hsct_desktop.views.record_history import HistoryTab
from hsct_desktop.views.theme.tokens import Height, Space
from hsct_desktop.views.vaccine_tab import VaccineTab
from hsct_desktop.views.widgets.buttons import IconButton, KeyButton
from hsct_desktop.views.widgets.panel import rule
from hsct_desktop.views.widgets.plain_label import plain_tooltip
from hsct_desktop.views.widgets.side_sheet import SideSheet

if TYPE_CHECKING:
    from hsct_desktop.services.changes import Changes
    from hsct_desktop.services.patients import Banner
    from hsct_desktop.services.workspace import Workspace
    from hsct_desktop.views.over_page import OverPage
    from hsct_desktop.views.printing import Printer
    from hsct_desktop.views.reschedule import ReschedulePage
    from hsct_desktop.views.reschedule_changes import Change

TABS: Final = (
    "overview", "visits", "flowsheet", "toxicity", "therapy", "vaccines", "disease", "long_term", "documents",
    "changes",
)  # fmt: skip
_COUNTS: Final = {"visits": "visits", "toxicity": "adverse_events", "therapy": "therapies", "documents": "documents"}
_EDIT_WIDTH: Final = 72
"""The room of the last button and the margins of the line, in pixels."""
_LEAST_BESIDE: Final = 480
"""Room in pixels below which a table would be no use beside a sheet, and stays under it."""


class PatientPage(QWidget):
    """Shows one patient; `closed` asks to go back to where one came from."""

    closed = Signal()

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.patient_id: int | None = None
        self._ctx = ctx
        self._banner: Banner | None = None
        self._stale: set[str] = set()
        self.replan: ReschedulePage | None = None
        self.over: OverPage | None = None
        self._came_from = 0
        self._back_to = ""
        self._origin = 0
        self._editing = self._is_from_list = False
        self._lines = BannerLines(ctx)
        names = [
            self.tr("Overview"), self.tr("Visits"), self.tr("Flowsheet"), self.tr("Toxicity"), self.tr("Therapy"),
            self.tr("Vaccines"), self.tr("Disease"), self.tr("Long term"), self.tr("Documents"), self.tr("History"),
        ]  # fmt: skip
        self.tabs = PatientTabs(names)
        self.tabs.setAccessibleName(self.tr("Parts of the record"))
        self.overview = OverviewTab(ctx)
        self.visits = VisitsTab(ctx)
        self.flowsheet = FlowsheetTab(ctx)
        self.flowsheet.finished.connect(self.closed)
        self.toxicity = ToxicityTab(ctx)
        self.therapy = TherapyTab(ctx)
        self.vaccines = VaccineTab(ctx)
        self.disease = DiseaseTab(ctx)
        self.long_term = LongTermTab(ctx)
        self.documents = DocumentsTab(ctx)
        self.history = HistoryTab(ctx)
        self._stack = QStackedWidget()
        for page in (
            self.overview, self.visits, self.flowsheet, self.toxicity, self.therapy, self.vaccines, self.disease,
            self.long_term, self.documents, self.history,
        ):  # fmt: skip
            self._stack.addWidget(page)
        self._buttons = self._make_buttons()
        self._hints = [button.hint() for button in self._buttons]
        self._lay_out()
        self.tabs.currentChanged.connect(self._on_tab)
        self.tabs.tabBarClicked.connect(self._on_clicked)
        self.overview.tab_wanted.connect(self.show_tab)
        ctx.news.changed.connect(self._on_news)
        ctx.sheet_wanted.connect(self._on_sheet)
        self._keys()

    def _make_buttons(self) -> list[KeyButton]:
        ask = self._ctx.action_wanted.emit
        made = [
            (self.tr("Visit"), "edit", "R", "record_visit"),
            (self.tr("Toxicity"), "alert", "T", "record_toxicity"),
            (self.tr("Therapy"), "pill", "M", "record_therapy"),
            (self.tr("Letter"), "letter", "L", "write_letter"),
            (self.tr("Contact"), "phone", "C", "log_contact"),
            (self.tr("Print"), "print", "P", "print_summary"),
            (self.tr("State"), "tag", "", "change_state"),
        ]
        buttons = []
        for words, icon, key, action in made:
            button = KeyButton(words, icon=icon, hint=key)
            button.setObjectName(f"patient_{action}")
            button.setFixedHeight(24)
            button.setAccessibleName(words)
            button.clicked.connect(lambda _checked=False, name=action: ask(name))
            buttons.append(button)
        return buttons

    def _lay_out(self) -> None:
        head = surface(QWidget())
        head.setFixedHeight(Height.BANNER)
        upper = QVBoxLayout(head)
        upper.setContentsMargins(0, 0, 0, 0)
        upper.setSpacing(0)
        upper.addWidget(self._lines)
        row = QHBoxLayout()
        row.setContentsMargins(Space.SMALL, 0, Space.LARGE, 0)
        row.setSpacing(Space.SMALL)
        row.addWidget(self.tabs)
        row.addStretch(1)
        for button in self._buttons:
            row.addWidget(button)
        edit = IconButton("more", self.tr("Edit patient and transplant"), hint="E")
        edit.setObjectName("patient_edit")
        edit.clicked.connect(self.edit)
        row.addWidget(edit)
        upper.addLayout(row, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        line = rule()
        column.addWidget(line)
        room = QHBoxLayout()
        room.addWidget(self._stack, 1)
        column.addLayout(room, 1)
        self._room = room

    def _keys(self) -> None:
        keys: dict[str, Callable[[], object]] = {
            "P": lambda: self._ctx.action_wanted.emit("print_summary"),
            "Shift+P": lambda: self._ctx.action_wanted.emit("print_plan"),
            "E": self.edit,
            "Escape": self._escape,
            "Ctrl+Tab": lambda: self._step(1),
            "Ctrl+Shift+Tab": lambda: self._step(-1),
        }
        for number in range(len(TABS)):
            keys[f"Alt+{(number + 1) % 10}"] = partial(self._go_to, number)
        for key, slot in keys.items():
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(slot)

    def _escape(self) -> None:
        if self.replan is not None:
            self.replan.leave()
        elif self.over is not None:
            self._leave_over()
        elif self._back_to:
            self._come_back()
        else:
            self.closed.emit()

    def _go_to(self, index: int) -> None:
        """Go to a tab; what stands over it goes."""
        self._on_clicked(index)
        self.tabs.setCurrentIndex(index)

    def _on_clicked(self, index: int) -> None:
        """The lit tab pressed while a page stands over it shows the tab itself; another one changes the tab."""
        if self.over is not None and index == self.tabs.currentIndex():
            self._on_tab(index)

    def _step(self, by: int) -> None:
        self.tabs.setCurrentIndex((self.tabs.currentIndex() + by) % len(TABS))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_buttons()

    def _fit_buttons(self) -> None:
        """Where tabs leave too little room, buttons lose their words, the last two first, then their keys, then go."""
        everything = len(self._buttons)
        for shortened, keys in ((0, True), (2, True), (everything, True), (everything, False)):
            whole = everything - shortened
            for number, button in enumerate(self._buttons):
                words = str(button.accessibleName())
                button.set_hint(self._hints[number] if keys else "")
                button.setText(words if number < whole else "")
                button.setToolTip("" if number < whole else plain_tooltip(words))
            need = sum(button.sizeHint().width() + Space.SMALL for button in self._buttons)
            if self.tabs.sizeHint().width() + need + _EDIT_WIDTH <= self.width():
                break
        room = self.width() - self.tabs.sizeHint().width() - _EDIT_WIDTH
        for button in self._buttons:
            # No tab is cut off: what has no room goes, its key and the palette stay.
            room -= button.sizeHint().width() + Space.SMALL
            button.setVisible(room >= 0)

    # showing ----------------------------------------------------------------------------------------------------

    def open(self, patient_id: int, tab: str = "overview") -> None:
        """Show a patient on a tab. KnownError when the patient is not there."""
        from hsct_desktop.services import patients

        banner = patients.banner(self._ctx.ready(), patient_id)
        returns = self._editing and patient_id == self.patient_id
        if returns:
            tab = self._back_to  # what was left to change the patient's own data or a setting is come back to
        self._back_to, self._editing = "", False
        # A letter that was opened from a list is left for that list, not for a tab that nobody asked for.
        self._is_from_list = tab.startswith("letter@") and not self.isVisible()
        self._end_replan()
        self._end_over()
        other = patient_id != self.patient_id
        self.patient_id = patient_id
        self._stale = set(TABS)
        self._show_banner(banner)
        self.show_tab(tab)
        if returns:
            self._came_from = self._origin
        if self.over is None:  # under a page over the tabs nobody sees it: it is read when the page goes
            self._refresh_tab()
        if other:
            ws = self._ctx.ready()
            QTimer.singleShot(0, self, lambda: self._put_on_record(ws, patient_id))  # once the page is painted
        if other and banner.same_name:
            self._say_same_name(banner)

    def _put_on_record(self, ws: Workspace, patient_id: int) -> None:
        """That somebody looks at this record; not where the file was left in the moment between."""
        from hsct_desktop.services import access_log

        if self._ctx.workspace is not ws:
            return
        try:
            access_log.viewed(ws, patient_id, Look.PAGE)
        except KnownError as error:
            self._ctx.report_error(error)

    def _say_same_name(self, banner: Banner) -> None:
        """Two patients with one name: say on opening which one this is."""
        words = self._ctx.wording
        born = words.date(banner.birth_date)
        others = ", ".join(f"{hit.code} ({words.date(hit.birth_date)})" for hit in banner.same_name)
        notice = self.tr("This is {name}, born {born}, {code}. Another patient has the same name: {others}")
        self._ctx.toast(notice.format(name=banner.name, born=born, code=banner.code, others=others))

    def _show_banner(self, banner: Banner) -> None:
        self._banner = banner
        self._lines.show_patient(banner)
        for tab, name in _COUNTS.items():
            self.tabs.set_count(TABS.index(tab), banner.counts.get(name, 0))
        neurological = banner.disease_id in NEUROLOGICAL
        self.tabs.set_name(TABS.index("disease"), self.tr("Neurology") if neurological else self.tr("Disease"))
        self._fit_buttons()
        self.setAccessibleName(banner.name)

    def show_tab(self, tab: str) -> None:
        """Go to a tab by its name in TABS; an unknown one is the overview. `flowsheet@2026-11-20` goes to that day,
        `flowsheet@table` and `flowsheet@trend` to that part, `therapy@plan` to what the plan proposes,
        `therapy@12` to that therapy, `vaccines@pcv` to that series, `care_plan` and `reconstitution` to that page over
        the tabs, `letter@12` to that letter, `letter@gp` to the one of that kind, `registry@annual.2` to that form."""
        name, _at, day = tab.partition("@")
        if name in OVER:
            self.show_over(name, day)
            return
        if tab == "therapy@plan":
            self.tabs.setCurrentIndex(TABS.index(name))
            self._refresh_tab()
            self.therapy.focus_plan()
            return
        if name in ("vaccines", "therapy") and day:
            self.tabs.setCurrentIndex(TABS.index(name))
            self._refresh_tab()
            if name == "vaccines":
                self.vaccines.choose(day)
            else:
                self.therapy.choose(int(day))
            return
        if day in ("table", "trend"):
            self.flowsheet.show_part(trend=day == "trend")
        elif day:
            self.flowsheet.want_day(date.fromisoformat(day))
            self._stale.add(name)
        index = TABS.index(name) if name in TABS else 0
        if day and index == self.tabs.currentIndex():
            self._refresh_tab()
            self.focus_first()
        self._go_to(index)

    def _on_tab(self, index: int) -> None:
        self._back_to, self._is_from_list = "", False
        self._end_replan()
        self._end_over()
        self._stack.setCurrentIndex(index)
        self._refresh_tab()
        self.focus_first()

    def _refresh_tab(self) -> None:
        """Read what the shown tab needs, if that has not been done since the last change."""
        tab = TABS[self.tabs.currentIndex()]
        if self.patient_id is None or self._banner is None or tab not in self._stale:
            return
        self._stale.discard(tab)
        day0 = self._banner.day0
        if tab == "overview":
            self.overview.show_patient(self.patient_id, day0)
        elif tab == "visits":
            self.visits.show_patient(self.patient_id)
        elif tab == "flowsheet":
            self.flowsheet.show_patient(self.patient_id, day0)
        elif tab == "toxicity":
            self.toxicity.show_patient(self.patient_id, day0)
        elif tab == "therapy":
            self.therapy.show_patient(self.patient_id)
        elif tab == "vaccines":
            self.vaccines.show_patient(self.patient_id)
        elif tab == "disease":
            self.disease.show_patient(self.patient_id, self._banner.disease_id)
        elif tab == "long_term":
            self.long_term.show_patient(self.patient_id)
        elif tab == "changes":
            self.history.show_patient(self.patient_id)
        else:
            self.documents.show_patient(self.patient_id)

    def focus_first(self) -> None:
        """Put the focus where the keys act: the table of the tab, else the tabs."""
        if self._editing:  # left without a change
            self._back_to, self._editing = "", False
        if self.replan is not None:
            self.replan.focus_first()
            return
        if self.over is not None:
            self.over.focus_first()
            return
        tab = TABS[self.tabs.currentIndex()]
        if tab == "flowsheet":
            self.flowsheet.focus_first()
            return
        tables: dict[str, QWidget | None] = {
            "visits": self.visits.table, "toxicity": self.toxicity.first_stop(), "therapy": self.therapy.first_stop(),
            "vaccines": self.vaccines.first_stop(), "disease": self.disease.first_stop(),
            "long_term": self.long_term.table, "documents": self.documents.table,
            "changes": self.history.table,
        }  # fmt: skip
        table = tables.get(tab)
        (table if table is not None and table.isVisibleTo(self) else self.tabs).setFocus()

    def _on_news(self, changes: Changes, initiator: object) -> None:
        if self.patient_id is None or changes.patient_id not in (self.patient_id, None):
            return
        from hsct_desktop.services import patients

        try:
            self._show_banner(patients.banner(self._ctx.ready(), self.patient_id))
        except KnownError as error:
            # The patient went with an undone registration.
            self.patient_id = None
            self._ctx.report_error(error)
            self.closed.emit()
            return
        self._stale |= set(TABS)
        if initiator is self.flowsheet and changes.kinds <= OWN_KINDS:
            # The sheet has taken over what it wrote itself: ten years of values are not read again for one.
            self._stale.discard("flowsheet")
        if self.over is None:
            self._refresh_tab()
        if self.replan is not None:
            self.replan.read_anew()
        self._read_over()

    def _read_over(self) -> None:
        """What stands over the tabs follows the record, or goes where there is nothing to show any more (no Day 0)."""
        if self.over is None:
            return
        try:
            self.over.read()
        except KnownError as error:
            self._end_over()
            self._light(self._came_from)
            self._refresh_tab()
            self._ctx.report_error(error)

    # pages over the tabs ----------------------------------------------------------------------------------------

    def show_over(self, name: str, part: str = "") -> None:
        """Show a page of OVER, or a part of it, in the place of the tabs' pages; a known failure is told and leaves
        the tab."""
        if self.patient_id is None:
            return
        self._back_to = ""
        self._end_replan()
        came_from = self.tabs.currentIndex() if self.over is None else self._came_from
        self._end_over()
        try:
            page = OVER[name](self._ctx, self.patient_id)
            if part:
                page.go_to(part)
        except KnownError as error:
            self._light(came_from)
            self._refresh_tab()
            self._ctx.report_error(error)
            return
        self.over, self._came_from = page, came_from
        self._light(TABS.index(HOME[name]))
        page.closed.connect(self._leave_over)
        page.jumped.connect(self.jump)
        self._stack.addWidget(page)
        self._stack.setCurrentWidget(page)
        page.focus_first()

    def jump(self, place: str, back: str) -> None:
        """Go from a page over the tabs to another place; Esc there comes back to `back`."""
        self._origin = self._came_from
        if place == "edit":
            self._ctx.show_registration(self.patient_id)
            self._back_to, self._editing = back, True
        elif place == "settings":
            self._ctx.action_wanted.emit("go_settings")
            self._back_to, self._editing = back, True
        elif (name := place.partition("@")[0]) in OVER or name in TABS:
            self.show_tab(place)
            self._back_to = back
        else:
            self._ctx.action_wanted.emit(place)

    def _come_back(self) -> None:
        """To the page that one jumped from; leaving it goes to where one came from before."""
        origin = self._origin
        self.show_tab(self._back_to)
        self._came_from = origin

    def _leave_over(self) -> None:
        """Back to the tab from which one came, or to the page over the tabs that one jumped from."""
        if self._back_to:
            self._come_back()
            return
        self._end_over()
        self._light(self._came_from)
        self._refresh_tab()
        if self._is_from_list:
            self.closed.emit()
        else:
            self.focus_first()

    def _light(self, index: int) -> None:
        """Make a tab the chosen one without reading it: a page stands over it, or it is read next."""
        blocked = self.tabs.blockSignals(True)
        self.tabs.setCurrentIndex(index)
        self.tabs.blockSignals(blocked)
        if self.over is None:
            self._stack.setCurrentIndex(index)

    def _end_over(self) -> None:
        page, self.over = self.over, None
        if page is not None:
            self._stack.removeWidget(page)
            self._stack.setCurrentIndex(self.tabs.currentIndex())
            page.hide()
            page.deleteLater()

    # the preview of a change ------------------------------------------------------------------------------------

    def show_replan(self, change: Change) -> ReschedulePage:
        """Show a change of the plan before it is made, in the place of the Visits tab."""
        from hsct_desktop.views.reschedule import ReschedulePage

        self.show_tab("visits")
        self._end_replan()
        self.replan = ReschedulePage(self._ctx, change)
        self.replan.closed.connect(self._on_replan_closed)
        self._stack.addWidget(self.replan)
        self._stack.setCurrentWidget(self.replan)
        self.replan.focus_first()
        return self.replan

    def _on_replan_closed(self) -> None:
        self._end_replan()
        self.focus_first()

    def _end_replan(self) -> None:
        """Show the tabs again; what was only looked at is not saved."""
        page, self.replan = self.replan, None
        if page is not None:
            self._stack.removeWidget(page)
            self._stack.setCurrentIndex(self.tabs.currentIndex())
            page.hide()
            page.deleteLater()

    def _on_sheet(self, sheet: object) -> None:
        """Beside an open sheet the tables lay out in the room that is left, where there is room."""
        if isinstance(sheet, SideSheet) and self.isVisible():
            self._end_replan()
            sheet.closed.connect(self._take_room_back)
            width = sheet.width()
            if self.width() - width >= _LEAST_BESIDE and (self.tabs.currentIndex() != 0 or self.over):
                self._room.setContentsMargins(0, 0, width, 0)

    def _take_room_back(self) -> None:
        self._room.setContentsMargins(0, 0, 0, 0)

    # acting -----------------------------------------------------------------------------------------------------

    def subject(self) -> Subject | None:
        """What the keys act on: the open visit, therapy or awaited report under the mark; else the next visit."""
        if self.patient_id is None:
            return None
        tab = TABS[self.tabs.currentIndex()]
        if tab == "visits":
            row = self.visits.chosen()
            if row is not None:  # a closed row is never another visit: nothing is booked or missed behind the mark
                scheduled_id = row.scheduled_id if row.status.awaits else None
                return Subject(self.patient_id, scheduled_id, report_id=self.visits.awaited_report())
        if tab == "therapy":
            therapy = self.therapy.chosen()
            return Subject(self.patient_id, None, therapy.id if therapy is not None and therapy.stop is None else None)
        if tab == "vaccines":
            return Subject(self.patient_id, self._next_scheduled(), vaccine=self.vaccines.chosen() or "")
        if tab == "long_term":
            return Subject(self.patient_id, self._next_scheduled(), item=self.long_term.chosen_item())
        if tab == "documents":
            report = self.documents.chosen_report()
            waits = report is not None and report.is_waiting
            return Subject(self.patient_id, self._next_scheduled(), report_id=report.id if report and waits else None)
        return Subject(self.patient_id, self._next_scheduled())

    def _next_scheduled(self) -> int | None:
        """The visit that is on now: the first that waits and whose window has opened."""
        from hsct_desktop.services import visits

        if self.patient_id is None:
            return None
        today = self._ctx.today()
        rows = visits.for_patient(self._ctx.ready(), self.patient_id, today)
        on = [row for row in rows if row.status.awaits and (row.booked == today or (row.earliest or today) <= today)]
        on.sort(key=lambda row: row.booked != today)
        return on[0].scheduled_id if on else None

    def print_shown(self, printer: Printer) -> None:
        """What Ctrl+P prints here: the page over the tabs, on the Vaccines tab its plan, on the disease's its course,
        elsewhere the day list."""
        if self.over is not None:
            self.over.print_shown(printer)
        elif TABS[self.tabs.currentIndex()] == "disease":
            self.disease.print_shown(printer)
        elif TABS[self.tabs.currentIndex()] == "vaccines":
            self.vaccines.print_shown(printer)
        else:
            printer.day_list()

    def edit(self) -> None:
        """Edit the patient's data and transplant."""
        if self.patient_id is not None:
            self._ctx.show_registration(self.patient_id)
