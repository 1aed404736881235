"""Outcome measures recorded, revised, taken back; with an examination; as a board, on paper and in the summary."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pypdfium2
import pytest

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.catalogue.wording import wording
from hsct_desktop.documents.measures import write_measures
from hsct_desktop.domain.edss_assessment import EdssEntry
from hsct_desktop.domain.lab_result import CellEntry, Sample
from hsct_desktop.domain.measure import MeasureEntry
from hsct_desktop.domain.measure_verdict import VerdictFacts
from hsct_desktop.domain.partial_date import PartialDate
from hsct_desktop.domain.patient import StateChangeKind
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.services import (
    disease_course,
    lab_results,
    measure_board,
    measure_print,
    measure_summary,
    measure_verdicts,
    measures,
    undo,
)
from hsct_desktop.services.measure_verdicts import Tone, VerdictLine
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import edss_assessment
from hsct_desktop.store import measure_value as store
from tests.services.ward import TODAY, change_state, days, register


def entry(pid: int, measure_id: str, value: str | None, on: date = TODAY, **more: object) -> MeasureEntry:
    number = Decimal(value) if value is not None else None
    return replace(MeasureEntry(pid, measure_id, on, number), **more)  # type: ignore[arg-type]


def keys(error: pytest.ExceptionInfo[InputError]) -> list[tuple[str, str]]:
    return [(problem.field, problem.key) for problem in error.value.problems]


def put(ws: Workspace, pid: int, *values: tuple[str, str, date]) -> None:
    for measure_id, value, on in values:
        measures.record(ws, [entry(pid, measure_id, value, on)], confirmed=True)


def line(ws: Workspace, pid: int, title: str) -> VerdictLine:
    return next(one for one in measure_board.for_patient(ws, pid).lines if one.title == title)


@pytest.fixture
def ssc(ws: Workspace) -> int:
    return register(ws, 200, code="SSC-001", disease_id="ssc", phenotype_id="diffuse")


def test_values_of_a_day_are_one_write_and_one_undo(ws: Workspace, ssc: int) -> None:
    saved = measures.record(ws, [entry(ssc, "mrss", "24"), entry(ssc, "fvc", "71.5")])
    assert saved.kinds == {"measure"}
    assert "mRSS 24, FVC 71.5" in saved.text
    assert [one.entry.value for one in measures.for_patient(ws, ssc)] == [Decimal(24), Decimal("71.5")]
    assert undo.undo(ws, saved.txn).text.startswith("Undone: outcome measures recorded")
    assert measures.for_patient(ws, ssc) == []


def test_a_day_of_scores_is_a_day_on_which_somebody_looked(ws: Workspace) -> None:
    pid = register(ws, 200, code="SLE-001", disease_id="sle", phenotype_id="")
    before = disease_course.of_patient(ws, pid).last_seen
    put(ws, pid, ("phga", "0.4", days(-20)))
    assert disease_course.of_patient(ws, pid).last_seen == days(-20) != before
    words = f"none recorded up to {ws.wording.date(days(-20))}"
    assert measure_board.for_patient(ws, pid).facts.frame.without_relapse == words
    (held,) = measures.for_patient(ws, pid)
    measures.void_measure(ws, held.id, "another patient's", held.version)
    assert disease_course.of_patient(ws, pid).last_seen == before


def test_items_are_added_up_and_kept(ws: Workspace, ssc: int) -> None:
    mrss = ws.catalogue.measures["mrss"]
    items = {item.id: "1" for item in mrss.items} | {"face": "3"}
    measures.record(ws, [entry(ssc, "mrss", None, items=items)])
    (held,) = measures.for_patient(ws, ssc)
    assert (held.entry.value, held.entry.items) == (Decimal(19), items)
    with pytest.raises(InputError) as error:
        measures.record(ws, [entry(ssc, "mrss", None, days(-1), items={"face": "3"})])
    assert keys(error) == [("mrss.chest", "measure_items_missing")]


def test_what_cannot_be_is_refused_and_what_is_odd_is_asked(ws: Workspace, ssc: int) -> None:
    for value, key in (("60", "measure_out_of_range"), ("3.5", "measure_off_step")):
        with pytest.raises(InputError) as error:
            measures.record(ws, [entry(ssc, "mrss", value)])
        assert keys(error) == [("mrss", key)]
    with pytest.raises(InputError) as error:
        measures.record(ws, [entry(ssc, "fvc", "12")])
    assert error.value.problems[0].soft
    measures.record(ws, [entry(ssc, "fvc", "12")], confirmed=True)
    with pytest.raises(InputError) as error:
        measures.record(ws, [entry(ssc, "fvc", "70")], confirmed=True)
    assert keys(error) == [("fvc", "measure_twice")]
    for entries, key in (([], "measures_missing"), ([entry(ssc, "none", "1")], "measure_unknown")):
        with pytest.raises(InputError) as error:
            measures.record(ws, entries)
        assert keys(error)[0][1] == key


def test_nothing_is_measured_after_death_or_tomorrow(ws: Workspace, ssc: int) -> None:
    with pytest.raises(InputError) as error:
        measures.record(ws, [entry(ssc, "mrss", "3", days(1)), entry(ssc, "fvc", "80", days(1))])
    assert keys(error) == [("measured_on", "date_in_future")]
    change_state(ws, ssc, StateChangeKind.DIED, days(-3))
    with pytest.raises(InputError) as error:
        measures.record(ws, [entry(ssc, "mrss", "3", days(-2))])
    assert keys(error) == [("measured_on", "after_death")]


def test_a_value_is_revised_and_taken_back(ws: Workspace, ssc: int) -> None:
    row_id = measures.record(ws, [entry(ssc, "mrss", "24")]).record_id
    assert row_id is not None
    held, version = measures.entry_of(ws, row_id)
    measures.revise(ws, row_id, version, replace(held, value=Decimal(23), note="  looked  again "))
    with pytest.raises(KnownError, match="stale_row"):
        measures.revise(ws, row_id, version, held)
    assert measures.entry_of(ws, row_id)[0].value == 23
    measures.void_measure(ws, row_id, "wrong patient")
    with pytest.raises(KnownError, match="stale_row"):
        measures.entry_of(ws, row_id)


def test_an_examination_carries_its_values(ws: Workspace) -> None:
    pid = register(ws)
    put(ws, pid, ("sdmt", "48", TODAY), ("kps", "90", TODAY))
    with ws.write("neurology.record") as session:
        day = PartialDate(TODAY.year, TODAY.month, TODAY.day)
        seen = edss_assessment.add(session, EdssEntry(pid, day, Decimal("3.5"))).id
        measures.put(session, ws, pid, TODAY, {"sdmt": Decimal(49), "t25fw": Decimal("7.2"), "mfis": None}, seen)

    def of_it() -> dict[str, Decimal | None]:
        with ws.read() as session:
            return {one.entry.measure_id: one.entry.value for one in store.of_assessment(session, seen)}

    assert of_it() == {"sdmt": Decimal(49), "t25fw": Decimal("7.2")}
    assert len(measures.for_patient(ws, pid)) == 3  # the value of the same day became the examination's
    with ws.write("neurology.revise") as session:
        measures.put(session, ws, pid, days(-1), {"sdmt": Decimal(49), "t25fw": None}, seen)
    assert of_it() == {"sdmt": Decimal(49)}
    assert {one.entry.measured_on for one in measures.for_patient(ws, pid)} == {TODAY, days(-1)}
    with ws.write("neurology.void") as session:
        measures.void_of_assessment(session, seen, "wrong patient")
    assert [one.entry.measure_id for one in measures.for_patient(ws, pid)] == ["kps"]


def test_the_board_says_what_the_values_mean(ws: Workspace, ssc: int) -> None:
    empty = measure_board.for_patient(ws, ssc)
    assert (empty.is_empty, empty.facts.is_empty) == (True, True)
    assert {one.tone for one in empty.lines} == {Tone.UNKNOWN}
    put(
        ws,
        ssc,
        ("mrss", "24", days(-210)),
        ("fvc", "80", days(-210)),
        ("mrss", "18", days(-100)),
        ("fvc", "70", days(-90)),
    )
    board = measure_board.for_patient(ws, ssc)
    skin, lung = line(ws, ssc, "Skin improvement"), line(ws, ssc, "Lung progression: FVC")
    assert (skin.state, skin.tone) == ("reached", Tone.GOOD)
    assert "baseline) to 18" in skin.evidence
    assert "−6, −25\u00a0%" in skin.evidence
    assert (lung.state, lung.tone) == ("yes", Tone.BAD)
    assert "at least 10\u00a0% of it" in lung.rule
    assert "EBMT Handbook" in lung.sentence
    assert board.columns == ("mRSS", "FVC")
    assert [[cell.text for cell in row.cells] for row in board.rows] == [
        ["", "70\u00a0%"], ["18", ""], ["24", "80\u00a0%"],
    ]  # fmt: skip
    course = board.facts.courses[0]
    assert (course.baseline, course.band, course.latest) == (24.0, (19.0, 29.0), "18 (−6)")
    assert "DLCO" in board.facts.missing


def test_lupus_serology_is_drawn_and_judged_by_the_laboratory(ws: Workspace) -> None:
    pid = register(ws, 100, code="SLE-001", disease_id="sle", phenotype_id="")
    for on, text in ((days(-120), "150"), (days(-10), "neg")):
        lab_results.put_cells(ws, pid, [CellEntry("DSDNA", Sample(on), text)], confirmed=True)
    board = measure_board.for_patient(ws, pid)
    assert [course.name for course in board.facts.courses] == ["dsDNA"]
    assert [value.value for value in board.facts.courses[0].values] == [150.0, 0.0]
    found = line(ws, pid, "Anti-dsDNA turned negative")
    assert found.state == "cannot tell"  # without the laboratory's limit 150 says nothing
    assert "150" in found.evidence


def test_doris_names_the_failing_item_in_both_languages(ws: Workspace) -> None:
    pid = register(ws, 100, code="SLE-001", disease_id="sle", phenotype_id="")
    items = {item.id: "0" for item in ws.catalogue.measures["sledai2k"].items} | {"arthritis": "4"}
    values = [
        entry(pid, "sledai2k", None, items=items),
        entry(pid, "phga", "0.3"),
        entry(pid, "prednisolone", "2.5"),
    ]
    measures.record(ws, values)
    doris = line(ws, pid, "DORIS remission")
    assert doris.evidence == "Not met: clinical SLEDAI-2K 0."
    assert "Arthritis" in doris.parts[0].evidence
    italian = measure_board.for_patient(ws, pid, wording("it")).lines[0]
    assert "Artrite" in italian.parts[0].evidence


def test_serology_alone_is_named_and_a_standing_flare_is_no_comfort(ws: Workspace) -> None:
    pid = register(ws, 300, code="SLE-001", disease_id="sle", phenotype_id="")
    items = {item.id: "0" for item in ws.catalogue.measures["sledai2k"].items}
    serology = items | {"low_complement": "2", "dna_binding": "2"}
    measures.record(ws, [entry(pid, "sledai2k", None, days(-200), items=items)])
    measures.record(ws, [entry(pid, "sledai2k", None, days(-100), items=serology)])
    doris = line(ws, pid, "DORIS remission").parts[0].evidence
    assert "all of it from serology (Low complement, Raised anti-dsDNA)" in doris
    put(ws, pid, ("sledai2k", "4", days(-50)))
    flare, mild = line(ws, pid, "SLEDAI-2K flare"), line(ws, pid, "Mild or moderate flare (SELENA)")
    severe = line(ws, pid, "Severe flare (SELENA)")
    assert [one.tone for one in (flare, mild, severe)] == [Tone.BAD, Tone.BAD, Tone.PLAIN]
    assert "Not below it since: 4" in flare.evidence
    put(ws, pid, ("sledai2k", "0", days(-5)))
    assert line(ws, pid, "SLEDAI-2K flare").tone is Tone.PLAIN, "it was there"
    assert "no longer" in line(ws, pid, "SLEDAI-2K flare").more


@pytest.mark.parametrize(
    ("before", "now", "tones"),
    [
        ("12", "15", [Tone.PLAIN, Tone.PLAIN, Tone.BAD]),  # a rise of 3 is no flare by points, and severe by the total
        ("11", "13", [Tone.PLAIN, Tone.PLAIN, Tone.BAD]),
        ("5", "5", [Tone.GOOD, Tone.GOOD, Tone.GOOD]),
    ],
)
def test_a_flare_by_one_definition_is_no_comfort_by_another(
    ws: Workspace, before: str, now: str, tones: list[Tone]
) -> None:
    pid = register(ws, 300, code="SLE-001", disease_id="sle", phenotype_id="")
    put(ws, pid, ("sledai2k", before, days(-100)), ("sledai2k", now, days(-50)))
    names = ("SLEDAI-2K flare", "Mild or moderate flare (SELENA)", "Severe flare (SELENA)")
    assert [line(ws, pid, name).tone for name in names] == tones


def test_a_rule_not_read_at_its_source_says_so_on_screen_and_paper(ws: Workspace, tmp_path: Path) -> None:
    pid = register(ws, 300, code="CRO-001", disease_id="crohn", phenotype_id="")
    put(ws, pid, ("cdai", "300", days(-700)), ("cdai", "140", days(-100)))
    said = "not checked at its source yet"
    assert line(ws, pid, "Clinical remission (CDAI)").sentence.endswith(said)
    assert said not in line(ws, pid, "Endoscopic remission (SES-CD)").sentence
    assert "taken 13 months before Day 0" in line(ws, pid, "Clinical response (CDAI)").evidence
    with pypdfium2.PdfDocument(measure_print.print_measures(ws, pid, tmp_path / "x.pdf", "en")) as pdf:
        assert said in pdf[0].get_textpage().get_text_range()
    with ws.read() as session:
        told = {one.title: one.text for one in measure_summary.printed(ws, session, pid, wording("en"))}
    assert f"Clinical remission (CDAI): met ({said})" in told["Since Day 0"]


def test_what_a_verdict_rests_on_is_never_cut_on_paper(ws: Workspace, tmp_path: Path) -> None:
    pid = register(ws, 300, code="SLE-001", disease_id="sle", phenotype_id="")
    catalogue = ws.catalogue.measures["sledai2k"].items
    items = {item.id: str(item.scores[-1]) for item in catalogue}
    measures.record(ws, [entry(pid, "sledai2k", None, days(-100), items=items)])
    data, path = measure_print.measures_data(ws, pid, "en"), tmp_path / "x.pdf"
    write_measures(replace(data, verdicts=data.verdicts * 3), path)
    with pypdfium2.PdfDocument(path) as pdf:
        pages = [page.get_textpage().get_text_range().replace("\u00a0", " ") for page in pdf]
    text = " ".join(" ".join(pages).split())
    assert len(pages) > 1
    assert all("Outcome measures, 20 Nov 2026" in page for page in pages[1:]), "later pages have the lower head"
    clinical = [item.label.en for item in catalogue if item.group != "serology"]
    assert ", ".join(clinical) in text
    assert "\u2026" not in text.partition("Outcome")[2]


def test_paper_and_summary_tell_the_same(ws: Workspace, ssc: int, tmp_path: Path) -> None:
    put(ws, ssc, ("mrss", "24", days(-210)), ("mrss", "18", days(-100)), ("dlco", "40", days(-50)))
    for language, words in (("en", "Skin improvement"), ("it", "Miglioramento cutaneo")):
        path = measure_print.print_measures(ws, ssc, tmp_path / f"{language}.pdf", language)
        with pypdfium2.PdfDocument(path) as pdf:
            assert len(pdf) == 1
            text = pdf[0].get_textpage().get_text_range()
        assert words in text
        assert "SSC-001" in text
    with ws.read() as session:
        told = measure_summary.printed(ws, session, ssc, wording("en"))
        assert measure_summary.printed(ws, session, register(ws), wording("en")) == ()
    assert told[0].text.startswith("mRSS 18 (")
    assert [score.title for score in told] == ["Latest values", "Since Day 0", "Cannot be told yet"]


def test_a_units_file_changes_a_rule(ws: Workspace, ssc: int, tmp_path: Path) -> None:
    own = tmp_path / "catalogues" / "measures.yaml"
    own.parent.mkdir()
    own.write_text(
        'version: "own 1"\nsource: "Our unit"\nitems: []\noutcomes:\n  - id: fvc_progression\n'
        '    label: {en: "FVC, our rule", it: "FVC, regola nostra"}\n    kind: worsening\n    diseases: [ssc]\n'
        "    all:\n"
        '      - {label: {en: "FVC", it: "FVC"}, change: {measure: fvc, towards: worse, points: ">= 5"}}\n',
        encoding="utf-8",
    )
    put(ws, ssc, ("fvc", "80", days(-210)), ("fvc", "75", days(-90)))
    assert line(ws, ssc, "Lung progression: FVC").tone is Tone.GOOD
    ws.catalogue = Catalogue(tmp_path)
    found = line(ws, ssc, "FVC, our rule")
    assert (found.tone, found.source) == (Tone.BAD, "Our unit")
    assert "own 1" in measure_board.for_patient(ws, ssc).settings


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("change: {measure: fvc, towards: worse}", "measure_change_without_limit"),
        ("change: {measure: none, towards: worse, points: '> 1'}", "measure_of_file_unknown"),
        ("level: {measure: incat, limit: '<= 1', without: [hand]}", "measure_item_of_file_unknown"),
        ("laboratory: {analyte: NONE, becomes: normal}", "analyte_unknown"),
        ("no_attack: {}, no_new_item: {measure: incat}", "measure_condition_unclear"),
    ],
)
def test_mistakes_of_a_units_file_are_named(tmp_path: Path, text: str, key: str) -> None:
    own = tmp_path / "catalogues" / "measures.yaml"
    own.parent.mkdir()
    own.write_text(
        'version: "1"\nitems: []\noutcomes:\n  - id: own\n    label: {en: "x", it: "y"}\n    kind: worsening\n'
        f'    diseases: [ssc]\n    all:\n      - {{label: {{en: "x", it: "y"}}, {text}}}\n',
        encoding="utf-8",
    )
    catalogue = Catalogue(tmp_path)
    assert "own" not in catalogue.measure_book.outcomes
    assert [problem.problem.key for problem in catalogue.problems] == [key]


@pytest.mark.parametrize(("language", "said"), [
    ("en", "The onset of 25 Jan 2025 lies less than 31 days after an attack and is counted with it."),
    ("it", "L'esordio del 25 gen 2025 segue di meno di 31 giorni un attacco ed è contato con esso."),
])  # fmt: skip
def test_an_onset_that_is_no_attack_of_its_own_is_named(language: str, said: str) -> None:
    onsets = (PartialDate(2025, 1, 5), PartialDate(2025, 1, 25))
    facts = VerdictFacts(date(2025, 1, 15), relapses=onsets, looked_until=date(2025, 12, 1))
    held = measure_verdicts.lines(wording(language), Catalogue().measure_book, "nmosd", facts)
    assert any(said in one.sentence.replace("\u00a0", " ") for one in held), [one.sentence for one in held]
