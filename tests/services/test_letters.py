"""Letters: from the draft to what left, on a real file: what was signed never changes."""

from __future__ import annotations

import hashlib
import io
from dataclasses import replace
from datetime import date, timedelta

import pypdfium2
import pytest

from hsct_desktop.domain.author import Role
from hsct_desktop.domain.letter import DispatchEntry, FreeSection, LetterEntry, LetterKind, LetterStatus, SentBy
from hsct_desktop.domain.patient import Sex
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.domain.professional import ProfessionalEntry, ProfessionalKind
from hsct_desktop.services import letters, patients, professionals, undo
from hsct_desktop.services.handover import handover
from hsct_desktop.services.letter_gather import ORDER, gather, make_ask
from hsct_desktop.services.workspace import Workspace, clock_on
from hsct_desktop.store import letter as store
from tests.services.ward import TODAY, register, work_as


@pytest.fixture
def patient_id(ws: Workspace) -> int:
    neurologist = ProfessionalEntry("Dott.ssa F. Neri", address="Via Roma 12\n00000 Valchiara", letter_language="it")
    gp = ProfessionalEntry("Dr J. Hart", ProfessionalKind.GP, letter_language="en")
    ids = [professionals.add(ws, card).record_id for card in (neurologist, gp)]
    return register(ws, neurologist_id=ids[0], gp_id=ids[1], sex=Sex.FEMALE, language="it")


def draft(ws: Workspace, patient_id: int, **texts: str) -> tuple[int, int]:
    entry = letters.prepare(ws, patient_id, LetterKind.NEUROLOGIST)
    entry = replace(entry, texts={FreeSection(name): text for name, text in texts.items()})
    saved = letters.create(ws, entry)
    assert saved.record_id is not None
    return saved.record_id, letters.get(ws, saved.record_id).version


WHY = "on behalf of the consultant"
"""Ann is a nurse: she says why she signs."""


def signed(ws: Workspace, patient_id: int) -> int:
    letter_id, version = draft(ws, patient_id, impression="Decorso favorevole & stabile.")
    letters.sign(ws, letter_id, version, "dirigente medico", "Dott.ssa G. Ferrante", why=WHY)
    return letter_id


def text_of(content: bytes) -> str:
    document = pypdfium2.PdfDocument(io.BytesIO(content))
    return " ".join(page.get_textpage().get_text_range() for page in document)


def refused(error: pytest.ExceptionInfo[KnownError]) -> str:
    return error.value.key


def test_a_letter_begins_as_the_record_has_it(ws: Workspace, patient_id: int) -> None:
    entry = letters.prepare(ws, patient_id, LetterKind.NEUROLOGIST)
    assert (entry.language, entry.written_on, entry.since_on, entry.copies) == ("it", TODAY, None, "Dr J. Hart")
    assert letters.prepare(ws, patient_id, LetterKind.GP).language == "en"
    assert letters.prepare(ws, patient_id, LetterKind.GP).copies == "Dott.ssa F. Neri"
    own = letters.prepare(ws, patient_id, LetterKind.PATIENT)
    assert (own.professional_id, own.language, own.copies) == (None, "it", "")
    assert letters.prepare(ws, patient_id, LetterKind.GP, language="it").language == "it"


def test_a_draft_shows_what_stands_in_it_and_what_is_missing(ws: Workspace, patient_id: int) -> None:
    entry = letters.prepare(ws, patient_id, LetterKind.NEUROLOGIST)
    bare = letters.preview(ws, entry)
    assert "assessment" in [one.key for one in bare.missing]
    written = letters.preview(ws, replace(entry, texts={FreeSection.IMPRESSION: "A <b>bold & new</b> thought."}))
    assert "assessment" not in [one.key for one in written.missing]
    text = text_of(written.content)
    assert "A <b>bold & new</b> thought." in text
    assert "Gentile Dottoressa Neri," in text
    assert "BOZZA" in text
    assert bare.fingerprint != written.fingerprint
    assert letters.preview(ws, entry).fingerprint == bare.fingerprint


