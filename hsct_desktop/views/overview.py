"""What the nurse on the telephone needs, on one page without scrolling: four cards and the course."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from hsct_desktop.domain.adverse_event import Episode
from hsct_desktop.domain.ctcae import is_mixed
from hsct_desktop.domain.supportive_therapy import Therapy, TherapyStatus
from hsct_desktop.domain.visit import VisitStatus
from hsct_desktop.pictures.ruler import RulerFacts
from hsct_desktop.views.context import Context
from hsct_desktop.views.death_line import DeathLine
from hsct_desktop.views.engraftment_panel import EngraftmentLine
from hsct_desktop.views.neuro_recheck import RecheckBlock
from hsct_desktop.views.patient_tasks import PatientTasks
from hsct_desktop.views.reaction_line import ReactionLine
from hsct_desktop.views.ruler import RulerWidget
from hsct_desktop.views.theme.icons import pixmap
from hsct_desktop.views.theme.tokens import Space
from hsct_desktop.views.therapy_plan_hint import PlanHint
from hsct_desktop.views.timeline import TimelineWidget
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.chip import Chip
from hsct_desktop.views.widgets.grade_badge import GradeBadge
from hsct_desktop.views.widgets.paint import colour
from hsct_desktop.views.widgets.panel import Panel, rule
from hsct_desktop.views.widgets.plain_label import ElidedLabel, PlainLabel, plain_tooltip
from hsct_desktop.views.working_days import working_days

if TYPE_CHECKING:
    from hsct_desktop.services.contacts import ContactRow
    from hsct_desktop.services.overview import Overview
    from hsct_desktop.services.visits import VisitRow

_NARROW: Final = 1090
"""Below this width of the page (a window of 1200 less the rail) the cards stand two by two."""
_CARD_HEIGHT: Final = 180
_COURSE_LEAST: Final = 240
"""So high the course stays, whatever stands above it."""
_WHOLE_NAME: Final = 18
"""A drug's name of so many letters is never shortened; its dose gives way."""
_SHARES: Final = (262, 288, 428, 250)
_CHIP_KINDS: Final = {VisitStatus.DUE: "accent", VisitStatus.LATE: "danger", VisitStatus.OPEN: "accent"}


class _Edge(QWidget):
    """The start edge of a therapy in the colour of its class."""

    def __init__(self, therapy_class: str) -> None:
        super().__init__()
        self._token = f"therapy.{therapy_class}.hue"
        self.setFixedWidth(3)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(QRectF(0, 2, 3, self.height() - 4), colour(self._token))


class _CoursePanel(Panel):
    """The course: the page asks how high it must be, not how high it would like to be for its width."""

    def hasHeightForWidth(self) -> bool:
        return False


def _row(*widgets: QWidget, stretch: int = -1, spacing: int = Space.SMALL) -> QWidget:
    """Widgets in one line; the one numbered `stretch` takes what is left."""
    line = QWidget()
    layout = QHBoxLayout(line)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(spacing)
    for number, widget in enumerate(widgets):
        layout.addWidget(widget, 1 if number == stretch else 0)
    return line


