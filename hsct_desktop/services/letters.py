"""Letters: begin, change, look at, sign, replace, send; what was signed never changes."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from hsct_desktop.catalogue.wording import document_languages
from hsct_desktop.documents.letter_inputs import LetterData, Letterhead, Stamp, State
from hsct_desktop.documents.paper_words import PaperWording, paper_wording
from hsct_desktop.domain.author import Role
from hsct_desktop.domain.letter import (
    Dispatch,
    DispatchEntry,
    Letter,
    LetterEntry,
    LetterKind,
    LetterStatus,
    Signature,
    check_change,
    check_days,
    check_dispatch,
    check_letter,
    check_signature,
    default_since,
)
from hsct_desktop.domain.names import clean, clean_lines, fold
from hsct_desktop.domain.problem import InputError, KnownError, Problem
from hsct_desktop.services import letter_address, letter_frozen
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.letter_ask import Missing
from hsct_desktop.services.letter_gather import gather, make_ask
from hsct_desktop.services.letterhead import letterhead
from hsct_desktop.services.person import changes, name_of, record_of, refuse_problems, required_reason
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import chain, professional
from hsct_desktop.store import letter as store
from hsct_desktop.store.base import ReadSession, WriteSession, fetch, void

_KINDS: Final = frozenset({"letter"})


@dataclass(frozen=True)
class Preview:
    """A letter as it would print now: its pages, what it wants and the record lacks, what its contents amount to."""

    content: bytes
    pages: int
    missing: tuple[Missing, ...]
    fingerprint: str


@dataclass(frozen=True)
class LetterLine:
    """A letter in the list of a patient's letters, with its reader's name and how it left."""

    letter: Letter
    reader: str
    sent: tuple[Dispatch, ...]

    @property
    def is_draft(self) -> bool:
        """Whether it can still be changed."""
        return self.letter.status is LetterStatus.DRAFT


def prepare(
    ws: Workspace,
    patient_id: int,
    kind: LetterKind,
    *,
    language: str | None = None,
    since: date | None = None,
    on: date | None = None,
) -> LetterEntry:
    """A new letter as the record has it: whose, to whom, in which language, since when; the doctor's words empty.

    Each is the given one, else the record's: the reader's own language, the day of the last letter to that reader.
    """
    day = on or ws.today()
    with ws.read() as session:
        card = record_of(session, patient_id)
        reader_id = letter_address.readers_id(card, kind)
        return LetterEntry(
            patient_id=patient_id,
            kind=kind,
            language=language or letter_address.language_of(session, card, reader_id, ws.language),
            written_on=day,
            professional_id=reader_id,
            since_on=since or default_since(store.of_patient(session, patient_id), kind, reader_id, day),
            copies=letter_address.copies(session, card, reader_id) if kind is not LetterKind.PATIENT else "",
        )


def for_patient(ws: Workspace, patient_id: int) -> list[LetterLine]:
    """A patient's letters, drafts too, the latest first."""
    with ws.read() as session:
        sent = store.dispatches(session, patient_id)
        return [
            LetterLine(
                held,
                _reader(session, ws, held.entry),
                tuple(one for one in sent if one.entry.letter_id == held.id),
            )
            for held in store.of_patient(session, patient_id)
        ]


def unsent(ws: Workspace) -> list[LetterLine]:
    """The signed letters that have not left to anybody yet, of all patients, the latest first."""
    with ws.read() as session:
        return [LetterLine(held, _reader(session, ws, held.entry), ()) for held in store.unsent(session)]


def _reader(session: ReadSession, ws: Workspace, entry: LetterEntry) -> str:
    """To whom a letter goes, as lists name it."""
    held = professional.get(session, entry.professional_id) if entry.professional_id is not None else None
    if held is not None:
        return held.entry.name
    return entry.reader or ws.wording.enum("letter_kind", entry.kind)


def draft_of(ws: Workspace, patient_id: int, kind: LetterKind) -> Letter | None:
    """The latest draft of that kind, to go on with; None where there is none."""
    with ws.read() as session:
        held = store.of_patient(session, patient_id)
    return next((one for one in held if one.status is LetterStatus.DRAFT and one.entry.kind is kind), None)


def usual_signature(ws: Workspace, language: str = "") -> tuple[str, str]:
    """Name and role under the last letter that who works has signed, rather one in that language: a role is a word.

    Before the first, their name and no role.
    """
    author = ws.require_author()
    with ws.read() as session:
        return store.last_signature(session, author.staff_id, language) or (author.name, "")


