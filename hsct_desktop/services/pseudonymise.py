"""A patient's record loses the patient's identity in place: for an erasure that the law allows, or at the end of the
time for which records are kept. It cannot be taken back. What was recorded stays, and the chain of the change log still
holds.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from hsct_desktop.catalogue.wording import LANGUAGES, wording
from hsct_desktop.domain.backup import Held, Proof, kept
from hsct_desktop.domain.names import clean
from hsct_desktop.domain.permission import Right
from hsct_desktop.domain.problem import KnownError, Problem
from hsct_desktop.domain.removal import Identity, Remover, Unsought
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.data_dictionary import Meanings
from hsct_desktop.services.person import MAX_REASON, changes, name_of, record_of, refuse_problems
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import building, patient, patient_rows, redaction
from hsct_desktop.store import pseudonymise as store
from hsct_desktop.store.base import ReadSession, WriteSession
from hsct_desktop.store.patient_rows import Row
from hsct_desktop.store.pseudonymise import Place

ACTION: Final = "patient.pseudonymise"
"""What the change log calls it; `services.undo` refuses to take it back."""
_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_SIGNS: Final = 8
_HISTORICAL: Final = (
    "family_name", "given_name", "code", "phone", "carer_name", "carer_phone", "address", "birth_date",
)  # fmt: skip
_MOST_DAYS: Final = 800
"""No backup is kept longer by the rules."""


@dataclass(frozen=True)
class Mention:
    """Where a text names the patient: records and field in words, how often."""

    record: str
    field: str
    times: int


@dataclass(frozen=True)
class Preview:
    """What would be changed. `texts` are texts of the record in which what names the patient is replaced, `elsewhere`
    texts of other records, which stay as they are; `reasons` are those in the change log, which stay too; `done_at` is
    when the record was pseudonymised before; `unsought` is too short to be looked for."""

    patient_id: int
    code: str
    name: str
    texts: tuple[Mention, ...]
    papers: int
    letters: int
    drafts: int
    lines: int
    elsewhere: tuple[Mention, ...]
    reasons: int
    done_at: datetime | None = None
    unsought: Unsought = Unsought()

    @property
    def times(self) -> int:
        """How often texts of the record name the patient."""
        return sum(one.times for one in self.texts)


@dataclass(frozen=True)
class OldBackups:
    """Copies that still hold the identity: how many backups there are, and the day on which the last of them goes by
    itself where the program is used every day; `beside` are the names of copies beside the file, which nobody thins."""

    count: int
    gone_on: date | None
    beside: tuple[str, ...] = ()


def preview(ws: Workspace, patient_id: int) -> Preview:
    """What pseudonymising would change; nothing is written. KnownError `not_permitted`, `stale_row`."""
    ws.require(Right.PSEUDONYMISE)
    with ws.read() as session:
        card = record_of(session, patient_id)
        tables, remover = _read(session, patient_id)
        own = tables[patient_rows.PATIENT][0]
        entry = card.entry
        words = tuple(word for word in (entry.code, entry.phone) if len(word) >= _SHORTEST_WORD)
        others = store.elsewhere(session, patient_id, words, (entry.family_name, entry.given_name)) if words else []
        return Preview(
            patient_id, entry.code, name_of(card), _mentions(ws, store.places(tables, remover)),
            sum(bool(row["content"]) for row in tables.get("attachment_content", ())),
            sum(bool(row["content"]) for row in tables.get("letter_content", ())),
            len(tables.get("draft", ())), store.lines_that_change(session, own, remover), _mentions(ws, others),
            store.reasons(session, remover), own["pseudonymised_at"],
            remover.unsought,
        )  # fmt: skip


_SHORTEST_WORD: Final = 3


def changes_in(ws: Workspace, found: Preview, *, with_name: bool = True) -> list[str]:
    """What would be changed, as sentences."""
    words = ws.wording
    told = [words.text("pseudonymise.told.fields", name=found.name if with_name else found.code)]
    if found.texts:
        told.append(words.count("pseudonymise.told.texts", found.times, where=_where(ws, found.texts)))
    counts = {"papers": found.papers, "letters": found.letters, "drafts": found.drafts, "lines": found.lines}
    return told + [words.count(f"pseudonymise.told.{key}", number) for key, number in counts.items() if number]


def stays(ws: Workspace, found: Preview, held: OldBackups | None) -> list[str]:
    """What would still name the patient afterwards, as sentences."""
    words = ws.wording
    told = []
    if found.elsewhere:
        times = sum(one.times for one in found.elsewhere)
        told.append(words.count("pseudonymise.stays.elsewhere", times, where=_where(ws, found.elsewhere)))
    if found.reasons:
        told.append(words.count("pseudonymise.stays.reasons", found.reasons))
    if held is not None and held.gone_on is not None:
        told.append(words.count("pseudonymise.stays.backups", held.count, gone=held.gone_on))
    if held is not None and held.beside:
        names = ", ".join(held.beside)
        told.append(words.count("pseudonymise.stays.beside", len(held.beside), files=names))
    told += [words.count(f"pseudonymise.stays.short_{key}", n) for key, n in vars(found.unsought).items() if n]
    return [*told, words.text("pseudonymise.stays.spellings"), words.text("pseudonymise.stays.copies")]


def _where(ws: Workspace, mentions: tuple[Mention, ...]) -> str:
    said = (ws.wording.text("pseudonymise.where", **vars(one)) for one in mentions)
    return "; ".join(said)


def _mentions(ws: Workspace, found: list[Place]) -> tuple[Mention, ...]:
    meanings = Meanings(ws.wording)
    return tuple(
        Mention(
            meanings.table(one.table) if ws.wording.has(f"export.table.{one.table}") else one.table,
            meanings.field(one.table, one.column), one.times,
        )
        for one in found
    )  # fmt: skip


def _read(session: ReadSession | WriteSession, patient_id: int) -> tuple[dict[str, list[Row]], Remover]:
    """The patient's rows and what takes the identity out of texts, that of earlier entries too."""
    tables = patient_rows.of_patient(session, patient_id)
    own = tables[patient_rows.PATIENT][0]
    held = store.named_before(patient_rows.log_lines(session, patient_id), _HISTORICAL)
    for name in _HISTORICAL:
        held[name].add(f"{own[name]}")
    pairs = [(family, given) for family in held["family_name"] for given in held["given_name"]]
    people = [*held["family_name"], *held["given_name"], *held["carer_name"]]
    people += [text for family, given in pairs for text in (f"{family} {given}", f"{given} {family}")]
    numbers = [row["reference"] for row in tables.get("registry_entry", ())]
    numbers += [row["screening_number"] for row in tables.get("trial_enrolment", ())]
    return tables, Remover(Identity(
        tuple(sorted(people)), tuple(sorted({*held["code"], *numbers})),
        tuple(sorted(held["phone"] | held["carer_phone"])),
        tuple(sorted(line.strip() for text in held["address"] for line in text.splitlines())),
        own["birth_date"], _months(), tuple(sorted(map(date.fromisoformat, held["birth_date"]))),
    ))  # fmt: skip


