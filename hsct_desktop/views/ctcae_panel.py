"""The NCI's own wording of CTCAE grades on the page of settings: what is loaded, and loading the NCI's file."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hsct_desktop.domain.problem import KnownError
from hsct_desktop.views.context import Context
from hsct_desktop.views.file_dialogs import ask_file
from hsct_desktop.views.jobs import Jobs
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.note import AlertNote
from hsct_desktop.views.widgets.panel import Panel, rule
from hsct_desktop.views.widgets.plain_label import ElidedLabel, PlainLabel, plain_tooltip

if TYPE_CHECKING:
    from hsct_desktop.services.official_wording import Preview, WordingRow

WESTERN: Final = "cp1252"
"""The encoding offered for a file that is not UTF-8: never used unasked."""
_MOST_NAMED: Final = 4


class OfficialWordingPanel(Panel):
    """What is loaded of each version, and a file in three steps: chosen, shown what it is, taken."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(self.tr("CTCAE wording"), ctx.wording.enum("setting_scope", "unit").lower(), parent=parent)
        self._ctx = ctx
        self._jobs = Jobs(self)
        self._path: Path | None = None
        self._preview: Preview | None = None
        self.setObjectName("officialWording")
        self.choose = KeyButton(self.tr("Load the NCI's file…"), icon="plus", small=True)
        self.choose.clicked.connect(self._on_choose)
        self.add_to_head(self.choose)
        about = self.tr(
            "Grades are explained in short words of our own. The NCI's own texts stand beside them once its"
            " spreadsheet, or a CSV of it, has been loaded. They stay in this data file."
        )
        self.add(PlainLabel(about, "muted", wrap=True))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(Space.SMALL)
        self.body().addLayout(self._rows)
        self.problem = AlertNote("", "", "danger")
        self.western = KeyButton(self.tr("Read it as Windows-1252"), small=True)
        self.western.clicked.connect(lambda: self._read(WESTERN))
        self.problem.add(_at_start(self.western))
        self.problem.hide()
        self.add(self.problem)
        self._found = self._found_part()
        self.add(self._found)
        self.refresh()

    def _found_part(self) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.SMALL)
        self.what = PlainLabel("", "bold", wrap=True)
        self.differences = PlainLabel("", "", wrap=True)
        self.take = KeyButton(self.tr("Load"), kind="primary", small=True)
        self.leave = KeyButton(self.tr("Cancel"), small=True)
        self.take.clicked.connect(self._on_take)
        self.leave.clicked.connect(self._on_leave)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.leave)
        foot.addWidget(self.take)
        column.addWidget(rule())
        column.addWidget(self.what)
        column.addWidget(self.differences)
        column.addLayout(foot)
        part.hide()
        return part

    # what is loaded ---------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Show what is loaded."""
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        workspace = self._ctx.workspace
        self.choose.setEnabled(workspace is not None)
        if workspace is None:
            self._rows.addWidget(PlainLabel(self.tr("Open a data file to load it."), "muted", wrap=True))
            return
        from hsct_desktop.catalogue.catalogue import CTCAE_FILES
        from hsct_desktop.services import official_wording

        loaded = {row.ctcae_version: row for row in official_wording.loaded(workspace)}
        for version in CTCAE_FILES:
            self._rows.addWidget(self._row(version, loaded.get(version)))

    def _row(self, version: str, row: WordingRow | None) -> QWidget:
        line = QWidget()
        layout = QHBoxLayout(line)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(Space.MEDIUM)
        layout.addWidget(PlainLabel(self.tr("CTCAE v{}").format(version), "bold"))
        words = self._loaded_words(row) if row is not None else self.tr("not loaded")
        label = ElidedLabel(words, "" if row is not None else "muted")
        label.setToolTip(plain_tooltip(words))
        layout.addWidget(label, 1)
        if row is not None:
            remove = KeyButton(self.tr("Remove"), small=True)
            remove.setAccessibleName(self.tr("Remove the NCI's wording of CTCAE v{}").format(version))
            remove.clicked.connect(partial(self._on_remove, row))
            layout.addWidget(remove, 0, Qt.AlignmentFlag.AlignRight)
        return line

    def _loaded_words(self, row: WordingRow) -> str:
        who = ", ".join(part for part in (row.by, self._ctx.wording.date(row.on)) if part)
        terms = self.tr("{} terms").format(row.terms)
        return " · ".join((terms, row.source_name, who))

    def _on_remove(self, row: WordingRow) -> None:
        from hsct_desktop.services import official_wording

        workspace = self._ctx.ready()
        self._ctx.save(lambda: official_wording.remove(workspace, row.id, row.version), self)
        self.refresh()

    # a file -----------------------------------------------------------------------------------------------------

    def _on_choose(self) -> None:
        kinds = self.tr("Tables (*.xlsx *.csv *.txt);;All files (*)")
        path = ask_file(self, self.tr("The NCI's table of CTCAE terms"), kinds, Path.home())
        if path is not None:
            self.read(path)

    def read(self, path: Path) -> None:
        """Look into a file and say what it is; nothing is kept yet."""
        self._path = path
        self._read(None)

    def _read(self, encoding: str | None) -> None:
        from hsct_desktop.services import official_wording

        workspace, path = self._ctx.workspace, self._path
        if workspace is None or path is None or self._jobs.busy:
            return
        self._on_leave()
        self.choose.setEnabled(False)
        self._jobs.run(lambda: official_wording.load_file(workspace, path, encoding), self._on_read, self._on_failed)

    def _on_read(self, preview: Preview) -> None:
        self.choose.setEnabled(True)
        self._preview = preview
        terms = self.tr("{} terms").format(preview.terms)
        self.what.setText(self.tr("{0} is CTCAE v{1}: {2}.").format(preview.source_name, preview.ctcae_version, terms))
        self.differences.setText("\n".join(self._difference_words(preview)))
        self._found.show()
        self.take.setFocus(Qt.FocusReason.OtherFocusReason)

    def _difference_words(self, preview: Preview) -> list[str]:
        if preview.is_exact:
            return [self.tr("Its terms and their grades are exactly those offered here.")]
        told = (
            (self.tr("Terms not known here, left out:"), preview.strangers),
            (self.tr("Terms that the file lacks:"), preview.absent),
            (self.tr("Grades that differ (ours stay as they are):"), preview.grades),
        )
        return [f"{head} {self._named(names)}" for head, names in told if names]

    def _named(self, names: tuple[str, ...]) -> str:
        more = len(names) - _MOST_NAMED
        shown = "; ".join(names[:_MOST_NAMED])
        return self.tr("{0} and {1} more").format(shown, more) if more > 0 else shown

    def _on_failed(self, error: Exception) -> None:
        self.choose.setEnabled(True)
        if not isinstance(error, KnownError):
            raise error
        self.problem.set_note(self.tr("This file cannot be used"), self._ctx.wording.known_error(error))
        self.western.setVisible(error.key == "tablefile_not_utf8")
        self.problem.show()

    def _on_take(self) -> None:
        from hsct_desktop.services import official_wording

        preview, workspace = self._preview, self._ctx.ready()
        if preview is None:
            return
        if self._ctx.save(lambda: official_wording.take(workspace, preview), self) is not None:
            self._on_leave()
            self.refresh()
            self.choose.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_leave(self) -> None:
        """Forget the file that was shown."""
        self._preview = None
        self._found.hide()
        self.problem.hide()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._jobs.wait()


def _at_start(button: QWidget) -> QWidget:
    """A button at the start of a row of its own: in a column it would make the column as narrow as itself."""
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, Space.TIGHT, 0, 0)
    layout.addWidget(button)
    layout.addStretch(1)
    return row