def get(ws: Workspace, letter_id: int) -> Letter:
    """One letter; KnownError `letter_gone`."""
    with ws.read() as session:
        return _held(session, letter_id)


def _held(session: ReadSession | WriteSession, letter_id: int) -> Letter:
    held = store.get(session, letter_id)
    if held is None:
        raise KnownError("letter_gone")
    return held


def create(ws: Workspace, entry: LetterEntry) -> Changes:
    """Begin a draft; `record_id` is its id."""
    with ws.write("letter.create") as session:
        entry = _checked(session, ws, entry)
        row = store.add(session, entry)
        return _changes(session, ws, "saved.letter_draft", entry.patient_id, row.id)


def revise(ws: Workspace, letter_id: int, version: int, entry: LetterEntry) -> Changes:
    """Change a draft; the next version of a letter stays of its kind. KnownError `stale_row`, `letter_is_signed`."""
    with ws.write("letter.revise") as session:
        entry, held = _checked(session, ws, entry), store.get(session, letter_id)
        if held is not None and held.replaces_id is not None and held.entry.kind is not entry.kind:
            raise InputError([Problem("kind", "letter_version_kind")])
        store.revise(session, letter_id, version, entry)
        return _changes(session, ws, "saved.letter_draft", entry.patient_id, letter_id)


def keep_apart(ws: Workspace, letter_id: int, entry: LetterEntry) -> Changes:
    """Keep words for which a letter has no room any more: somebody else changed, signed or threw it away meanwhile.

    They become the next version of a letter that was signed, else a draft of their own; `record_id` is its id.
    """
    with ws.write("letter.create") as session:
        entry, held = _checked(session, ws, entry), store.get(session, letter_id)
        same = held is not None and _is_same(held.entry, entry)
        signed = same and held is not None and held.status is LetterStatus.SIGNED
        if held is not None and signed and store.correction_of(session, letter_id) is None:
            row = store.add(session, replace(entry, written_on=ws.today()), held.number + 1, letter_id)
        else:
            row = store.add(session, entry)
        said = ws.wording.text("saved.letter_apart_signed" if signed else "saved.letter_apart")
        return changes(session, _KINDS, said, entry.patient_id, row.id)


def _is_same(held: LetterEntry, entry: LetterEntry) -> bool:
    """Whether words belong to a letter: of the same patient, of the same kind."""
    return (held.patient_id, held.kind) == (entry.patient_id, entry.kind)


def void_draft(ws: Workspace, letter_id: int, reason: str, version: int | None = None) -> Changes:
    """Throw a draft away, with the reason; a signed letter stays for good. KnownError `letter_is_signed`."""
    why = required_reason(reason)
    with ws.write("letter.void") as session:
        row = store.draft(session, letter_id, version)
        void(session, row, why)
        session.flush()
        return _changes(session, ws, "saved.letter_voided", row.patient_id, letter_id)


def check(ws: Workspace, entry: LetterEntry) -> None:
    """Raise InputError with all that is wrong with a letter."""
    with ws.read() as session:
        refuse_problems(_problems(session, ws, entry))


def _problems(session: ReadSession | WriteSession, ws: Workspace, entry: LetterEntry) -> Iterator[Problem]:
    yield from check_letter(entry, ws.today())
    if entry.language not in document_languages():
        yield Problem("language", "letter_language_unknown", {"languages": ", ".join(document_languages())})
    if entry.professional_id is not None and professional.get(session, entry.professional_id) is None:
        yield Problem("reader", "letter_reader_gone")


def _checked(session: WriteSession, ws: Workspace, entry: LetterEntry) -> LetterEntry:
    record_of(session, entry.patient_id)
    texts = {section: clean_lines(text) for section, text in entry.texts.items()}
    tidy = replace(entry, reader=clean(entry.reader), copies=_copies(entry.copies), texts=texts)
    refuse_problems(_problems(session, ws, tidy))
    return tidy


def _copies(text: str) -> str:
    return "\n".join(tidy for line in text.splitlines() if (tidy := clean(line)))


def _changes(session: WriteSession, ws: Workspace, key: str, patient_id: int, row_id: int) -> Changes:
    text = ws.wording.text(key, name=name_of(record_of(session, patient_id)))
    return changes(session, _KINDS, text, patient_id, row_id)


