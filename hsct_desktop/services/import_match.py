"""Who a row of a file is: by code, then by folded name and birth date, which asks; nobody is ever guessed or merged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Final

from hsct_desktop.domain.import_field import ImportKind, RecordKind
from hsct_desktop.domain.import_numbering import CodePattern
from hsct_desktop.domain.import_row import CellProblem, Draft, Place, ReadRow
from hsct_desktop.domain.import_run import Decisions, RowKey, SamePerson
from hsct_desktop.domain.names import clean, fold
from hsct_desktop.domain.problem import Problem
from hsct_desktop.services.person import display_name
from hsct_desktop.store import import_run
from hsct_desktop.store.base import ReadSession, WriteSession
from hsct_desktop.store.import_run import Identity
from hsct_desktop.store.patient import code_key

IDENTITY: Final = frozenset({"code", "family_name", "given_name", "full_name", "full_name_given_first", "birth_date"})
"""The fields that say who somebody is; in tables of other records they say no more than that."""

WHO_MISSING: Final = "import_nobody_named"
"""The key of the problem of a row that does not say whose it is."""

NameKey = tuple[str, date]
"""A name folded, its words in order, and a birth date."""


@dataclass(frozen=True)
class Match:
    """Who a row is: the id of a recorded patient, or a negative one for somebody whom the file registers. `code` is
    the file's; `same` are those of the same name and birth date about whom nobody has decided yet."""

    patient_id: int | None = None
    code: str = ""
    problems: tuple[CellProblem, ...] = ()
    same: tuple[SamePerson, ...] = ()
    given_code: str = ""
    """The code that somebody new gets where the file has none."""


@dataclass(frozen=True)
class Who:
    """What a row says of its person; `name` holds the folded words of the name in alphabetical order."""

    code: str = ""
    words: tuple[str, ...] = ()
    birth_date: date | None = None
    places: Mapping[str, Place] = field(default_factory=dict)

    @property
    def name_key(self) -> NameKey | None:
        """What is compared where no code is known."""
        if not self.words or self.birth_date is None:
            return None
        return " ".join(self.words), self.birth_date


def who_of(row: ReadRow) -> Who:
    """What a row says of its person."""
    draft = next((draft for draft in row.drafts if draft.record is RecordKind.PATIENT), None)
    if draft is None:
        return Who()
    values = draft.values
    named = [str(values[name]) for name in ("family_name", "given_name") if values.get(name)]
    named = named or [str(values[name]) for name in ("full_name", "full_name_given_first") if values.get(name)]
    born = values.get("birth_date")
    words = tuple(sorted(fold(" ".join(named)).split()))
    return Who(clean(str(values.get("code") or "")), words, born if isinstance(born, date) else None, draft.places)


