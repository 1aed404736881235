"""Who the patient is: two lines that never scroll, above the tabs of the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QAction, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QTabBar, QVBoxLayout, QWidget

from hsct_desktop.domain.patient import AllergyStatus
from hsct_desktop.views.actions import PATIENT, Entry
from hsct_desktop.views.alert_card import CHIPS, ICONS, chip_words
from hsct_desktop.views.blood_block import KINDS
from hsct_desktop.views.context import Context
from hsct_desktop.views.theme.fonts import font
from hsct_desktop.views.theme.tokens import Height, Space
from hsct_desktop.views.top_bar import SearchButton
from hsct_desktop.views.widgets.chip import Chip, ChipButton
from hsct_desktop.views.widgets.paint import colour, focus_ring, text, text_width
from hsct_desktop.views.widgets.plain_label import ElidedLabel, PlainLabel, plain_tooltip

if TYPE_CHECKING:
    from hsct_desktop.services.alerts import AlertLine
    from hsct_desktop.services.patients import Banner

_LINES: Final = Height.BANNER - Height.TAB
_SIDE: Final = 10
_WHOLE_NAME: Final = 44


class PatientTabs(QTabBar):
    """Tabs with a muted count, none when it is 0."""

    def __init__(self, names: list[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._counts = [0] * len(names)
        self.setExpanding(False)
        self.setDrawBase(False)
        self.setUsesScrollButtons(False)
        for name in names:
            self.addTab(name)
        self.setFixedHeight(Height.TAB)

    def set_name(self, index: int, name: str) -> None:
        """Call a tab otherwise, as the patient's disease asks."""
        if self.tabText(index) != name:
            self.setTabText(index, name)
            self.set_count(index, self._counts[index])

    def set_count(self, index: int, count: int) -> None:
        """Show how many entries the tab holds."""
        self._counts[index] = count
        # Setting the words again is what makes the bar lay out its tabs anew.
        self.setTabText(index, self.tabText(index))
        self.setAccessibleTabName(index, f"{self.tabText(index)} {count or ''}".strip())
        self.updateGeometry()
        self.update()

    def _count(self, index: int) -> str:
        return str(self._counts[index]) if self._counts[index] else ""

    def tabSizeHint(self, index: int) -> QSize:
        width = text_width(self.tabText(index), font(bold=True)) + 2 * _SIDE
        if self._count(index):
            width += text_width(self._count(index), font("caption")) + 7
        return QSize(int(width + 1), Height.TAB)

    def sizeHint(self) -> QSize:
        return QSize(sum(self.tabSizeHint(index).width() for index in range(self.count())), Height.TAB)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def minimumTabSizeHint(self, index: int) -> QSize:
        return self.tabSizeHint(index)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        for index in range(self.count()):
            rect = QRectF(self.tabRect(index))
            chosen = index == self.currentIndex()
            words = rect.adjusted(_SIDE, 0, -_SIDE + 1, -2)
            type_ = font(bold=chosen)
            text(painter, words, self.tabText(index), "text", type_=type_, elide=False)
            left = text_width(self.tabText(index), type_) + 7
            text(
                painter, words.adjusted(left, 0, 0, 0), self._count(index), "muted", type_=font("caption"), elide=False
            )
            if chosen:
                painter.fillRect(QRectF(rect.left(), rect.bottom() - 2, rect.width(), 2), colour("accent"))
                if self.hasFocus():
                    focus_ring(painter, rect.adjusted(1, 3, -1, -3))