class OverviewTab(QWidget):
    """The first tab. `tab_wanted` asks for another tab by its name."""

    tab_wanted = Signal(str)

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._day0: date | None = None
        self._mixed = False
        self._followed = True
        self._as_of = ctx.today()
        self._wide: bool | None = None
        self._cards: list[Panel] = []
        self._body = QWidget()
        self._body.setProperty("role", "clear")
        self._grid = QGridLayout()
        self._grid.setSpacing(Space.PANEL_GAP)
        self.timeline = TimelineWidget()
        self.timeline.activated.connect(self._on_timeline)
        panel = _CoursePanel()
        panel.add(self.timeline, 1)
        column = QVBoxLayout(self._body)
        column.setContentsMargins(Space.PAGE_EDGE, Space.SMALL, Space.PAGE_EDGE, Space.SMALL)
        column.setSpacing(Space.SMALL)
        self.rechecks = RecheckBlock(ctx)
        column.addWidget(self.rechecks)
        self.death = DeathLine(ctx)
        column.addWidget(self.death)
        column.addLayout(self._grid)
        self.engraftment = EngraftmentLine(ctx)
        column.addWidget(self.engraftment)
        self._tasks = PatientTasks(ctx)
        column.addWidget(self._tasks)
        column.addWidget(panel, 1)
        panel.setMinimumHeight(_COURSE_LEAST)
        # Its rows fold to the height they are given ("n more"): it asks for no more than the page has left.
        panel.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Ignored)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self._body)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)

    def show_patient(self, patient_id: int, day0: date | None) -> None:
        """Read and show a patient's first page."""
        from hsct_desktop.services import overview

        self._day0 = day0
        facts = overview.overview(self._ctx.ready(), patient_id, self._ctx.today())
        self._followed, self._as_of = facts.timeline.follow_up.is_followed, facts.as_of
        for card in self._cards:
            card.hide()
            card.setParent(None)
            card.deleteLater()
        self._cards = [
            self._visits_card(facts.next_visits),
            self._toxicity_card(facts, patient_id),
            self._therapy_card(facts.therapies),
            self._contacts_card(facts),
        ]
        if self._followed:
            self._cards[2].add_to_head(PlanHint(self._ctx, patient_id))
        self.engraftment.set_states(facts.engraftment, self._ctx.today())
        self._tasks.set_tasks(facts.tasks)
        self.rechecks.show_patient(patient_id)
        self.death.show_patient(patient_id)
        self._wide = None
        self._arrange()
        self.timeline.set_facts(facts.timeline, self._ctx.wording)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        wide = self.width() >= _NARROW
        if wide == self._wide:
            return
        self._wide = wide
        for number, card in enumerate(self._cards):
            if wide:
                self._grid.addWidget(card, 0, number)
            else:
                self._grid.addWidget(card, number // 2, number % 2)
            card.setFixedHeight(_CARD_HEIGHT)
        for column in range(4):
            self._grid.setColumnStretch(column, _SHARES[column] if wide else (1 if column < 2 else 0))

    def _on_timeline(self, name: str) -> None:
        kind = name.split(":", 1)[0]
        self.tab_wanted.emit({"visit": "visits", "episode": "toxicity", "therapy": "therapy"}.get(kind, "overview"))

    # cards ------------------------------------------------------------------------------------------------------

    def _card(self, title: str, note: str = "") -> Panel:
        card = Panel(title)
        card.body().setSpacing(4)
        if note:
            card.add_to_head(PlainLabel(note, "muted"))
        return card

    def _nothing(self, card: Panel, sentence: str, action: str, name: str, hint: str) -> Panel:
        """An empty card: one sentence and one button."""
        card.add(PlainLabel(sentence, "muted", wrap=True))
        if not self._followed:
            # Nothing is asked for from whom the unit follows no more; late entries have their keys and the menu.
            card.body().addStretch(1)
            return card
        button = KeyButton(action, hint=hint, small=True)
        button.clicked.connect(lambda: self._ctx.action_wanted.emit(name))
        card.add(button)
        card.body().addStretch(1)
        return card

    def _more(self, card: Panel, count: int, tab: str) -> None:
        if count > 0:
            more = KeyButton(self.tr("{} more").format(count), kind="link", small=True)
            more.clicked.connect(lambda: self.tab_wanted.emit(tab))
            card.add_to_head(more)

    def _visits_card(self, rows: Sequence[VisitRow]) -> Panel:
        if not self._followed:
            card = self._card(self.tr("Follow-up ended, {}").format(self._ctx.wording.date(self._as_of)))
            return self._nothing(card, self.tr("No visit lies ahead."), "", "", "")
        card = self._card(self.tr("Next visit"))
        if not rows:
            return self._nothing(card, self.tr("No visit lies ahead."), self.tr("Record visit"), "record_visit", "R")
        first, words, today = rows[0], self._ctx.wording, self._ctx.today()
        card.add_to_head(Chip(words.enum("visit_status", first.status), _CHIP_KINDS.get(first.status, "plain")))
        plan = KeyButton(self.tr("Care plan"), kind="link", small=True)
        plan.clicked.connect(lambda: self._ctx.action_wanted.emit("show_care_plan"))
        card.add_to_head(plan)
        # The card has one height: a long name is cut at its end, and the ruler below says the day all the same.
        card.add(ElidedLabel(f"{first.label} · {self._when(first)}", "bold"))
        remarks = [self.tr("elsewhere")] if first.elsewhere else []
        remarks += [first.move_reason] if first.move_reason else []
        if first.booked is None:
            remarks.append(self.tr("not booked"))
        if remarks:
            card.add(ElidedLabel(" · ".join(remarks), "muted"))
        if first.target and first.earliest and first.latest:
            ruler = RulerWidget()
            facts = RulerFacts(first.target, first.earliest, first.latest, first.status, first.booked, first.optional)
            ruler.set_facts(facts, today, words, working_days(self._ctx))
            card.add(ruler)
        for row in rows[1:2]:
            card.add(rule())
            window = words.range(row.earliest, row.latest) if row.earliest and row.latest else ""
            booked = words.date(row.booked) if row.booked else self.tr("not booked")
            # One line: below it the first visit's ruler would lose the date under its target.
            line = ElidedLabel(f"{row.label} · {window if row.booked is None else booked}", "muted")
            line.setToolTip(plain_tooltip(f"{row.label} · {window} · {booked}"))
            card.add(line)
        card.body().addStretch(1)
        return card

    def _when(self, row: VisitRow) -> str:
        words, today = self._ctx.wording, self._ctx.today()
        if row.booked is not None:
            day = self.tr("today") if row.booked == today else words.date(row.booked)
            return f"{day} {row.booked_time}".strip()
        return words.date(row.target) if row.target is not None else ""

    def _toxicity_card(self, facts: Overview, patient_id: int) -> Panel:
        episodes, worst = facts.open_episodes, facts.worst_episodes
        self._mixed = is_mixed([*episodes, *worst])
        still = self.tr("%n open", "toxicities", len(episodes))
        in_all = self.tr("{} in all").format(facts.episode_count)
        note = f"{still} · {in_all}"
        title = self.tr("Toxicity")
        if not self._followed:
            title, note = self.tr("Toxicity on {}").format(self._ctx.wording.date(self._as_of)), ""
        card = self._card(title, note if facts.episode_count else "")
        reactions = ReactionLine(self._ctx)
        card.add(reactions)
        reactions.show_patient(patient_id)
        if not facts.episode_count:
            sentence = self.tr("No toxicity has been recorded.")
            return self._nothing(card, sentence, self.tr("Record toxicity"), "record_toxicity", "T")
        shown = episodes[: 3 if worst else 5]
        past = worst[: 5 - max(1, len(shown))]
        for episode in shown:
            card.add(self._episode(int(self._grade_now(episode)), episode, self._since(episode)))
        if not shown:
            card.add(PlainLabel(self.tr("None is open."), "muted"))
        if past:
            card.add(rule())
            card.add(PlainLabel(self.tr("Worst so far"), "caption"))
        for episode in past:
            card.add(self._episode(int(episode.worst), episode, self._span(episode)))
        self._more(card, len(episodes) - len(shown) + len(worst) - len(past), "toxicity")
        card.body().addStretch(1)
        return card

    def _episode(self, grade: int, episode: Episode, when: str) -> QWidget:
        name = ElidedLabel(f"{episode.label} (v{episode.ctcae_version})" if self._mixed else episode.label)
        return _row(GradeBadge(grade), name, PlainLabel(when, "muted"), stretch=1)

    def _grade_now(self, episode: Episode) -> int:
        return int(episode.grade_on(self._as_of) or episode.grades[-1].grade)

    def _day(self, on: date) -> str:
        words = self._ctx.wording
        return words.day(self._day0, on) if self._day0 is not None else words.date(on)

    def _since(self, episode: Episode) -> str:
        since = self.tr("since {}").format(self._day(episode.onset))
        if episode.worst > self._grade_now(episode):
            since += self.tr(", peak {}").format(int(episode.worst))
        return since

    def _span(self, episode: Episode) -> str:
        words = self._ctx.wording
        if episode.end is None:
            return self._day(episode.onset)
        if self._day0 is None:
            return words.range(episode.onset, episode.end)
        last = words.signed_day((episode.end - self._day0).days)
        return self.tr("{0} to {1}").format(self._day(episode.onset), last)

    def _therapy_card(self, therapies: Sequence[Therapy]) -> Panel:
        running = [t for t in therapies if t.status(self._as_of) is not TherapyStatus.PLANNED]
        note = self.tr("{} running").format(len(running)) if running else ""
        title = self.tr("Current therapy")
        if not self._followed:
            title, note = self.tr("Therapy when last recorded, {}").format(self._ctx.wording.date(self._as_of)), ""
        card = self._card(title, note)
        if not therapies:
            sentence = self.tr("No therapy is running or planned.")
            return self._nothing(card, sentence, self.tr("Record therapy"), "record_therapy", "M")
        shown = therapies[:4]
        table = QWidget()
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(7)
        grid.setVerticalSpacing(2)
        heads = (self.tr("Drug"), self.tr("Dose as ordered"), self.tr("Planned stop"), self.tr("Rule"))
        for number, head in enumerate(heads):
            grid.addWidget(PlainLabel(head, "caption"), 0, number + 1)
        for number, therapy in enumerate(shown):
            self._therapy_line(grid, 2 * number + 1, therapy)
        for column, share in ((1, 4), (2, 7), (4, 3)):
            grid.setColumnStretch(column, share)
        card.add(table)
        card.body().addStretch(1)
        self._more(card, len(therapies) - len(shown), "therapy")
        return card

    def _therapy_line(self, grid: QGridLayout, row: int, therapy: Therapy) -> None:
        words = self._ctx.wording
        grid.addWidget(rule(), row, 0, 1, 5)
        dose = " · ".join(part for part in (therapy.dose, therapy.frequency) if part)
        planned = words.date(therapy.planned_stop) if therapy.planned_stop else self.tr("none")
        rule_words = therapy.rule_in_brief
        if therapy.status(self._as_of) is TherapyStatus.INTERRUPTED:
            rule_words = self.tr("interrupted")
        stop = PlainLabel(planned, "" if therapy.planned_stop else "muted")
        if self._followed and therapy.is_to_stop(self._ctx.today()):
            stop = PlainLabel(planned, "warn")
            stop.setToolTip(self.tr("The planned stop has come"))
        grid.addWidget(_Edge(str(therapy.therapy_class)), row + 1, 0)
        short = len(therapy.name) <= _WHOLE_NAME
        grid.addWidget((PlainLabel if short else ElidedLabel)(therapy.name, "bold"), row + 1, 1)
        grid.addWidget(ElidedLabel(dose), row + 1, 2)
        grid.addWidget(stop, row + 1, 3)
        grid.addWidget(ElidedLabel(rule_words, "muted"), row + 1, 4)
        grid.setRowMinimumHeight(row + 1, 22)

    def _contacts_card(self, facts: Overview) -> Panel:
        card = self._card(self.tr("Last contacts"))
        log = KeyButton(self.tr("Log"), kind="link", hint="C", small=True)
        log.clicked.connect(lambda: self._ctx.action_wanted.emit("log_contact"))
        card.add_to_head(log)
        for number, contact in enumerate(facts.last_contacts[:2]):
            self._contact(card, contact, whole=number == 0)
        if not facts.last_contacts:
            card.add(PlainLabel(self.tr("No contact has been logged."), "muted", wrap=True))
        card.add(rule())
        for person in facts.people:
            if person.phone or person.name:
                role = self._ctx.wording.enum("contact_with", person.role)
                card.add(self._person(role, person.name, person.phone))
        card.body().addStretch(1)
        return card

    def _contact(self, card: Panel, contact: ContactRow, *, whole: bool) -> None:
        """The last one with its outcome on a line of its own; the one before in a line."""
        words = self._ctx.wording
        kind = words.enum("contact_kind", contact.kind)
        whom = words.enum("contact_with", contact.contact_with)
        outcome = words.enum("contact_outcome", contact.outcome)
        said = " · ".join(part for part in (outcome, contact.note) if part)
        about = ElidedLabel(f"{kind}, {whom}" if whole else f"{kind}, {whom} · {said}")
        card.add(_row(PlainLabel(words.day_month(contact.on), "bold"), about, stretch=1, spacing=4))
        if whole:
            card.add(ElidedLabel(said, "muted"))

    def _person(self, role: str, name: str, phone: str) -> QWidget:
        label = ElidedLabel(f"{role} {name}".strip(), "muted")
        label.setToolTip(plain_tooltip(label.text()))
        if not phone:
            return _row(label, stretch=0)
        icon = QLabel()
        icon.setPixmap(pixmap("phone", "muted", 12, self.devicePixelRatioF()))
        return _row(label, icon, PlainLabel(phone), stretch=0, spacing=4)
