"""What the registry sheet is made from: the items of one form with what the record holds for each."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from hsct_desktop.documents.inputs import PrintContext


class ItemState(StrEnum):
    """What the record says to an item: a value, nothing although it is wanted, that there is none, not its business."""

    HELD = "held"
    MISSING = "missing"
    NONE = "none"
    NOT_HELD = "not_held"


@dataclass(frozen=True)
class SheetItem:
    """One item in the reader's words; `place` is the tab, page or action by which a fact is entered.

    `was` is what was typed into the registry, where the record says something else now ("" where it said nothing).
    """

    id: str
    section: str
    label: str
    value: str
    state: ItemState
    place: str
    field: str = ""
    was: str | None = None


@dataclass(frozen=True)
class RegistrySheet:
    """A form of a patient; `first` is None for all days up to Day 0. `typed` says by whom and when it was typed in.

    `consent` is what is to be said where the patient's consent to the registry is not recorded as given, "" else.
    """

    context: PrintContext
    title: str
    family_name: str
    given_name: str
    birth_date: dt.date
    code: str
    first: dt.date | None
    last: dt.date
    due: dt.date
    items: tuple[SheetItem, ...]
    typed: str = ""
    consent: str = ""
    about: tuple[int, int, str, int] | None = None
    """Whose form it is: patient, transplant, form, year."""

    @property
    def changed(self) -> tuple[SheetItem, ...]:
        """The items that were typed in otherwise than the record has them now."""
        return tuple(item for item in self.items if item.was is not None)

    @property
    def missing(self) -> tuple[SheetItem, ...]:
        """The items that the form wants and the record does not hold."""
        return tuple(item for item in self.items if item.state is ItemState.MISSING)
