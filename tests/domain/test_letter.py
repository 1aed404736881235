"""Letters: what is refused, from when news is told; phrases; names of files."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hsct_desktop.domain.file_name import LONGEST, file_name
from hsct_desktop.domain.letter import (
    DispatchEntry,
    FreeSection,
    Letter,
    LetterEntry,
    LetterKind,
    LetterStatus,
    SentBy,
    Signature,
    check_change,
    check_dispatch,
    check_letter,
    check_signature,
    default_since,
)
from hsct_desktop.domain.phrase import PhraseEntry, check_phrase, filled, text_for

TODAY = date(2026, 11, 20)
ENTRY = LetterEntry(1, LetterKind.NEUROLOGIST, "it", TODAY, 7)
SIGNED = Signature(1, "Dr L. Serra", "consultant", datetime(2026, 5, 1, tzinfo=UTC), "f", "s")


def letter(number: int, on: date, **changes: object) -> Letter:
    kind = changes.pop("kind", LetterKind.NEUROLOGIST)
    reader = changes.pop("reader", 7)
    entry = replace(ENTRY, written_on=on, kind=kind, professional_id=reader)  # type: ignore[arg-type]
    held = Letter(number, 1, entry, LetterStatus.SIGNED, signature=SIGNED)
    return replace(held, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "field", "key"),
    [
        ({"written_on": date(2026, 11, 21)}, "written_on", "letter_in_future"),
        ({"since_on": date(2026, 11, 21)}, "since_on", "letter_since_after"),
        ({"reader": "x" * 301}, "reader", "too_long"),
        ({"copies": "a\n" * 13}, "copies", "letter_copies_too_many"),
        ({"copies": "x" * 301}, "copies", "too_long"),
        ({"texts": {FreeSection.PLAN: "x" * 6001}}, "plan", "too_long"),
        ({"texts": {FreeSection.PLAN: "x\n" * 101}}, "plan", "letter_too_many_lines"),
    ],
)
def test_what_is_wrong_with_a_letter(changes: dict[str, object], field: str, key: str) -> None:
    found = list(check_letter(replace(ENTRY, **changes), TODAY))  # type: ignore[arg-type]
    assert [(problem.field, problem.key) for problem in found] == [(field, key)]
    assert not list(check_letter(ENTRY, TODAY))


def test_who_signs_has_name_and_role() -> None:
    found = [(problem.field, problem.key) for problem in check_signature(" ", "")]
    assert found == [("name", "letter_signer_name_missing"), ("role", "letter_signer_role_missing")]
    assert [problem.key for problem in check_signature("A", "x" * 301)] == ["too_long"]


def test_a_letter_leaves_between_its_signature_and_today() -> None:
    entry = DispatchEntry(1, SentBy.POST, "Dr Sanna", date(2026, 11, 18))
    assert not list(check_dispatch(entry, date(2026, 11, 18), TODAY))
    assert [p.key for p in check_dispatch(entry, date(2026, 11, 19), TODAY)] == ["letter_sent_before_signed"]
    late = replace(entry, sent_on=date(2026, 11, 21), to_whom="")
    assert [p.key for p in check_dispatch(late, TODAY, TODAY)] == ["letter_to_whom_missing", "letter_sent_in_future"]


def test_news_is_told_since_the_last_letter_to_that_reader() -> None:
    may, june, july = date(2026, 5, 1), date(2026, 6, 1), date(2026, 7, 1)
    drafted = letter(3, july, status=LetterStatus.DRAFT, signature=None)
    held = [letter(1, may), letter(2, june, reader=8, kind=LetterKind.GP), drafted]
    assert default_since(held, LetterKind.NEUROLOGIST, 7, TODAY) == may
    assert default_since(held, LetterKind.GP, 8, TODAY) == june
    assert default_since(held, LetterKind.NEUROLOGIST, 9, TODAY) is None
    assert default_since(held, LetterKind.NEUROLOGIST, None, TODAY) == may
    assert default_since(held, LetterKind.NEUROLOGIST, 7, may) is None
    assert default_since([*held, letter(4, july, kind=LetterKind.DISCHARGE)], LetterKind.NEUROLOGIST, 7, TODAY) == july
    assert default_since([letter(1, may, replaced_by_id=5)], LetterKind.NEUROLOGIST, 7, TODAY) is None
    assert default_since(held, LetterKind.ANNUAL, 7, TODAY) is None


@pytest.mark.parametrize(
    ("text", "key"),
    [("Dose {dose}", "phrase_placeholder_unknown"), ("A {day0", "phrase_brace_alone"), ("x" * 6001, "too_long")],
)
def test_a_phrase_names_only_what_can_be_filled(text: str, key: str) -> None:
    assert [problem.key for problem in check_phrase(PhraseEntry("Name", texts={"it": text}))] == [key]
    assert [problem.key for problem in check_phrase(PhraseEntry(" "))] == ["phrase_label_missing"]
    assert [problem.key for problem in check_phrase(PhraseEntry("Name", texts={"it": " "}))] == ["phrase_text_missing"]
    assert list(check_phrase(PhraseEntry("Name"), hides=True)) == []
    (once,) = check_phrase(PhraseEntry("Name", texts={"en": "{dai} {mese} {x"}))
    assert once.params["name"] == "dai}, {mese", "one text is one field to complete"


def test_a_phrase_is_filled_once_and_falls_back_to_english() -> None:
    assert filled("EDSS {edss} on {edss_date}", {"edss": "{day}"}, "not recorded") == "EDSS {day} on not recorded"
    entry = PhraseEntry("Name", texts={"en": "Hello", "it": "Salve"})
    assert text_for(entry, "it") == ("Salve", True)
    assert text_for(entry, "de") == ("Hello", False)
    assert text_for(PhraseEntry("Name", texts={"it": "Salve"}), "de") == ("Salve", False)


def test_names_of_files() -> None:
    assert file_name("MS 1/2: a\\b") == "MS-1-2-a-b"
    assert file_name("CON") == "_CON"
    assert file_name("..") == "document"
    assert file_name("\u202eabc\x00") == "abc"


@given(st.text(max_size=200))
def test_any_text_gives_a_file_name(text: str) -> None:
    name = file_name(text)
    assert 0 < len(name) <= LONGEST + 1
    assert not set('/\\:*?"<>|\n\x00') & set(name)
    assert name.strip(" .") == name


@pytest.mark.parametrize(
    ("changed", "why", "replaces", "is_physician", "found"),
    [
        ("", "", False, True, []),
        ("", "", True, True, [("changed", "letter_change_missing", False)]),
        ("dose", "", True, False, [("why", "letter_signer_no_physician", True)]),
        ("dose", "cover", True, False, []),
        ("x" * 301, "x" * 301, True, False, [("changed", "too_long", False), ("why", "too_long", False)]),
    ],
)
def test_a_new_version_says_what_changed_and_who_is_no_physician_why(
    changed: str, why: str, replaces: bool, is_physician: bool, found: list[tuple[str, str, bool]]
) -> None:
    said = check_change(changed, why, replaces=replaces, is_physician=is_physician)
    assert [(one.field, one.key, one.soft) for one in said] == found
