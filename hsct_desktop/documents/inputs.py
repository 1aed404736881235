"""What the documents are made from: frozen facts that the services gather; no document asks the store for anything."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from hsct_desktop.domain.adverse_event import Episode
from hsct_desktop.domain.patient import AllergyStatus, Consent, FollowUp, Sex, StateChange
from hsct_desktop.domain.supportive_therapy import Therapy
from hsct_desktop.domain.visit import VisitStatus
from hsct_desktop.domain.worklist import WorklistKind
from hsct_desktop.pictures.timeline import TimelineFacts


@dataclass(frozen=True)
class PrintContext:
    """What stands in head and foot of every page. `printed_at` is local time; `on` the day the record is shown for."""

    language: str
    unit_name: str
    printed_at: dt.datetime
    printed_by: str
    on: dt.date
    practice: bool = False


@dataclass(frozen=True)
class PrintedVisit:
    """A scheduled or unscheduled visit as printed; `label` is in the document's language."""

    label: str
    status: VisitStatus
    target: dt.date | None = None
    earliest: dt.date | None = None
    latest: dt.date | None = None
    booked: dt.date | None = None
    booked_time: str = ""
    seen_on: dt.date | None = None
    seen_by: str = ""
    outside_window: bool = False
    elsewhere: bool = False
    reason: str = ""


@dataclass(frozen=True)
class PrintedContact:
    """A contact as printed, in words of the document's language."""

    on: dt.date
    text: str
    note: str = ""


@dataclass(frozen=True)
class PrintedOrder:
    """One drug of mobilisation or conditioning as the catalogue describes the regimen, not as a dose to give."""

    step: str
    drug: str
    dose: str
    days: str


@dataclass(frozen=True)
class SummaryData:
    """Everything on a patient's summary. Texts that depend on a language are already in the document's language."""

    context: PrintContext
    family_name: str
    given_name: str
    birth_date: dt.date
    sex: Sex
    code: str
    allergy_status: AllergyStatus
    allergies: tuple[str, ...]
    disease: str
    phenotype: str
    indication: str
    follow_up: FollowUp
    state: StateChange | None
    neurologist: str
    gp: str
    phone: str
    carer: str
    consent_care: Consent
    consent_registry: Consent
    day0: dt.date | None
    mobilisation_start: dt.date | None
    discharge: dt.date | None
    mobilisation_regimen: str
    conditioning_regimen: str
    intensity: str
    orders: tuple[PrintedOrder, ...]
    cd34_dose: str
    graft_manipulation: str
    protocol: str
    last_seen: dt.date | None
    visits: tuple[PrintedVisit, ...]
    episodes: tuple[Episode, ...]
    therapies: tuple[Therapy, ...]
    contacts: tuple[PrintedContact, ...]
    timeline: TimelineFacts


@dataclass(frozen=True)
class DayListRow:
    """One row of the printed day list; `attention` is printed bold with a triangle below `why`."""

    kind: WorklistKind
    time: str
    family_name: str
    given_name: str
    birth_date: dt.date
    code: str
    day: int | None
    disease: str
    task: str
    earliest: dt.date | None
    latest: dt.date | None
    why: str
    attention: str = ""
    to_do: tuple[str, ...] = ()


@dataclass(frozen=True)
class DayListData:
    """The day list: rows in the order of Today's lists; the title's totals are counted from these very rows."""

    context: PrintContext
    rows: tuple[DayListRow, ...]
