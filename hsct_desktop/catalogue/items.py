"""What the catalogue hands to the floors above: frozen, plain, in two languages, each item with source and status.

Standard library only, so that the window can use these types before any file has been read.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from hsct_desktop.domain.adverse_event import TermRule
from hsct_desktop.domain.dates import Offset, add_offset
from hsct_desktop.domain.exposure import OTHER, Contents
from hsct_desktop.domain.protocol import AnchorKind, Label
from hsct_desktop.domain.rule import Rule
from hsct_desktop.domain.rule_facts import Amount
from hsct_desktop.domain.schedule import Anchors
from hsct_desktop.domain.supportive_therapy import Route, TherapyClass
from hsct_desktop.domain.therapy_plan import TherapyPhase
from hsct_desktop.domain.transplant import GraftManipulation

if TYPE_CHECKING:
    from hsct_desktop.catalogue.wording import Wording

REFERENCE_DEFAULT = "reference default"
"""Status of every shipped item: to be replaced by the unit's own procedure."""


class Intensity(StrEnum):
    """Intensity of a conditioning regimen as the EBMT working party classes it; wording `enum.intensity.*`."""

    HIGH = "high"
    INTERMEDIATE = "intermediate"
    LOW = "low"
    NOT_STATED = "not_stated"


@dataclass(frozen=True)
class Origin:
    """Where an item comes from; `is_unit` says that the unit's own folder provides it."""

    source: str = ""
    status: str = ""
    is_unit: bool = False

    def said(self, words: Wording) -> str:
        """Source and status on a line; the word of every shipped item in the reader's language."""
        status = words.text("protocol.reference_default") if self.status == REFERENCE_DEFAULT else self.status
        return " · ".join(part for part in (self.source, status) if part)


@dataclass(frozen=True)
class Order:
    """One drug of a regimen, for display: the program never computes a dose from it.

    `dose` is text such as `200` or `5-10` (empty: not known), in `unit` per `per` (`m2`, `kg`, `kg/d`, `dose`; empty
    for a fixed dose). `days` count from Day 0 in conditioning (negative before) and from the first day of mobilisation
    (1) in mobilisation; `days_text` says what numbers cannot. `total` is the dose of the whole course as text.
    Numbers in these texts have a decimal point. `unchecked` says that something here comes from clinical practice and
    was not checked against a source; `note` then says what, and every place that shows the order shows it. `agent` is
    what rules ask about (`domain.exposure.Agent`), "other" where they ask nothing, "" where nobody tagged it.
    """

    drug: Label
    dose: str = ""
    unit: str = ""
    per: str = ""
    route: Route | None = None
    every: str = ""
    days: tuple[int, ...] = ()
    days_text: Label | None = None
    total: str = ""
    note: Label | None = None
    unchecked: bool = False
    agent: str = ""

    @property
    def dose_known(self) -> bool:
        """Whether a dose or at least the total is stated."""
        return bool(self.dose or self.total)


@dataclass(frozen=True)
class Regimen:
    """A conditioning or mobilisation regimen. `short` is for banners, `label` for lists.

    `diseases` are ids of diseases it is meant for (empty: any). `recommended` is False where the source advises against
    it. `dose_note` is set where doses are not known and the unit must enter its own. `unchecked` says that the regimen
    as a whole comes from clinical practice and was not checked against a source (see also `Order.unchecked`). `holds`
    are agents of orders that are not listed (None: none stated), `may_hold` what some patients get.
    """

    id: str
    label: Label
    short: Label
    intensity: Intensity = Intensity.NOT_STATED
    recommended: bool = True
    diseases: tuple[str, ...] = ()
    orders: tuple[Order, ...] = ()
    graft_manipulation: GraftManipulation | None = None
    dose_note: Label | None = None
    notes: tuple[Label, ...] = ()
    unchecked: bool = False
    origin: Origin = field(default_factory=Origin)
    holds: tuple[str, ...] | None = None
    may_hold: tuple[str, ...] = ()

    @property
    def contents(self) -> Contents:
        """What rules ask about in it; unknown while one of its drugs is untagged, or nothing says what it holds."""
        last_days: dict[str, int | None] = dict.fromkeys(self.holds or ())
        for order in self.orders:
            if order.agent in ("", OTHER):
                continue
            held, own = last_days.get(order.agent), max(order.days, default=None)
            # Of several orders of one drug the last day counts; one that states none leaves it open.
            first = order.agent not in last_days
            last_days[order.agent] = own if first else None if held is None or own is None else max(held, own)
        stated = bool(self.orders) or self.holds is not None
        known = stated and all(order.agent for order in self.orders)
        return Contents(last_days, frozenset(self.may_hold), known)


@dataclass(frozen=True)
class EarliestStop:
    """The part of a stop rule that a calendar can check: `offset` after a date of the course."""

    anchor: str
    offset: Offset

    def on(self, anchors: Anchors, start: date | None = None) -> date | None:
        """The earliest day of stopping, None while its anchor is not known; anchor `start` is the therapy's start."""
        base = start if self.anchor == START_ANCHOR else anchors.of(self.anchor)
        return None if base is None else add_offset(base, self.offset)


