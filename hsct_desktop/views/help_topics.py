"""Short help, found by the palette and shown in a plain window; also About, licences and the sheet of keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from hsct_desktop import __version__
from hsct_desktop.resource import resource
from hsct_desktop.views.actions import Actions
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.plain_label import PlainLabel

_WIDTH: Final = 560
_WIDTH_KEYS: Final = 720


@dataclass(frozen=True)
class Topic:
    """One help text, found by its title and `words`. One about a setting leads there instead of opening a window."""

    title: str
    text: str
    words: str = ""
    setting: str = ""


class Help(QObject):
    """The help topics in the language of the window."""

    def topics(self) -> list[Topic]:
        """All topics."""
        return [*self._of_visits(), *self._of_the_record()]

    def _of_visits(self) -> list[Topic]:
        return [
            Topic(
                self.tr("Two patients with one name: how they are told apart"),
                self.tr(
                    "A mark with two bars stands after the name wherever two patients share it. Every list and every "
                    "title also shows the birth date and the code. Compare both before you record anything."
                ),
            ),
            Topic(
                self.tr("Dates: what you may type"),
                self.tr(
                    "t is today, +3 in three days, -1w a week ago, fri the next Friday, d+100 the hundredth day after "
                    "infusion, 12/3 the twelfth of March nearest to today. What was understood stands below the field."
                ),
            ),
            Topic(
                self.tr("When a visit is late"),
                self.tr(
                    "A visit is late when its window has closed or its booked day has passed without a record. "
                    "It stays under Late until it is recorded, booked anew, or marked as missed or cancelled."
                ),
            ),
            Topic(
                self.tr("Closed days and clinic days"),
                self.tr(
                    "Closed weekdays, public holidays and the unit's own closed days are set in Settings. They are "
                    "hatched on rulers, and a target on a closed day proposes the nearest open day of its window. A "
                    "closed day can be booked all the same."
                ),
            ),
            Topic(
                self.tr("Agenda: keys and signs"),
                self.tr(
                    "Arrows go from day to day, Page Up and Page Down to another month or week, T to today, V from "
                    "month to week and back. Enter goes into the chosen day, Enter there opens the patient, Esc goes "
                    "back. B books a window that is open on that day. A bar is a window without a booking, its tick "
                    "the target. The squares are the day's places. What has no room is counted: n more. Ctrl+P prints "
                    "what is shown."
                ),
                self.tr("calendar month week windows load places"),
            ),
        ]

    def _of_the_record(self) -> list[Topic]:
        return [
            Topic(
                self.tr("Taking back an entry"),
                self.tr(
                    "Ctrl+Z takes back your last entry by a counter-entry; nothing is deleted. Inside a changed field "
                    "Ctrl+Z takes back the typing."
                ),
            ),
            Topic(
                self.tr("Flowsheet: keys and signs"),
                self.tr(
                    "O opens the patient's flowsheet in today's column. Start to type; Enter saves and goes down, Tab "
                    "right, arrows anywhere, Ctrl+Right and Ctrl+Left to the next filled cell, Esc gives up. Backspace "
                    "mends a value, Delete takes the marked ones back, F2 shows rule, range and versions. Ctrl+T sets "
                    "day, time and laboratory of a sample. Ctrl+V takes a block of a table or of a printout, whole or "
                    "not at all. Page Up and Page Down turn to other days. An arrow is a value outside the range, a "
                    "box its grade (pale: expected in aplasia), a corner waits to be seen."
                ),
                self.tr("laboratory values blood count results paste grid"),
            ),
            *self._of_supportive_care(),
            *self._of_results(),
            Topic(
                self.tr("Who leaves the lists"),
                self.tr(
                    "Patients who died, were transferred, withdrew or were lost leave every list at once. All of them "
                    "stay in Patients. Every followed patient without a coming visit is under No next visit."
                ),
            ),
        ]

    def _of_supportive_care(self) -> list[Topic]:
        return [
            Topic(
                self.tr("Vaccines: keys and signs"),
                self.tr(
                    "On the Vaccines tab a row is a series on the months from Day 0: green discs were given, a "
                    "blue one is due in its bar, rings are planned, a cross in a dashed ring does not count. "
                    "Enter or U records the next dose, Plus plans a series that asks, Minus leaves it out with a "
                    "reason. Tab leads to the doses: Enter revises, Delete takes back. A live vaccine is held "
                    "until every condition below is met. Ctrl+P prints the plan for the GP."
                ),
                self.tr("vaccination dose immunisation live held"),
            ),
            Topic(
                self.tr("Care plan: who does what until when"),
                self.tr(
                    "Shift+K shows it on a patient's page, derived from all that is recorded. Enter changes a line, "
                    "Insert adds one, Delete leaves one out or puts it back, Alt+Up and Alt+Down move it. What a "
                    "person changed is bold and says so; the record's own words stand below. Ctrl+P prints one page."
                ),
                self.tr("unit GP neurologist patient duties"),
            ),
            Topic(
                self.tr("Immune reconstitution: what is back, what is behind"),
                self.tr(
                    "Shift+I shows each part along the months from Day 0. Shaded are the months in which it is "
                    "expected back; a check mark is back, a ring is in its time, a cross is behind, a dash cannot be "
                    "told. The dotted line is the limit of a stop rule. Ctrl+P prints one page."
                ),
                self.tr("CD4 NK lymphocytes IgG recovery"),
            ),
            Topic(
                self.tr("Monitoring strips: who has a hole this week"),
                self.tr(
                    "Ctrl+Shift+W shows the strips of the unit, Shift+W those with the mark on the patient. Each "
                    "square is a week, month or year in which the protocol asks for the test; a cross is a hole. 1 "
                    "to 9, [ and ] choose the test, Right goes to the square that asks for something, Enter opens "
                    "its result or says why there is none; Tab goes to all tests of the patient, Ctrl+P prints."
                ),
                self.tr("PCR weekly missed squares serial tests"),
            ),
            Topic(
                self.tr("Course of the disease: EDSS, relapses, scans, outcomes"),
                self.tr(
                    "The tab Neurology (Disease) shows all years or those since Day 0. Left and Right walk along a row, "
                    "Up and Down change rows, the line below says what stands under the mark and which visits confirm "
                    "it, Enter opens it. A hollow dot is not confirmed, a mark with a line under it is known by month "
                    "or year only. At the right a component of NEDA, pressed, lists what it rests on and rings it in "
                    "the picture; 1 y, 2 y, 5 y or your own years choose the horizon. Ctrl+P prints one page."
                ),
                self.tr("disability NEDA PIRA RAW worsening re-baseline literature"),
            ),
        ]

    def _of_results(self) -> list[Topic]:
        return [
            Topic(
                self.tr("Proposed grades: accept or dismiss"),
                self.tr(
                    "A result proposes a grade with its rule and numbers; it becomes a toxicity only when a person "
                    "accepts it (A, or Enter to add details). X dismisses it with a reason until the grade rises. "
                    "Where symptoms decide, the lower grade is proposed and the question stands below. Low counts "
                    "expected in aplasia stand apart. V shows what nobody has seen yet, Ctrl+Enter marks it as seen "
                    "and goes to the next patient. On a real file nothing is proposed before somebody has approved "
                    "the rules in Settings."
                ),
                self.tr("toxicity CTCAE grading review results seen baseline"),
            ),
            Topic(
                self.tr("Toxicities: keys of the table"),
                self.tr(
                    "T records a toxicity, Enter opens one. Space marks episodes of one term, Ctrl+M merges them, "
                    "Ctrl+T splits the chosen one, Delete takes it back. Ctrl+I opens infections, CMV and EBV; I "
                    "records an infection, Q checks the criteria of a complication, G engraftment, J a transfusion."
                ),
                self.tr("episode merge split infection engraftment transfusion checklist"),
            ),
            Topic(
                self.tr("Selection for transplant: checklist, meeting, trial"),
                self.tr(
                    "Shift+Q opens the checklist. Each line shows what is recorded beside the unit's own limit, and "
                    "what others state below; the program compares and never decides. 1 met, 2 not met, 3 exception "
                    "with its reason, Space goes through them, 0 clears, Enter comments. Ctrl+Enter is the meeting; "
                    "once somebody has signed, its lines stay as they stood, and what has changed in the record since "
                    "is said. Ins begins a new meeting, Shift+Ins records a trial. The limits stand in Settings and in "
                    "the unit's folder."
                ),
                self.tr("eligibility criteria EDSS age sign multidisciplinary BEAT-MS arm screening number"),
            ),
            Topic(
                self.tr("History of the disease: tables that are typed"),
                self.tr(
                    "Shift+H opens course, relapses, drugs, EDSS and scans. Start to type: a few letters are enough "
                    "for a drug, a system or an answer, and 2019, 4/2019 or apr 2019 for a date. Tab goes right, Enter "
                    "saves the row and goes on below; on the empty row it goes to the next table, as F6 does. A row "
                    "that cannot be saved stays, says why and is kept as a draft; Enter in it saves what was only "
                    "asked. Ctrl+Z takes back the last cell, then the last saved row. Backspace mends a cell, Ctrl+Del "
                    "takes a row back, Alt+Enter opens the whole record. Ctrl+V takes rows of a spreadsheet, good ones "
                    "at once. Washout is a figure beside the unit's table, no verdict. Shift+E records one relapse."
                ),
                self.tr("onset diagnosis phenotype DMT washout EDSS MRI paste spreadsheet table"),
            ),
            Topic(
                self.tr("Neurology visit: EDSS by one key a grade"),
                self.tr(
                    "N opens the form: a digit fills a functional system and goes on to the next; Enter ends an "
                    "ambulation of 1. The EDSS that follows from the grades stands beside the clinician's, which is "
                    "the value of record: a difference is said and changes nothing. What was last stands below each "
                    "field, the change since the last visit and since the reference before Day 0 below the EDSS. "
                    "From Day 0 on the very day is needed; two EDSS on one day are refused."
                ),
                self.tr("functional systems ambulation T25FW 9HPT SDMT fatigue worsening"),
            ),
            Topic(
                self.tr("MRI and re-baseline: which scans count"),
                self.tr(
                    "Shift+G records a scan; what the report does not say stays empty, which is not the same as 0. "
                    "The first scan of the brain from day 150 to day 274 is the re-baseline: its lesions do not "
                    "count, those of later scans do. The list of scans says what each counts as; there a person may "
                    "choose another scan, with a reason, and take the choice back. A later reference hides what "
                    "happened before it, so it is asked about. Relapses and EDSS count from Day 0 in any case."
                ),
                self.tr("new T2 Gd+ lesions brain volume NEDA reference scan month 6"),
            ),
            Topic(
                self.tr("Alerts: what they mean"),
                self.tr(
                    "Shift+A shows a patient's alerts, Shift+R the red ones of the unit. Red: call the doctor now; "
                    "amber: today or the next working day. Possible: the rule cannot be told because a value is "
                    "missing or too old. Who acknowledges a red one says what is done. An alert keeps the value, the "
                    "limit and the rule that fired it; thresholds are changed in Settings."
                ),
                self.tr("red amber fever threshold acknowledge rule"),
            ),
        ]

    def about(self) -> Topic:
        """What the program is for, and what it is not."""
        return Topic(
            self.tr("HSCT Desktop {}").format(__version__),
            self.tr(
                "For scheduling, recording and printing after a haematopoietic stem cell transplant.\n\n"
                "The program shows rules and proposes; a person decides. It gives no dose advice and makes no "
                "diagnosis. Protocols and regimens are reference defaults that the unit must check and adapt."
            ),
        )

    def licences(self) -> Topic:
        """The program's licence and those of what it contains."""
        return Topic(
            self.tr("Licences"),
            self.tr(
                "HSCT Desktop: Apache License 2.0.\n"
                "Qt and PySide6: GNU Lesser General Public License 3.\n"
                "SQLAlchemy, Alembic, pydantic, PyYAML, platformdirs, holidays: MIT. ReportLab, icalendar: BSD.\n"
                "Names of countries: Unicode CLDR, Unicode License 3.0.\n"
                "CTCAE v5.0 and v6.0: National Cancer Institute, public domain; the short wording is our own.\n"
                "DejaVu fonts:"
            )
            + "\n\n"
            + resource("fonts/LICENSE.txt").read_text(encoding="utf-8"),
        )


