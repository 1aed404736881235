"""A window with every base widget in every state, for the tests that look at them."""

from __future__ import annotations

import datetime

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QSpinBox,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from hsct_desktop.views.widgets.buttons import IconButton, KeyButton
from hsct_desktop.views.widgets.chip import Chip, ChipButton
from hsct_desktop.views.widgets.chip_choice import ChipChoice
from hsct_desktop.views.widgets.date_field import DateField
from hsct_desktop.views.widgets.empty_state import EmptyState
from hsct_desktop.views.widgets.field import FieldFrame
from hsct_desktop.views.widgets.glyphs import STATUSES, paint_status_glyph
from hsct_desktop.views.widgets.grade_badge import SIZE_CELL, SIZE_COURSE, GradeBadge, paint_grade
from hsct_desktop.views.widgets.note import AlertNote
from hsct_desktop.views.widgets.panel import Panel, rule
from hsct_desktop.views.widgets.plain_label import ElidedLabel, PlainLabel
from hsct_desktop.views.widgets.segmented import SegmentedChoice
from hsct_desktop.views.widgets.side_sheet import SideSheet
from hsct_desktop.views.widgets.table import TableRole, TableView
from hsct_desktop.views.widgets.toast import Toast

TODAY = datetime.date(2026, 11, 20)
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
DAY_0 = datetime.date(2026, 8, 13)


def parse(text: str) -> datetime.date:
    """A small reader: `t`, and day, month, year."""
    if text == "t":
        return TODAY
    try:
        return datetime.datetime.strptime(text, "%d %b %Y").date()  # noqa: DTZ007
    except ValueError:
        raise ValueError(f"{text} is not a day") from None


def describe(day: datetime.date) -> str:
    """The day in words with its distance to Day 0."""
    return f"{day:%a %d %b %Y} · Day {(day - DAY_0).days:+d}"


