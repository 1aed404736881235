"""The registry forms of a patient: what is typed in, in the order of the form, and the way to what is missing."""

from __future__ import annotations

from collections.abc import Callable
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from hsct_desktop.domain.problem import KnownError
from hsct_desktop.domain.registry import RegistryEntry, RegistryForm
from hsct_desktop.views.context import Context
from hsct_desktop.views.over_page import OverPage
from hsct_desktop.views.reason_sheet import ReasonSheet
from hsct_desktop.views.registry_forms import FormChips
from hsct_desktop.views.registry_sheet import TypedSheet
from hsct_desktop.views.rows_model import Cell, Line
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.note import AlertNote
from hsct_desktop.views.widgets.panel import Panel
from hsct_desktop.views.widgets.plain_label import ElidedLabel, PlainLabel
from hsct_desktop.views.wrapped_table import WrappedTable

if TYPE_CHECKING:
    from hsct_desktop.documents.registry_inputs import RegistrySheet, SheetItem
    from hsct_desktop.services.registry import FormState, TransplantForms
    from hsct_desktop.views.printing import Printer

_SIGN: Final = "▲"
_DONE: Final = "✓"
_LONG: Final = 900
"""So many characters of a value are shown; the table that is saved holds all."""


class RegistryPage(OverPage):
    """One form at a time. 1 to 4 choose it (4 again the year before), Enter goes to where the chosen item is entered,
    F8 to the next one that is missing, Ctrl+Enter says that the form was typed in."""

    def __init__(self, ctx: Context, patient_id: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self.patient_id = patient_id
        self.known: tuple[TransplantForms, ...] = ()
        self.own: TransplantForms | None = None
        self.state: FormState | None = None
        self.sheet: RegistrySheet | None = None
        heads = [self.tr("Item"), self.tr("As recorded"), self.tr("State"), self.tr("Entered in")]
        self.table = WrappedTable(self.tr("Items of the form"), heads, [300, -1, 230, 190])
        self.table.set_drop_order((3,))
        self.table.entered.connect(self.enter)
        self.table.moved.connect(self._on_move)
        self.chips = FormChips(ctx)
        self.chips.form_chosen.connect(lambda form, year: self.show_form(RegistryForm(form), year))
        self.chips.transplant_chosen.connect(self._choose_transplant)
        self._facts = ElidedLabel("", "muted")
        self._count = PlainLabel("", "warn")
        self._typed = ElidedLabel("", "bold")
        self._consent = AlertNote("", "", "danger")
        self._note = AlertNote("", "", "warn")
        self._unchecked: list[FormState] = []
        self._checks = QTimer(self)
        self._checks.setInterval(0)
        self._checks.timeout.connect(self._check_next)
        self._buttons = self._make_buttons()
        self._lay_out()
        self._keys()
        self.read()

    # building ---------------------------------------------------------------------------------------------------

    def _make_buttons(self) -> dict[str, KeyButton]:
        made: dict[str, tuple[KeyButton, Callable[[], object]]] = {
            "enter": (KeyButton(self.tr("Enter the item"), icon="edit", hint="Enter", small=True), self._enter_chosen),
            "next": (KeyButton(self.tr("Next missing"), icon="alert", hint="F8", small=True), self.next_missing),
            "csv": (KeyButton(self.tr("Save as…"), icon="export", hint="Ctrl+S", small=True), self.save_as),
            "print": (KeyButton(self.tr("Print"), icon="print", hint="Ctrl+P", small=True), self._print),
            "back": (KeyButton(self.tr("Back"), hint="Esc", small=True), self.closed.emit),
            "void": (KeyButton(self.tr("Take back"), icon="undo", kind="link", small=True), self.take_back),
            "change": (KeyButton(self.tr("Change"), icon="edit", kind="link", small=True), self.change_typed),
            "typed": (KeyButton("", hint="Ctrl+Enter", kind="primary", small=True), self.type_in),
        }
        for name, (button, act) in made.items():
            button.setObjectName(f"registry_{name}")
            button.clicked.connect(act)
        return {name: button for name, (button, _act) in made.items()}

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(Space.SMALL)
        head.addWidget(PlainLabel(self.tr("Registry"), "page"))
        head.addStretch(1)
        for name in ("enter", "next", "csv", "print", "back"):
            head.addWidget(self._buttons[name])
        about = QHBoxLayout()
        about.setSpacing(Space.SMALL)
        about.addWidget(self._facts, 1)
        about.addWidget(ElidedLabel(self.tr("1 to 4 choose the form, 4 again the year before"), "muted"))
        about.addWidget(self._typed)
        for name in ("void", "change"):
            about.addWidget(self._buttons[name])
        foot = QHBoxLayout()
        foot.addWidget(self._count)
        foot.addStretch(1)
        foot.addWidget(self._buttons["typed"])
        panel = Panel(flush=True)
        panel.add(self.table, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.PAGE_EDGE, Space.MEDIUM, Space.PAGE_EDGE, Space.MEDIUM)
        column.setSpacing(Space.SMALL)
        column.addLayout(head)
        column.addWidget(self.chips)
        column.addLayout(about)
        for note in (self._consent, self._note):
            column.addWidget(note)
        column.addWidget(panel, 1)
        column.addLayout(foot)

    def _keys(self) -> None:
        keys: dict[str, Callable[[], object]] = {
            "Ctrl+Return": self.type_in, "F8": self.next_missing, "Ctrl+S": self.save_as,
            "1": lambda: self.show_form(RegistryForm.DAY0), "2": lambda: self.show_form(RegistryForm.DAY100),
            "3": lambda: self.show_form(RegistryForm.MONTH6), "4": self._step_year,
        }  # fmt: skip
        for key, act in keys.items():
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    # which form -------------------------------------------------------------------------------------------------

    def read(self) -> None:
        """Read the forms and the one shown; the mark stays on its item. KnownError without a Day 0."""
        from hsct_desktop.services import registry

        self.known = registry.forms(self._ctx.ready(), self.patient_id)
        wanted = self.own.transplant_id if self.own is not None else None
        self.own = own = registry.chosen(self.known, self._ctx.today(), wanted)
        before = self.state.due if self.state is not None else None
        self.state = own.form(before.form, before.span.year) if before is not None else None
        if self.state is None or not self.state.due.is_open:
            self.state = _first(own)
        self.chips.forget_changes()
        self._show()
        self._check()

    def _check(self) -> None:
        """Look, one after the other while nothing else is to do, which forms have changed since they were typed in."""
        self._unchecked = [one for one in self.own.forms if one.typed is not None] if self.own is not None else []
        self._checks.start()

    def _check_next(self) -> None:
        from hsct_desktop.services import registry

        if not self._unchecked or self.own is None or self._ctx.workspace is None:
            self._checks.stop()
            return
        state = self._unchecked.pop(0)
        if registry.is_changed(self._ctx.workspace, self.patient_id, self.own, state):
            self.chips.say_changed(state)

    def go_to(self, part: str) -> None:
        """Show `form`, `form.year` or `form.year.item` (0 for a form without years), as of a transplant with `#id`."""
        asked, _hash, transplant_id = part.partition("#")
        form, year, item = (*asked.split("."), "0", "")[:3] if "." in asked else (asked, "0", "")
        if transplant_id.isdigit():
            self._choose_transplant(int(transplant_id))
        self.show_form(RegistryForm(form), int(year) if year.isdigit() else 0)
        if item:
            self.table.choose(item)

    def show_form(self, form: RegistryForm, year: int = 0) -> None:
        """Show a form; the annual one of `year`, of the last year for 0. What is not due says so."""
        if self.own is None:
            return
        if form is RegistryForm.ANNUAL and not year:
            year = max((one.due.span.year for one in self.own.forms), default=0)
        state = self.own.form(form, year)
        if state is None:
            self._ctx.report_error(KnownError("registry_not_wanted"))
        elif not state.due.is_open:
            self._ctx.report_error(KnownError("registry_not_due", due=state.due.span.due))
        else:
            self.state = state
            self._show()
            self.focus_first()

    def _step_year(self) -> None:
        """The last year, then the year before it, and round."""
        due = self.state.due if self.state is not None else None
        year = due.span.year - 1 if due is not None and due.form is RegistryForm.ANNUAL else 0
        self.show_form(RegistryForm.ANNUAL, max(0, year))

    def _choose_transplant(self, transplant_id: int) -> None:
        self.own = next((one for one in self.known if one.transplant_id == transplant_id), self.own)
        if self.own is not None:
            self.state = _first(self.own)
            self._show()
            self._check()
            self.focus_first()

    # showing ----------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        from hsct_desktop.services import registry

        self.chips.show_forms(self.known, self.own, self.state)
        if self.own is None or self.state is None:
            self._show_nothing()
            return
        due = self.state.due
        self.sheet = found = registry.sheet(
            self._ctx.ready(), self.patient_id, due.form, year=due.span.year, transplant_id=self.own.transplant_id
        )
        words = self._ctx.wording
        key = "until" if found.first is None else "period"
        days = {"first": found.first, "last": found.last, "due": found.due}
        self._facts.setText(words.text(f"registry.print.{key}", **days))
        lines: list[Line] = []
        for section, items in groupby(found.items, lambda item: item.section):
            rows = [self._line(item) for item in items]
            lines += [Line((Cell(section),), group=len(rows)), *rows]
        self.table.set_lines(lines, self.table.key())
        self._say()
        self._on_move()

    def _show_nothing(self) -> None:
        self.sheet = None
        due = self.known[-1].forms[0].due.span.due
        self._facts.setText(self._ctx.wording.text("error.registry_not_due", due=due))
        self.table.set_lines([])
        self._say()
        self._on_move()

    def _line(self, item: SheetItem) -> Line:
        state, token = self._state_words(item)
        place = self._place_name(item.place)
        cells = (
            Cell(item.label, bold=bool(token), tip=item.field or item.label),
            Cell(_shortened(item.value) or "–", "" if item.value else "muted"),
            Cell(state, token or "muted"),
            Cell(place, "accent" if token else "muted"),
        )
        return Line(cells, item.id)

    def _place_name(self, place: str) -> str:
        names = {
            "edit": self.tr("Patient and transplant"),
            "settings": self.tr("Settings"),
            "history": self.tr("History of the disease"),
            "treatment": self.tr("Treatment"),
            "engraftment": self.tr("Engraftment"),
            "record_visit": self.tr("Visit"),
            "record_transfusion": self.tr("Transfusion"),
            "change_state": self.tr("Change of state"),
            "toxicity": self.tr("Toxicity"),
            "record_infection": self.tr("Infection"),
            "record_neurology": self.tr("Neurology visit"),
            "record_measure": self.tr("Outcome measures"),
            "record_relapse": self.tr("Relapse"),
            "record_mri": self.tr("MRI"),
            "record_dmt": self.tr("Drug for the disease"),
            "long_term": self.tr("Long term"),
            "record_fertility": self.tr("Fertility, pregnancy"),
            "visits": self.tr("Visits"),
            "review_death": self.tr("Adjudicated death"),
        }
        return names.get(place, "")

    def _state_words(self, item: SheetItem) -> tuple[str, str]:
        """What stands in the column State, and its colour."""
        words = self._ctx.wording
        if item.was is not None:
            then = item.was or words.text("registry.state.nothing")
            return words.text("registry.state.changed", was=_shortened(then, 120)), "warn"
        return words.text(f"registry.state.{item.state}"), "warn" if item.state.value == "missing" else ""

    def _say(self) -> None:
        """The counts, who typed the form in, what changed since, and what can be done."""
        words, found = self._ctx.wording, self.sheet
        missing = len(found.missing) if found is not None else 0
        self._count.setText(words.count("registry.print.missing", missing) if missing else "")
        self._typed.setText(f"{_DONE} {found.typed}" if found is not None and found.typed else "")
        self._consent.setVisible(found is not None and bool(found.consent))
        if found is not None and found.consent:
            fact, _stop, rule = found.consent.partition(". ")
            self._consent.set_note(fact, rule, "danger")
        changed = len(found.changed) if found is not None else 0
        self._note.setVisible(bool(changed))
        if changed:
            fact = words.count("registry.print.changed", changed).removeprefix(_SIGN).strip()
            self._note.set_note(
                fact, self.tr("Correct it in the registry, then record here that it was typed in."), "warn"
            )
        held = self.state.typed if self.state is not None else None
        self._buttons["typed"].setText(self.tr("Typed in again…") if held is not None else self.tr("Typed in…"))
        for name, shown in (("typed", held is None or changed), ("change", held), ("void", held)):
            self._buttons[name].setVisible(bool(shown) and found is not None)
        self._buttons["next"].setEnabled(bool(missing))
        for name in ("csv", "print"):
            self._buttons[name].setEnabled(found is not None)

    def chosen(self) -> SheetItem | None:
        """The item under the mark."""
        key = self.table.key()
        return next((item for item in self.sheet.items if item.id == key), None) if self.sheet is not None else None

    def _on_move(self) -> None:
        item = self.chosen()
        self._buttons["enter"].setEnabled(item is not None and bool(item.place))

    def focus_first(self) -> None:
        """Give the keys to the table."""
        self.table.setFocus(Qt.FocusReason.TabFocusReason)

    # acting -----------------------------------------------------------------------------------------------------

    def _enter_chosen(self) -> None:
        self.enter(self.table.key())

    def enter(self, key: object) -> None:
        """Go to where an item is entered; Esc comes back to it."""
        item = next((one for one in self.sheet.items if one.id == key), None) if self.sheet is not None else None
        if item is not None and item.place and self.state is not None and self.own is not None:
            due = self.state.due
            self.jumped.emit(
                item.place, f"registry@{due.form.value}.{due.span.year}.{item.id}#{self.own.transplant_id}"
            )

    def next_missing(self) -> None:
        """Put the mark on the next item that is missing, round from the last to the first."""
        if self.sheet is None or not self.sheet.missing:
            return
        order = [item.id for item in self.sheet.items]
        at = order.index(self.table.key()) if self.table.key() in order else -1
        wanted = {item.id for item in self.sheet.missing}
        self.table.choose(next(one for one in (*order[at + 1 :], *order[: at + 1]) if one in wanted))
        self.focus_first()

    def type_in(self) -> None:
        """Record that the form was typed in as it is shown; of one that was and has not changed that is said."""
        if self.sheet is None or self.state is None or self.own is None:
            return
        if self.state.typed is not None and not self.sheet.changed:
            self._ctx.toast(
                self.tr("This form was typed in and has not changed since; Change corrects by whom and when.")
            )
            return
        due, ws = self.state.due, self._ctx.ready()
        blank = RegistryEntry(
            self.patient_id, self.own.transplant_id, due.form, self._ctx.today(), ws.require_author().name, "",
            due.span.year, self.state.typed.entry.reference if self.state.typed is not None else "",
        )  # fmt: skip
        self._ctx.open_sheet(TypedSheet(self._ctx, blank, self.sheet))

    def change_typed(self) -> None:
        """Change by whom, when, or the number."""
        held = self.state.typed if self.state is not None else None
        if held is not None and self.sheet is not None:
            self._ctx.open_sheet(TypedSheet(self._ctx, held.entry, self.sheet, held))

    def take_back(self) -> None:
        """Take back that the form was typed in, with the reason."""
        from hsct_desktop.services import registry

        held = self.state.typed if self.state is not None else None
        if held is None or self.sheet is None:
            return
        what = f"{self.sheet.title}: {self.sheet.typed}"
        sheet = ReasonSheet(
            self._ctx, self.patient_id, self.tr("Not typed into the registry"), what,
            lambda ws, reason: registry.void_typed(ws, held.id, reason, held.version), draft=f"void_registry:{held.id}",
        )  # fmt: skip
        self._ctx.open_sheet(sheet)

    def save_as(self) -> None:
        """Ask for a place and write the form there, as a table or as PDF by the ending of the name."""
        if self.sheet is None:
            return
        from hsct_desktop.services import file_names

        ws, found = self._ctx.ready(), self.sheet
        name = file_names.name_for(ws, self.patient_id, self._file_kind(), self._ctx.today(), self._ctx.language)
        kinds = ";;".join((self.tr("Table (*.csv)"), self.tr("PDF (*.pdf)")))
        chosen, kind = QFileDialog.getSaveFileName(self, self.tr("Save registry form as"), f"{name}.csv", kinds)
        if chosen:
            path = Path(chosen)
            if path.suffix.casefold() not in (".csv", ".pdf"):
                path = path.with_name(f"{path.name}{'.pdf' if '.pdf' in kind else '.csv'}")
            self.write_to(found, path)

    def write_to(self, found: RegistrySheet, path: Path) -> None:
        """Write the form; the dialog has asked before it gave the name of a file that is there."""
        from hsct_desktop.domain.look import Look
        from hsct_desktop.services import access_log, registry

        try:
            registry.write(self._ctx.ready(), found, path, overwrite=True)
            access_log.viewed(self._ctx.ready(), self.patient_id, Look.EXPORT)
        except KnownError as error:
            self._ctx.report_error(error)
        else:
            self._ctx.toast(self.tr("Saved to {}").format(path))

    def _print(self) -> None:
        self._ctx.action_wanted.emit("print_list")

    def print_shown(self, printer: Printer) -> None:
        """What Ctrl+P prints here."""
        if self.sheet is not None:
            printer.registry(self.patient_id, self.sheet, self._file_kind())

    def _file_kind(self) -> str:
        """Which form it is, as names of files say it: registry-day0, registry-annual-2."""
        due = self.state.due if self.state is not None else None
        parts = (
            "registry",
            due.form.value if due is not None else "",
            str(due.span.year or "") if due is not None else "",
        )
        return "-".join(filter(None, parts))


def _shortened(value: str, most: int = _LONG) -> str:
    return value if len(value) <= most else f"{value[: most - 1]}…"


def _first(own: TransplantForms) -> FormState | None:
    """The form to begin with: the first that waits to be typed in, else the last that is due."""
    due = [one for one in own.forms if one.due.is_open]
    return next((one for one in due if one.typed is None), due[-1] if due else None)