def preview(ws: Workspace, letter: Letter | LetterEntry) -> Preview:
    """The pages of a letter as a draft, from the record as it stands now. InputError for a day beyond all reckoning."""
    entry = letter.entry if isinstance(letter, Letter) else letter
    refuse_problems(check_days(entry))
    with ws.read() as session:
        ask = make_ask(ws, session, entry)
        data = gather(ask, letter)
    content, pages = _pdf(data)
    return Preview(content, pages, tuple(ask.missing), letter_frozen.fingerprint(data))


def _pdf(data: LetterData) -> tuple[bytes, int]:
    from hsct_desktop.documents.letter import write_letter

    target = io.BytesIO()
    pages = write_letter(data, target)
    return target.getvalue(), pages


def signs_as_physician(ws: Workspace) -> bool:
    """Whether who works is a physician; anybody else says why they sign."""
    return ws.require_author().role is Role.PHYSICIAN


def sign(
    ws: Workspace,
    letter_id: int,
    version: int,
    role: str,
    name: str = "",
    shown: str = "",
    *,
    changed: str = "",
    why: str = "",
) -> Changes:
    """Make a draft final in the name of who works, or of `name`: the PDF is kept with its hash and all it rests on.

    `shown` is the fingerprint of the preview that was read; `changed` says what a version that replaces another
    changed, `why` why somebody signs who does not work as a physician. InputError where either is wanted. KnownError
    `letter_is_signed`, `letter_changed_while_signing` where the letter or the record has changed since that preview.
    """
    signer, as_role = clean(name) or ws.require_author().name, clean(role)
    changed, why = clean(changed), clean(why)
    refuse_problems(check_signature(signer, as_role))
    with ws.write("letter.sign") as session:
        row = _shown_draft(session, letter_id, version)
        letter = _held(session, letter_id)
        replaces, is_physician = letter.replaces_id is not None, signs_as_physician(ws)
        refuse_problems(check_change(changed, why, replaces=replaces, is_physician=is_physician))
        _refuse_second_version(session, letter)
        refuse_problems(check_letter(letter.entry, ws.today()))  # a draft of tomorrow, by a clock that was wrong
        letter = replace(letter, changed=changed if replaces else "")
        # A write session reads like any other; the parts of a letter never write.
        ask = make_ask(ws, session, letter.entry)  # type: ignore[arg-type]
        data = gather(ask, letter)
        mark = letter_frozen.fingerprint(data)
        if shown and shown != mark:
            raise KnownError("letter_changed_while_signing")
        now = ws.clock()
        signature = Signature(ws.require_author().staff_id, signer, as_role, now, mark, "", "" if is_physician else why)
        final = _signed(data, letter, signature, ask.words)
        place = chain.head(session)
        final = replace(final, state=replace(final.state, log_entry=place.seq, log_mark=place.short))
        content, _pages = _pdf(final)
        signature = replace(signature, sha256=hashlib.sha256(content).hexdigest())
        store.sign(session, row, signature, content, letter_frozen.facts(ask, final), letter.changed)
        return _changes(session, ws, "saved.letter_signed", row.patient_id, letter_id)


def _shown_draft(session: WriteSession, letter_id: int, version: int) -> store.LetterRow:
    """The draft in the version that was read; KnownError as `sign`."""
    try:
        return store.draft(session, letter_id, version)
    except KnownError as error:
        if error.key == "stale_row":  # its pages are shown anew by themselves: there is nothing to reload
            raise KnownError("letter_changed_while_signing") from error
        raise


def _refuse_second_version(session: WriteSession, letter: Letter) -> None:
    """One version alone takes the place of a letter. KnownError `letter_replaced_already`."""
    before = store.get(session, letter.replaces_id) if letter.replaces_id is not None else None
    if before is not None and before.replaced_by_id is not None:
        raise KnownError("letter_replaced_already")


def _signed(data: LetterData, letter: Letter, by: Signature, words: PaperWording) -> LetterData:
    state = replace(
        data.state,
        stamp=Stamp.SIGNED,
        number=letter.number,
        signer=by.name,
        role=by.role,
        signed_at=by.signed_at,
        fingerprint=by.fingerprint,
        changed=letter.changed,
    )
    doctor = words.text("letter.ref.doctor")
    rows = [row for row in data.reference if row[0] != doctor]
    copies = words.text("letter.ref.copies")
    place = next((index for index, row in enumerate(rows) if row[0] == copies), len(rows))
    rows.insert(place, (doctor, by.name))
    said = words.text("letter.signed_on", date=by.signed_at.date(), time=f"{by.signed_at:%H:%M}")
    return replace(data, state=state, reference=tuple(rows), signature=(by.name, by.role, said))


