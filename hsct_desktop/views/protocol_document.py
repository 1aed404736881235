"""A protocol read as a document on the screen: picture, visits, which test when, sources."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from hsct_desktop.catalogue.protocol_words import VisitWords, visit_words
from hsct_desktop.catalogue.wording import EN_DASH
from hsct_desktop.domain.protocol import FollowUpProtocol
from hsct_desktop.pictures.protocol_timeline import note
from hsct_desktop.views.context import Context
from hsct_desktop.views.protocol_picture import ProtocolPicture
from hsct_desktop.views.rows_model import Cell, Line, RowsTable
from hsct_desktop.views.theme.tokens import Height, Space
from hsct_desktop.views.widgets.panel import Panel
from hsct_desktop.views.widgets.plain_label import PlainLabel
from hsct_desktop.views.wrapped_table import WrappedTable

if TYPE_CHECKING:
    from hsct_desktop.documents.protocol_inputs import MatrixRow, ProtocolData

_VISIT_WIDTHS: Final = (190, 204, 104, -1, 116, 104)
_TEST_WIDTH: Final = 264
_ROOM: Final = 24


class ProtocolDocument(QScrollArea):
    """The document; it scrolls as one, and follows the mark of the part that has the keyboard."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._note = ""
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.picture = ProtocolPicture(self.tr("Course"))
        self.picture.told.connect(self._tell)
        self.picture.moved.connect(lambda place: self._see(self.picture, place))
        heads = (
            self.tr("Visit"), self.tr("When"), self.tr("Window"), self.tr("Repeats"), self.tr("Where"), self.tr("Form"),
        )  # fmt: skip
        self.visits = WrappedTable(self.tr("Visits of the protocol"), heads, _VISIT_WIDTHS, whole=True)
        self.visits.set_drop_order((5, 4))
        self.visits.moved.connect(lambda: self._see_row(self.visits))
        self.tests: RowsTable | None = None
        self._source = PlainLabel("", wrap=True)
        self._source.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._disclaimer = PlainLabel(self._ctx.wording.text("protocol.doc.disclaimer"), "caption", wrap=True)
        self._lay_out()

    def _lay_out(self) -> None:
        words = self._ctx.wording
        inside = QWidget()
        inside.setProperty("role", "clear")
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, Space.SMALL, Space.SMALL)
        column.setSpacing(Space.PANEL_GAP)
        self._course = Panel(words.text("protocol.doc.picture"), " ")
        self._course.add(self.picture)
        visits = Panel(words.text("protocol.doc.visits"), words.text("protocol.doc.visits_note"), flush=True)
        visits.add(self.visits)
        self._tests = Panel(words.text("protocol.doc.tests"), words.text("protocol.doc.tests_note"), flush=True)
        sources = Panel(words.text("protocol.doc.sources"))
        sources.add(self._source)
        sources.add(self._disclaimer)
        for panel in (self._course, visits, self._tests, sources):
            column.addWidget(panel)
        column.addStretch(1)
        self.setWidget(inside)

    def show_data(self, data: ProtocolData) -> None:
        """Show another protocol from its beginning."""
        words = self._ctx.wording
        self._note = note(data.protocol, words)
        self._tell("")
        self.picture.show_protocol(data.protocol, words)
        self.visits.set_lines(self._visit_lines(data.protocol))
        self._show_tests(data.protocol, data.tests)
        self._source.setText(data.protocol.source or words.text("protocol.doc.no_source"))
        self.verticalScrollBar().setValue(0)

    def _tell(self, visit: str) -> None:
        """Beside the title: the visit under the mark, else what must be known of the picture."""
        self._course.set_title(self._ctx.wording.text("protocol.doc.picture"), visit or self._note)

    def focus_first(self) -> None:
        """Put the keyboard into the table of visits."""
        self.visits.setFocus(Qt.FocusReason.TabFocusReason)

    def _visit_lines(self, protocol: FollowUpProtocol) -> list[Line]:
        return [self._visit_line(visit_words(protocol, item, self._ctx.wording)) for item in protocol.items]

    def _visit_line(self, visit: VisitWords) -> Line:
        optional = self._ctx.wording.text("protocol.optional")
        name = f"{visit.label} ({optional})" if visit.optional else visit.label
        tests = "\n".join([visit.id, *visit.tests, *visit.tests_if_indicated])
        rest = (visit.when, visit.window, visit.repeats, visit.place, visit.form)
        cells = [Cell(word or EN_DASH, "" if word else "muted") for word in rest]
        return Line((Cell(name, bold=True, tip=f"{name}\n{tests}"), *cells), visit.id)

    def _show_tests(self, protocol: FollowUpProtocol, rows: Sequence[MatrixRow]) -> None:
        """The matrix is made anew, since its columns are the visits."""
        body = self._tests.body()
        while (item := body.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        heads = [self.tr("Test"), *(item.id for item in protocol.items)]
        widths = [_TEST_WIDTH, *(0 for _ in protocol.items)]
        self.tests = table = RowsTable(self.tr("Tests at each visit"), heads, widths, row=Height.SMALL_CONTROL)
        table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        table.set_lines([self._test_line(row, protocol) for row in rows])
        # The last visit takes no more room than the others.
        table.horizontalHeader().setStretchLastSection(False)
        table.setFixedHeight(Height.HEADER + Height.SMALL_CONTROL * len(rows) + 12)
        table.moved.connect(lambda: self._see_row(table))
        self._tests.setVisible(bool(rows))
        self._tests.add(table)

    def _test_line(self, row: MatrixRow, protocol: FollowUpProtocol) -> Line:
        language = self._ctx.language
        said = {True: self.tr("always"), False: self.tr("if indicated"), None: self.tr("not planned")}
        signs = {True: "X", False: "(X)", None: EN_DASH}
        cells = [
            Cell(signs[mark], "muted" if mark is None else "", mark is True,
                 tip=f"{row.label}, {item.label.text(language)}: {said[mark]}")
            for mark, item in zip(row.marks, protocol.items, strict=True)
        ]  # fmt: skip
        return Line((Cell(row.label), *cells), row.id)

    def _see_row(self, table: RowsTable) -> None:
        index = table.currentIndex()
        if table.hasFocus() and index.isValid():
            rect = table.visualRect(index).translated(0, table.horizontalHeader().height())
            self._see(table, QRect(0, rect.top(), 1, rect.height()))

    def _see(self, part: QWidget, place: QRect) -> None:
        """Bring a place of a part into sight."""
        inside = self.widget()
        if inside is None:
            return
        top = part.mapTo(inside, QPoint(0, place.top())).y()
        self.ensureVisible(0, top, 0, _ROOM)
        self.ensureVisible(0, top + place.height(), 0, _ROOM)
