"""Tables out of the record: which records, with whose identity, as which file; what is in it is said before."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFileDialog, QGridLayout, QProgressBar, QVBoxLayout, QWidget

from hsct_desktop.domain.patient import Purpose
from hsct_desktop.views.context import Context
from hsct_desktop.views.form_fields import ChipsField, ChoiceField, TextField
from hsct_desktop.views.sheet import captioned, enum_choices
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.field import NoteLine
from hsct_desktop.views.widgets.note import AlertNote
from hsct_desktop.views.widgets.plain_label import PlainLabel
from hsct_desktop.views.widgets.side_sheet import SideSheet

if TYPE_CHECKING:
    from hsct_desktop.services.exports import ExportRequest, PastExport

TABLES, ANALYSIS, ARCHIVE = "tables", "analysis", "archive"
PSEUDONYMS, IDENTITY = "pseudonyms", "identity"
SEMICOLON: Final = "csv_semicolon"
_FORMATS: Final = ("xlsx", "csv", SEMICOLON, "jsonl")
_PAST: Final = 5


@dataclass(frozen=True)
class ExportWish:
    """What is wanted: tables by a request, the analysis set (of whose request `as_days` counts), or the whole file (of
    whose request the reason counts)."""

    what: str
    request: ExportRequest


class ExportSheet(SideSheet):
    """`wanted` carries an ExportWish and the place chosen; `stop_wanted` asks to end what is being written."""

    wanted = Signal(object, object)
    stop_wanted = Signal()

    def __init__(self, ctx: Context) -> None:
        super().__init__(ctx.sheet_host(), "", top=ctx.sheet_top(), save="")
        self._ctx = ctx
        self._running = False
        self._aloud = False
        """Whether saving was asked for while something was missing: from then on it is said beside its field."""
        self.boxes: dict[str, QCheckBox] = {}
        self._counts: dict[str, tuple[PlainLabel, int]] = {}
        self.set_body(self._lay())
        self.draft_button().setText(self.tr("Leave"))
        self.save_button().setText(self.tr("Save as…"))
        for button in (self.stop, self.draft_button(), self.save_button()):
            button.setAutoDefault(True)  # Enter presses what has the keys, as Space does
        self.saved.connect(self._choose_place)
        self._show_kinds()
        self._recheck()

    # the form ---------------------------------------------------------------------------------------------------

    def _lay(self) -> QWidget:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setSpacing(12)
        self.outcome = AlertNote("", "")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.stop = KeyButton(self.tr("Cancel"))
        self.stop.clicked.connect(self.stop_wanted)
        self.outcome.add(self.bar)
        self.outcome.add(self.stop)
        self.outcome.hide()
        self.form = QWidget()
        inside = QVBoxLayout(self.form)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(12)
        for widget in (self._what(), *self._why(), *self._who(), *self._how(), self._which()):
            inside.addWidget(widget)
        column.addWidget(self.outcome)
        column.addWidget(self.form)
        column.addWidget(self._before_this())
        column.addStretch(1)
        return body

    def _what(self) -> QWidget:
        """Tables as they are wanted, or one of the two sets that are always made alike."""
        self.what = ChipsField()
        self.what.setProperty("caption", self.tr("What leaves the program"))
        kinds = [(TABLES, self.tr("Tables")), (ANALYSIS, self.tr("Analysis set")), (ARCHIVE, self.tr("Complete copy"))]
        self.what.set_choices(kinds)
        self.what.set_value(TABLES)
        self.what.setObjectName("what")
        self.what.edited.connect(self._on_who)
        return self.what

    def _why(self) -> tuple[QWidget, ...]:
        """For which purpose: research and registry ask for the patient's consent."""
        self.purpose = ChipsField()
        self.purpose.setProperty("caption", self.tr("Purpose"))
        self.purpose.set_choices(enum_choices(self._ctx.wording, "purpose", Purpose))
        self.purpose.set_value(Purpose.UNIT)
        self.purpose.setObjectName("purpose")
        self.purpose.edited.connect(self._on_purpose)
        self._consent_note = PlainLabel("", "caption", wrap=True)
        self._consent_note.hide()
        return self.purpose, self._consent_note

    def _who(self) -> tuple[QWidget, ...]:
        """With whose identity, and what that means."""
        self.who = ChipsField()
        self.who.setProperty("caption", self.tr("Patients appear"))
        self.who.set_choices([(PSEUDONYMS, self.tr("With pseudonyms")), (IDENTITY, self.tr("With identity"))])
        self.who.set_value(PSEUDONYMS)
        self.who.setObjectName("who")
        self._meaning = PlainLabel("", "muted", wrap=True)
        self.reason = captioned(TextField(), self.tr("Why identity is needed"), "reason")
        self._warning = AlertNote("", "", "warn")
        self._warning.add(self.reason)
        self._refusal = AlertNote("", "", "danger")
        self.who.edited.connect(self._on_who)
        self.reason.edited.connect(self._on_edit)
        return self.who, self._meaning, self._warning, self._refusal

    def _how(self) -> tuple[QWidget, ...]:
        """As which file, with dates or days."""
        self.format = captioned(ChoiceField(), self.tr("File"), "format")
        self.format.set_choices([(name, self._ctx.wording.text(f"export.format.{name}")) for name in _FORMATS])
        self.format.set_value(_FORMATS[0])
        self.days = QCheckBox(self.tr("Dates as days from the first Day 0"))
        self.days.setObjectName("days")
        self._days_note = PlainLabel("", "caption", wrap=True)
        self.days.toggled.connect(self._on_edit)
        self.format.edited.connect(self._on_edit)
        return self.format, self.days, self._days_note

    def _which(self) -> QWidget:
        """The kinds of records with their rows."""
        holder = self._records = QWidget()
        self._grid = QGridLayout(holder)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(0, 1)
        self._grid.addWidget(PlainLabel(self.tr("Records"), "bold"), 0, 0)
        self._grid.addWidget(PlainLabel(self.tr("Rows"), "caption"), 0, 1, Qt.AlignmentFlag.AlignRight)
        self.all = QCheckBox(self.tr("All records"))
        self.all.setObjectName("all")
        self.all.setChecked(True)
        self.all.clicked.connect(self._tick_all)
        self._total = PlainLabel("", "muted")
        self._none = NoteLine()
        self._none.hide()
        self._grid.addWidget(self.all, 1, 0)
        self._grid.addWidget(self._total, 1, 1, Qt.AlignmentFlag.AlignRight)
        self._grid.addWidget(self._none, 2, 0, 1, 2)
        return holder

    def _before_this(self) -> QWidget:
        """What was exported before, by whom."""
        holder = QWidget()
        self._past = QVBoxLayout(holder)
        self._past.setContentsMargins(0, 8, 0, 0)
        self._past.setSpacing(4)
        return holder

    def _show_kinds(self) -> None:
        """The kinds that can be exported as chosen, what was ticked stays so."""
        from hsct_desktop.services import exports

        identified = self.identified and self.kind_of == TABLES
        found = exports.extent(self._ctx.ready(), identified=identified, purpose=self.purpose_of)
        self._extent = found
        ticked = {kind for kind, box in self.boxes.items() if box.isChecked()} if self.boxes else None
        for kind in self.boxes.keys() - {one.kind for one in found.kinds}:
            self._take_away(kind)
        for number, one in enumerate(found.kinds, start=3):
            if one.kind not in self.boxes:
                self._add_kind(one.kind, one.label, number)
                self.boxes[one.kind].setChecked(ticked is None or self.all.isChecked())
            label = self._counts[one.kind][0]
            label.setText(f"{one.rows}")
            self._counts[one.kind] = (label, one.rows)
        self._total.setText(f"{sum(one.rows for one in found.kinds)}")
        self._show_past(exports.past(self._ctx.ready(), _PAST))

    def _add_kind(self, kind: str, label: str, row: int) -> None:
        box = QCheckBox(label)
        box.setObjectName(kind)
        box.clicked.connect(self._on_edit)
        count = PlainLabel("", "muted")
        self._grid.addWidget(box, row, 0)
        self._grid.addWidget(count, row, 1, Qt.AlignmentFlag.AlignRight)
        self.boxes[kind], self._counts[kind] = box, (count, 0)

    def _take_away(self, kind: str) -> None:
        for widget in (self.boxes.pop(kind), self._counts.pop(kind)[0]):
            self._grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()

    def _show_past(self, found: list[PastExport]) -> None:
        while (item := self._past.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if found:
            self._past.addWidget(PlainLabel(self.tr("Earlier exports"), "bold"))
        for one in found:
            whose = self.tr("with identity") if one.identified else self.tr("with pseudonyms")
            said = [self._ctx.wording.moment(one.at), one.by, whose, one.kinds, one.reason]
            self._past.addWidget(PlainLabel(" · ".join(part for part in said if part), "muted", wrap=True))

    # what is chosen ---------------------------------------------------------------------------------------------

    @property
    def kind_of(self) -> str:
        """What was chosen to leave: TABLES, ANALYSIS or ARCHIVE."""
        return str(self.what.value() or TABLES)

    @property
    def purpose_of(self) -> Purpose:
        """What it is wanted for; a complete copy is the unit's own."""
        chosen = self.purpose.value()
        return chosen if isinstance(chosen, Purpose) and self.kind_of != ARCHIVE else Purpose.UNIT

    @property
    def identified(self) -> bool:
        """Whether identity leaves with it: a complete copy is one."""
        return self.kind_of == ARCHIVE or (self.kind_of == TABLES and self.who.value() == IDENTITY)

    def chosen(self) -> tuple[str, ...]:
        """The kinds that are ticked."""
        return tuple(kind for kind, box in self.boxes.items() if box.isChecked())

    def wish(self) -> ExportWish | None:
        """What is wanted, None while something is missing."""
        from hsct_desktop.services import exports

        kinds, reason = self.chosen(), self.reason.text().strip()
        if self.kind_of == TABLES and not kinds:
            return None
        if self.identified and not (reason and self._may_identify()):
            return None
        named = str(self.format.value())
        request = exports.ExportRequest(
            () if len(kinds) == len(self.boxes) else kinds,
            exports.TableFormat.CSV if named == SEMICOLON else exports.TableFormat(named),
            self.identified,
            reason if self.identified else "",
            self.days.isChecked(),
            ";" if named == SEMICOLON else ",",
            purpose=self.purpose_of,
        )
        return ExportWish(self.kind_of, request)

    def _lacking(self) -> list[tuple[str, QWidget]]:
        """What is missing, each with the field that gives it."""
        found: list[tuple[str, QWidget]] = []
        if self.identified and self._may_identify() and not self.reason.text().strip():
            found.append((self.tr("Say why identity is needed: the change log keeps it."), self.reason))
        if self.kind_of == TABLES and not self.chosen():
            found.append((self.tr("Tick what shall leave the program."), self.all))
        return found

    def _may_identify(self) -> bool:
        from hsct_desktop.services import exports

        return exports.may_identify(self._ctx.ready())

    def _on_who(self) -> None:
        self.reason.set_text("")  # the next time it is asked anew
        self._show_kinds()
        self._on_edit()

    def _on_purpose(self) -> None:
        self._show_kinds()
        self._on_edit()

    def _tick_all(self) -> None:
        ticked = self.all.checkState() is not Qt.CheckState.Unchecked
        self.all.setCheckState(Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked)
        for box in self.boxes.values():
            box.setChecked(ticked)
        self._on_edit()

    def _on_edit(self, *_whatever: object) -> None:
        """Something else is wanted now: what became of the last export is no word about it."""
        if not self._running:
            self.outcome.hide()
        self._recheck()

    def _recheck(self) -> None:
        """Say what would be in it, and whether it can be."""
        ticked = self.chosen()
        whole, none = len(ticked) == len(self.boxes), not ticked
        partly = Qt.CheckState.PartiallyChecked
        self.all.setCheckState(Qt.CheckState.Checked if whole else Qt.CheckState.Unchecked if none else partly)
        self._say_extent(ticked)
        self._say_identity()
        self._say_days()
        self._say_lacking()
        self.save_button().setEnabled(not self._running and (not self.identified or self._may_identify()))

    def _say_lacking(self) -> None:
        """Count what is missing in the foot, and once saving was asked for say it beside the field."""
        lacking = self._lacking()
        if not lacking:
            self._aloud = False
        said = {field: words for words, field in lacking} if self._aloud else {}
        self.reason.set_error(said.get(self.reason))
        self._none.show_text(said.get(self.all, ""), "error")
        self.set_problems([] if self._running else lacking)

    def jump(self) -> None:
        """Go to what is missing, saying what it is."""
        self._aloud = True
        self._say_lacking()
        super().jump()
        if self.all.hasFocus():
            self.keep_in_sight(self._none)

    def _say_extent(self, ticked: Sequence[str]) -> None:
        """How many patients and rows, beside the title."""
        words = self._ctx.wording
        said = [words.count("export.count.patients", self._extent.patients)]
        if self.kind_of == TABLES:
            said.append(words.count("export.count.rows", sum(self._counts[kind][1] for kind in ticked)))
        is_empty = self.kind_of == TABLES and not ticked
        self.set_title(self.tr("Export"), self.tr("nothing is ticked") if is_empty else " · ".join(said))
        for widget in (self.who, self.format, self._records):
            widget.setVisible(self.kind_of == TABLES)
        self.days.setVisible(self.kind_of != ARCHIVE)
        self.purpose.setVisible(self.kind_of != ARCHIVE)
        lacking, refused = self._extent.without_consent, self._extent.refused_research
        told = [words.count("export.told.without_consent", lacking)] if lacking else []
        told += [words.count("export.told.refused_research", refused)] if refused else []
        self._consent_note.setVisible(bool(told))
        self._consent_note.setText(" ".join(told))

    def _say_identity(self) -> None:
        ws, allowed = self._ctx.ready(), self._may_identify()
        self._meaning.setVisible(self.kind_of != TABLES or not self.identified)
        self._meaning.setText(self._meanings()[self.kind_of])
        self._warning.setVisible(self.identified and allowed)
        self._warning.set_note(
            self.tr("Codes, names, contacts and free texts leave the program."),
            self.tr("The change log keeps who exported them, when and why."),
        )
        self._refusal.setVisible(self.identified and not allowed)
        author = ws.author
        working = self.tr("Nobody is chosen as working.")
        if author is not None:
            role = self._ctx.wording.enum("role", author.role)
            working = self.tr("{name} works now: {role}.").format(name=author.name, role=role)
        self._refusal.set_note(self.tr("Identities are exported by a physician or the data manager."), working)

    def _meanings(self) -> dict[str, str]:
        """What each choice gives."""
        return {
            TABLES: self.tr(
                "Pseudonyms stay the same in every export of this file. Names, contacts, staff and free texts are left "
                "out; the birth date becomes the age at Day 0. Of words typed by hand, such as drugs and organisms, "
                "only those stay that a list of the program has."
            ),
            ANALYSIS: self.tr(
                "One row for each patient (disease, baseline, regimen, engraftment, worst grades, outcomes) and long "
                "tables beside it, as CSV for pandas or R with a dictionary. Patients appear under their pseudonyms."
            ),
            ARCHIVE: self.tr(
                "Every table and field with change log and documents, as JSON lines that any program can read. Taken "
                "into an empty file it gives the same file again."
            ),
        }

    def _say_days(self) -> None:
        lacking = self._extent.without_day0
        self._days_note.setVisible(self.days.isChecked() and self.kind_of != ARCHIVE and lacking > 0)
        if lacking:
            self._days_note.setText(self._ctx.wording.count("export.told.without_day0", lacking))

    # where ------------------------------------------------------------------------------------------------------

    def _choose_place(self) -> None:
        wish = self.wish()
        if wish is None or self._running:
            if not self._running and self._lacking():
                self.jump()
            return
        from hsct_desktop.services import exports

        name = exports.suggested_name(self._ctx.ready(), wish.request)
        if wish.what != TABLES:
            name = f"hsct-{wish.what}-{self._ctx.today().isoformat()}"
        elif wish.request.format is exports.TableFormat.XLSX:
            kinds = self.tr("Excel workbooks (*{})").format(".xlsx")
            chosen, _kind = QFileDialog.getSaveFileName(self, self.tr("Save export"), name, kinds)
            if chosen:
                path = Path(chosen)
                named = path if path.suffix.casefold() == ".xlsx" else path.with_name(path.name + ".xlsx")
                # The dialog has asked whether what lies under the name that it gave may go.
                self.wanted.emit(replace(wish, request=replace(wish.request, overwrite=named == path)), named)
            return
        folder = QFileDialog.getExistingDirectory(self, self.tr("Folder in which the export gets its own folder"))
        if folder:
            self.wanted.emit(wish, _free(Path(folder) / name))

    # what becomes of it -----------------------------------------------------------------------------------------

    def show_progress(self, done: int, of: int) -> None:
        """So much of it is done."""
        if not self._running:
            self._running = True
            self.outcome.set_note(self.tr("The tables are being written."), "", "info")
            for widget in (self.outcome, self.bar, self.stop):
                widget.show()
            self._take_keys(self.stop)  # before what has them is disabled, or they go to the page behind
            self.form.setEnabled(False)
            self.save_button().setEnabled(False)
            self.set_problems([])
            self._to_top()
        self.bar.setRange(0, of)
        self.bar.setValue(done)

    def show_outcome(self, fact: str, lines: str = "", kind: str = "info") -> None:
        """How it ended; the form can be used again."""
        self._running = False
        self.outcome.set_note(fact, lines, kind)
        self.outcome.show()
        self.form.setEnabled(True)
        self._show_kinds()
        self._recheck()
        self._take_keys(self.save_button() if self.save_button().isEnabled() else self.what)
        self.bar.hide()
        self.stop.hide()
        self._to_top()

    def _take_keys(self, stop: QWidget) -> None:
        """Give the keys to a part of the sheet, unless somebody went on to the page behind meanwhile."""
        focus = self.window().focusWidget()
        if focus is None or self.isAncestorOf(focus):
            stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_written(self, path: Path, lines: Sequence[str]) -> None:
        """What was written, and where."""
        self.show_outcome(self.tr("Written: {}").format(path), "\n".join(lines), "success")

    def _to_top(self) -> None:
        self._scroll.verticalScrollBar().setValue(0)


def _free(path: Path) -> Path:
    """The first name that is free, numbered where the plain one is taken."""
    names = itertools.chain((path,), (path.with_name(f"{path.name}-{number}") for number in itertools.count(2)))
    return next(name for name in names if not name.exists())