def test_what_was_signed_is_kept_with_what_it_rested_on(ws: Workspace, patient_id: int) -> None:
    letter_id = signed(ws, patient_id)
    held = letters.get(ws, letter_id)
    assert held.status is LetterStatus.SIGNED
    assert held.signature is not None
    assert (held.signature.name, held.signature.role) == ("Dott.ssa G. Ferrante", "dirigente medico")
    content = letters.pdf(ws, letter_id)
    assert hashlib.sha256(content).hexdigest() == held.signature.sha256
    text = text_of(content)
    assert "Dott.ssa G. Ferrante" in text
    assert "BOZZA" not in text
    assert "Decorso favorevole & stabile." in text
    with ws.read() as session:
        facts = store.facts(session, letter_id)
    assert facts["letter"]["salutation"] == "Gentile Dottoressa Neri,"
    assert facts["program"]
    assert facts["protocol"].startswith("ahsct-ms@")
    patients.revise(ws, patient_id, *_changed_card(ws, patient_id))
    assert letters.pdf(ws, letter_id) == content


def _changed_card(ws: Workspace, patient_id: int) -> tuple[int, object]:
    entry, version = patients.entry_of(ws, patient_id)
    return version, replace(entry, family_name="Verdi")  # type: ignore[return-value]


def test_a_signed_letter_is_final(ws: Workspace, patient_id: int) -> None:
    letter_id, version = draft(ws, patient_id)
    saved = letters.sign(ws, letter_id, version, "consultant", why=WHY)
    held = letters.get(ws, letter_id)
    with pytest.raises(KnownError) as again:
        letters.sign(ws, letter_id, held.version, "consultant", why=WHY)
    with pytest.raises(KnownError) as changed:
        letters.revise(ws, letter_id, held.version, held.entry)
    with pytest.raises(KnownError) as gone:
        letters.void_draft(ws, letter_id, "mistake")
    with pytest.raises(KnownError) as undone:
        undo.undo(ws, saved.txn)
    assert {refused(one) for one in (again, changed, gone, undone)} == {"letter_is_signed"}
    assert letters.get(ws, letter_id) == held


def test_nobody_signs_what_they_have_not_read(ws: Workspace, patient_id: int) -> None:
    letter_id, version = draft(ws, patient_id)
    shown = letters.preview(ws, letters.get(ws, letter_id)).fingerprint
    patients.revise(ws, patient_id, *_changed_card(ws, patient_id))
    with pytest.raises(KnownError) as caught:
        letters.sign(ws, letter_id, version, "consultant", shown=shown, why=WHY)
    assert refused(caught) == "letter_changed_while_signing"
    read = letters.preview(ws, letters.get(ws, letter_id)).fingerprint
    assert letters.sign(ws, letter_id, version, "consultant", shown=read, why=WHY).record_id == letter_id


def test_the_next_signature_is_as_the_last(ws: Workspace, patient_id: int) -> None:
    assert letters.usual_signature(ws) == ("Ann Nurse", "")
    assert letters.draft_of(ws, patient_id, LetterKind.NEUROLOGIST) is None
    letter_id, version = draft(ws, patient_id)
    held = letters.draft_of(ws, patient_id, LetterKind.NEUROLOGIST)
    assert held == letters.get(ws, letter_id)
    letters.sign(ws, letter_id, version, "dirigente medico", "Dott.ssa G. Ferrante", why=WHY)
    assert letters.usual_signature(ws) == ("Dott.ssa G. Ferrante", "dirigente medico")
    assert letters.draft_of(ws, patient_id, LetterKind.NEUROLOGIST) is None
    other = letters.prepare(ws, patient_id, LetterKind.PATIENT, language="it" if held.entry.language == "en" else "en")
    letter_id = letters.create(ws, other).record_id or 0
    letters.sign(ws, letter_id, letters.get(ws, letter_id).version, "other words", "Dott.ssa G. Ferrante", why=WHY)
    # A role is said in the letter's language.
    assert letters.usual_signature(ws, held.entry.language)[1] == "dirigente medico"
    assert letters.usual_signature(ws, other.language)[1] == "other words"