class Signs(QWidget):
    """All status signs and grades, painted."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedSize(430, 44)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        for number, status in enumerate(STATUSES):
            paint_status_glyph(painter, QRectF(number * 26, 0, 18, 18), status)
        for grade in range(1, 6):
            paint_grade(painter, QRectF(grade * 26 - 26, 22, 18, 18), grade)
            paint_grade(painter, QRectF(grade * 22 + 130, 22, SIZE_COURSE, 18), grade)
            paint_grade(painter, QRectF(grade * 18 + 260, 22, SIZE_CELL, 18), grade)
        paint_grade(painter, QRectF(380, 22, 18, 18), 3, faded=True)


def _row(*widgets: QWidget) -> QWidget:
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 0, 0, 0)
    for widget in widgets:
        layout.addWidget(widget)
    layout.addStretch(1)
    return row


def _disabled(widget: QWidget) -> QWidget:
    widget.setEnabled(False)
    return widget


def _buttons() -> Panel:
    panel = Panel("Buttons and chips", "3 open · 8 in all")
    panel.add_to_head(Chip("due today", "accent"))
    panel.add(
        _row(
            KeyButton("Print list", icon="print", hint="Ctrl+P"),
            KeyButton("New patient", icon="plus", kind="primary"),
            KeyButton("Save", hint="Ctrl+Enter", kind="primary"),
            KeyButton("Small", hint="R", small=True),
            KeyButton("A link", kind="link"),
        )
    )
    panel.add(
        _row(
            _disabled(KeyButton("Disabled", hint="Esc")),
            _disabled(KeyButton("Disabled", hint="Ctrl+S", kind="primary")),
            QPushButton("Plain Qt button"),
            IconButton("zoom-in", "Larger", hint="+"),
            IconButton("zoom-out", "Smaller"),
            _disabled(IconButton("fit", "All of it")),
        )
    )
    kinds = ("plain", "accent", "success", "warn", "danger", "wait", "quiet")
    panel.add(_row(*[Chip(kind, kind) for kind in kinds]))
    panel.add(
        _row(
            Chip("Irradiated products until 13 Feb 2027", icon="drop"),
            Chip("Allergy · Penicillin: rash", "danger", icon="alert"),
            Chip("report awaited", "wait", icon="hourglass"),
        )
    )
    chosen = ChipButton("All lists", count=22)
    chosen.setChecked(True)
    panel.add(_row(chosen, ChipButton("Late", count=4), ChipButton("2 more", icon="chevron-down", checkable=False)))
    panel.add(Signs())
    panel.add(_row(*[GradeBadge(grade) for grade in range(1, 6)], PlainLabel("Febrile neutropenia", "bold")))
    return panel


def _fields() -> Panel:
    panel = Panel("Fields")
    date = DateField("Onset", parse, describe)
    date.setObjectName("onset")
    date.line().setText("t")
    wrong = DateField("End", parse, describe)
    wrong.line().setText("40 Nov")
    wrong.check()
    temperature = FieldFrame("Temperature", QLineEdit("38.6"), unit="°C")
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    for column, field in enumerate((date, wrong, temperature)):
        grid.addWidget(field, 0, column)
    criterion = FieldFrame("Seriousness criterion", QComboBox())
    criterion.editor().addItems(["Choose", "Hospital stay"])
    criterion.set_error("Serious needs one criterion, for example hospital stay")
    warned = FieldFrame("Weight", QLineEdit("159.8"), unit="kg")
    warned.set_warning("100 kg more than on 13 Nov: say why")
    dose = QSpinBox()
    grid.addWidget(criterion, 1, 0, 1, 2)
    grid.addWidget(warned, 1, 2)
    grid.addWidget(FieldFrame("Term", QLineEdit("febr"), icon_name="search"), 2, 0)
    grid.addWidget(FieldFrame("Cycles", dose), 2, 1)
    grid.addWidget(_disabled(FieldFrame("Disabled", QLineEdit("80"), unit="%")), 2, 2)
    panel.body().addLayout(grid)
    notes = QPlainTextEdit("Walks 700 m without a stick. Valganciclovir tolerated.")
    notes.setFixedHeight(44)
    panel.add(FieldFrame("Notes", notes))
    chips = ChipChoice(
        [(n, n) for n in ("Conditioning", "ATG", "Supportive drug", "Infection", "Disease", "Other")],
        name="Attribution",
    )
    chips.set_values(["Supportive drug", "Infection"])
    panel.add(chips)
    done = [("done", "done"), ("not_done", "not done"), ("elsewhere", "elsewhere")]
    missing = SegmentedChoice(done)
    missing.set_state("error")
    segmented = SegmentedChoice(done, "done", name="Examination")
    segmented.setObjectName("segmented")
    panel.add(_row(segmented, missing, _disabled(SegmentedChoice(done, "elsewhere"))))
    check, radio = QCheckBox("Ticked"), QRadioButton("Picked")
    check.setChecked(True)
    radio.setChecked(True)
    part = QCheckBox("Part")
    part.setCheckState(Qt.CheckState.PartiallyChecked)
    panel.add(_row(check, QCheckBox("Not ticked"), part, radio, QRadioButton("Not picked")))
    return panel


def model() -> QStandardItemModel:
    """Rows as a list page shows them."""
    rows = (
        (4, "late", "Late", "", "", ""),
        (None, "late", "Bianchi, Lucia", "03 Feb 1981", "+221", "Window closed 12 Nov · no answer 13 Nov"),
        (None, "late", "Özdemir, Ayşe", "27 Jun 1990", "+72", "Window closed 15 Nov · not booked"),
        (1, "due", "Due today", "", "", ""),
        (None, "booked", "Rossi, Elena", "14 Mar 1984", "+99", "Booked today 10:30 · EBMT Day 100 form"),
        (None, "open", "Kovács, Réka", "05 May 1996", "+186", "Window open since 18 Oct · not booked"),
    )
    result = QStandardItemModel(0, 5)
    result.setHorizontalHeaderLabels(["", "Patient", "Born", "Day", "Why it is here"])
    result.setHeaderData(3, Qt.Orientation.Horizontal, RIGHT, Qt.ItemDataRole.TextAlignmentRole)
    for group, status, *words in rows:
        items = [QStandardItem()] + [QStandardItem(word) for word in words]
        items[0].setData(status, TableRole.STATUS)
        items[1].setData(True, TableRole.BOLD)
        items[1].setData(words[0].startswith("Rossi"), TableRole.SAME_NAME)
        items[3].setTextAlignment(Qt.AlignmentFlag.AlignRight)
        items[4].setData("muted", TableRole.TOKEN)
        if group is not None:
            for item in items:
                item.setData("", TableRole.GROUP)
            items[1].setData(group, TableRole.GROUP)
        result.appendRow(items)
    return result


def _table() -> Panel:
    panel = Panel(flush=True)
    view = TableView("Patients")
    view.setObjectName("table")
    view.setModel(model())
    for column, width in enumerate((34, 140, 98, 60)):
        view.setColumnWidth(column, width)
    view.horizontalHeader().setStretchLastSection(True)
    view.selectRow(4)
    view.setMinimumHeight(200)
    panel.add(view)
    return panel


def _words() -> Panel:
    panel = Panel("Words")
    panel.add(_row(PlainLabel("Rossi, Elena", "page"), PlainLabel("<b>Day +99</b>", "day"), PlainLabel("& 7", "muted")))
    panel.add(ElidedLabel("Cytomegalovirus infection reactivation, a long name that goes on and on", "bold"))
    panel.add(rule())
    panel.add(
        AlertNote(
            "Blood count today: ANC 0.4 ×10⁹/L",
            "Unit rule fn: cultures from each lumen, IV antibiotics within 60 min. Call the doctor now.",
            "danger",
        )
    )
    panel.add(_row(AlertNote("Chain verified to entry 812", "", "success"), AlertNote("Nothing sent", "", "info")))
    panel.add(_row(AlertNote("Two patients, one name", "", "warn"), AlertNote("Not read back yet", "", "wait")))
    tabs = QTabBar()
    for name in ("Overview", "Visits", "Flowsheet"):
        tabs.addTab(name)
    tabs.setExpanding(False)
    tabs.setDrawBase(False)
    panel.add(tabs)
    progress = QProgressBar()
    progress.setValue(40)
    progress.setTextVisible(False)
    panel.add(progress)
    panel.add(EmptyState("No visit is due this week.", "Show all visits", hint="V"), 1)
    return panel


class Gallery(QWidget):
    """Everything, with a side sheet and a toast."""

    def __init__(self) -> None:
        super().__init__()
        self.resize(1500, 940)
        grid = QGridLayout(self)
        grid.setContentsMargins(16, 16, 16, 16)
        grid.setSpacing(10)
        grid.addWidget(_buttons(), 0, 0)
        grid.addWidget(_fields(), 1, 0)
        right = QVBoxLayout()
        right.addWidget(_table())
        right.addWidget(_words(), 1)
        grid.addLayout(right, 0, 1, 2, 1)
        self.sheet = SideSheet(self, "Record toxicity", "new episode · draft kept 08:14", top=48)
        self.sheet.set_sub_head(
            PlainLabel("Rossi, Elena", "bold"),
            PlainLabel("14 Mar 1984 (42 y)"),
            Chip("Penicillin: rash", "danger", icon="alert"),
        )
        self.onset = DateField("Date of visit", parse, describe)
        self.criterion = FieldFrame("Criterion", QLineEdit())
        self.criterion.set_error("Serious needs one criterion")
        body = QWidget()
        column = QVBoxLayout(body)
        column.setSpacing(8)
        for widget in (self.onset, self.criterion):
            column.addWidget(widget)
        column.addStretch(1)
        self.sheet.set_body(body)
        self.sheet.set_problems([("Serious needs one criterion", self.criterion)])
        self.toast = Toast(self)