def _window(title: str, parent: QWidget, width: int = _WIDTH) -> tuple[QDialog, QVBoxLayout]:
    dialog = QDialog(parent)
    dialog.setWindowTitle(title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    column = QVBoxLayout(dialog)
    column.setContentsMargins(Space.WIDE, Space.LARGE, Space.WIDE, Space.LARGE)
    column.setSpacing(Space.MEDIUM)
    column.addWidget(PlainLabel(title, "sheet", wrap=True))
    dialog.setFixedWidth(width)
    return dialog, column


def _close_row(dialog: QDialog, words: str) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addStretch(1)
    button = KeyButton(words, hint="Esc")
    button.clicked.connect(dialog.accept)
    row.addWidget(button)
    return row


def topic_window(topic: Topic, close: str, parent: QWidget) -> QDialog:
    """A window with one topic; long texts scroll."""
    dialog, column = _window(topic.title, parent)
    words = PlainLabel(topic.text, wrap=True)
    words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if len(topic.text) > 1500:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(words)
        area.setMinimumHeight(360)
        column.addWidget(area)
    else:
        column.addWidget(words)
    column.addLayout(_close_row(dialog, close))
    return dialog


def keys_window(actions: Actions, title: str, close: str, parent: QWidget) -> QDialog:
    """The sheet of keys: every action that has one, from the registry."""
    dialog, column = _window(title, parent, _WIDTH_KEYS)
    grid = QGridLayout()
    grid.setHorizontalSpacing(Space.WIDE)
    grid.setVerticalSpacing(Space.TIGHT)
    entries = [entry for entry in actions.entries if entry.key]
    half = (len(entries) + 1) // 2
    for position, entry in enumerate(entries):
        row, side = position % half, position // half * 2
        native = QKeySequence(entry.key).toString(QKeySequence.SequenceFormat.NativeText)
        grid.addWidget(PlainLabel(native, "bold"), row, side)
        grid.addWidget(PlainLabel(entry.action.text().rstrip("…")), row, side + 1)
    grid.setColumnStretch(1, 1)
    grid.setColumnStretch(3, 1)
    column.addLayout(grid)
    column.addLayout(_close_row(dialog, close))
    return dialog