class BannerLines(QWidget):
    """Name, birth date, sex, code and same-name mark; below Day, Day 0, regimen, disease and what must be known."""

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self.setFixedHeight(_LINES)
        self._first, self._second = QHBoxLayout(), QHBoxLayout()
        find = QAction(self.tr("Find"), self)
        find.triggered.connect(ctx.palette_wanted)
        self._find = SearchButton(Entry("find", PATIENT, find, "search", "Ctrl+K"))
        self._find.setFixedHeight(Height.SMALL_CONTROL)
        self._find.setMinimumWidth(100)
        self._find.setMaximumWidth(230)
        self._parts: list[QWidget] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(Space.LARGE, 5, Space.LARGE, 4)
        column.setSpacing(0)
        for line in (self._first, self._second):
            line.setSpacing(Space.SMALL)
            line.setContentsMargins(0, 0, 0, 0)
            column.addLayout(line, 1)
        self._first.addStretch(1)
        self._first.addWidget(self._find, 2)

    def show_patient(self, banner: Banner) -> None:
        """Show another patient, or the same one changed."""
        for part in self._parts:
            part.hide()
            part.setParent(None)
            part.deleteLater()
        self._parts = []
        self._fill_first(banner)
        self._fill_second(banner)
        words = self._ctx.wording
        self.setAccessibleName(f"{banner.name}, {words.date(banner.birth_date)}, {banner.code}")

    def _put(self, layout: QHBoxLayout, at: int, widget: QWidget, stretch: int = 0) -> int:
        layout.insertWidget(at, widget, stretch)
        self._parts.append(widget)
        return at + 1

    def _fill_first(self, banner: Banner) -> None:
        words, line = self._ctx.wording, self._first
        # Only a name longer than any line is shortened; the way to the palette gives its room first.
        name = (PlainLabel if len(banner.name) <= _WHOLE_NAME else ElidedLabel)(banner.name, "page")
        name.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        at = self._put(line, 0, name)
        at = self._put(line, at, PlainLabel(words.date(banner.birth_date), "bold"))
        at = self._put(line, at, PlainLabel(self.tr("({} y)").format(banner.age), "muted"))
        at = self._put(line, at, PlainLabel(words.enum("sex", banner.sex)))
        at = self._put(line, at, PlainLabel(banner.code, "muted"))
        for hit in banner.same_name:
            born = self.tr("same name: {code}, born {date}").format(code=hit.code, date=words.date(hit.birth_date))
            at = self._put(line, at, Chip(born, "warn", icon="same-name"))

    def _fill_second(self, banner: Banner) -> None:
        line, at = self._second, 0
        for number, (fact, role) in enumerate(self._facts(banner)):
            if number:
                at = self._put(line, at, PlainLabel("·", "muted"))
            at = self._put(line, at, ElidedLabel(fact, role) if role == "" else PlainLabel(fact, role))
        spacer = QWidget()
        at = self._put(line, at, spacer, 1)
        for chip in self._chips(banner):
            at = self._put(line, at, chip)

    def _facts(self, banner: Banner) -> list[tuple[str, str]]:
        words = self._ctx.wording
        facts = []
        if banner.day is not None and banner.day0 is not None:
            day = words.day(banner.day0, self._ctx.today())
            facts.append((day[:1].upper() + day[1:], "day"))
            day0 = words.date(banner.day0)
            planned = self.tr("Day 0 planned {}").format(day0)
            facts.append((planned if banner.day0_planned else self.tr("Day 0 {}").format(day0), ""))
        else:
            facts.append((self.tr("no Day 0 yet"), ""))
        disease = ", ".join(part for part in (banner.disease, _lower(banner.phenotype)) if part)
        return facts + [(fact, "") for fact in (banner.regimen, disease) if fact]

    def _chips(self, banner: Banner) -> list[QWidget]:
        words = self._ctx.wording
        chips: list[QWidget] = []
        chips += [Chip(tag, "quiet", icon="tag") for tag in banner.tags]
        if banner.interpreter:
            spoken = self._language(banner.language)
            chips.append(Chip(self.tr("Interpreter: {}").format(spoken) if spoken else self.tr("Interpreter"), "plain"))
        if banner.allergies:
            chips.append(_substances(self.tr("Allergy · {}"), banner.allergies, "danger"))
        if banner.intolerances:
            chips.append(_substances(self.tr("Intolerance · {}"), banner.intolerances, "warn"))
        known = bool(banner.allergies or banner.intolerances)
        if not known and banner.allergy_status is AllergyStatus.NONE_KNOWN:
            chips.append(Chip(self.tr("No known allergies"), "quiet"))
        elif not known:
            chips.append(Chip(self.tr("Allergies not recorded"), "warn", icon="alert"))
        if banner.state is not None:
            state = f"{words.enum('follow_up', banner.follow_up)}, {words.date(banner.state.on)}"
            chip = Chip(state, "plain", icon="info")
            chip.setToolTip(plain_tooltip(banner.state.detail))
            chips.append(chip)
        chips += self._irradiated(banner)
        if banner.alerts:
            chips.append(self._alerts(banner.alerts))
        return chips

    def _irradiated(self, banner: Banner) -> list[QWidget]:
        """Until when blood products must be irradiated; it leads to its reasons. Nothing once they need not be."""
        if not banner.follow_up.is_followed:
            return []
        from hsct_desktop.services import irradiation

        line = irradiation.for_patient(self._ctx.ready(), banner.id)
        if line is None or not line.chip:
            return []
        chip = ChipButton(line.chip, checkable=False, kind=KINDS[line.verdict.state], icon="drop")
        chip.setObjectName("banner_irradiation")
        chip.setToolTip(plain_tooltip("\n".join((line.sentence, *line.grounds))))
        chip.setAccessibleName(line.sentence)
        chip.clicked.connect(lambda: self._ctx.show_patient(banner.id, "therapy"))
        return [chip]

    def _alerts(self, alerts: tuple[AlertLine, ...]) -> QWidget:
        """The worst open alert and how many more there are; it opens their list."""
        worst = alerts[0]
        chip = ChipButton(
            chip_words(alerts, self._ctx.wording),
            checkable=False,
            kind=CHIPS[worst.severity],
            icon=ICONS[worst.severity],
        )
        chip.setObjectName("banner_alerts")
        chip.setToolTip(plain_tooltip(self.tr("{}: show the alerts (Shift+A)").format(worst.label)))
        chip.setAccessibleName(self.tr("Alerts: {}").format(chip.text()))
        chip.clicked.connect(lambda: self._ctx.action_wanted.emit("show_alerts"))
        return chip

    def _language(self, code: str) -> str:
        spoken = self._ctx.ready().catalogue.languages.get(code)
        return spoken.label.text(self._ctx.language) if spoken is not None else code


def _substances(words: str, substances: Sequence[str], kind: str) -> Chip:
    """A chip that names the first substances; all of them stand in its tooltip."""
    listed = ", ".join(substances)
    shown = listed if len(listed) <= 48 else listed[:46].rstrip() + "…"
    chip = Chip(words.format(shown), kind, icon="alert")
    chip.setToolTip(plain_tooltip(listed))
    return chip


def _lower(words: str) -> str:
    """Words that go on after a comma; an abbreviation keeps its capitals."""
    return words[:1].lower() + words[1:] if words[1:2].islower() else words


def surface(widget: QWidget) -> QWidget:
    """Give a plain widget the ground of panels."""
    widget.setProperty("role", "surface")
    widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    return widget
