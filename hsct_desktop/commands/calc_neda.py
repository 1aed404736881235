"""`calc neda`: NEDA-3 and NEDA-4 of the cases of a JSON list, so that a unit can validate the rules with its own."""

from __future__ import annotations

import argparse
import json
from datetime import date
from typing import Any, BinaryIO, Final

from hsct_desktop.catalogue import outcome_words
from hsct_desktop.catalogue.wording import wording
from hsct_desktop.commands.csv_table import is_same, shown
from hsct_desktop.commands.opened import check_output
from hsct_desktop.commands.output import tell
from hsct_desktop.domain.disability_settings import StepConvention
from hsct_desktop.domain.neda import Component, Neda, State, Verdict, verdict
from hsct_desktop.domain.outcome_settings import OutcomeSettings, Preset
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.exchange.neda_cases import ZERO, NedaCase, case_of, read_cases

EXIT_SOME_REFUSED: Final = 1
"""Exit code when cases were refused and the others were judged."""
_HOLDS: Final = {State.HELD: True, State.BROKEN: False, State.UNKNOWN: None}
_NOTHING: Final = dict.fromkeys(("neda3", "relapse_free", "cdw_free", "mri_free", "neda4", "meda"))
_ANSWERED: Final = frozenset({*_NOTHING, "why", "settings", "error"})


def run(arguments: argparse.Namespace) -> int | None:
    """Write the list with its verdicts. A bad case is told and keeps its place; the others are judged."""
    from hsct_desktop.documents.output import write_atomically
    from hsct_desktop.services.output_file import TABLE, check_place, not_written

    if is_same(arguments.output, arguments.input):
        raise KnownError("table_output_is_input", path=arguments.output)
    check_output(arguments)
    check_place(arguments.output, None, TABLE)
    settings = OutcomeSettings(
        preset=Preset(arguments.preset),
        step=StepConvention(arguments.step),
        needs_gadolinium=not arguments.without_gadolinium,
        meda_new_t2=arguments.meda,
    )
    answers = [_answer(number, data, settings) for number, data in enumerate(read_cases(arguments.input), 1)]
    try:
        write_atomically(arguments.output, lambda stream: _write(stream, answers))
    except OSError as error:
        raise not_written(error, arguments.output, TABLE) from error
    refused = [answer for answer in answers if "error" in answer]
    for answer in refused:
        tell(f"{arguments.input}: {answer['error']}")
    print(arguments.output)
    return EXIT_SOME_REFUSED if refused else None


def _write(target: BinaryIO, answers: list[dict[str, Any]]) -> None:
    # Half a character of a refused case goes back as the escape that it came as.
    target.write((json.dumps(answers, ensure_ascii=False, indent=1) + "\n").encode(errors="backslashreplace"))


def _answer(number: int, data: object, settings: OutcomeSettings) -> dict[str, Any]:
    """The case as it was given, and its verdict or what is wrong with it."""
    given: dict[str, Any] = data if isinstance(data, dict) else {"case": data}
    try:
        case = case_of(data, settings)
    except InputError as error:
        name = shown(str(given.get("name") or f"#{number}"))
        said = wording("en").problems(error)
        answer = {**_NOTHING, "why": said, "error": f"case {name}: {said}"}
    else:
        answer = _judged(case)
    # The verdict stands first: such a file is known by its beginning. What an earlier answer said is not kept.
    return {**answer, **{key: value for key, value in given.items() if key not in _ANSWERED}}


def _judged(case: NedaCase) -> dict[str, Any]:
    found = verdict(case.course, case.horizon_months)
    return {
        "neda3": found.neda3.value,
        "relapse_free": _HOLDS[found.relapse.state],
        "cdw_free": _HOLDS[found.disability.state],
        "mri_free": _HOLDS[found.mri.state],
        "neda4": found.neda4.value,
        "meda": found.meda.value,
        "why": _why(found),
        "settings": "; ".join(outcome_words.settings_lines(wording("en"), case.course.settings)),
    }


def _why(found: Verdict) -> str:
    """One line for each component; brain volume where it decides."""
    named = {"relapse": found.relapse, "disability": found.disability, "mri": found.mri}
    if found.neda3 is Neda.NEDA:
        named["brain_volume"] = found.brain_volume
    words = wording("en")
    return ". ".join(
        f"{words.text(f'outcomes.component.{name}')}: {_sentence(name, component, found)}"
        for name, component in named.items()
    )


def _sentence(name: str, component: Component, found: Verdict) -> str:
    words = wording("en")
    if name == "relapse" and component.state is State.HELD:
        return words.text("outcomes.calc.no_relapse", until=_day(found.ends_on))
    if name == "relapse" and component.state is State.BROKEN:
        return words.count("outcomes.calc.relapses", len(component.evidence), until=_day(found.ends_on))
    if name == "relapse" and component.why.key == "relapse_nobody_looked":
        return words.text("outcomes.calc.relapses_missing")
    return outcome_words.sentence(words, component.why, _day)


def _day(on: date) -> str:
    """A case counts in days after Day 0."""
    return f"day {(on - ZERO).days}"
