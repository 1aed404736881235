"""Imported patients: their cards, the professionals whom they name, and who they are while nothing is written."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, ClassVar, Final

from hsct_desktop.domain.allergy import listed_allergies
from hsct_desktop.domain.import_field import RecordKind
from hsct_desktop.domain.import_row import Draft
from hsct_desktop.domain.names import clean, clean_lines, fold
from hsct_desktop.domain.patient import (
    AllergyStatus,
    Consent,
    PatientEntry,
    Sex,
    check_patient,
    check_stays_pseudonymised,
    folded_name,
)
from hsct_desktop.domain.problem import Problem
from hsct_desktop.domain.professional import ProfessionalEntry, ProfessionalKind, check_professional
from hsct_desktop.services import settings
from hsct_desktop.services.choices import check_catalogue_choices
from hsct_desktop.services.import_given import Given
from hsct_desktop.services.import_person import Person, drafted
from hsct_desktop.services.import_record import Held, Importer, Others, Session, Work
from hsct_desktop.services.person import display_name
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import patient, professional
from hsct_desktop.store.base import WriteSession
from hsct_desktop.store.bulk import insert_many
from hsct_desktop.store.patient import AllergyRow, Patient, code_key, search_text
from hsct_desktop.store.professional import Professional

NONE_KNOWN: Final = ("–",)
"""What stands for "no allergies known" where lists of allergies are compared: it is an answer, not an empty list."""
_NONE_WORDS: Final = (
    "no none nil nka nkda nkma nessuna nessuno nessunanota negativo negative keine aucune ninguna noneknown nonnote "
    "nessunaallergia nessunaallergianota noallergies noknownallergies keinebekannt aucuneconnue ningunaconocida"
)
_NO_ALLERGY: Final = frozenset(_NONE_WORDS.split())
_LISTS: Final = ("allergies", "intolerances")
_CARD: Final = tuple(one.name for one in fields(PatientEntry) if one.name not in (*_LISTS, "tags"))
_WORDED: Final = {"sex": "sex", "consent_care": "consent", "consent_registry": "consent"}
_NAMED: Final = {"neurologist": ProfessionalKind.NEUROLOGIST, "gp": ProfessionalKind.GP}

_Called = tuple[ProfessionalKind, str]
"""What a professional is and the folded name."""


@dataclass(frozen=True)
class Card:
    """A patient's card with the professionals by name, as a file has them."""

    patient_id: int
    entry: PatientEntry
    neurologist: str = ""
    gp: str = ""


def card_of(person_id: int, draft: Draft) -> Card:
    """The card of a draft, tidied as a form's is."""
    given = Given(draft)
    known = _allergies(given.get("allergies"))
    status = AllergyStatus.NOT_RECORDED
    if known:
        status = AllergyStatus.NONE_KNOWN if known == NONE_KNOWN else AllergyStatus.LISTED
    entry = PatientEntry(
        code=given.text("code"),
        family_name=given.text("family_name"),
        given_name=given.text("given_name"),
        birth_date=given.get("birth_date"),
        sex=given.choice("sex", Sex, Sex.UNKNOWN),
        phone=given.text("phone"),
        carer_name=given.text("carer_name"),
        carer_phone=given.text("carer_phone"),
        address=clean_lines(given.lines("address")),
        language=given.text("language"),
        interpreter=bool(given.get("interpreter")),
        allergy_status=status,
        allergies=() if known == NONE_KNOWN else known,
        consent_care=given.choice("consent_care", Consent, Consent.NOT_ASKED),
        consent_registry=given.choice("consent_registry", Consent, Consent.NOT_ASKED),
        disease_id=given.text("disease_id"),
        phenotype_id=given.text("phenotype_id"),
        indication_id=given.text("indication_id"),
        notes=given.lines("notes"),
    )
    return Card(person_id, entry, given.text("neurologist"), given.text("gp"))


def _allergies(value: object) -> tuple[str, ...]:
    texts = tuple(text for text in map(clean, value if isinstance(value, tuple) else ()) if text)
    if len(texts) == 1 and fold(texts[0]).replace(" ", "") in _NO_ALLERGY:
        return NONE_KNOWN
    return texts