def test_words_without_a_letter_become_a_draft_or_the_next_version(ws: Workspace, patient_id: int) -> None:
    letter_id, version = draft(ws, patient_id)
    entry = replace(letters.get(ws, letter_id).entry, texts={FreeSection.PLAN: "More."})
    apart = letters.get(ws, letters.keep_apart(ws, letter_id, entry).record_id or 0)
    assert (apart.number, apart.replaces_id, apart.entry.texts) == (1, None, {FreeSection.PLAN: "More."})
    letters.sign(ws, letter_id, version, "consultant", why=WHY)
    later = letters.get(ws, letters.keep_apart(ws, letter_id, entry).record_id or 0)
    assert (later.number, later.replaces_id) == (2, letter_id)
    again = letters.get(ws, letters.keep_apart(ws, letter_id, entry).record_id or 0)
    assert (again.number, again.replaces_id) == (1, None)  # its next version is begun already


def test_the_doctor_of_a_letter_is_who_signs(ws: Workspace, patient_id: int) -> None:
    work_as(ws, Role.NURSE)
    entry = letters.prepare(ws, patient_id, LetterKind.NEUROLOGIST)
    assert "Ann Nurse" not in text_of(letters.preview(ws, entry).content)
    assert "Medico Dott.ssa G. Ferrante" in text_of(letters.pdf(ws, signed(ws, patient_id)))


@pytest.mark.parametrize(
    ("day", "kind", "subject"),
    [
        (None, LetterKind.GP, "– report of the transplant unit"),
        (-10, LetterKind.GP, "(Day 0 planned for 30 Nov 2026)"),
        (45, LetterKind.GP, "– follow-up after autologous haematopoietic stem-cell transplantation (Day 0: 6 Oct 2026; "
                            "today Day +45)"),
        (370, LetterKind.GP, "– follow-up 12 months after"),
        (1770, LetterKind.GP, "– follow-up 4 years and 10 months after"),
        (740, LetterKind.ANNUAL, "– annual review 2 years after"),
        (30, LetterKind.DISCHARGE, "– discharge after"),
        (45, LetterKind.PATIENT, "Anna Bianchi, born 7 Mar 1985 – your follow-up after the transplant of 6 Oct 2026"),
        (100, LetterKind.PATIENT, "– your follow-up 3 months after the transplant of 12 Aug 2026"),
        (-10, LetterKind.PATIENT, "– before your transplant, planned for 30 Nov 2026"),
    ],
)  # fmt: skip
def test_what_a_letter_is_about(ws: Workspace, day: int | None, kind: LetterKind, subject: str) -> None:
    entry = letters.prepare(ws, register(ws, day), kind, language="en")
    with ws.read() as session:
        assert subject in gather(make_ask(ws, session, entry), entry).subject.replace("\u00a0", " ")


@pytest.mark.parametrize("kind", list(LetterKind))
@pytest.mark.parametrize("day", [None, -10, 45])
def test_each_letter_keeps_its_order_and_never_cuts_what_must_be_said(
    ws: Workspace, kind: LetterKind, day: int | None
) -> None:
    entry = letters.prepare(ws, register(ws, day), kind, language="it")
    entry = replace(entry, texts={section: f"Testo {section}" for section in FreeSection})
    with ws.read() as session:
        data = gather(make_ask(ws, session, entry), entry)
    found = [section.id for section in data.sections]
    assert found == [name for name in ORDER[kind] if name in found]
    assert {"history", "assessment", "plan", "medicines"} <= set(found)
    assert data.call is not None
    assert data.closing == "Con i più cordiali saluti,"


def test_who_signs_says_as_what(ws: Workspace, patient_id: int) -> None:
    letter_id, version = draft(ws, patient_id)
    with pytest.raises(InputError) as caught:
        letters.sign(ws, letter_id, version, " ")
    assert [problem.field for problem in caught.value.problems] == ["role"]


