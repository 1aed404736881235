"""What the documents are made from: frozen facts that the services gather; no document asks the store for anything."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from hsct_desktop.documents.disability_inputs import PrintedDisease
from hsct_desktop.domain.adverse_event import Episode
from hsct_desktop.domain.engraftment import EngraftmentStatus, Lineage
from hsct_desktop.domain.irradiation import Irradiation
from hsct_desktop.domain.patient import AllergyStatus, Consent, FollowUp, Sex, StateChange
from hsct_desktop.domain.supportive_therapy import Therapy
from hsct_desktop.domain.toxicity_phase import SystemByPhase
from hsct_desktop.domain.visit import VisitStatus
from hsct_desktop.domain.worklist import WorklistKind
from hsct_desktop.pictures.timeline import TimelineFacts
from hsct_desktop.pictures.toxicity import ToxicityFacts
from hsct_desktop.pictures.trend import TrendFacts


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
class PrintedReport:
    """A report that is awaited: what it is on, where and when that was done."""

    label: str
    place: str
    done_on: dt.date


@dataclass(frozen=True)
class PrintedContact:
    """A contact as printed, in words of the document's language."""

    on: dt.date
    text: str
    note: str = ""


@dataclass(frozen=True)
class PrintedOrder:
    """One drug of mobilisation or conditioning as the catalogue describes the regimen, not as a dose to give.

    `unchecked` marks what the catalogue itself marks as not checked against a source; `note` says what.
    """

    step: str
    drug: str
    dose: str
    days: str
    note: str = ""
    unchecked: bool = False


@dataclass(frozen=True)
class PrintedEngraftment:
    """A lineage: the confirmed value, else what the counts give. `on` is empty where nothing engrafted."""

    lineage: Lineage
    status: EngraftmentStatus
    day0: dt.date
    on: dt.date | None
    confirmed: bool
    provisional: bool = False


@dataclass(frozen=True)
class PrintedPhases:
    """The worst grade by system in each phase: the phases' names, which have begun, and what stands in for a date."""

    heads: tuple[str, ...]
    begun: tuple[bool, ...]
    rows: tuple[SystemByPhase, ...]
    note: str = ""


@dataclass(frozen=True)
class PrintedInfection:
    """An infection; `what` is organism and site, `certainty` and `outcome` are words; no end while it goes on."""

    what: str
    found_on: dt.date
    certainty: str
    line_related: bool
    treatment: str
    outcome: str
    ended_on: dt.date | None


@dataclass(frozen=True)
class PrintedAbnormal:
    """A long-term item that was abnormal when it was done last, and to whom the patient was referred by which day."""

    label: str
    last: str
    refer_to: str
    referred_on: dt.date | None


@dataclass(frozen=True)
class PrintedLongTerm:
    """Long-term follow-up: what is abnormal, what is overdue since when (late effects first), fertility in one line.

    `rechecks` are the sentences about possible pseudo-relapses.
    """

    abnormal: tuple[PrintedAbnormal, ...] = ()
    overdue: tuple[tuple[str, dt.date], ...] = ()
    fertility: str = ""
    rechecks: tuple[str, ...] = ()


@dataclass(frozen=True)
class PrintedScore:
    """A line about outcome measures: what it is about, and what is said of it."""

    title: str
    text: str


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
    trend: TrendFacts | None = None
    toxicity: ToxicityFacts | None = None
    phases: PrintedPhases | None = None
    reports: tuple[PrintedReport, ...] = ()
    engraftment: tuple[PrintedEngraftment, ...] = ()
    infections: tuple[PrintedInfection, ...] = ()
    irradiation: Irradiation | None = None
    long_term: PrintedLongTerm | None = None
    regimen_notes: tuple[str, ...] = ()
    lifelong: bool = False
    """Whether the protocol goes on with yearly visits for life, of which only the next are planned."""
    reference_regimen: bool = True
    """Whether the regimen is the program's own description, not one that the unit provides."""
    intolerances: tuple[str, ...] = ()
    disability: PrintedDisease | None = None
    product: str = ""
    """The cells in words where they are no graft, "" for stem cells."""
    cells_given: str = ""
    cell_reactions: tuple[str, ...] = ()
    """Of cells that are no graft: what was infused, and CRS and ICANS, which are recorded with them."""
    measures: tuple[PrintedScore, ...] = ()
    death: str = ""
    """What was adjudicated of the death, that nobody has yet; "" for the living."""

    @property
    def ended_on(self) -> dt.date | None:
        """The day on which follow-up here ended (death, transfer, withdrawal, loss); None while it goes on."""
        return None if self.follow_up.is_followed or self.state is None else self.state.on

    @property
    def is_dead(self) -> bool:
        """Whether the patient is recorded as dead."""
        return self.follow_up is FollowUp.DEAD

    @property
    def as_of(self) -> dt.date:
        """The day by which what "runs", is "open" or "to stop" is judged: end of follow-up, else that of the print."""
        return min(self.ended_on or self.context.on, self.context.on)

    @property
    def has_transplant(self) -> bool:
        """Whether a transplant course is recorded at all, planned or done."""
        known = (self.protocol, self.conditioning_regimen, self.mobilisation_regimen, self.cd34_dose)
        return self.day0 is not None or self.mobilisation_start is not None or any(known)


@dataclass(frozen=True)
class DayListRow:
    """One row of the printed day list; `attention` is printed bold with a triangle below `why`.

    `phone` is the patient's, empty where none is recorded; it is printed where `calls` says that somebody has to call,
    to book or to confirm.
    A task may have no patient: neither name nor birth date.
    """

    kind: WorklistKind
    time: str
    family_name: str
    given_name: str
    birth_date: dt.date | None
    code: str
    day: int | None
    disease: str
    task: str
    earliest: dt.date | None
    latest: dt.date | None
    why: str
    attention: str = ""
    to_do: tuple[str, ...] = ()
    phone: str = ""
    calls: bool = False


@dataclass(frozen=True)
class DayListData:
    """The day list: rows in the order of Today's lists; the title's totals are counted from these very rows."""

    context: PrintContext
    rows: tuple[DayListRow, ...]