START_ANCHOR = "start"
EARLIEST_STOP_ANCHORS = (START_ANCHOR, *(kind.value for kind in AnchorKind))


@dataclass(frozen=True)
class StopRule:
    """A written rule for ending a therapy; a person decides, the program proposes `earliest` as planned stop.

    `short` says it in a few words, for lists and pictures; None where the text is short enough. `rule` is the same as
    the program judges it, None where only a person can; values count for it as many days as `ages` says. The unit's
    own numbers may not lie below `least`.
    """

    id: str
    text: Label
    earliest: EarliestStop | None = None
    short: Label | None = None
    rule: Rule | None = None
    least: Mapping[str, Amount] = field(default_factory=dict)
    ages: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Drug:
    """A drug a nurse picks by name. `dose` is the usual dose as text in the field's notation, never computed.

    `therapy_id` is the therapy it belongs to, where start trigger, stop rules and monitoring are written.
    """

    id: str
    label: Label
    therapy_class: TherapyClass
    therapy_id: str
    dose: Label
    route: Route = Route.ORAL
    frequency: Label = Label("", "")
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class TherapyItem:
    """A supportive therapy of the catalogue: what it is for, when it starts, when it may stop, what to watch.

    In its `phases` the plan proposes it once its `trigger` is met; where that cannot be told it asks, if `asks`.
    `monitor` are the analytes to watch, beside the written `monitoring`. `covers` names the indication for which it
    counts as an alternative.
    """

    id: str
    label: Label
    therapy_class: TherapyClass
    drugs: tuple[Drug, ...] = ()
    start: Label | None = None
    stop_rules: tuple[StopRule, ...] = ()
    monitoring: Label | None = None
    phases: tuple[TherapyPhase, ...] = ()
    trigger: Rule | None = None
    asks: bool = True
    monitor: tuple[str, ...] = ()
    notes: tuple[Label, ...] = ()
    origin: Origin = field(default_factory=Origin)
    covers: str = ""


@dataclass(frozen=True)
class Phenotype:
    """A course or form of a disease: relapsing-remitting, diffuse.

    `follows` are the forms that can come before it, None where the field knows no order.
    """

    id: str
    label: Label
    short: Label
    follows: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Disease:
    """An autoimmune disease for which cells are transplanted; `protocol_id` is proposed at registration."""

    id: str
    label: Label
    short: Label
    phenotypes: tuple[Phenotype, ...] = ()
    protocol_id: str = ""
    origin: Origin = field(default_factory=Origin)

    def phenotype(self, phenotype_id: str) -> Phenotype | None:
        """The phenotype of that id, or None."""
        return next((p for p in self.phenotypes if p.id == phenotype_id), None)


@dataclass(frozen=True)
class Indication:
    """Why the transplant was done."""

    id: str
    label: Label
    origin: Origin = field(default_factory=Origin)


@dataclass(frozen=True)
class SpokenLanguage:
    """A language a patient may speak; `id` is its ISO 639 code."""

    id: str
    label: Label
    origin: Origin = field(default_factory=Origin)


class PlanSection(StrEnum):
    """Where a general sentence stands: a heading or a list of a patient's own plan, the rules of a discharge letter,
    or what the emergency summary asks to do (the `..._NEUROLOGY` ones: in diseases of the nervous system); never shown.
    """

    CALL_HEADING = "call_heading"
    CALL = "call"
    BRING = "bring"
    CARE_RULES = "care_rules"
    VACCINES = "vaccines"
    LIVING = "living"
    LIVING_NEUROLOGY = "living_neurology"
    EMERGENCY = "emergency"
    EMERGENCY_NEUROLOGY = "emergency_neurology"


@dataclass(frozen=True)
class PlanLine:
    """A general sentence of the patient's own plan; the unit leaves one out with `shown`.

    `colleague` is the same in the words of letters to colleagues; None: as the patient reads it.
    """

    id: str
    section: PlanSection
    label: Label
    shown: bool = True
    origin: Origin = field(default_factory=Origin)
    colleague: Label | None = None


@dataclass(frozen=True)
class Term:
    """A CTCAE term with the grades that exist for it and the wording of each (the general scale where it has none).

    `other` marks the "Other, specify" terms, which need a free text. `also` are synonyms in both languages.
    """

    id: str
    label: Label
    soc_id: str
    soc_label: Label
    soc_short: Label
    grades: tuple[int, ...]
    wording: Mapping[int, Label]
    other: bool = False
    also: tuple[str, ...] = ()
    own_wording: frozenset[int] = frozenset()

    def rule(self, language: str = "en") -> TermRule:
        """What the domain's checks need to know of the term."""
        return TermRule(self.grades, self.other, self.label.text(language))
