"""What is said of backups: their age, how urgent it is, what somebody types before a restore."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from hsct_desktop.catalogue.wording import wording
from hsct_desktop.domain.backup import Head, Level, Proof, level
from hsct_desktop.services.backups import BackupRow
from hsct_desktop.services.restoring import Preview
from hsct_desktop.views import backup_words
from hsct_desktop.views.backup_words import confirmation, grouped, leaving, to_go

NOW = datetime(2026, 11, 20, 8, 14, tzinfo=UTC)
EN, IT = wording("en"), wording("it")


@pytest.mark.parametrize(
    ("passed", "en", "it"),
    [
        (timedelta(seconds=59), "just now", "adesso"),
        (timedelta(seconds=60), "1 minute ago", "1 minuto fa"),
        (timedelta(minutes=59, seconds=59), "59 minutes ago", "59 minuti fa"),
        (timedelta(hours=1), "1 hour ago", "1 ora fa"),
        (timedelta(hours=23, minutes=59), "23 hours ago", "23 ore fa"),
        (timedelta(days=1), "1 day ago", "1 giorno fa"),
        (timedelta(days=11, hours=20), "11 days ago", "11 giorni fa"),
        (-timedelta(hours=1), "just now", "adesso"),
    ],
)
def test_an_age_is_said_in_its_largest_unit(passed: timedelta, en: str, it: str) -> None:
    assert backup_words.age(EN, NOW - passed, NOW) == en
    assert backup_words.age(IT, NOW - passed, NOW) == it


@pytest.mark.parametrize(
    ("passed", "wanted"),
    [
        (timedelta(hours=23), Level.OK),
        (timedelta(days=1, minutes=1), Level.WARN),
        (timedelta(days=3), Level.WARN),
        (timedelta(days=3, minutes=1), Level.DANGER),
        (None, Level.DANGER),
    ],
)
def test_the_sign_of_the_last_proof_changes_after_one_day_and_after_three(
    passed: timedelta | None, wanted: Level
) -> None:
    at = None if passed is None else NOW - passed
    said = backup_words.proven(EN, at, level(at, NOW), NOW)
    assert said.level is wanted
    assert said.icon == ("shield" if wanted is Level.OK else "alert")
    whole, short = backup_words.state(EN, at, NOW - timedelta(days=11), level(at, NOW), NOW)
    assert ("restore proven 11 days ago" in whole) is (wanted is Level.OK)
    assert "restore" not in short


def test_a_proof_from_a_time_to_come_asks_for_the_clock() -> None:
    at = NOW + timedelta(hours=2)
    assert "date and time of this computer" in backup_words.proven(EN, at, level(at, NOW), NOW).note


def test_the_words_to_type_name_the_day_in_the_language_of_the_window() -> None:
    assert confirmation(EN, date(2026, 11, 19)) == "RESTORE 19 NOV"
    assert confirmation(IT, date(2026, 11, 9)) == "RIPRISTINA 09 NOV"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "14 characters to go"),
        ("RESTORE 19", "4 characters to go"),
        ("RESTORE 19 NO", "1 character to go"),
        ("RESTORE 19 NOV", ""),
        ("restore", "This differs from the words above at character 1."),
        ("RESTORE 18 NOV", "This differs from the words above at character 10."),
        ("RESTORE 19 NOV ", "This differs from the words above at character 15."),
    ],
)
def test_what_is_missing_or_wrong_is_said_while_typing(typed: str, said: str) -> None:
    assert to_go(EN, typed, "RESTORE 19 NOV") == said


def preview(entries: int | None, patients: tuple[tuple[str, date | None], ...] = ()) -> Preview:
    row = BackupRow(Path("unit.hsct"), NOW, None, 1, Head(9), Proof.PROVEN)
    return Preview(row, (), (), entries, patients, (), (), older=False)


def test_what_would_leave_the_file_is_counted_and_named() -> None:
    berg: tuple[str, date | None] = ("Berg Ingrid", date(1990, 5, 2))
    said = leaving(EN, preview(213, (berg,)), "unit-before-restore.hsct")
    assert said.level is Level.DANGER
    assert said.fact.startswith("213 entries made after ")
    assert "Berg Ingrid (02\u00a0May\u00a01990)" in said.note
    assert "unit-before-restore.hsct" in said.note
    assert "stay those of today" not in said.note
    staying = replace(preview(213, (berg,)), users_stay=True)
    assert "restano quelli di oggi" in leaving(IT, staying, "unit-before-restore.hsct").note
    again = replace(preview(213, (berg,)), identities=2)
    assert leaving(EN, again, "x").note.startswith("This backup is from before 2 records were pseudonymised")
    assert "pseudonimizzazione di 1 dossier" in leaving(IT, replace(again, identities=1), "x").note
    assert leaving(EN, preview(0), "x").level is Level.OK
    assert leaving(EN, preview(None), "x").level is Level.WARN
    assert "2 pazienti" in leaving(IT, preview(2, (berg, ("Conti Ada", None))), "x").note


def test_large_numbers_are_set_apart() -> None:
    assert grouped(48166) == "48\u202f166"
    assert backup_words.megabytes(IT, 41_800_000) == "41,8"
    assert backup_words.megabytes(EN, 10) == "0.1"