def _months() -> tuple[list[str], ...]:
    return tuple(wording(one).text(f"date.month.{form}").split() for one in LANGUAGES for form in ("short", "long"))


def pseudonymise(ws: Workspace, patient_id: int, typed_code: str, reason: str) -> Changes:
    """Take the identity out of a patient's record and its traces out of the file, for good.

    InputError and KnownError as `take_out`; `pseudonymise_in_use` and those of a full disk once the record is done and
    its traces are not.
    """
    done = take_out(ws, patient_id, typed_code, reason)
    clean_up(ws)
    return done


def take_out(ws: Workspace, patient_id: int, typed_code: str, reason: str) -> Changes:
    """Take the identity out of a patient's record; `clean_up` must follow. What was typed must be the patient's code.

    InputError for a wrong code, for a reason that is missing or names the patient. KnownError `not_permitted`,
    `stale_row`, `pseudonymised_already`.
    """
    ws.require(Right.PSEUDONYMISE)
    why = clean(reason)
    with ws.because(why), ws.write(ACTION) as session:
        card = record_of(session, patient_id)
        tables, remover = _read(session, patient_id)
        own = tables[patient_rows.PATIENT][0]
        if own["pseudonymised_at"] is not None:
            raise KnownError("pseudonymised_already", at=own["pseudonymised_at"])
        refuse_problems(_problems(card.entry.code, typed_code, why, remover))
        code = _new_code(session)
        fixed = store.identity_columns(own, code)
        store.rewrite(session, tables, fixed, remover)
        found = store.lines(session, patient_id, remover)
        redaction.redact(session, found, store.replacing(patient_id, fixed, remover))
        text = ws.wording.text("pseudonymise.saved", code=code)
        return changes(session, _KINDS, text, patient_id)


def _problems(code: str, typed: str, why: str, remover: Remover) -> Iterator[Problem]:
    if patient.code_key(clean(typed)) != patient.code_key(code):
        yield Problem("code", "pseudonymise_code", {"code": code})
    if not why:
        yield Problem("reason", "reason_missing")
    elif len(why) > MAX_REASON:
        yield Problem("reason", "too_long", {"limit": MAX_REASON})
    elif remover.count(why):
        yield Problem("reason", "reason_names_patient")


_KINDS: Final = (
    "patient", "transplant", "schedule", "visit", "adverse_event", "therapy", "contact", "state", "report",
    "attachment", "task", "result", "letter", "registry", "import",
)  # fmt: skip
"""What pages are to read anew: everything that shows a name or a text."""


def clean_up(ws: Workspace) -> None:
    """Write the pages of the file anew, so that nothing is left in them of what was taken out.

    KnownError `not_permitted`; `pseudonymise_in_use` while another window reads, and those of a full disk.
    """
    ws.require(Right.PSEUDONYMISE)
    store.scrub(ws.store)


def _new_code(session: WriteSession) -> str:
    """A code that says nothing and that nobody has."""
    while True:
        code = "P-" + "".join(secrets.choice(_ALPHABET) for _ in range(_SIGNS))
        if patient.by_code(session, code) is None:
            return code


def old_backups(
    path: Path, key: bytes | None, now: datetime, find: Callable[..., list[Any]] | None = None
) -> OldBackups:
    """The backups of a file that hold what it holds now, when the last of them will be gone by the rules, and the
    copies beside it from before an upgrade, a restore or the encryption."""
    from hsct_desktop.services import backups

    held = (find or backups.all_in)(path, key)
    newest = max((row.made_at for row in held), default=None)
    beside = tuple(one.name for one in building.copies_beside(path))
    return OldBackups(len(held), None if newest is None else _gone_on(newest, now), beside)


def _gone_on(made_at: datetime, now: datetime) -> date | None:
    """The latest day on which a backup goes where one is made every day: the rules are asked day by day.

    It may be the last one of its week and of its month, and is then kept as such: so no other is made in that month.
    """
    held = [Held("old", made_at, Proof.PROVEN)]
    for day in range(1, _MOST_DAYS):
        then = now + timedelta(days=day)
        if (then.year, then.month) == (made_at.year, made_at.month):
            continue
        held.append(Held(f"{day}", then, Proof.PROVEN))
        stay = kept(held, then)
        held = [one for one in held if one.name in stay]
        if "old" not in stay:
            return then.date()
    return None