def drafted_person(person_id: int, draft: Draft) -> Person:
    """Somebody whom the file registers, before anything of the row is judged; `person_id` is negative."""
    return drafted(person_id, card_of(person_id, draft).entry)


class PatientImporter(Importer[Card]):
    """The card; a patient has one."""

    kind: ClassVar = RecordKind.PATIENT
    fields: ClassVar = (
        "code", "family_name", "given_name", "birth_date", "sex", "phone", "carer_name", "carer_phone", "address",
        "language", "interpreter", "allergies", "consent_care", "consent_registry", "disease_id", "phenotype_id",
        "indication_id", "neurologist", "gp", "notes",
    )  # fmt: skip
    changed: ClassVar = frozenset({"patient", "professional"})
    enums: ClassVar = _WORDED
    blanks: ClassVar = {
        "sex": Sex.UNKNOWN, "interpreter": False, "consent_care": Consent.NOT_ASKED,
        "consent_registry": Consent.NOT_ASKED,
    }  # fmt: skip

    def held(self, session: Session, ids: Collection[int]) -> Mapping[int, Sequence[Held[Card]]]:
        """The recorded cards."""
        names = {card.id: card.entry.name for card in professional.all_of(session)}
        self._pseudonymised = patient.pseudonymised(session, ids)
        return {
            card.id: [
                Held(
                    card.id,
                    card.version,
                    Card(
                        card.id,
                        card.entry,
                        names.get(card.entry.neurologist_id or 0, ""),
                        names.get(card.entry.gp_id or 0, ""),
                    ),
                )
            ]
            for card in patient.cards_of(session, ids)
        }

    def entry(self, ws: Workspace, session: Session, person: Person, draft: Draft) -> Card:
        """The card of a draft."""
        return card_of(person.id, draft)

    def key(self, entry: Card) -> Hashable:
        """A patient has one card."""
        return ""

    def value(self, entry: Card, name: str) -> Any:
        """A field of the card."""
        if name in _NAMED:
            return getattr(entry, name)
        if name == "allergies" and entry.entry.allergy_status is AllergyStatus.NONE_KNOWN:
            return NONE_KNOWN
        return getattr(entry.entry, name)

    def with_values(self, entry: Card, values: Mapping[str, Any]) -> Card:
        """The card with other values; a list of allergies only grows."""
        own = {name: value for name, value in values.items() if name in _NAMED or name == "patient_id"}
        card = {name: value for name, value in values.items() if name in _CARD}
        if "consent_registry" in card:
            card["consent_registry_on"] = None  # the day of another answer is not that of this one
        listed = values.get("allergies")
        if listed == NONE_KNOWN:
            card |= {"allergies": (), "allergy_status": AllergyStatus.NONE_KNOWN}
        elif listed:
            together = tuple(dict.fromkeys((*entry.entry.allergies, *listed)))
            card |= {"allergies": together, "allergy_status": AllergyStatus.LISTED}
        return replace(entry, entry=replace(entry.entry, **card), **own)

    def words(self, ws: Workspace, name: str, value: object) -> str:
        """A field in words; what the catalogue names by its label."""
        if value == NONE_KNOWN:
            return ws.wording.enum("allergy_status", AllergyStatus.NONE_KNOWN)
        if name == "disease_id" and (disease := ws.catalogue.diseases.get(str(value))) is not None:
            return disease.label.text(ws.language)
        if name == "indication_id" and (indication := ws.catalogue.indications.get(str(value))) is not None:
            return indication.label.text(ws.language)
        return super().words(ws, name, value)

    def problems(
        self, ws: Workspace, session: Session, person: Person, entry: Card, others: Others[Card]
    ) -> Iterator[Problem]:
        """What the form of registration finds wrong."""
        yield from check_patient(entry.entry, ws.today())
        yield from check_catalogue_choices(ws, entry.entry, None if person.is_new else person.entry)
        if not person.is_new and person.id in self._pseudonymised:
            yield from check_stays_pseudonymised(person.entry, entry.entry)
            yield from (Problem(name, "stays_pseudonymised") for name in _NAMED if getattr(entry, name))
        if not person.is_new and code_key(entry.entry.code) != code_key(person.code):
            taken = patient.by_code(session, entry.entry.code)
            if taken is not None:
                holder = display_name(taken.family_name, taken.given_name)
                yield Problem("code", "code_taken", {"code": entry.entry.code, "name": holder})
        for name, kind in _NAMED.items():
            called = getattr(entry, name)
            for problem in check_professional(ProfessionalEntry(called, kind)) if called else ():
                yield Problem(name, problem.key, problem.params)

    def add(self, session: WriteSession, ws: Workspace, entries: Sequence[Card]) -> None:
        """Patients are registered by `register`, which says under which id. ValueError."""
        raise ValueError("new patients are registered first")

    def change(self, session: WriteSession, ws: Workspace, work: Sequence[Work[Card]]) -> None:
        """Change recorded cards."""
        named = self._professionals(session, ws, [one.entry for one in work])
        for one in work:
            patient.revise(session, one.entry.patient_id, one.version, _with_ids(one.entry, named))

    def register(self, session: WriteSession, ws: Workspace, cards: Sequence[tuple[Person, Card]]) -> dict[int, int]:
        """Write new patients with the state in which the file leaves them; the new ids by the drafted ones."""
        named = self._professionals(session, ws, [card for _, card in cards])
        entries = [_with_ids(card, named) for _, card in cards]
        rows = [_columns(entry, person) for entry, (person, _) in zip(entries, cards, strict=True)]
        ids = insert_many(session, Patient, rows)
        allergies = [
            {
                "patient_id": patient_id, "position": position, "substance": one.substance, "kind": one.kind,
                "reaction": one.reaction,
            }
            for patient_id, entry in zip(ids, entries, strict=True)
            for position, one in enumerate(listed_allergies(entry.allergies, entry.intolerances))
        ]  # fmt: skip
        insert_many(session, AllergyRow, allergies)
        return {person.id: new for (person, _), new in zip(cards, ids, strict=True)}

    def _professionals(self, session: WriteSession, ws: Workspace, cards: Sequence[Card]) -> dict[_Called, int]:
        """The ids of the professionals whom the cards name, by field and folded name; new ones are made."""
        known = professional.all_of(session)
        anybody = {fold(card.entry.name): card.id for card in reversed(known)}
        held = {(card.entry.kind, fold(card.entry.name)): card.id for card in reversed(known)}
        found: dict[_Called, int] = {}
        new: dict[_Called, ProfessionalEntry] = {}
        language = settings.typed_language(session, ws.catalogue)
        for card in cards:
            for name, kind in _NAMED.items():
                called = getattr(card, name)
                key = (kind, fold(called))
                if not called or key in found:
                    continue
                of_name = held.get(key, anybody.get(key[1]))
                if of_name is not None:
                    found[key] = of_name
                else:
                    new.setdefault(key, ProfessionalEntry(called, kind, letter_language=language))
        rows = [{one.name: getattr(entry, one.name) for one in fields(ProfessionalEntry)} for entry in new.values()]
        return found | dict(zip(new, insert_many(session, Professional, rows), strict=True))


def _with_ids(card: Card, named: Mapping[_Called, int]) -> PatientEntry:
    """The entry with the professionals' ids; one that the file does not name stays."""
    ids: dict[str, Any] = {
        f"{name}_id": named[kind, fold(called)] for name, kind in _NAMED.items() if (called := getattr(card, name))
    }
    return replace(card.entry, **ids)


def _columns(entry: PatientEntry, person: Person) -> dict[str, Any]:
    """The columns of a new patient."""
    return {
        **{name: getattr(entry, name) for name in _CARD},
        "code_key": code_key(entry.code),
        "folded_name": folded_name(entry.family_name, entry.given_name),
        "search_text": search_text(entry),
        "follow_up": person.follow_up,
    }
