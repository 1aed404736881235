"""What the downtime pack is made from: cover, contacts, medicines, blank forms, in the reader's words."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from hsct_desktop.documents.inputs import PrintContext


@dataclass(frozen=True)
class CoverData:
    """The first page: the day the pack is for, what stands in it, how to work with it and how to type it back."""

    context: PrintContext
    day: dt.date
    phone: str
    parts: tuple[tuple[str, int], ...]
    """Each part's title with its number of pages."""
    work: tuple[str, ...]
    type_back: tuple[str, ...]


@dataclass(frozen=True)
class ContactLine:
    """A followed patient and who can be called, each with name and telephone; `is_alert` where allergies are listed.

    `same_name`: another patient is called so too.
    """

    family_name: str
    given_name: str
    birth_date: dt.date
    code: str
    day: str
    disease: str
    phone: str
    carer: tuple[str, str]
    gp: tuple[str, str]
    neurologist: tuple[str, str]
    allergies: str
    is_alert: bool
    same_name: bool = False


@dataclass(frozen=True)
class ContactsData:
    """The contact sheet."""

    context: PrintContext
    rows: tuple[ContactLine, ...]


@dataclass(frozen=True)
class GivenLine:
    """A medicine: its name, how it is given, and its planned stop."""

    name: str
    how: str
    stop: str


@dataclass(frozen=True)
class MedicinesLine:
    """A patient with what has to be known before anything is given; `here` says why the patient is in the pack.

    `blood` is the rule of irradiated products, bold where they are `irradiated`; `live` that of live vaccines.
    """

    family_name: str
    given_name: str
    birth_date: dt.date
    code: str
    day: str
    here: str
    allergies: str
    is_alert: bool
    blood: str
    irradiated: bool
    live: str
    given: tuple[GivenLine, ...]
    same_name: bool = False


@dataclass(frozen=True)
class MedicinesData:
    """The sheet of medicines, allergies and blood rules."""

    context: PrintContext
    rows: tuple[MedicinesLine, ...]


@dataclass(frozen=True)
class FormField:
    """A line to write on, over `span` of twelve columns, its unit at the end; with `choices` boxes to tick instead."""

    label: str
    span: int = 4
    unit: str = ""
    choices: tuple[str, ...] = ()
    lines: int = 1


@dataclass(frozen=True)
class FormTable:
    """Rows to fill in: heads with their shares of the width; a row's texts stand in its first cells, empty ones are
    for writing. Without heads it is the title of the fields that follow."""

    title: str
    heads: tuple[tuple[str, float], ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class BlankForm:
    """One page to fill in by hand; `hint` says where it is typed in. `of_patient` asks for whom it is.

    `several`: the records on it are typed in one by one, and so ticked one by one.
    """

    title: str
    hint: str
    parts: tuple[tuple[FormField, ...] | FormTable, ...]
    of_patient: bool = True
    several: bool = False


@dataclass(frozen=True)
class FormsData:
    """The blank forms in the order of the screens."""

    context: PrintContext
    forms: tuple[BlankForm, ...]
