"""The texts of a protocol that the data file keeps, and what differs between any two of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from hsct_desktop.domain.problem import KnownError
from hsct_desktop.views.context import Context
from hsct_desktop.views.form_fields import ChoiceField
from hsct_desktop.views.rows_model import Cell, Line, RowsTable
from hsct_desktop.views.sheet import captioned
from hsct_desktop.views.theme.tokens import Height, Space
from hsct_desktop.views.widgets.panel import Panel
from hsct_desktop.views.widgets.plain_label import PlainLabel
from hsct_desktop.views.wrapped_table import WrappedTable

if TYPE_CHECKING:
    from hsct_desktop.services.protocols import Version

_WIDTHS: Final = (140, 196, -1, 190)
_DIFF_WIDTHS: Final = (92, 220, -1)
_MOST_ROWS: Final = 5
_FIELD: Final = 230


class VersionsTab(QWidget):
    """The texts above, their difference below. `read_wanted` asks to read the text of that id as a document."""

    read_wanted = Signal(object)

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._id = ""
        self._versions: list[Version] = []
        heads = (self.tr("Version"), self.tr("Kept since"), self.tr("Approval"), self.tr("Patients"))
        self.table = RowsTable(self.tr("Versions of the protocol"), heads, _WIDTHS)
        self.table.entered.connect(self.read_wanted)
        self.table.moved.connect(self._on_moved)
        self.before = captioned(ChoiceField(), self.tr("Before"), "before")
        self.after = captioned(ChoiceField(), self.tr("After"), "after")
        for field in (self.before, self.after):
            field.setFixedWidth(_FIELD)
            field.edited.connect(self._compare)
        kinds = (self.tr("What"), self.tr("Visit"), self.tr("Difference"))
        self.diff = WrappedTable(self.tr("What differs"), kinds, _DIFF_WIDTHS)
        self._said = PlainLabel("", "muted", wrap=True)
        self._lay_out()

    def _lay_out(self) -> None:
        texts = Panel(self.tr("Texts of this protocol"), self.tr("Enter reads one as a document"), flush=True)
        texts.add(self.table)
        choice = QHBoxLayout()
        choice.setContentsMargins(Space.PANEL_INSIDE, 0, Space.PANEL_INSIDE, 0)
        choice.setSpacing(Space.MEDIUM)
        choice.addWidget(self.before)
        choice.addWidget(self.after)
        choice.addStretch(1)
        compare = Panel(self.tr("What differs"), flush=True)
        compare.body().addLayout(choice)
        said = QHBoxLayout()
        said.setContentsMargins(Space.PANEL_INSIDE, 0, Space.PANEL_INSIDE, Space.SMALL)
        said.addWidget(self._said)
        compare.body().addLayout(said)
        compare.add(self.diff, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(Space.PANEL_GAP)
        column.addWidget(texts)
        column.addWidget(compare, 1)

    def show_protocol(self, protocol_id: str) -> None:
        """Show the texts of another protocol, or read those of the same one again."""
        from hsct_desktop.services import protocols

        known = (self._id, [version.snapshot_id for version in self._versions])
        self._id = protocol_id
        self._versions = protocols.versions(self._ctx.ready(), protocol_id)
        self.table.set_lines([self._line(version) for version in self._versions])
        rows = min(max(len(self._versions), 1), _MOST_ROWS)
        self.table.setFixedHeight(Height.HEADER + rows * (Height.ROW + 1) + 4)
        choices: list[tuple[object, str]] = [(v.snapshot_id, self._name(v)) for v in self._versions]
        for field in (self.before, self.after):
            field.set_choices(choices)
        ids = [version.snapshot_id for version in self._versions]
        if known != (protocol_id, ids):
            # The newest of the former texts against the present one is what people ask first.
            self.before.set_value(ids[1] if len(ids) > 1 else ids[0] if ids else None)
            self.after.set_value(ids[0] if ids else None)
        self._compare()

    def texts(self) -> int:
        """How many texts there are."""
        return len(self._versions)

    def known(self) -> list[Version]:
        """The texts shown."""
        return list(self._versions)

    def focus_first(self) -> None:
        """Put the keyboard into the list of texts."""
        self.table.setFocus(Qt.FocusReason.TabFocusReason)

    def _name(self, version: Version) -> str:
        if version.is_present:
            return self.tr("{}, present text").format(version.version)
        return f"{version.version}, {self._kept(version)}"

    def _kept(self, version: Version) -> str:
        if version.kept_at is None:
            return self.tr("not in the data file yet")
        return self._ctx.wording.date(version.kept_at.astimezone().date())

    def _line(self, version: Version) -> Line:
        words = self._ctx.wording
        approval = version.approval
        said = words.text("protocol.not_approved")
        if approval is not None:
            said = words.text("protocol.approved", name=approval.approved_by, on=approval.approved_on)
        people = self.tr("1 followed") if version.patients == 1 else self.tr("{} followed").format(version.patients)
        courses = self.tr("1 course") if version.courses == 1 else self.tr("{} courses").format(version.courses)
        name = self.tr("{} (present)").format(version.version) if version.is_present else version.version
        cells = (
            Cell(name, bold=version.is_present), Cell(self._kept(version)),
            Cell(said, "" if approval is not None else "muted"), Cell(f"{people}, {courses}"),
        )  # fmt: skip
        return Line(cells, version.snapshot_id)

    def _on_moved(self) -> None:
        """The text under the mark is held against the present one."""
        key = self.table.key()
        if self.table.hasFocus() and key is not None and key != self.after.value():
            self.before.set_value(key)

    def _compare(self) -> None:
        from hsct_desktop.services import protocols

        before, after = self.before.value(), self.after.value()
        if not isinstance(before, int) or not isinstance(after, int):
            self.diff.set_lines([])
            return
        try:
            found = protocols.diff(self._ctx.ready(), self._id, before, after)
        except KnownError as error:
            self._ctx.report_error(error)
            found = []
        kinds = {"+": self.tr("added"), "~": self.tr("changed")}
        gone = self.tr("taken out")
        lines = [
            Line((Cell(kinds.get(line.sign, gone), self._token(line.sign)), Cell(line.item, bold=True),
                  Cell(line.text)), number)
            for number, line in enumerate(found)
        ]  # fmt: skip
        self.diff.set_lines(lines)
        only = self.tr("There is one text only; the next change makes a second one.")
        same = self._ctx.wording.text("protocol.diff.same")
        self._said.setText("" if found else only if len(self._versions) < 2 else same)
        self._said.setVisible(bool(self._said.text()))

    def _token(self, sign: str) -> str:
        return {"+": "success", "~": "accent"}.get(sign, "danger")
