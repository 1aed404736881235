"""What a letter says of today, of the disease, of results and of what is new: the practice ward, and small cases."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
import sqlalchemy as sa

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.documents.letter_inputs import (
    Block,
    Box,
    Curve,
    Labelled,
    LetterSection,
    Listed,
    Results,
    Rows,
    Words,
)
from hsct_desktop.documents.paper_words import paper_wording
from hsct_desktop.documents.text import Markup, Text
from hsct_desktop.domain.edss_assessment import EdssEntry
from hsct_desktop.domain.lab_result import CellEntry, Sample
from hsct_desktop.domain.letter import LetterEntry, LetterKind
from hsct_desktop.domain.mri import MriEntry, Region
from hsct_desktop.domain.partial_date import PartialDate, whole
from hsct_desktop.domain.patient import StateChange, StateChangeKind
from hsct_desktop.domain.relapse import RelapseEntry, Steroid, System
from hsct_desktop.domain.visit import VisitEntry, Vitals
from hsct_desktop.services import (
    lab_results,
    letter_facts,
    letter_gather,
    letter_mri,
    letter_results,
    letter_since,
    letter_today,
    mri,
    neurology,
    relapses,
    settings,
    states,
    transplants,
    visits,
)
from hsct_desktop.services.letter_ask import LetterAsk
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import edss_assessment
from hsct_desktop.store.base import ReadSession
from tests.services.conftest import open_workspace
from tests.services.ward import TODAY, course, days, register

NEVER = ("cure", "cured", "healed", "free of disease", " safe", "as usual", "guarit", "come sempre", "{", "}", "None")
"""What no letter says, and what is left of a sentence that was not filled."""


@pytest.fixture(scope="module")
def ward(practice_file: Path, catalogue: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """The practice ward, which nothing here changes."""
    path = shutil.copy(practice_file, tmp_path_factory.mktemp("letters") / "ward.hsct")
    opened = open_workspace(Path(path), catalogue)
    yield opened
    opened.store.close()


def ask_of(
    ws: Workspace,
    session: ReadSession,
    patient_id: int,
    language: str = "en",
    kind: LetterKind = LetterKind.NEUROLOGIST,
    since: date | None = None,
    on: date = TODAY,
) -> LetterAsk:
    return letter_gather.make_ask(ws, session, LetterEntry(patient_id, kind, language, on, since_on=since))


def plain(text: Text) -> str:
    return "".join(run for run, _ in text.runs) if isinstance(text, Markup) else text


def of_block(block: Block) -> str:
    if isinstance(block, Words):
        return plain(block.text)
    if isinstance(block, Rows):
        return " ".join((*block.heads, *(plain(cell) for row in block.rows for cell in row)))
    if isinstance(block, Results):
        return " ".join(f"{one.name} {one.value} {one.unit} {one.limits} {one.previous}" for one in block.lines)
    if isinstance(block, Curve):
        return block.caption
    parts = block.items if isinstance(block, Listed) else [text for _, text in block.rows]
    assert isinstance(block, Listed | Labelled)
    return " ".join(map(plain, parts))


def said(section: LetterSection | None) -> str:
    assert section is not None
    return " ".join((section.title, section.note, *map(of_block, section.blocks))).replace("\u00a0", " ")


def boxed(box: Box | None) -> list[str]:
    assert box is not None
    return [plain(item).replace("\u00a0", " ") for item in box.items]


def by_code(ws: Workspace) -> dict[str, int]:
    with ws.read() as session:
        return {row.code: row.id for row in session.execute(sa.text("SELECT code, id FROM patient"))}


def today_of(ws: Workspace, patient_id: int, **more: object) -> tuple[str, list[str]]:
    with ws.read() as session:
        ask = ask_of(ws, session, patient_id, **more)  # type: ignore[arg-type]
        return said(letter_today.section(ask)), [one.key for one in ask.missing]


def status_of(ws: Workspace, patient_id: int, **more: object) -> tuple[str, list[str]]:
    with ws.read() as session:
        ask = ask_of(ws, session, patient_id, **more)  # type: ignore[arg-type]
        return said(letter_mri.section(ask)), [one.key for one in ask.missing]


def box_of(ws: Workspace, patient_id: int, **more: object) -> list[str]:
    with ws.read() as session:
        return boxed(letter_since.box(ask_of(ws, session, patient_id, **more)))  # type: ignore[arg-type]


# the whole ward ---------------------------------------------------------------------------------------------------


@pytest.mark.soak
@pytest.mark.parametrize("language", ["en", "it"])
def test_every_patient_of_the_ward_in_sentences(ward: Workspace, language: str) -> None:
    words = paper_wording(language)
    for number, patient_id in enumerate(by_code(ward).values()):
        since = date(2026, 5, 20) if (number % 2 == 0) is (language == "en") else None
        with ward.read() as session:
            ask = ask_of(ward, session, patient_id, language, since=since)
            sections = [
                part for part in (letter_today.section(ask), letter_mri.section(ask), letter_mri.picture(ask),
                                  letter_results.section(ask)) if part is not None
            ]  # fmt: skip
            box = letter_since.box(ask)
        texts = [*map(said, sections), *boxed(box)]
        assert len(boxed(box)) <= 6
        for text in texts:
            assert text.strip()
            assert not any(word in text for word in NEVER), text
            assert not re.search(r"\.\.|,,| ,|\( | \.|;\.", text), text
        for item in box.items if box is not None else ():
            assert isinstance(item, Markup)
            assert item.runs[0][1], "each line of the box begins in bold"
        for one in ask.missing:
            assert words.text(f"letter.missing.{one.key}", **one.params)
        assert all(sum(isinstance(b, Results) and len(b.lines) for b in part.blocks) <= 14 for part in sections)


def test_italian_is_not_english(ward: Workspace) -> None:
    for patient_id in by_code(ward).values():
        text = today_of(ward, patient_id, language="it")[0] + status_of(ward, patient_id, language="it")[0]
        assert not re.search(r"\b(the|since|last|not|recorded|before|with)\b", text), text


def test_article_before_a_date_with_a_vowel() -> None:
    words = paper_wording("it")
    assert words.text("letter.today.transferred_bare", on=date(2026, 11, 8)).endswith("dall’8\u00a0novembre\u00a02026.")
    assert words.text("letter.today.transferred_bare", on=date(2026, 11, 7)).endswith("dal 7\u00a0novembre\u00a02026.")
    assert "dall’8/11/2026" in words.in_tables.text("letter.today.transferred_bare", on=date(2026, 11, 8))


# single patients of the ward --------------------------------------------------------------------------------------


def test_a_year_after(ward: Workspace) -> None:
    patient_id = by_code(ward)["MS-0112"]
    text, missing = today_of(ward, patient_id)
    assert "Last visit at the transplant centre: 14 Nov 2026 (Day +365)." in text
    assert "Karnofsky 80%, temperature 37.2 °C" in text
    assert text.endswith("EDSS 4.5 (14 Nov 2026); before transplant 4.5 (14 Sep 2025).")
    assert "T25FW 6.1 s (8.4 s)" in text
    assert missing == []
    status = status_of(ward, patient_id)[0]
    assert "The MRI of 16 May 2026 (month 6) is the reference scan" in status
    assert "NEDA-3 at 1 year: yes (no relapse, no confirmed worsening, no MRI activity)." in status
    assert "Criteria: reference EDSS the last up to Day 0, change confirmed at 24 weeks" in status
    gp = today_of(ward, patient_id, kind=LetterKind.GP)[0]
    assert "Walking: 300 to 499 m without aid." in gp
    assert "pyramidal" not in gp


def test_an_unconfirmed_worsening_is_called_so_and_a_report_awaited(ward: Workspace) -> None:
    status = status_of(ward, by_code(ward)["MS-0111"])[0]
    assert "Unconfirmed worsening: EDSS 4.0 to 5.0 on 14 Nov 2026; no later visit has confirmed it yet." in status
    assert "MRI of 14 Nov 2026 (Neurology, Ospedale San Basilio): report awaited." in " ".join(
        box_of(ward, by_code(ward)["MS-0111"])
    )
    assert "Confirmed disability" not in status
    assert "Worsening not confirmed." in box_of(ward, by_code(ward)["MS-0111"])[1]


def test_relapse_worsening_and_lesions_decide(ward: Workspace) -> None:
    status = status_of(ward, by_code(ward)["MS-0122"])[0]
    assert (
        "NEDA-3 at 2 years: no (relapse on 24 Jan 2025, Day +335; EDSS 3.0 to 4.0 on 19 Feb 2025, confirmed on"
        in status
    )
    assert "MRI of 19 Feb 2025: 3 new or enlarging T2 lesions, 1 enhancing lesion)." in status
    assert "Disease-modifying therapy (DMT) since the transplant: ocrelizumab (since October 2025)." in status
    assert "after a relapse (RAW)" in status


def test_no_neda_outside_multiple_sclerosis_nor_weeks_after_the_transplant(ward: Workspace) -> None:
    codes = by_code(ward)
    for code in ("NMO-0110", "MS-0108", "SLE-0113"):
        assert "NEDA" not in status_of(ward, codes[code])[0]


def test_other_diseases_have_a_table_and_verdicts(ward: Workspace) -> None:
    status = status_of(ward, by_code(ward)["SSC-0105"])[0]
    assert "mRSS 28 (17 Jul 2024) 15 (12 Mar 2026) −13, −46.4%" in status
    assert "Skin improvement: criterion met. Since 26 Mar 2025. Rule:" in status
    assert "Criteria of worsening not met: skin progression from 28 (17 Jul 2024) to 15 (12 Mar 2026), lung" in status
    assert "Criteria of our unit; baseline: the last value before transplant." in status
    assert "EDSS" not in today_of(ward, by_code(ward)["SSC-0105"])[0]
    text, missing = status_of(ward, by_code(ward)["CD-0116"])
    assert "SES-CD 24 (15 Jul 2026) not recorded" in text
    assert missing == ["measure_since"]


def test_cells_that_are_no_transplant(ward: Workspace) -> None:
    for code in ("SLE-0125", "MS-0126"):
        text = status_of(ward, by_code(ward)[code])[0] + " ".join(box_of(ward, by_code(ward)[code]))
        assert "the infusion of cells" in text
        assert "transplant" not in text.replace("transplant centre", "")


def test_the_dead_in_the_past(ward: Workspace) -> None:
    patient_id = by_code(ward)["MS-0120"]
    text, missing = today_of(ward, patient_id)
    assert text.startswith("Last recorded state  Died on 1 Sep 2026 (Day +160). Cause of death recorded: Sepsis.")
    assert missing == []
    box = box_of(ward, patient_id)
    assert box[0].startswith("Died on")
    assert box[1] == "Autologous transplantation (Day 0: 25 Mar 2026; BEAM-ATG)."
    assert not any("ask of you" in line for line in box)


def test_before_any_transplant(ward: Workspace) -> None:
    patient_id = by_code(ward)["MS-0124"]
    text, missing = today_of(ward, patient_id)
    assert "EDSS 4.5 (20 Oct 2026); previous 4.0 (20 Apr 2026)." in text
    assert {"visit_any", "karnofsky", "weight"} == set(missing)
    assert "MRI of the brain, 20 Oct 2026: 4 new or enlarging T2 lesions, 3 enhancing" in status_of(ward, patient_id)[0]


def test_since_the_last_letter(ward: Workspace) -> None:
    codes = by_code(ward)
    lines = box_of(ward, codes["MS-0114"], since=date(2026, 5, 20))
    assert lines[0].startswith("Day +148 after autologous transplantation")
    assert lines[3].startswith("Relapse, 25 Oct 2026 (Day +122): systems: sensory; treated with steroids")
    assert lines[2].count("urinary tract infection") == 1
    assert lines[-1].startswith("What we ask of you:")
    lines = box_of(ward, codes["MS-0107"], since=date(2026, 5, 20))
    assert lines[:2] == ["Pregnant (recorded 20 Jul 2026).", "EDSS 3.5 to 4.0 (20 Nov 2026), before transplant 5.0."]
    assert "No new MRI recorded." in lines
    lines = box_of(ward, codes["CIDP-0109"], since=date(2026, 5, 20))
    assert lines[0].startswith("INCAT 5 to 3, I-RODS 41 to 52")
    assert "MRC sum (rule not checked at its source)" in status_of(ward, codes["CIDP-0109"])[0]
    assert box_of(ward, codes["SSC-0105"])[1].endswith("Criterion met: skin improvement.")
    assert any("Stopped: co-trimoxazole (24 May 2026)." in line for line in lines)


def test_discharge_letter_speaks_of_the_day_of_discharge(ward: Workspace) -> None:
    patient_id = by_code(ward)["SLE-0113"]
    text, _ = today_of(ward, patient_id, kind=LetterKind.DISCHARGE)
    assert text.startswith("At discharge")
    assert "29 Oct 2026" not in text
    status = status_of(ward, patient_id, kind=LetterKind.DISCHARGE)[0]
    assert "20 Oct 2026" not in status
    assert "criterion met" not in status


def test_picture_begins_two_years_before_day_0(ward: Workspace) -> None:
    with ward.read() as session:
        section = letter_mri.picture(ask_of(ward, session, by_code(ward)["MS-0107"]))
    assert section is not None
    assert section.brief is not None
    curve, low = section.blocks[0], section.brief[0]
    assert isinstance(curve, Curve)
    assert isinstance(low, Curve)
    assert (curve.height, low.height) == (58.0, 45.0)
    assert min(seen.on.last for seen in curve.facts.graded) >= date(2020, 1, 13)
    assert curve.caption.replace("\u00a0", " ") == "Figure: EDSS, March 2020 – November 2026."
    with ward.read() as session:
        assert letter_mri.picture(ask_of(ward, session, by_code(ward)["SSC-0105"])) is None


# small cases ------------------------------------------------------------------------------------------------------


def _edss(ws: Workspace, patient_id: int, day: int, value: str, note: str = "") -> None:
    neurology.record(ws, EdssEntry(patient_id, whole(days(day)), Decimal(value), note=note), confirmed=True)


def _scan(ws: Workspace, patient_id: int, day: int, t2: int | None, gd: int | None, **more: object) -> None:
    entry = replace(MriEntry(patient_id, whole(days(day)), new_t2=t2, gd=gd), **more)  # type: ignore[arg-type]
    mri.record(ws, entry, confirmed=True)


def _visit(ws: Workspace, patient_id: int, day: int, notes: str = "", **vitals: object) -> None:
    entry = VisitEntry(patient_id, days(day), seen_by="Ann", vitals=Vitals(**vitals), notes=notes)  # type: ignore[arg-type]
    visits.record(ws, entry, confirmed=True)


def test_what_is_not_recorded_is_said_and_listed(ws: Workspace) -> None:
    patient_id = register(ws, 400)
    text, missing = today_of(ws, patient_id)
    assert "No visit since the transplant is recorded. Karnofsky not recorded, weight not recorded." in text
    assert "EDSS not recorded." in text
    assert missing == ["visit", "karnofsky", "weight", "edss"]
    status, missing = status_of(ws, patient_id)
    assert "No reference MRI between" in status
    assert "NEDA-3 at 1 year: not assessable, because " in status
    assert {"reference_mri", "relapse_status", "edss_before", "mri"} <= set(missing)
    with ws.read() as session:
        ask = ask_of(ws, session, patient_id)
        assert said(letter_results.section(ask)).strip().endswith("No laboratory result is recorded.")


def test_todays_visit_with_data_as_typed(ws: Workspace) -> None:
    patient_id = register(ws, 200)
    _visit(ws, patient_id, -100, weight=Decimal("70"), karnofsky=70)
    _visit(ws, patient_id, 0, "walks <b>well</b> & {alone}", weight=Decimal("71.5"), systolic=120, diastolic=80)
    text, missing = today_of(ws, patient_id)
    assert "Seen today, Day +200. Noted at the visit: “walks <b>well</b> & {alone}”." in text
    assert f"Karnofsky 70% ({paper_wording('en').date(days(-100)).lstrip('0')})".replace("\u00a0", " ") in text
    assert "blood pressure 120/80 mmHg, weight 71.5 kg" in text
    assert missing == ["edss"]


def test_nothing_later_than_the_letter(ws: Workspace) -> None:
    patient_id = register(ws, 400)
    _edss(ws, patient_id, -450, "4.0")
    _edss(ws, patient_id, -100, "3.0")
    _edss(ws, patient_id, -10, "6.0")
    _scan(ws, patient_id, -10, 5, 2)
    relapses.record(ws, RelapseEntry(patient_id, whole(days(-20)), (System.VISUAL,), Steroid.YES), confirmed=True)
    text = today_of(ws, patient_id, on=days(-50))[0]
    assert "EDSS 3.0" in text
    assert "6.0" not in text
    status = status_of(ws, patient_id, on=days(-50))[0]
    assert "Relapse," not in status
    assert "5 new" not in status
    now = status_of(ws, patient_id)[0]
    assert "systems: visual; treated with steroids; recovery not recorded." in now


def test_lesions_that_a_report_does_not_count(ws: Workspace) -> None:
    patient_id = register(ws, 600)
    _scan(ws, patient_id, -420, 0, 0)
    _scan(ws, patient_id, -60, None, 0, region=Region.BRAIN_CORD, cord_new=0, cord_gd=0)
    status, missing = status_of(ws, patient_id)
    assert "new T2 lesions not recorded, no enhancing lesion." in status
    assert "no new or enlarging T2 lesion" not in status


def test_partial_days_in_words(ws: Workspace) -> None:
    patient_id = register(ws, None)
    neurology.record(ws, EdssEntry(patient_id, PartialDate(2024, 6), Decimal("3.5")), confirmed=True)
    assert "EDSS 3.5 (June 2024)." in today_of(ws, patient_id)[0]
    assert "EDSS 3,5 (giugno 2024)." in today_of(ws, patient_id, language="it")[0]


def test_confirmed_improvement_and_its_two_days(ws: Workspace) -> None:
    patient_id = register(ws, 500)
    for day, value in ((-510, "5.0"), (-300, "4.0"), (-100, "4.0")):
        _edss(ws, patient_id, day, value)
    status = status_of(ws, patient_id)[0]
    assert "Confirmed disability improvement: EDSS 5.0 to 4.0, first found on" in status
    since = box_of(ws, patient_id, since=days(-150))[0]
    assert since.startswith("EDSS 4.0, unchanged (")
    assert since.endswith("Improvement against the value before transplant (5.0) is confirmed.")


def test_moved_and_lost(ws: Workspace) -> None:
    patient_id = register(ws, 300)
    states.change(ws, patient_id, StateChange(StateChangeKind.TRANSFERRED, days(-8), "North <Hospital>"))
    text = today_of(ws, patient_id, language="it")[0]
    assert text.startswith("Ultime condizioni registrate  In carico presso North <Hospital> dal 12 novembre 2026.")
    assert box_of(ws, patient_id, since=days(-30))[0].startswith("In the care of North <Hospital>")
    assert box_of(ws, patient_id, since=days(-3)) == ["Nothing new is recorded."]


def _results(ws: Workspace, patient_id: int, day: int, **values: str) -> None:
    cells = [CellEntry(code, Sample(days(day)), text) for code, text in values.items()]
    lab_results.put_cells(ws, patient_id, cells, confirmed=True)


def _lines(ws: Workspace, patient_id: int, **more: object) -> Results:
    with ws.read() as session:
        section = letter_results.section(ask_of(ws, session, patient_id, **more))  # type: ignore[arg-type]
    assert section is not None
    block = section.blocks[0]
    assert isinstance(block, Results)
    return block


def test_results_as_the_laboratory_gave_them(ws: Workspace) -> None:
    patient_id = register(ws, 300)
    _results(ws, patient_id, -350, CMV="neg", PLT="210")
    _results(ws, patient_id, -2, CMV="12345 IU/mL", PLT="187", CREA="<30 umol/L")
    lines = {line.name: line for line in _lines(ws, patient_id, language="it").lines}
    assert lines["CMV-DNA"].value == "12\u00a0345"
    assert (lines["CMV-DNA"].unit, lines["CMV-DNA"].previous) == ("UI/mL", "n.r.")
    assert lines["Creatinina"].value == "<\u00a030"
    assert lines["Piastrine"].unit == "10⁹/L"
    assert lines["Creatinina"].previous == "–"


def test_units_list_and_what_it_lacks(ws: Workspace) -> None:
    patient_id = register(ws, 300)
    _results(ws, patient_id, -2, PLT="187", FER="90")
    settings.put(ws, letter_results.TESTS, "platelets; TSH, Nonsense")
    with ws.read() as session:
        ask = ask_of(ws, session, patient_id)
        text = said(letter_results.section(ask))
    assert "Platelets 187" in text
    assert "Ferritin" not in text
    assert "Not recorded: TSH." in text
    assert [one.key for one in ask.missing] == ["test_unknown", "tests"]


def test_results_out_of_range_come_before_the_list(ward: Workspace) -> None:
    with ward.read() as session:
        ask = ask_of(ward, session, by_code(ward)["MS-0101"])
        found = letter_results.all_found(ask)
        listed = letter_results.fixed(ask)
    last = TODAY
    everything = letter_results.chosen(found, listed, last)
    assert len(everything) <= letter_results.MOST
    flagged = {
        one.analyte.code for one in found if letter_results.is_out(one) and last - one.last.taken_on < timedelta(400)
    }
    assert flagged <= {one.analyte.code for one in everything}
    assert [one.analyte.code for one in everything] == [f.analyte.code for f in found if f in everything]


def test_course_as_it_was_on_a_day(ward: Workspace) -> None:
    with ward.read() as session:
        held = letter_facts.course(ask_of(ward, session, by_code(ward)["MS-0122"]))
    early = letter_facts.up_to(held, date(2024, 6, 1))
    assert early.relapses != held.relapses
    assert all(drug.started is None or drug.started.first <= date(2024, 6, 1) for drug in early.therapies)
    assert early.today == date(2024, 6, 1)


def test_second_transplant_is_told_of_by_its_own_days(ws: Workspace) -> None:
    patient_id = register(ws, 900)
    version = transplants.courses_of(ws, patient_id)[-1].version
    transplants.open_next(ws, patient_id, version, course(100))
    _edss(ws, patient_id, -150, "5.0")
    _edss(ws, patient_id, -20, "4.5")
    text = today_of(ws, patient_id)[0]
    assert "EDSS 4.5" in text
    assert "before transplant 5.0" in text
    assert box_of(ws, patient_id)[0].startswith("Day +100 after autologous transplantation")


def test_two_edss_of_one_day_keep_no_letter_from_being_written(ws: Workspace) -> None:
    patient_id = register(ws, 400)
    _edss(ws, patient_id, -450, "4.0")
    _edss(ws, patient_id, -100, "3.0")
    with ws.write("patient.revise") as session:  # as two files merged, or an undo, may leave it
        edss_assessment.add(session, EdssEntry(patient_id, whole(days(-100)), Decimal("3.5")))
    status, missing = status_of(ws, patient_id)
    assert "two EDSS are recorded for" in status
    assert "edss_day" in missing
    with ws.read() as session:
        assert letter_mri.picture(ask_of(ws, session, patient_id)) is None
    assert len(box_of(ws, patient_id)) <= 6


def test_a_long_note_is_cut_with_a_sign(ws: Workspace) -> None:
    patient_id = register(ws, 200)
    _edss(ws, patient_id, -5, "3.0", note="word " * 300)
    text = today_of(ws, patient_id)[0]
    assert "Neurological examination: \u201cword word" in text
    assert "\u2026\u201d." in text
    assert len(text) < 1000
