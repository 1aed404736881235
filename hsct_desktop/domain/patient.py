"""A patient's identity, consents, follow-up state, and the checks on what is entered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from hsct_desktop.domain.names import clean, clean_lines, fold
from hsct_desktop.domain.problem import Problem

MAX_NAME = 200
MAX_CODE = 40
MAX_AGE_YEARS = 120
MAX_TEXT = 4000


class Sex(StrEnum):
    """Sex as it matters for reference ranges; wording `enum.sex.*`."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"
    UNKNOWN = "unknown"


class Consent(StrEnum):
    """Answer to a consent question; wording `enum.consent.*`."""

    NOT_ASKED = "not_asked"
    YES = "yes"
    NO = "no"
    WITHDRAWN = "withdrawn"


class Purpose(StrEnum):
    """What records leave the program for; wording `enum.purpose.*`."""

    UNIT = "unit"
    RESEARCH = "research"
    REGISTRY = "registry"


class AllergyStatus(StrEnum):
    """Whether allergies were asked for: "none" and "not recorded" are two things; wording `enum.allergy_status.*`."""

    NOT_RECORDED = "not_recorded"
    NONE_KNOWN = "none_known"
    LISTED = "listed"


class FollowUp(StrEnum):
    """Whether the unit still follows the patient; wording `enum.follow_up.*`."""

    FOLLOWED = "followed"
    DEAD = "dead"
    TRANSFERRED = "transferred"
    WITHDRAWN = "withdrawn"
    LOST = "lost"

    @property
    def is_followed(self) -> bool:
        """Only a followed patient appears on due lists."""
        return self is FollowUp.FOLLOWED


class StateChangeKind(StrEnum):
    """What happened to the patient's state on a date; wording `enum.state_change.*`."""

    DISCHARGED = "discharged"
    DIED = "died"
    TRANSFERRED = "transferred"
    WITHDREW = "withdrew"
    LOST = "lost"
    FOLLOWED_AGAIN = "followed_again"


FOLLOW_UP_AFTER = {
    StateChangeKind.DIED: FollowUp.DEAD,
    StateChangeKind.TRANSFERRED: FollowUp.TRANSFERRED,
    StateChangeKind.WITHDREW: FollowUp.WITHDRAWN,
    StateChangeKind.LOST: FollowUp.LOST,
    StateChangeKind.FOLLOWED_AGAIN: FollowUp.FOLLOWED,
}
"""The follow-up state that a change leads to; a discharge changes none."""

ENDS_FOLLOW_UP = frozenset(kind for kind, after in FOLLOW_UP_AFTER.items() if not after.is_followed)
"""The changes by which a patient leaves every due list."""

DETAIL_MISSING = {
    StateChangeKind.DIED: "cause_missing",
    StateChangeKind.TRANSFERRED: "transferred_to_missing",
    StateChangeKind.WITHDREW: "state_reason_missing",
    StateChangeKind.LOST: "state_reason_missing",
    StateChangeKind.FOLLOWED_AGAIN: "followed_again_reason_missing",
}
"""Who leaves follow-up or comes back does so for a reason that is written down; the problem's key without one."""


@dataclass(frozen=True)
class StateChange:
    """A dated change of state; `detail` holds the cause of death, the new unit or the reason."""

    kind: StateChangeKind
    on: date
    detail: str = ""


@dataclass(frozen=True)
class PatientEntry:
    """What the registration form hands over for the person; texts are plain text."""

    code: str
    family_name: str
    given_name: str
    birth_date: date | None
    sex: Sex = Sex.UNKNOWN
    phone: str = ""
    carer_name: str = ""
    carer_phone: str = ""
    address: str = ""
    language: str = ""
    interpreter: bool = False
    allergy_status: AllergyStatus = AllergyStatus.NOT_RECORDED
    allergies: tuple[str, ...] = ()
    consent_care: Consent = Consent.NOT_ASKED
    consent_registry: Consent = Consent.NOT_ASKED
    disease_id: str = ""
    phenotype_id: str = ""
    indication_id: str = ""
    neurologist_id: int | None = None
    gp_id: int | None = None
    notes: str = field(default="")
    nurse_id: int | None = None
    tags: tuple[str, ...] = ()
    intolerances: tuple[str, ...] = ()
    """As `allergies`, each "substance" or "substance: reaction": what is not tolerated without being an allergy."""
    consent_registry_on: date | None = None
    consent_research: Consent = Consent.NOT_ASKED
    consent_research_on: date | None = None
    """The days on which the answers were given; of nobody who was not asked, and not known in older files."""

    def consents_to(self, purpose: Purpose) -> bool:
        """Whether the record may leave the program for a purpose: the unit's own use asks for no further consent."""
        answers = {Purpose.RESEARCH: self.consent_research, Purpose.REGISTRY: self.consent_registry}
        return answers.get(purpose, Consent.YES) is Consent.YES

    def cleaned(self) -> PatientEntry:
        """The same entry with white space folded and invisible characters dropped."""
        return PatientEntry(
            code=clean(self.code),
            family_name=clean(self.family_name),
            given_name=clean(self.given_name),
            birth_date=self.birth_date,
            sex=self.sex,
            phone=clean(self.phone),
            carer_name=clean(self.carer_name),
            carer_phone=clean(self.carer_phone),
            address=clean_lines(self.address),
            language=clean(self.language),
            interpreter=self.interpreter,
            allergy_status=self.allergy_status,
            allergies=tuple(a for a in map(clean, self.allergies) if a),
            consent_care=self.consent_care,
            consent_registry=self.consent_registry,
            disease_id=self.disease_id,
            phenotype_id=self.phenotype_id,
            indication_id=self.indication_id,
            neurologist_id=self.neurologist_id,
            gp_id=self.gp_id,
            notes=clean_lines(self.notes),
            nurse_id=self.nurse_id,
            tags=tuple(dict.fromkeys(t for t in map(clean, self.tags) if t)),
            intolerances=tuple(i for i in map(clean, self.intolerances) if i),
            consent_registry_on=None if self.consent_registry is Consent.NOT_ASKED else self.consent_registry_on,
            consent_research=self.consent_research,
            consent_research_on=None if self.consent_research is Consent.NOT_ASKED else self.consent_research_on,
        )