def correct(ws: Workspace, letter_id: int) -> Changes:
    """Begin the version that will replace a signed letter: a draft with its words; `record_id` is its id.

    KnownError `letter_not_signed`; `letter_replaced_already` where that is done or begun.
    """
    with ws.write("letter.correct") as session:
        held = _held(session, letter_id)
        if held.status is not LetterStatus.SIGNED:
            raise KnownError("letter_not_signed")
        if store.correction_of(session, letter_id) is not None:
            raise KnownError("letter_replaced_already")
        row = store.add(session, replace(held.entry, written_on=ws.today()), held.number + 1, letter_id)
        return _changes(session, ws, "saved.letter_correction", held.entry.patient_id, row.id)


def pdf(ws: Workspace, letter_id: int) -> bytes:
    """A letter's pages: a draft as it would print now, a signed one as it was signed, marked where it is replaced.

    KnownError `letter_gone`, `letter_damaged`.
    """
    with ws.read() as session:
        held = _held(session, letter_id)
        if held.status is LetterStatus.SIGNED:
            content = store.content(session, letter_id)
            after = store.get(session, held.replaced_by_id) if held.replaced_by_id is not None else None
            paper = letterhead(ws, session, held.entry.language)
    if held.status is LetterStatus.DRAFT:
        return preview(ws, held).content
    if after is None:
        return content
    return _marked(content, held, after, paper)


def _marked(content: bytes, held: Letter, after: Letter, paper: Letterhead) -> bytes:
    """The signed pages with the words over them that another version replaces them."""
    from hsct_desktop.documents.letter_replaced import overprint

    words = paper_wording(held.entry.language)
    by_next = words.in_tables.text("letter.version_of", number=after.number, date=after.entry.written_on)
    return overprint(content, State(Stamp.REPLACED, held.number, by_next=by_next), words.language, paper)


def waiting(line: LetterLine) -> list[str]:
    """To whom a signed letter has not left yet: its reader, then those whom it names for a copy."""
    copies = line.letter.entry.copies.splitlines()
    sent = {fold(one.entry.to_whom) for one in line.sent}
    reader = [] if sent - {fold(copy) for copy in copies} else [line.reader]  # who was named otherwise is the reader
    return reader + [copy for copy in copies if fold(copy) not in sent]


def dispatch(ws: Workspace, entry: DispatchEntry) -> Changes:
    """Record that a signed letter left: how, to whom, when. KnownError `letter_not_signed`."""
    return dispatch_all(ws, (entry,))


def dispatch_all(ws: Workspace, entries: Sequence[DispatchEntry]) -> Changes:
    """Record in one write that letters left, to several people, or several letters; `record_id` is that of the last.

    InputError; KnownError `letter_not_signed`, `letter_gone`. Nothing is recorded where one of them cannot be.
    """
    tidy = [replace(one, to_whom=clean(one.to_whom), note=clean_lines(one.note)) for one in entries]
    with ws.write("letter.dispatch") as session:
        held, row_id = [_sendable(session, ws, one) for one in tidy], None
        for letter, one in zip(held, tidy, strict=True):
            row_id = store.add_dispatch(session, letter.entry.patient_id, one).id
        patients = {letter.entry.patient_id for letter in held}
        if len(patients) == 1:
            return _changes(session, ws, "saved.letter_sent", patients.pop(), row_id or 0)
        said = ws.wording.count("saved.letters_sent", len({letter.id for letter in held}))
        return changes(session, _KINDS, said, None)


def _sendable(session: WriteSession, ws: Workspace, entry: DispatchEntry) -> Letter:
    held = _held(session, entry.letter_id)
    if held.signature is None:
        raise KnownError("letter_not_signed")
    signed_on = held.signature.signed_at.astimezone(ws.clock().tzinfo).date()
    refuse_problems(check_dispatch(entry, signed_on, ws.today()))
    return held


def void_dispatch(ws: Workspace, dispatch_id: int, reason: str, version: int | None = None) -> Changes:
    """Take back a dispatch that was recorded by mistake, with the reason."""
    why = required_reason(reason)
    with ws.write("letter.dispatch_void") as session:
        row = fetch(session, store.LetterDispatch, dispatch_id, version)
        void(session, row, why)
        session.flush()
        return _changes(session, ws, "saved.letter_dispatch_voided", row.patient_id, dispatch_id)
