"""`letter` and `documents`: a patient's letters and papers as PDF, and all letters that are due as a batch."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from hsct_desktop.catalogue.wording import wording
from hsct_desktop.commands.opened import check_pdf_output, put_on_record, sign_as_command_line, workspace
from hsct_desktop.commands.output import tell
from hsct_desktop.commands.pdf_password import password
from hsct_desktop.domain.letter import LetterKind
from hsct_desktop.domain.problem import InputError, KnownError

if TYPE_CHECKING:
    from hsct_desktop.services.letter_ask import Missing
    from hsct_desktop.services.workspace import Workspace

BATCH: Final = "batch"
"""In place of a patient's code: all letters that are due."""
LETTERS: Final = tuple(kind.value for kind in LetterKind)
"""Readers of `letter --to`; as kinds of `documents` they are called `letter-neurologist` and so on."""
LOUD: Final = frozenset({"addressee_dead", "too_early_discharge", "too_early_annual"})
"""What is told of a letter that is no missing fact: it cannot be what was asked for."""
Paper = Callable[["Workspace", int, Path, str | None], Path]


def _summary(ws: Workspace, patient_id: int, path: Path, language: str | None) -> Path:
    from hsct_desktop.services import printing

    return printing.summary(ws, patient_id, path, language)


def _emergency(ws: Workspace, patient_id: int, path: Path, language: str | None) -> Path:
    from hsct_desktop.services import emergency_summary

    return emergency_summary.print_emergency_summary(ws, patient_id, path, language)


def _patient_plan(ws: Workspace, patient_id: int, path: Path, language: str | None) -> Path:
    from hsct_desktop.services import printing

    return printing.patient_plan_of(ws, patient_id, path, language)


def _medicine_plan(ws: Workspace, patient_id: int, path: Path, language: str | None) -> Path:
    from hsct_desktop.services import medicine_plan

    return medicine_plan.medicine_plan(ws, patient_id, path, language)


def _vaccine_plan(ws: Workspace, patient_id: int, path: Path, language: str | None) -> Path:
    from hsct_desktop.services import vaccine_printing

    return vaccine_printing.vaccine_plan(ws, patient_id, path, language)


def _care_plan(ws: Workspace, patient_id: int, path: Path, language: str | None) -> Path:
    from hsct_desktop.services import care_plan_print

    return care_plan_print.print_care_plan(ws, patient_id, path, language)


def _card(ws: Workspace, patient_id: int, path: Path, language: str | None) -> Path:
    from hsct_desktop.services import patient_card

    return patient_card.print_card(ws, patient_id, path, language)


def _bedside(ws: Workspace, patient_id: int, path: Path, language: str | None) -> Path:
    from hsct_desktop.services import day_sheet

    return day_sheet.print_day_sheet(ws, patient_id, path, language)


def _therapy_plan(ws: Workspace, patient_id: int, path: Path, language: str | None) -> Path:
    from hsct_desktop.services import therapy_plan_print

    return therapy_plan_print.print_therapy_plan(ws, patient_id, path, language)


def _selection(ws: Workspace, patient_id: int, path: Path, language: str | None) -> Path:
    from hsct_desktop.services import selection_print

    return selection_print.print_selection(ws, patient_id, path, None, language)


def _disease(ws: Workspace, patient_id: int, path: Path, language: str | None) -> Path:
    from hsct_desktop.services import disability_print

    return disability_print.print_disease(ws, patient_id, path, language)


PAPERS: Final[dict[str, Paper]] = {
    "summary": _summary,
    "emergency": _emergency,
    "patient-plan": _patient_plan,
    "medicine-plan": _medicine_plan,
    "vaccine-plan": _vaccine_plan,
    "care-plan": _care_plan,
    "card": _card,
    "bedside": _bedside,
    "therapy-plan": _therapy_plan,
    "selection": _selection,
    "disease": _disease,
}
"""The kinds of `documents` beside the letters, with what writes each."""
KINDS: Final = (*(f"letter-{kind}" for kind in LETTERS), *PAPERS)


def letter(arguments: argparse.Namespace) -> None:
    """Write a letter as PDF from the record; what the record lacks is marked in it and named on standard error."""
    check_pdf_output(arguments)
    _write_letter(arguments, LetterKind(arguments.to), arguments.since)


def documents(arguments: argparse.Namespace) -> int:
    """Write one paper of a patient, or all letters that are due."""
    if arguments.code == BATCH and arguments.due:
        return _batch(arguments)
    check_pdf_output(arguments)
    if arguments.kind.startswith("letter-"):
        _write_letter(arguments, LetterKind(arguments.kind.removeprefix("letter-")), None)
        return 0
    from hsct_desktop.services import pdf_copy, printing

    closed_with = password(arguments.protect)
    with workspace(arguments) as ws:
        sign_as_command_line(ws, arguments.language or "en")
        patient_id = printing.patient_id_of(ws, arguments.code)
        with pdf_copy.protecting(closed_with):
            path = PAPERS[arguments.kind](ws, patient_id, arguments.output, arguments.language)
        put_on_record(ws, patient_id)
    print(path)
    return 0


def _write_letter(arguments: argparse.Namespace, kind: LetterKind, since: object) -> None:
    from datetime import date

    from hsct_desktop.services import letter_files, letters, printing

    closed_with = password(arguments.protect)
    with workspace(arguments) as ws:
        patient_id = printing.patient_id_of(ws, arguments.code)
        from_day = since if isinstance(since, date) else None
        entry = letters.prepare(ws, patient_id, kind, language=arguments.language, since=from_day)
        sign_as_command_line(ws, entry.language)
        letters.check(ws, entry)
        done = letter_files.write(ws, entry, arguments.output, closed_with)
        put_on_record(ws, patient_id)
    _tell_missing(done.missing)
    print(done.path)


def _tell_missing(missing: tuple[Missing, ...], whose: str = "") -> None:
    """Name on standard error what a letter lacks, a line each; the letter is written all the same."""
    from hsct_desktop.services.letter_files import missing_words

    before = f"{whose}: " if whose else ""
    told = {sentence: one.key for one in missing for sentence in missing_words(wording("en"), (one,))}
    for sentence, key in told.items():
        tell(f"{before}{'ATTENTION' if key in LOUD else 'not recorded'}: {sentence}")


def _batch(arguments: argparse.Namespace) -> int:
    from hsct_desktop.services import letter_files, letters_due

    if not arguments.folder.is_dir():
        raise KnownError("print_folder_missing", folder=arguments.folder)
    closed_with = password(arguments.protect)
    with workspace(arguments) as ws:
        sign_as_command_line(ws, arguments.language or "en")
        due = letters_due.due(ws, arguments.on)
        made = letter_files.write_batch(
            ws, due, arguments.folder, language=arguments.language, on=arguments.on, one_job=arguments.one_file,
            password=closed_with,
        )  # fmt: skip
        refused = {one.key: one.error for one in made.not_made}
        for one in due:
            if one.patient_id not in refused:
                put_on_record(ws, one.patient_id)
    for one, done in zip((one for one in due if one.patient_id not in refused), made.done, strict=True):
        _tell_missing(done.missing, one.code)
        if made.merged is None:
            print(done.path)
    if made.merged is not None:
        print(made.merged)
    codes = {one.patient_id: one.code for one in due}
    for patient_id, error in refused.items():
        tell(f"{codes[patient_id]}: {_why(error)}")
    return 1 if refused else 0


def _why(error: KnownError | InputError) -> str:
    """Why a letter of a batch could not be made."""
    words = wording("en")
    return words.known_error(error) if isinstance(error, KnownError) else words.problems(error)