class People:
    """Everybody on record and everybody whom the file registers, by code and by name and birth date."""

    def __init__(
        self,
        session: ReadSession | WriteSession,
        decisions: Decisions,
        series: Mapping[str, CodePattern] = MappingProxyType({}),
    ) -> None:
        self._decisions = decisions
        self._series = series
        self._given: dict[int, str] = {}
        """The codes that the file's own people without one get."""
        self._by_code: dict[str, Identity] = {}
        self._by_id: dict[int, Identity] = {}
        self._by_name: dict[NameKey, list[Identity]] = {}
        for one in import_run.identities(session):
            self._by_code[one.code_key] = self._by_id[one.id] = one
            self._by_name.setdefault(_name_key(one), []).append(one)
        self._new_count = 0
        self._meant: dict[str, int | None] = {}
        """Whom the file's own table of patients means by a code; None where its row does not say it for sure."""
        self._new_by_code: dict[str, int] = {}
        self._new_by_name: dict[NameKey, set[int]] = {}
        self._torn: set[str] = set()
        self._said: dict[NameKey, int] = {}
        """Whom the file's own table of patients means by a name and birth date."""
        self._decided: dict[tuple[str, NameKey], int | None] = {}

    def learn(self, rows: Iterable[ReadRow]) -> None:
        """Take note of what was decided: a decision holds for all rows that name the same person."""
        for row in rows:
            key = RowKey(row.sheet, row.number)
            if key in self._decisions.persons:
                who = who_of(row)
                if who.name_key is not None:
                    self._decided[code_key(who.code), who.name_key] = self._decisions.persons[key]

    def match(self, row: ReadRow) -> Match:
        """Who a row is; a row of a table of patients may be somebody new. Tables of patients come first."""
        who, is_patients = who_of(row), row.kind is ImportKind.PATIENTS
        code = code_key(who.code)
        if not is_patients and code in self._meant:
            meant = self._meant[code]
            if meant is not None:
                return Match(meant, who.code)
            return _refused(who, row, "code", Problem("code", "import_patient_refused", {"code": who.code}))
        known = self._by_code.get(code) if code else None
        found = self._of_code(who, row, known) if known is not None else self._of_name(who, row, is_patients)
        if is_patients and code and found.patient_id is None:
            self._torn.add(code)
        if is_patients and found.patient_id is not None and who.name_key is not None:
            self._said.setdefault(who.name_key, found.patient_id)
        if is_patients and code:
            self._meant[code] = found.patient_id if self._meant.get(code) is None else self._meant[code]
        return found

    def _of_code(self, who: Who, row: ReadRow, known: Identity) -> Match:
        """A code of the record: it is never another person's."""
        if who.birth_date is not None and who.birth_date != known.birth_date:
            params = {"code": who.code, "born": known.birth_date, "read": who.birth_date}
            return _refused(who, row, "birth_date", Problem("birth_date", "import_birth_date_other", params))
        named = set(fold(f"{known.family_name} {known.given_name}").split())
        if who.birth_date is None and who.words and not named & set(who.words):
            return _refused(who, row, "family_name", Problem("family_name", "import_name_other", {"code": who.code}))
        return Match(known.id, who.code)

    def _of_name(self, who: Who, row: ReadRow, is_patients: bool) -> Match:
        key = who.name_key
        alike = self._by_name.get(key, []) if key is not None else []
        if not who.code and len(alike) == 1 and key is not None and self._said.get(key) == alike[0].id:
            return Match(alike[0].id)
        if len(alike) == 1 and not who.code and self._is_numbered(row, alike[0]):
            return Match(alike[0].id)
        if alike:
            decided, chosen = self._decision(who, row)
            if not decided:
                return self._asks(who, row, alike)
            if chosen is not None and chosen in self._by_id:
                return Match(chosen, who.code)
        if is_patients:
            return self._new(who, row)
        if key is not None and not who.code and len(new := self._new_by_name.get(key, set())) == 1:
            return Match(next(iter(new)), who.code)
        if who.code:
            return _refused(who, row, "code", Problem("code", "import_patient_unknown", {"code": who.code}))
        missing = "import_person_unknown" if key is not None else WHO_MISSING
        return _refused(who, row, "code", Problem("code", missing))

    def _decision(self, who: Who, row: ReadRow) -> tuple[bool, int | None]:
        """Whether somebody has said who the person is, and who."""
        key = RowKey(row.sheet, row.number)
        if key in self._decisions.persons:
            return True, self._decisions.persons[key]
        shared = (code_key(who.code), who.name_key) if who.name_key is not None else None
        if shared is not None and shared in self._decided:
            return True, self._decided[shared]
        return False, None

    def _asks(self, who: Who, row: ReadRow, alike: list[Identity]) -> Match:
        same = tuple(SamePerson(a.id, a.code, display_name(a.family_name, a.given_name)) for a in alike)
        params = {"name": same[0].name, "code": ", ".join(one.code for one in same)}
        found = _refused(who, row, "family_name", Problem("family_name", "import_same_person", params))
        return Match(None, who.code, found.problems, same)

    def _new(self, who: Who, row: ReadRow) -> Match:
        """Somebody whom the file registers: rows of one code, or without codes of one name and birth date, are one."""
        alike = self._new_by_name.get(who.name_key, set()) if who.name_key is not None else set()
        found = self._new_by_code.get(code_key(who.code)) if who.code else next(iter(alike), None)
        if alike - {found}:
            return _refused(who, row, "code", Problem("code", "import_two_codes", {"code": who.code}))
        if found is None:
            self._new_count += 1
            found = -self._new_count
        self._register(found, who)
        return Match(found, who.code, given_code=self._number(found, who, row))

    def _is_numbered(self, row: ReadRow, one: Identity) -> bool:
        """Whether somebody of the same name and birth date has a code of the table's series: the same file again."""
        series = self._series.get(row.sheet)
        return series is not None and series.number(one.code) is not None

    def _number(self, person_id: int, who: Who, row: ReadRow) -> str:
        """The next free code of the series for somebody without one; the same for each of their rows."""
        series = self._series.get(row.sheet)
        if who.code or series is None or who.name_key is None:
            return ""
        if person_id not in self._given:
            used = [*(one.code for one in self._by_id.values()), *self._new_by_code]
            self._given[person_id] = series.code(series.next_number(used))
            self._new_by_code[code_key(self._given[person_id])] = person_id
        return self._given[person_id]

    def _register(self, person_id: int, who: Who) -> None:
        if who.code:
            self._new_by_code[code_key(who.code)] = person_id
        if who.name_key is not None:
            self._new_by_name.setdefault(who.name_key, set()).add(person_id)

    def is_torn(self, row: ReadRow) -> bool:
        """Whether another row of the file's own table says that the code of somebody new is somebody else's."""
        return code_key(who_of(row).code) in self._torn


def _name_key(one: Identity) -> NameKey:
    return " ".join(sorted(one.folded_name.split())), one.birth_date


def _refused(who: Who, row: ReadRow, name: str, problem: Problem) -> Match:
    place = next((who.places[one] for one in (name, *_NAMES) if one in who.places), Place(row.number, -1))
    return Match(None, who.code, (CellProblem(place, problem),))


_NAMES: Final = ("full_name", "full_name_given_first", "family_name", "given_name", "birth_date", "code")


def own_values(draft: Draft) -> dict[str, object]:
    """What a person's draft says beside who it is."""
    return {name: value for name, value in draft.values.items() if name not in IDENTITY}