def _check_consents(entry: PatientEntry, today: date) -> Iterator[Problem]:
    """Answers have their day: files from before it was kept, and imported tables, have none of the registry's."""
    if entry.consent_research is not Consent.NOT_ASKED and entry.consent_research_on is None:
        yield Problem("consent_research_on", "consent_day_missing")
    for name in ("consent_registry_on", "consent_research_on"):
        on: date | None = getattr(entry, name)
        if on is not None and on > today:
            yield Problem(name, "date_in_future")
        elif on is not None and entry.birth_date is not None and on < entry.birth_date:
            yield Problem(name, "before_birth", {"birth_date": entry.birth_date})


def folded_name(family_name: str, given_name: str) -> str:
    """The stored search form of a name; names without any Latin or other letter fold to an empty text."""
    return fold(f"{family_name} {given_name}")


def check_patient(entry: PatientEntry, today: date) -> Iterator[Problem]:
    """Yield what is wrong with a (cleaned) patient entry."""
    for name in ("code", "family_name", "given_name", "disease_id"):
        if not getattr(entry, name):
            yield Problem(name, f"{name}_missing")
    limits = {"code": MAX_CODE, "family_name": MAX_NAME, "given_name": MAX_NAME, "address": MAX_TEXT, "notes": MAX_TEXT}
    limits |= {"phone": MAX_NAME, "carer_name": MAX_NAME, "carer_phone": MAX_NAME, "language": MAX_NAME}
    for name, limit in limits.items():
        if len(getattr(entry, name)) > limit:
            yield Problem(name, "too_long", {"limit": limit})
    yield from _check_birth_date(entry.birth_date, today)
    yield from _check_consents(entry, today)
    if entry.allergy_status is AllergyStatus.LISTED and not (entry.allergies or entry.intolerances):
        yield Problem("allergies", "allergies_missing")


_TAKEN_OUT = (
    "code", "family_name", "given_name", "birth_date", "phone", "carer_name", "carer_phone", "address", "language",
    "neurologist_id", "gp_id",
)  # fmt: skip
"""What pseudonymising takes out of a card."""


def check_stays_pseudonymised(before: PatientEntry, after: PatientEntry) -> Iterator[Problem]:
    """Yield what would bring an identity back to a card that was pseudonymised."""
    for name in _TAKEN_OUT:
        if getattr(before, name) != getattr(after, name):
            yield Problem(name, "stays_pseudonymised")


def _check_birth_date(birth_date: date | None, today: date) -> Iterator[Problem]:
    if birth_date is None:
        yield Problem("birth_date", "birth_date_missing")
    elif birth_date > today:
        yield Problem("birth_date", "birth_date_in_future")
    elif today.year - birth_date.year > MAX_AGE_YEARS:
        yield Problem("birth_date", "birth_date_too_old", {"limit": MAX_AGE_YEARS})


def follow_up_of(changes: Iterable[StateChange]) -> FollowUp:
    """The follow-up state after changes, oldest first: the latest counts, but a death ends everything.

    So it does also when somebody was lost sight of, or followed again, after it and before the news came.
    """
    states = [FOLLOW_UP_AFTER[change.kind] for change in changes if change.kind in FOLLOW_UP_AFTER]
    return FollowUp.DEAD if FollowUp.DEAD in states else states[-1] if states else FollowUp.FOLLOWED


def check_followed_again(change: StateChange, recorded: Iterable[StateChange]) -> Iterator[Problem]:
    """Yield what is wrong with following a patient again whose other changes are `recorded`, oldest first."""
    changes = list(recorded)
    if follow_up_of(changes).is_followed:
        yield Problem("kind", "still_followed")
    left = max((known.on for known in changes if known.kind in ENDS_FOLLOW_UP), default=change.on)
    if change.on < left:
        yield Problem("on", "followed_again_too_early", {"left": left})


def check_state_change(change: StateChange, birth_date: date, today: date, day0: date | None) -> Iterator[Problem]:
    """Yield what is wrong with a change of state."""
    if change.on > today:
        yield Problem("on", "date_in_future")
    if change.on < birth_date:
        yield Problem("on", "before_birth", {"birth_date": birth_date})
    if change.kind in DETAIL_MISSING and not clean(change.detail):
        yield Problem("detail", DETAIL_MISSING[change.kind])
    if change.kind is StateChangeKind.DISCHARGED:
        if day0 is None:
            yield Problem("on", "discharge_needs_day0")
        elif change.on < day0:
            yield Problem("on", "discharge_before_day0", {"day0": day0})