def test_a_correction_replaces_and_the_old_letter_says_so(ws: Workspace, patient_id: int) -> None:
    work_as(ws, Role.NURSE)
    first = signed(ws, patient_id)
    kept = letters.pdf(ws, first)
    second = letters.correct(ws, first).record_id or 0
    with pytest.raises(KnownError) as twice:
        letters.correct(ws, first)
    assert refused(twice) == "letter_replaced_already"
    assert letters.pdf(ws, first) == kept  # a draft replaces nothing yet
    held = letters.get(ws, second)
    assert (held.number, held.replaces_id) == (2, first)
    assert held.entry.texts == letters.get(ws, first).entry.texts
    assert "Sostituisce la lettera del 20 novembre 2026" in text_of(letters.pdf(ws, second)).replace("\u00a0", " ")
    with pytest.raises(InputError) as caught:
        letters.sign(ws, second, held.version, "consultant", changed=" ")
    asked = [(problem.field, problem.key, problem.soft) for problem in caught.value.problems]
    assert asked == [("changed", "letter_change_missing", False), ("why", "letter_signer_no_physician", True)]
    letters.sign(ws, second, held.version, "consultant", changed="Dose of\nco-trimoxazole.", why=WHY)
    new = letters.get(ws, second)
    assert (new.changed, new.signature is not None and new.signature.why) == ("Dose of co-trimoxazole.", WHY)
    read = " ".join(text_of(letters.pdf(ws, second)).split())
    assert "Sostituisce la lettera del 20 novembre 2026. Modifica: Dose of co-trimoxazole." in read
    assert WHY not in read
    assert letters.get(ws, first).replaced_by_id == second
    marked = text_of(letters.pdf(ws, first)).replace("\u00a0", " ")
    assert "versione 2 del 20/11/2026" in marked
    assert "Decorso favorevole & stabile." in marked


def test_only_signed_letters_are_corrected_and_sent(ws: Workspace, patient_id: int) -> None:
    letter_id, _version = draft(ws, patient_id)
    for act in (lambda: letters.correct(ws, letter_id), lambda: letters.dispatch(ws, sent(letter_id))):
        with pytest.raises(KnownError) as caught:
            act()
        assert refused(caught) == "letter_not_signed"


def sent(letter_id: int, **changes: object) -> DispatchEntry:
    return replace(DispatchEntry(letter_id, SentBy.EMAIL, "Dott.ssa F. Neri", TODAY), **changes)  # type: ignore[arg-type]


def test_how_a_letter_left(ws: Workspace, patient_id: int) -> None:
    letter_id = signed(ws, patient_id)
    with pytest.raises(InputError):
        letters.dispatch(ws, sent(letter_id, sent_on=TODAY + timedelta(days=1)))
    saved = letters.dispatch(ws, sent(letter_id))
    (line,) = letters.for_patient(ws, patient_id)
    assert (line.reader, line.is_draft) == ("Dott.ssa F. Neri", False)
    assert [one.entry.way for one in line.sent] == [SentBy.EMAIL]
    undo.undo(ws, saved.txn)
    assert letters.for_patient(ws, patient_id)[0].sent == ()
    other = letters.dispatch(ws, sent(letter_id)).record_id or 0
    letters.void_dispatch(ws, other, "not sent")
    assert letters.for_patient(ws, patient_id)[0].sent == ()


def test_the_next_letter_tells_what_is_new_since_the_last(ws: Workspace, patient_id: int) -> None:
    signed(ws, patient_id)
    ws.clock = clock_on(date(2026, 12, 20))
    assert letters.prepare(ws, patient_id, LetterKind.NEUROLOGIST).since_on == TODAY
    assert letters.prepare(ws, patient_id, LetterKind.GP).since_on is None
    chosen = letters.prepare(ws, patient_id, LetterKind.NEUROLOGIST, since=date(2026, 1, 1))
    assert chosen.since_on == date(2026, 1, 1)


def test_a_draft_is_thrown_away_and_comes_back(ws: Workspace, patient_id: int) -> None:
    letter_id, version = draft(ws, patient_id, plan="EDSS a maggio.")
    gone = letters.void_draft(ws, letter_id, "not needed", version)
    assert letters.for_patient(ws, patient_id) == []
    undo.undo(ws, gone.txn)
    assert letters.get(ws, letter_id).entry.texts == {FreeSection.PLAN: "EDSS a maggio."}


def test_a_letter_that_nobody_can_have_written(ws: Workspace, patient_id: int) -> None:
    entry = LetterEntry(patient_id, LetterKind.GP, "en", TODAY + timedelta(days=1))
    with pytest.raises(InputError):
        letters.create(ws, entry)
    assert letters.for_patient(ws, patient_id) == []


