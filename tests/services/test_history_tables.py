"""The history of the disease as it is typed: rows of texts in, records out; what is refused, asked and undone."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from hsct_desktop.domain.disease_history import HistoryEntry, PhenotypeEntry
from hsct_desktop.domain.edss_assessment import EdssEntry
from hsct_desktop.domain.infection import InfectionCertainty, InfectionEntry
from hsct_desktop.domain.partial_date import PartialDate
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.domain.relapse import Recovery, RelapseEntry, Steroid, System
from hsct_desktop.services import disease_history, infections, neuro_rechecks, neurology, patients, relapses
from hsct_desktop.services.history_rows import HistoryTable, TableRow
from hsct_desktop.services.history_tables import tables
from hsct_desktop.services.undo import undo
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import measure_value
from tests.services.ward import days, register


def by_name(ws: Workspace, patient_id: int) -> dict[str, HistoryTable]:
    found = {table.name: table for table in tables(ws, patient_id)}
    for table in found.values():
        table.rows()
    return found


def typed(table: HistoryTable, *cells: str) -> tuple[str, ...]:
    """A row as the page makes it of what is typed cell by cell."""
    texts = ("",) * len(table.columns)
    places = [at for at, column in enumerate(table.columns) if column not in table.derived]
    for at, text in zip(places, cells, strict=False):
        column = table.columns[at]
        texts = table.completed([*texts[:at], table.read_cell(column, text), *texts[at + 1 :]], column)
    return texts


def put(table: HistoryTable, *cells: str, confirmed: bool = False) -> TableRow:
    """A new row, as it then stands there."""
    changes = table.write(None, typed(table, *cells), confirmed=confirmed)
    return next(row for row in table.rows() if row.key == table.key_of(changes))


def refused(table: HistoryTable, row: TableRow | None, texts: tuple[str, ...]) -> list[tuple[str, str]]:
    with pytest.raises(InputError) as caught:
        table.write(row, texts, confirmed=False)
    return [(problem.field, problem.key) for problem in caught.value.problems]


def test_which_tables_a_patient_has(ws: Workspace) -> None:
    ms, ssc = register(ws), register(ws, code="SSC-1", disease_id="ssc", phenotype_id="diffuse")
    assert list(by_name(ws, ms)) == ["course", "relapses", "therapies", "edss", "mri"]
    assert list(by_name(ws, ssc)) == ["course", "relapses", "therapies"]


def test_few_letters_make_whole_rows(ws: Workspace) -> None:
    table = by_name(ws, register(ws))["relapses"]
    row = put(table, "4/2019", "vis, py", "y", "par", "after flu")
    assert row.texts == ("04/2019", "Visual, Pyramidal", "Yes", "Partial", "after flu")
    assert put(table, "2017", "bow sen").texts == ("2017", "Sensory, Bowel and bladder", "", "", "")
    assert [row.texts[0] for row in table.rows()] == ["2017", "04/2019"]
    with table.ws.read():
        entry, _ = relapses.entry_of(ws, int(row.key))
    assert entry == RelapseEntry(
        table.patient_id, PartialDate(2019, 4), (System.VISUAL, System.PYRAMIDAL), Steroid.YES, Recovery.PARTIAL,
        note="after flu",
    )  # fmt: skip
    ws.language = "it"
    assert by_name(ws, table.patient_id)["relapses"].rows()[1].texts[1:4] == ("Visivo, Piramidale", "Sì", "Parziale")
    assert typed(table, "1/2", "troncoenc", "s", "anc")[1:4] == ("Troncoencefalico", "Sì", "Ancora in corso")


def test_a_disease_without_functional_systems_is_not_asked_for_them_and_keeps_what_is_recorded(ws: Workspace) -> None:
    patient_id = register(ws, code="SSC-1", disease_id="ssc", phenotype_id="diffuse")
    relapses.record(ws, RelapseEntry(patient_id, PartialDate(2019), (System.OTHER,)))
    table = by_name(ws, patient_id)["relapses"]
    assert table.columns == ("onset", "steroid", "recovery", "note")
    (row,) = table.rows()
    table.write(row, ("2019", "Yes", "", "lung"), confirmed=False)
    held, _ = relapses.entry_of(ws, int(row.key))
    assert (held.systems, held.steroid, held.note) == ((System.OTHER,), Steroid.YES, "lung")
    assert put(table, "2020", "n", "c").texts == ("2020", "No", "Complete", "")


def test_what_a_row_is_refused_for_is_told_by_its_columns_and_nothing_is_written(ws: Workspace) -> None:
    table = by_name(ws, register(ws))["relapses"]
    assert refused(table, None, typed(table, "4/2030")) == [("onset", "relapse_in_future")]
    assert refused(table, None, typed(table, "", "vis")) == [("onset", "relapse_onset_missing")]
    bad = typed(table, "32/1/2019", "vis,knee", "perhaps", "soon")
    assert bad[:4] == ("32/1/2019", "vis,knee", "perhaps", "soon")  # each as it was typed
    assert refused(table, None, bad) == [
        ("onset", "partial_unreadable"), ("systems", "choice_unreadable"), ("steroid", "choice_unreadable"),
        ("recovery", "choice_unreadable"),
    ]  # fmt: skip
    assert table.rows() == []


def test_two_relapses_within_thirty_days_are_asked_about_and_let_through(ws: Workspace) -> None:
    table = by_name(ws, register(ws))["relapses"]
    put(table, "10/4/2019")
    assert refused(table, None, typed(table, "2/5/2019")) == [("onset", "relapse_near")]
    assert put(table, "2/5/2019", confirmed=True).texts[0] == "02 May 2019"


def test_what_lies_before_the_first_symptoms_is_asked_about_and_let_through(ws: Workspace) -> None:
    patient = register(ws)
    disease_history.record(ws, HistoryEntry(patient, PartialDate(2018, 4)))
    found = by_name(ws, patient)
    assert refused(found["relapses"], None, typed(found["relapses"], "1999")) == [("onset", "before_onset")]
    assert refused(found["edss"], None, typed(found["edss"], "1999", "3")) == [("assessed", "before_onset")]
    assert put(found["relapses"], "1999", confirmed=True).texts[0] == "1999"
    assert put(found["edss"], "1999", "3", confirmed=True).texts[0] == "1999"
    assert put(found["relapses"], "4/2018").texts[0] == "04/2018"


def test_forms_in_an_odd_order_are_asked_about(ws: Workspace) -> None:
    table = by_name(ws, register(ws))["course"]
    put(table, "sp", "2016")
    assert refused(table, None, typed(table, "pp", "2015")) == [("since", "phenotype_order")]
    assert put(table, "rr", "2010").texts[1] == "2010"


def test_a_change_keeps_what_the_table_does_not_show_and_a_stale_one_is_told(ws: Workspace) -> None:
    table = by_name(ws, register(ws))["relapses"]
    entry = RelapseEntry(table.patient_id, PartialDate(2019, 4), treatment="plasma exchange", note="two\nlines")
    relapses.record(ws, entry)
    (row,) = table.rows()
    assert row.detail == "plasma exchange"
    table.write(row, (*row.texts[:3], "Complete", row.texts[4]), confirmed=False)
    held, _ = relapses.entry_of(ws, int(row.key))
    assert (held.treatment, held.note, held.recovery) == ("plasma exchange", "two\nlines", Recovery.COMPLETE)
    with pytest.raises(KnownError, match="stale_row"):
        table.write(row, row.texts, confirmed=False)
    (now,) = table.rows()
    table.void(now, "typed twice")
    assert table.rows() == []


def test_beginning_and_diagnosis_are_two_rows_of_one_record(ws: Workspace) -> None:
    table = by_name(ws, register(ws))["course"]
    onset, told = table.rows()
    assert (onset.texts, told.texts) == (("First symptoms", "", ""), ("Diagnosis", "", ""))
    table.write(onset, ("First symptoms", "2012", "numb feet"), confirmed=False)
    table.write(told, ("Diagnosis", "5/2013", ""), confirmed=False)  # the other row wrote meanwhile
    assert [row.texts for row in table.rows()] == [
        ("First symptoms", "2012", "numb feet"),
        ("Diagnosis", "05/2013", ""),
    ]
    with pytest.raises(KnownError, match="stale_row"):
        table.write(onset, ("First symptoms", "2011", ""), confirmed=False)
    assert refused(table, table.rows()[1], ("Diagnosis", "2011", "")) == [("since", "diagnosed_before_onset")]
    table.write(table.rows()[1], ("Diagnosis", "2011", ""), confirmed=True)
    assert [row.texts[1] for row in table.rows()] == ["2012", "2011"]


def card(ws: Workspace, patient_id: int) -> str:
    return patients.entry_of(ws, patient_id)[0].phenotype_id


def test_the_card_follows_a_history_that_it_agreed_with(ws: Workspace) -> None:
    patient_id = register(ws)
    table = by_name(ws, patient_id)["course"]
    first = put(table, "rr", "2012")
    assert (first.texts[:2], card(ws, patient_id)) == (("Relapsing-remitting", "2012"), "rr")
    saved = table.write(None, typed(table, "sec", "2020"), confirmed=False)
    assert card(ws, patient_id) == "sp"
    assert "now says “Secondary progressive”" in saved.text
    assert saved.kinds == {"disease", "patient"}
    undo(ws, saved.txn)
    assert (card(ws, patient_id), len(table.rows())) == ("rr", 3)


def test_the_first_forms_of_a_long_course_leave_todays_card_alone(ws: Workspace) -> None:
    patient_id = register(ws, phenotype_id="sp")
    table = by_name(ws, patient_id)["course"]
    put(table, "rr", "2005")
    table.rows()
    assert card(ws, patient_id) == "sp"
    assert table.differs.startswith("The patient's card says “Secondary progressive”")  # type: ignore[attr-defined]
    row = put(table, "sp", "2015")
    table.rows()
    assert table.differs == ""  # type: ignore[attr-defined]
    disease_history.void_phenotype(ws, int(row.key[1:]), "typed for another")
    assert card(ws, patient_id) == "rr"  # they had agreed before


def test_the_card_can_be_made_to_say_what_the_history_ends_with(ws: Workspace) -> None:
    patient_id = register(ws)
    disease_history.record_phenotype(ws, PhenotypeEntry(patient_id, PartialDate(2020), "sp"))
    assert card(ws, patient_id) == "rr"
    disease_history.adopt_phenotype(ws, patient_id)
    assert card(ws, patient_id) == "sp"
    other = register(ws, code="MS-9")
    with pytest.raises(KnownError, match="stale_row"):
        disease_history.adopt_phenotype(ws, other)


def test_a_form_that_the_disease_does_not_have_is_refused(ws: Workspace) -> None:
    table = by_name(ws, register(ws))["course"]
    assert refused(table, None, typed(table, "mild", "2012")) == [("what", "phenotype_unknown")]
    assert refused(table, None, typed(table, "", "2012")) == [("what", "phenotype_missing")]
    sle = by_name(ws, register(ws, code="SLE-1", disease_id="sle", phenotype_id=""))["course"]
    assert (sle.adds, len(sle.rows())) == (False, 2)


def test_a_drug_by_a_few_letters_brings_its_line_and_a_stop_says_stopped(ws: Workspace) -> None:
    table = by_name(ws, register(ws))["therapies"]
    row = put(table, "tysa", "3/2015", "5/2019", "JCV positive")
    times = ("03/2015", "05/2019")
    assert row.texts[:6] == ("Natalizumab", "Second line", *times, "JCV positive", "Stopped")
    assert put(table, "Study drug 7", "2012").texts[:2] == ("Study drug 7", "")
    assert refused(table, None, typed(table, "glat", "2019", "2018")) == [("stopped", "dmt_stop_before_start")]
    assert refused(table, None, typed(table, "nata", "2018", "2020")) == [("drug", "dmt_overlaps")]
    assert [choice.value for choice in table.choices("drug", "cycl")][:2] != []
    assert typed(table, "cycl")[0] == "cycl"  # several drugs: none is taken unseen


def test_the_time_without_a_drug_is_a_figure_with_its_source(ws: Workspace) -> None:
    table = by_name(ws, register(ws))["therapies"]  # mobilisation 75 days ago: 6 September 2026
    row = put(table, "ocrel", "1/2024", "6/2026")
    assert (row.texts[6], row.tones[6]) == ("9–13 weeks", "warn")
    assert row.detail.replace("\u00a0", " ").startswith(
        "Ocrelizumab: 9–13 weeks without it up to mobilisation (06 Sep 2026). Table of the unit: 12–26 weeks "
        "(default of this program). Others state: 6 months (hsct-russia, known from summaries only); 26 weeks "
        "(PMC6738722, table 2). A hint, no verdict."
    )
    early = put(table, "clad", "2019", "2020")
    assert early.tones[6] == "muted"
    running = put(table, "glat", "2023", "", "", "run", confirmed=True)
    assert (running.texts[5], running.texts[6], running.tones[6]) == ("Running", "running", "warn")
    ws.language = "it"
    told = by_name(ws, table.patient_id)["therapies"].rows()
    assert [row.texts[6] for row in told if row.key == early.key] == ["5–6 anni"]
    assert "Tabella dell'unità: 24 settimane" in next(row.detail for row in told if row.key == early.key)


def test_edss_and_scans_are_typed_with_month_and_year(ws: Workspace) -> None:
    found = by_name(ws, register(ws))
    edss, mri = found["edss"], found["mri"]
    assert put(edss, "3/2021", "3,5", "walks").texts == ("03/2021", "3.5", "walks")
    assert put(edss, "4/2022", "4").texts[1] == "4.0"
    assert refused(edss, None, typed(edss, "5/2022", "4.25"))[0][0] == "edss"
    assert refused(edss, None, typed(edss, "5/2022", "11"))[0][0] == "edss"
    assert refused(edss, None, typed(edss, "", "4"))[0] == ("assessed", "date_missing")
    assert refused(edss, None, typed(edss, "3/2021", "5"))[0] == ("assessed", "edss_twice")
    assert put(mri, "2022", "3", "1").texts[:4] == ("2022", "3", "1", "Brain")
    assert put(mri, "5/2022", "", "0").texts[:3] == ("05/2022", "", "0")
    assert refused(mri, None, typed(mri, "2021", "some"))[0] == ("new_t2", "number_unreadable")
    assert refused(mri, None, typed(mri, "2021", "1", "2,5")) == [("gd", "whole_number_needed")]
    assert refused(mri, None, typed(mri, "2021", "1", "-2")) == [("gd", "mri_count")]
    (first, *_) = edss.rows()
    edss.write(first, (first.texts[0], "4.0", *first.texts[2:]), confirmed=False)
    assert edss.rows()[0].texts[1] == "4.0"


@pytest.mark.parametrize("text", ["3.46", "4,25", "4.249", "0.5", "0.04", "10.04", "-0", "1000", "9" * 5000])
def test_an_edss_that_the_scale_does_not_have_is_refused_as_it_was_typed_and_never_rounded(
    ws: Workspace, text: str
) -> None:
    table = by_name(ws, register(ws))["edss"]
    cells = typed(table, "5/2022", f" {text} ")
    assert cells[1] == text
    with pytest.raises(InputError) as caught:
        table.write(None, cells, confirmed=True)
    (problem,) = caught.value.problems
    assert (problem.field, problem.key) == ("edss", "edss_value")
    assert f"no EDSS of {text.replace(',', '.').replace('-', '−')}: enter 0, or 1.0 to 10.0" in ws.wording.problem(
        problem
    )
    assert table.rows() == []


def test_a_recorded_relapse_near_an_infection_is_offered_as_a_possible_pseudo_relapse(ws: Workspace) -> None:
    patient_id = register(ws)
    infections.record(ws, InfectionEntry(patient_id, days(-3), certainty=InfectionCertainty.PROBABLE, site="Lung"))
    assert neuro_rechecks.for_patient(ws, patient_id).offers == ()
    on = days(-2)
    saved = relapses.record(ws, RelapseEntry(patient_id, PartialDate(on.year, on.month, on.day)))
    assert "pseudo-relapse" in saved.text
    ((offer, _),) = neuro_rechecks.for_patient(ws, patient_id).offers
    assert (offer.worsening.on, offer.worsening.episode_id, offer.because_on) == (on, None, days(-3))


def test_timed_tests_of_a_day_stay_with_an_edss_that_is_changed_in_the_table(ws: Workspace) -> None:
    patient_id = register(ws)
    entry = EdssEntry(patient_id, PartialDate(2022, 5, 4), Decimal("3.5"), rater="Dr Rossi")
    saved = neurology.record(ws, entry, {"t25fw": Decimal("6.2")})
    table = by_name(ws, patient_id)["edss"]
    (row,) = table.rows()
    table.write(row, ("5/5/2022", "4", "slower"), confirmed=False)
    held, _ = neurology.entry_of(ws, saved.record_id or 0)
    assert (held.assessed, held.edss, held.rater) == (PartialDate(2022, 5, 5), Decimal("4.0"), "Dr Rossi")
    with ws.read() as session:
        (walk,) = measure_value.of_assessment(session, saved.record_id or 0)
    assert (walk.entry.value, walk.entry.measured_on) == (Decimal("6.2"), date(2022, 5, 5))
