"""Make or change a filter: its name, whose it is, and what it asks of a patient."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hsct_desktop.domain.patient_filter import MAX_FILTER_NAME, FilterRule, check_filter
from hsct_desktop.domain.problem import Problem
from hsct_desktop.views.context import NOBODY, Context
from hsct_desktop.views.form_fields import ChipsField, TextField
from hsct_desktop.views.sheet import Content, RecordSheet, captioned
from hsct_desktop.views.widgets.buttons import KeyButton
from hsct_desktop.views.widgets.plain_label import PlainLabel

if TYPE_CHECKING:
    from hsct_desktop.services.changes import Changes
    from hsct_desktop.services.filters import FilterRow

_MINE: Final = 0
"""The value of the chip that stands for whoever looks; staff ids begin at 1."""


class FilterSheet(RecordSheet):
    """Any of the chips chosen in a field, in all fields with a chip chosen."""

    def __init__(self, ctx: Context, held: FilterRow | None = None) -> None:
        super().__init__(ctx, NOBODY, "", draft="filter" if held is None else f"filter:{held.id}")
        self._held = held
        self._heading = self.tr("New filter") if held is None else self.tr("Filter")
        self.set_title(self._heading, "")
        self._name = captioned(TextField(), self.tr("Name"), "name")
        self._name.line().setMaxLength(MAX_FILTER_NAME)
        self._whose = captioned(ChipsField(), self.tr("Who sees it"), "whose")
        self._diseases = captioned(ChipsField(), self.tr("Disease"), "diseases")
        self._protocols = captioned(ChipsField(), self.tr("Protocol"), "protocols")
        self._nurses = captioned(ChipsField(), self.tr("Responsible nurse"), "nurses")
        self._years = captioned(ChipsField(), self.tr("Year of the transplant"), "years")
        self._tags = captioned(ChipsField(), self.tr("Tags"), "tags")
        body = QWidget()
        column = QVBoxLayout(body)
        column.setSpacing(12)
        column.addWidget(self._name)
        column.addWidget(self._whose)
        column.addWidget(
            PlainLabel(
                self.tr(
                    "The list shows who has one of the chosen values in each line. A line without a choice is ignored."
                ),
                "muted",
                wrap=True,
            )
        )
        for field in self._fields():
            column.addWidget(field)
        self._offer()
        column.addWidget(self._delete_button())
        column.addStretch(1)
        self.set_body(body)
        if held is not None:
            self._name.set_text(held.name)
            self._whose.set_value(held.mine)
            self._choose(held.rule)
        self.begin()

    def _fields(self) -> tuple[ChipsField, ...]:
        return self._diseases, self._protocols, self._nurses, self._years, self._tags

    def _offer(self) -> None:
        from hsct_desktop.services import filters

        offered = filters.choices(self.ctx.ready())
        self._whose.set_choices([(False, self.tr("The unit")), (True, self.tr("Only me"))])
        self._whose.set_value(False)
        nurses: list[tuple[object, str]] = [(_MINE, self.tr("Whoever looks")), *offered.nurses]
        choices: list[Sequence[tuple[object, str]]] = [
            offered.diseases, offered.protocols, nurses, [(year, str(year)) for year in offered.years],
            [(tag, tag) for tag in offered.tags],
        ]  # fmt: skip
        for field, values in zip(self._fields(), self._with_held(choices), strict=True):
            field.set_choices(values, multi=True)
            field.setVisible(bool(values))

    def _with_held(self, choices: Sequence[Sequence[tuple[object, str]]]) -> Iterator[list[tuple[object, str]]]:
        """What the filter asked for so far stays offered, also when no patient has it any more."""
        rule = self._held.rule if self._held is not None else FilterRule()
        held: tuple[tuple[object, ...], ...] = (rule.diseases, rule.protocols, rule.nurses, rule.years, rule.tags)
        for offered, before in zip(choices, held, strict=True):
            known = {value for value, _ in offered}
            yield [*offered, *((value, str(value)) for value in before if value not in known)]

    def _choose(self, rule: FilterRule) -> None:
        nurses = ((_MINE,) if rule.mine else ()) + rule.nurses
        for field, values in zip(
            self._fields(), (rule.diseases, rule.protocols, nurses, rule.years, rule.tags), strict=True
        ):
            field.choice().set_values(values)

    def _delete_button(self) -> QWidget:
        self.delete = KeyButton(self.tr("Delete this filter"), icon="close", kind="danger", small=True)
        self.delete.clicked.connect(self._delete)
        line = QWidget()
        row = QVBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.delete, 0, Qt.AlignmentFlag.AlignLeft)
        self.delete.setVisible(self._held is not None)
        return line

    def _delete(self) -> None:
        """Out of the list at once: the toast offers to undo, and no patient is touched."""
        from hsct_desktop.services import filters

        held = self._held
        if held is None:
            return
        reason = self.tr("deleted by hand")
        gone = self.ctx.save(lambda: filters.void_filter(self.ctx.ready(), held.id, reason, held.version), self)
        if gone is not None:
            self._finish()

    def first_field(self) -> QWidget | None:
        return self._name.line()

    def rule(self) -> FilterRule:
        """What the chips ask for."""
        diseases, protocols, nurses, years, tags = (field.choice().values() for field in self._fields())
        people = [value for value in nurses if isinstance(value, int)]
        return FilterRule(
            tuple(map(str, diseases)),
            tuple(map(str, protocols)),
            tuple(value for value in people if value != _MINE),
            tuple(value for value in years if isinstance(value, int)),
            tuple(map(str, tags)),
            _MINE in people,
        )

    def problems(self) -> Iterator[Problem]:
        yield from check_filter(self._name.text(), self.rule())

    def target_of(self, field: str) -> QWidget:
        shown = [chips for chips in self._fields() if chips.isVisibleTo(self)]
        return self._name if field == "name" or not shown else shown[0]

    def write(self) -> Changes:
        from hsct_desktop.services import filters

        ws, name, mine = self.ctx.ready(), self._name.text(), bool(self._whose.value())
        if self._held is None:
            return filters.record(ws, name, self.rule(), mine=mine)
        return filters.revise(ws, self._held.id, self._held.version, name, self.rule(), mine=mine)

    def content(self) -> Content:
        chosen = [list(field.choice().values()) for field in self._fields()]
        return {"name": self._name.text(), "mine": bool(self._whose.value()), "chosen": chosen}

    def restore(self, content: Content) -> None:
        self._name.set_text(content["name"])
        self._whose.set_value(bool(content["mine"]))
        for field, values in zip(self._fields(), content["chosen"], strict=True):
            field.choice().set_values(values)