def test_the_handover_tells_of_letters(ws: Workspace, patient_id: int) -> None:
    letter_id = signed(ws, patient_id)
    letters.dispatch(ws, sent(letter_id))
    told = [line.text for patient in handover(ws, TODAY).patients for line in patient.lines if "etter" in line.text]
    assert any("Decorso favorevole" in text and "to Dott.ssa F. Neri" in text for text in told)
    assert any(text.startswith("Signed by Dott.ssa G. Ferrante") for text in told)
    assert any(text.startswith("Letter sent to Dott.ssa F. Neri") for text in told)


def test_what_was_begun_can_be_undone(ws: Workspace, patient_id: int) -> None:
    first = signed(ws, patient_id)
    begun = letters.correct(ws, first)
    assert undo.undo(ws, begun.txn).kinds == {"letter"}
    again = letters.correct(ws, first).record_id or 0
    held = letters.get(ws, again)
    changed = letters.revise(ws, again, held.version, replace(held.entry, copies=" Dr  Hart \n\n"))
    assert letters.get(ws, again).entry.copies == "Dr Hart"
    undo.undo(ws, changed.txn)
    assert letters.get(ws, again).entry == held.entry
    with pytest.raises(KnownError) as stale:
        letters.revise(ws, again, held.version, held.entry)
    assert refused(stale) == "stale_row"


def test_texts_of_any_kind_print_as_they_are_written(ws: Workspace) -> None:
    odd = 'A "quote", <i>no</i> tag & a formula =1+1'
    patient_id = register(ws, given_name="Bob <b>Bold</b> & Sons", family_name="X" * 200, phone="1")
    entry = letters.prepare(ws, patient_id, LetterKind.GP, language="en")
    entry = replace(entry, reader="<para>Dr & Co</para>", copies="a < b", texts={FreeSection.PLAN: odd + "\x00\u202e"})
    letter_id = letters.create(ws, entry).record_id or 0
    held = letters.get(ws, letter_id)
    assert held.entry.texts[FreeSection.PLAN] == odd
    text = " ".join(text_of(letters.pdf(ws, letter_id)).split())
    for said in (odd, "<para>Dr & Co</para>", "a < b", "Bob <b>Bold</b> & Sons"):
        assert said in text


def test_signs_that_cannot_be_printed_are_told_before(ws: Workspace, patient_id: int) -> None:
    entry = letters.prepare(ws, patient_id, LetterKind.NEUROLOGIST)
    assert "signs" not in [one.key for one in letters.preview(ws, entry).missing]
    typed = replace(entry, texts={FreeSection.IMPRESSION: "\u738b \u0645\u062d\u0645\u062f well, \u738b\U0001f600"})
    (told,) = [one for one in letters.preview(ws, typed).missing if one.key == "signs"]
    assert (told.place, told.params) == ("letter", {"signs": "\u738b \U0001f600"})


def test_the_copies_leave_with_the_letter_or_are_still_waited_for(ws: Workspace, patient_id: int) -> None:
    letter_id = signed(ws, patient_id)
    (line,) = letters.for_patient(ws, patient_id)
    assert letters.waiting(line) == ["Dott.ssa F. Neri", "Dr J. Hart"]
    saved = letters.dispatch(ws, sent(letter_id, to_whom="the neurologist's office"))
    (line,) = letters.for_patient(ws, patient_id)
    assert letters.waiting(line) == ["Dr J. Hart"], "whoever was named otherwise was the reader"
    undo.undo(ws, saved.txn)
    both = letters.dispatch_all(ws, [sent(letter_id), sent(letter_id, to_whom="dr j. hart")])
    (line,) = letters.for_patient(ws, patient_id)
    assert (letters.waiting(line), len(line.sent)) == ([], 2)
    undo.undo(ws, both.txn)
    with pytest.raises(InputError):
        letters.dispatch_all(ws, [sent(letter_id), sent(letter_id, to_whom=" ")])
    assert letters.for_patient(ws, patient_id)[0].sent == (), "all or nothing"
