"""Imported supportive therapies: drugs of the catalogue or as somebody wrote them, running or stopped."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, ClassVar, Final, TypeVar

from hsct_desktop.catalogue.items import Drug
from hsct_desktop.domain.allergy import listed_allergies
from hsct_desktop.domain.import_field import RecordKind
from hsct_desktop.domain.import_row import Draft
from hsct_desktop.domain.import_same import plain_text
from hsct_desktop.domain.problem import Problem, refuse
from hsct_desktop.domain.schedule import Anchors
from hsct_desktop.domain.supportive_therapy import (
    Route,
    StopReason,
    SupportiveTherapyEntry,
    Therapy,
    TherapyClass,
    check_supportive_therapy,
)
from hsct_desktop.domain.transplant import TransplantEntry
from hsct_desktop.services import stop_rules, therapy_checks
from hsct_desktop.services.import_codes import code_lists
from hsct_desktop.services.import_given import Given
from hsct_desktop.services.import_person import Person
from hsct_desktop.services.import_record import Book, Held, Importer, Incoming, Known, Others, Session, Work
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import supportive_therapy
from hsct_desktop.store.base import WriteSession
from hsct_desktop.store.bulk import insert_many, update_many

S = TypeVar("S")
_HINTS: Final = {
    "allergy_to_drug": ("name", "import_allergy_to_drug"),
    "intolerance_of_drug": ("name", "import_intolerance_of_drug"),
    "course_overlaps": ("start", "import_course_overlaps"),
}
"""What the form asks a reason for, as it is told of a therapy that was given long ago."""


class TherapyImporter(Importer[SupportiveTherapyEntry]):
    """Therapies: one of a drug from a day on. A running one of the catalogue gets the stop rule that is proposed."""

    kind: ClassVar = RecordKind.THERAPY
    fields: ClassVar = (
        "therapy_class", "planned_stop", "stop", "dose", "unit", "route", "frequency", "stop_reason", "stop_detail",
        "indication", "note",
    )  # fmt: skip
    near: ClassVar = {"unit": "dose", "stop_reason": "stop", "stop_detail": "stop_reason"}
    changed: ClassVar = frozenset({"therapy", "alert"})
    enums: ClassVar = {"therapy_class": "therapy_class", "route": "route", "stop_reason": "stop_reason"}

    def begin(self, ws: Workspace, session: Session, incoming: Sequence[Incoming]) -> None:
        """Read the unit's stop rules and the names of the catalogue's drugs once."""
        self._drugs = ws.catalogue.drugs
        named = [(plain_text(name), one.id) for one in self._drugs.values() for name in _names(one)]
        several = {name for name, drug_id in named if any(n == name and d != drug_id for n, d in named)}
        self._named = {name: drug_id for name, drug_id in named if name not in several}
        self._codes = code_lists(ws.catalogue)
        self._said: dict[Hashable, TherapyClass] = {}
        self._rules = stop_rules.rules_in_force(ws, session)
        self._not_stated = ws.wording.text("import_record.not_stated")

    def held(self, session: Session, ids: Collection[int]) -> Mapping[int, Sequence[Held[SupportiveTherapyEntry]]]:
        """All standing therapies of some patients."""
        found = supportive_therapy.of_many(session, ids)
        return {key: [Held(*row) for row in rows] for key, rows in found.items()}

    def entry(self, ws: Workspace, session: Session, person: Person, draft: Draft) -> SupportiveTherapyEntry:
        """The therapy; class and route are the catalogue's where the file says none."""
        given = Given(draft)
        name = given.text("name")
        if not name:
            raise refuse("name", "therapy_name_missing")
        drug = self._drugs.get(name) or self._drugs.get(self._named.get(plain_text(name), ""))
        shared = self._candidates(name) if drug is None else ()
        therapies = {one.therapy_id for one in shared}
        routes = {one.route for one in shared}
        said = given.option("therapy_class", TherapyClass)
        entry = SupportiveTherapyEntry(
            person.id,
            drug.label.text(ws.language) if drug is not None else name,
            drug.therapy_class if drug is not None else said or self._class_of(name) or TherapyClass.OTHER,
            given.get("start"),
            drug.id if drug is not None else "",
            given.get("dose"),
            given.text("unit"),
            given.choice("route", Route, drug.route if drug is not None else _only(routes) or Route.OTHER),
            given.text("frequency"),
            given.get("planned_stop"),
            stop=given.get("stop"),
            stop_reason=given.option("stop_reason", StopReason),
            stop_detail=given.text("stop_detail"),
            note=given.lines("note"),
            indication=given.text("indication") or (drug.therapy_id if drug is not None else _only(therapies) or ""),
        )
        if said is not None:
            self._said[person.id, self.key(entry)] = said
        return self._ruled(ws, person, self._reasoned(entry))

    def _candidates(self, name: str) -> tuple[Drug, ...]:
        """The drugs of the list for which a name stands; several, as for a trade name, are of one class or none."""
        found = [self._drugs[code] for code in self._codes.meant("drug", name) if code in self._drugs]
        return tuple(found) if len({drug.therapy_class for drug in found}) == 1 else ()

    def _class_of(self, name: str) -> TherapyClass | None:
        """The class that a name is sure to have, though it means no single drug of the list."""
        if shared := self._candidates(name):
            return shared[0].therapy_class
        code = self._codes.code("drug_class", name) or self._codes.code("therapy_class", name)
        return TherapyClass(code) if code is not None else None

    def _of_class(self, ws: Workspace, entry: SupportiveTherapyEntry) -> Iterator[Problem]:
        """What a second look at the drug is for: a class that was not said, or that is another than was said."""
        told = {"drug": entry.name, "class": ws.wording.enum("therapy_class", entry.therapy_class)}
        said = self._said.get((entry.patient_id, self.key(entry)))
        if entry.catalogue_id:
            if said is not None and said is not entry.therapy_class:
                told["said"] = ws.wording.enum("therapy_class", said)
                yield Problem("therapy_class", "import_drug_class", told, soft=True)
        elif self._candidates(entry.name):
            yield Problem("name", "import_drug_shared", told, soft=True)
        elif said is None and self._class_of(entry.name) is None:
            yield Problem("name", "import_drug_unknown", told, soft=True)

    def _reasoned(self, entry: SupportiveTherapyEntry) -> SupportiveTherapyEntry:
        """A stop without a reason has one that says so: the form asks for it, an old table has no column for it."""
        reason = entry.stop_reason
        if entry.stop is not None and reason is None:
            reason = StopReason.OTHER
        if reason is StopReason.OTHER and not entry.stop_detail and entry.stop is not None:
            return replace(entry, stop_reason=reason, stop_detail=self._not_stated)
        return replace(entry, stop_reason=reason)

    def _ruled(self, ws: Workspace, person: Person, entry: SupportiveTherapyEntry) -> SupportiveTherapyEntry:
        """A running therapy with the only stop rule of its drug, and the planned stop that the rule proposes."""
        rules = ws.catalogue.drug_words[entry.catalogue_id].rules if entry.catalogue_id else ()
        if entry.stop is not None or len(rules) != 1 or entry.start is None:
            return entry
        planned = entry.planned_stop or self._proposed(person, rules[0].id, entry.start)
        text = rules[0].text.text(ws.language)
        return replace(entry, stop_rule_id=rules[0].id, stop_rule=text, planned_stop=planned)

    def _proposed(self, person: Person, rule_id: str, start: date) -> date | None:
        """The first day on which a calendar lets the rule be met, never before the start."""
        rule = self._rules.get(rule_id)
        if rule is None or rule.earliest is None:
            return None
        course = person.courses[-1] if person.courses else TransplantEntry("")
        anchors = (
            Anchors(course.day0, course.mobilisation_start, person.discharged) if course is not None else Anchors()
        )
        found = rule.earliest.on(anchors, start)
        return None if found is None or found < start else found

    def key(self, entry: SupportiveTherapyEntry) -> Hashable:
        """Drug and first day."""
        name = plain_text(entry.name)
        return entry.catalogue_id or self._named.get(name, name), entry.start

    def find(
        self, book: Book[SupportiveTherapyEntry], entry: SupportiveTherapyEntry, draft: Draft
    ) -> Known[SupportiveTherapyEntry] | None:
        """The therapy of that drug and day; a trade name may be recorded as one of the drugs that it stands for."""
        same = super().find(book, entry, draft)
        ids = {drug.id for drug in self._candidates(entry.name)} if same is None and not entry.catalogue_id else ()
        alike = [one for one in book if one.held.entry.catalogue_id in ids and one.held.entry.start == entry.start]
        return alike[0] if len(alike) == 1 else same

    def with_values(self, entry: SupportiveTherapyEntry, values: Mapping[str, Any]) -> SupportiveTherapyEntry:
        """The therapy with other values; one that got its stop has a reason."""
        return self._reasoned(replace(entry, **values)) if "stop" in values else replace(entry, **values)

    def problems(
        self,
        ws: Workspace,
        session: Session,
        person: Person,
        entry: SupportiveTherapyEntry,
        others: Others[SupportiveTherapyEntry],
    ) -> Iterator[Problem]:
        """What the form finds wrong; what it asks a reason for (allergies, overlaps) is told."""
        found = list(check_supportive_therapy(entry, person.birth_date, ws.today()))
        found += person.after_death("start", entry.start)
        found += person.after_death("stop", entry.stop)
        yield from found
        if found:
            return
        yield from self._of_class(ws, entry)
        known = listed_allergies(person.entry.allergies, person.entry.intolerances)
        for problem in therapy_checks.asked(ws, entry, known, (_therapy(one) for one in others)):
            name, key = _HINTS[problem.key]
            yield Problem(name, key, problem.params, soft=True)

    def add(self, session: WriteSession, ws: Workspace, entries: Sequence[SupportiveTherapyEntry]) -> None:
        """Write new therapies."""
        rows = [supportive_therapy.columns(entry) for entry in entries]
        insert_many(session, supportive_therapy.SupportiveTherapy, rows)

    def change(self, session: WriteSession, ws: Workspace, work: Sequence[Work[SupportiveTherapyEntry]]) -> None:
        """Change recorded therapies."""
        rows = [(one.row_id, one.version, supportive_therapy.columns(one.entry)) for one in work]
        update_many(session, supportive_therapy.SupportiveTherapy, rows)


def _names(drug: Drug) -> tuple[str, ...]:
    return drug.label.en, drug.label.it, *drug.also


def _only(values: Collection[S]) -> S | None:
    """The one value that all have, None without one."""
    return next(iter(values)) if len(values) == 1 else None


def _therapy(held: Held[SupportiveTherapyEntry]) -> Therapy:
    """What the comparison of courses reads of an entry."""
    entry = held.entry
    return Therapy(
        held.id,
        entry.name,
        entry.therapy_class,
        entry.start or date.min,
        planned_stop=entry.planned_stop,
        stop=entry.stop,
        catalogue_id=entry.catalogue_id,
    )
