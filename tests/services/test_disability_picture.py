"""The facts of the picture of disability, from rows of a real file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdfium2
import pytest

from hsct_desktop.domain.disease_history import HistoryEntry, PhenotypeEntry
from hsct_desktop.domain.partial_date import PartialDate
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.pictures.disability_facts import Cause, DisabilityFacts, PhaseKind, Turn, Visit
from hsct_desktop.pictures.disability_words import change_words, visit_words
from hsct_desktop.services import disability_picture, disability_print, disease_history
from hsct_desktop.services.workspace import Workspace
from tests import disease_rows
from tests.pictures.disability_samples import on, typical
from tests.services.ward import TODAY, register

DAY0 = date(2022, 1, 13)


@pytest.fixture
def pid(ws: Workspace) -> int:
    return register(ws, (TODAY - DAY0).days)


def test_nothing_recorded_is_said_and_not_printed(ws: Workspace, pid: int, tmp_path: Path) -> None:
    board = disability_picture.board(ws, pid)
    assert (board.facts.is_empty, board.latest) == (True, None)
    with pytest.raises(KnownError) as refused:
        disability_print.print_disease(ws, pid, tmp_path / "p.pdf")
    assert refused.value.key == "disease_nothing"


def test_rows_become_facts(ws: Workspace, pid: int, tmp_path: Path) -> None:
    disease_rows.write(ws, pid, typical())
    board = disability_picture.board(ws, pid)
    facts = board.facts
    assert (facts.day0, facts.rebaseline, len(facts.graded)) == (DAY0, date(2022, 7, 13), 18)
    assert facts.visits[2].on == on("2014-07")
    worse = [change for change in facts.changes if change.turn is Turn.WORSENING]
    assert {change.cause for change in worse} <= set(Cause)
    assert all(change.onset <= DAY0 and change.confirmed for change in worse)
    (better,) = (change for change in facts.changes if change.turn is Turn.IMPROVEMENT)
    assert (better.onset, better.before, better.after) == (date(2023, 1, 13), 5.0, 4.0)
    assert "24 weeks" in better.rule
    reference = next(scan for scan in facts.scans if scan.is_reference)
    assert (reference.on, reference.counts, reference.reason) == (on("2022-07-13"), False, "")
    assert [phase.kind for phase in facts.phases] == [PhaseKind.BEFORE, PhaseKind.WAITING, PhaseKind.COUNTED]
    assert {series.id for series in facts.series} == {"sdmt", "t25fw", "hpt9_right"}
    assert facts.without_relapse.replace("\u00a0", " ") == "none recorded up to 20 Nov 2026"
    latest = board.latest
    assert latest is not None
    assert latest.day == "Today"
    for part in ("EDSS 4.0", "visual 1", "pyramidal 3"):
        assert part in latest.findings
    assert "SDMT 49" in latest.tests
    assert latest.tests.endswith("by Dr Serra")
    path = disability_print.print_disease(ws, pid, tmp_path / "p.pdf", "it")
    document = pypdfium2.PdfDocument(path)
    assert len(document) == 1
    assert "NEDA-3" in document[0].get_textpage().get_text_range()
    document.close()


def test_a_change_that_rests_on_a_missing_day_is_drawn_unconfirmed(ws: Workspace, pid: int) -> None:
    facts = typical()
    visits = [Visit(70, on("2022-01"), 4.0), *(one for one in facts.visits if one.on != on("2022-01"))]
    disease_rows.write(ws, pid, replace(facts, visits=tuple(visits)))
    found = disability_picture.for_patient(ws, pid)
    assert not any(change.onset > DAY0 for change in found.changes)
    (unsure,) = (one for one in found.unconfirmed if one.onset > DAY0 and one.why.startswith("The EDSS 4.0 of 01/2022"))
    assert (unsure.turn, unsure.onset, unsure.is_open) == (Turn.IMPROVEMENT, date(2023, 1, 13), True)
    assert next(one for one in found.visits if one.on.first == unsure.onset).hollow


def history(ws: Workspace, pid: int, months: dict[str, float]) -> DisabilityFacts:
    visits = tuple(Visit(70 + n, on(month), edss) for n, (month, edss) in enumerate(months.items()))
    disease_rows.write(ws, pid, replace(typical(), visits=visits, relapses=()))
    return disability_picture.for_patient(ws, pid)


def test_a_change_of_months_is_told_in_months(ws: Workspace, pid: int) -> None:
    found = history(ws, pid, {"2019-01": 2.0, "2020-01": 4.0, "2020-08": 4.0})
    (worse,) = found.changes
    said = change_words(worse, found, ws.wording)
    assert "onset Jan 2020 (month only), against Jan 2019 (month only)." in said
    assert "Confirmed by the visit of Aug 2020 (month only)." in said
    assert "Day" not in said
    seen = {visit.on.text: visit_words(visit, found, ws.wording) for visit in found.visits}
    assert seen["2020-01"].endswith("Onset of: worsening.")  # no relapse recorded: nobody has told the history
    assert "Confirms: worsening of Jan 2020 (month only)." in seen["2020-08"]


def test_a_change_of_months_that_no_days_need_confirm_is_hollow(ws: Workspace, pid: int) -> None:
    found = history(ws, pid, {"2019-01": 2.0, "2020-01": 4.0, "2020-07": 4.0, "2020-08": 2.0})
    assert found.changes == ()
    (unsure,) = (one for one in found.unconfirmed if one.turn is Turn.WORSENING)
    assert (unsure.is_open, unsure.why) == (
        True,
        "Whether this is confirmed depends on the day of the EDSS 4.0 of 01/2020: complete its date.",
    )
    assert [visit.on.text for visit in found.visits if visit.hollow] == ["2020-01", "2020-08"]


def test_a_relapse_after_day_0_takes_the_sentence_away(ws: Workspace, pid: int) -> None:
    facts = typical()
    later = replace(facts.relapses[0], id=99, onset=on("2024-05-01"))
    disease_rows.write(ws, pid, replace(facts, relapses=(*facts.relapses, later)))
    assert disability_picture.for_patient(ws, pid).without_relapse == ""


def test_the_years_before_are_named_by_what_is_recorded(ws: Workspace, pid: int) -> None:
    disease_rows.write(ws, pid, typical())

    def first_stretch() -> str:
        return disability_picture.for_patient(ws, pid).phases[0].words

    assert first_stretch() == "Relapsing-remitting, as on the card"
    onset, diagnosed = PartialDate(2012, 1), PartialDate(2013, 3)
    disease_history.record(ws, HistoryEntry(pid, onset, diagnosed))
    disease_history.record_phenotype(ws, PhenotypeEntry(pid, diagnosed, "rr"))
    assert first_stretch() == "before diagnosis"
