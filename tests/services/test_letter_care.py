"""The care parts of a letter on the practice ward: medicines, vaccines, fertility, plan, late effects, whom to call."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import ModuleType

import pytest

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.documents.letter_inputs import Block, Box, Labelled, LetterSection, Rows, Words
from hsct_desktop.documents.paper_words import paper_wording
from hsct_desktop.documents.text import Markup, Text
from hsct_desktop.domain.care_plan import CareActor, CareEntry
from hsct_desktop.domain.fertility import FertilityEntry, FertilityKind, PregnancyOutcome
from hsct_desktop.domain.late_effect import CheckEntry, CheckResult
from hsct_desktop.domain.letter import LetterKind
from hsct_desktop.domain.patient import AllergyStatus, FollowUp, Sex
from hsct_desktop.domain.supportive_therapy import Interruption, Route, StopReason, SupportiveTherapyEntry, TherapyClass
from hsct_desktop.domain.task import TaskEntry
from hsct_desktop.services import (
    care_plan,
    fertility,
    late_effects,
    letter_call,
    letter_fertility,
    letter_late_effects,
    letter_medicines,
    letter_plan,
    letter_vaccines,
    settings,
    supportive_therapies,
    tasks,
    transplants,
)
from hsct_desktop.services.letter_ask import LetterAsk
from hsct_desktop.services.person import course_of, record_of
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import patient
from tests.services.conftest import open_workspace
from tests.services.ward import course, days, drug, register

PARTS = (letter_medicines, letter_vaccines, letter_fertility, letter_plan, letter_late_effects)
NEUROLOGIST, GP, PATIENT, DISCHARGE, ANNUAL = LetterKind
PLACES = {"overview", "visits", "therapy", "vaccines", "disease", "long_term", "care_plan", "settings"}
NEVER = re.compile(
    r"\b(cured?|heal\w*|safe|free of disease|as usual|normal|guari\w*|normale|come al solito|sicur[oa] di)\b", re.I
)
"""What a letter never says; "normal" has no range with it."""


@pytest.fixture(scope="module")
def ward(practice_ward: Path, tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> Iterator[Workspace]:
    """The practice ward, only read."""
    opened = open_workspace(
        Path(shutil.copy(practice_ward, tmp_path_factory.mktemp("letters") / "ward.hsct")), catalogue
    )
    yield opened
    opened.store.close()


@contextmanager
def asking(
    ws: Workspace, who: str | int, kind: LetterKind = NEUROLOGIST, language: str = "en", since: date | None = None
) -> Iterator[LetterAsk]:
    """A letter about a patient, by code or id, on the day of the ward."""
    with ws.read() as session:
        found = patient.by_code(session, who) if isinstance(who, str) else None
        pid = found.id if found is not None else who
        assert isinstance(pid, int)
        card, course = record_of(session, pid), course_of(session, pid)
        yield LetterAsk(ws, session, pid, kind, paper_wording(language), ws.today(), since, card, course)


def plain(text: Text) -> str:
    said = "".join(run for run, _ in text.runs) if isinstance(text, Markup) else text
    return said.replace("\u00a0", " ")


def bolds(text: Text) -> str:
    return (
        "".join(run for run, is_bold in text.runs if is_bold).replace("\u00a0", " ") if isinstance(text, Markup) else ""
    )


def rows(section: LetterSection | None) -> list[tuple[str, ...]]:
    blocks = section.blocks if section is not None else ()
    return [tuple(map(plain, row)) for block in blocks if isinstance(block, Rows) for row in block.rows]


def lines(blocks: tuple[Block, ...]) -> Iterator[str]:
    """Each line of text of blocks."""
    for block in blocks:
        if isinstance(block, Words):
            yield plain(block.text)
        elif isinstance(block, Labelled):
            yield from (f"{label}: {plain(text)}" for label, text in block.rows)
        elif isinstance(block, Rows):
            yield from (" | ".join(map(plain, row)) for row in block.rows)


def said(section: LetterSection | None) -> str:
    return "\n".join(lines(section.blocks)) if section is not None else ""


def read(ws: Workspace, who: str | int, part: ModuleType, *args: object) -> str:
    """What a part says of a patient."""
    with asking(ws, who, *args) as ask:  # type: ignore[arg-type]
        return said(part.section(ask))


def row_of(section: LetterSection | None, start: str) -> tuple[str, ...]:
    return next(row for row in rows(section) if row[0].startswith(start))


def missing(ask: LetterAsk) -> set[str]:
    return {one.key for one in ask.missing}


# every patient --------------------------------------------------------------------------------------------------


READERS = ((NEUROLOGIST, "it"), (GP, "en"), (ANNUAL, "it"), (PATIENT, "en"))


@pytest.mark.parametrize("whole_ward", [False, pytest.param(True, marks=pytest.mark.soak)], ids=["some", "all"])
@pytest.mark.parametrize(("kind", "language"), READERS)
def test_of_every_patient_each_cell_is_filled_and_nothing_forbidden_is_said(
    ward: Workspace, kind: LetterKind, language: str, whole_ward: bool
) -> None:
    """Every patient has one of the letters here, and all of them in the long run."""
    words, looked_at = paper_wording(language), 0
    with ward.read() as session:
        codes = sorted(patient.codes(session))
    if not whole_ward:
        codes = codes[READERS.index((kind, language)) :: len(READERS)]
    for code in codes:
        with asking(ward, code, kind, language) as ask:
            for part in PARTS:
                section = part.section(ask)
                for blocks in (section.blocks, section.brief or ()) if section is not None else ():
                    for block in blocks:
                        if isinstance(block, Rows):
                            assert all(len(row) == len(block.heads) == len(block.widths) for row in block.rows), code
                            assert all(plain(cell).strip() for row in block.rows for cell in row), (code, block)
                    for line in lines(blocks):
                        looked_at += 1
                        assert not re.search(r"None|\{|\}|\(\)|\.\.|: \.|  ", line), (code, line)
                        assert not NEVER.search(line.replace("fT4 low normal", "")), (code, line)
                if section is not None:
                    assert section.title, part
            box = letter_call.call(ask)
            assert (box is None) is (ask.card.follow_up is FollowUp.DEAD)
            for one in ask.missing:
                assert one.place in PLACES, one
                assert words.text(f"letter.missing.{one.key}", **one.params)
    assert looked_at > 5 * len(codes)


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.__name__.rpartition(".")[2])
def test_both_languages_tell_the_same(ward: Workspace, part: ModuleType) -> None:
    for code in ("MS-0114", "SSC-0105", "CIDP-0109"):
        with asking(ward, code, ANNUAL, "en") as english, asking(ward, code, ANNUAL, "it") as italian:
            first, second = part.section(english), part.section(italian)
            assert [type(block) for block in (first.blocks if first else ())] == [
                type(block) for block in (second.blocks if second else ())
            ]
            assert len(rows(first)) == len(rows(second))
            assert not first or said(first) != said(second)


# medicines ------------------------------------------------------------------------------------------------------


def test_a_changed_dose_a_switch_and_a_rule_stand_with_their_days(ward: Workspace) -> None:
    with asking(ward, "MS-0114") as ask:
        section = letter_medicines.section(ask)
    assert row_of(section, "Aciclovir") == (
        "Aciclovir",
        "400 mg twice a day, by mouth; this dose since 24 Aug 2026",
        "18 Jun 2026",
        "25 Jun 2027; not before month 12, off immunosuppression, CD4 ≥ 200/µL",
    )
    ended = "co-trimoxazole (8 Aug 2026), toxicity; ursodeoxycholic acid (23 Sep 2026), as planned"
    assert f"Stopped: since 14 Jul 2026: {ended}" in said(section)
    assert "Allergies: Latex; intolerances: Co-trimoxazole: nausea, vomiting" in said(section)


def test_a_stop_that_has_passed_says_what_speaks_against_it_and_is_listed(ward: Workspace) -> None:
    with asking(ward, "MS-0103", NEUROLOGIST, "it") as ask:
        stop = row_of(letter_medicines.section(ask), "Cotrimossazolo")[3]
        listed = [one for one in ask.missing if one.key == "medicine_stop_passed"]
    assert stop.startswith("era prevista per il 13/10/2026, finora non sospeso; non prima del mese 6")
    assert stop.endswith("non ancora: CD4 129 /µL il 10/09/2026")
    assert [one.params["day"] for one in listed] == [date(2026, 10, 13)]


def test_what_nobody_confirmed_is_no_news_to_a_colleague(ward: Workspace) -> None:
    with asking(ward, "MS-0112") as ask:
        assert row_of(letter_medicines.section(ask), "Aciclovir")[3].startswith("was planned for 14 Nov 2026")
        assert "confirmed" not in said(letter_medicines.section(ask))


def test_only_what_was_stopped_since_the_last_letter_is_told(ward: Workspace) -> None:
    def told(since: date | None) -> str:
        return read(ward, "CIDP-0109", letter_medicines, NEUROLOGIST, "en", since)

    assert "Co-trimoxazole | 960 mg 2 to 3 times a week | 8 Dec 2025 | stopped on 24 May 2026: as planned" in told(
        date(2026, 3, 1)
    )
    both = "ursodeoxycholic acid (22 Feb 2026), as planned; co-trimoxazole (24 May 2026), as planned"
    assert f"Stopped: since 21 Feb 2026: {both}" in told(date(2026, 2, 21))
    assert "topped" not in told(date(2026, 5, 24))
    assert f"Stopped: since 13 Dec 2025: {both}" in told(None), "not the drugs of the ward stay"


def test_in_a_letter_of_an_earlier_day_a_later_stop_lies_ahead(ward: Workspace) -> None:
    with asking(ward, "MS-0103") as ask:
        earlier = replace(ask, on=date(2026, 5, 1), missing=[], held={})
        row = row_of(letter_medicines.section(earlier), "Ursodeoxycholic acid")
        assert row[3] == "12 Jul 2026; Day +90"
        assert "medicine_stop_passed" not in missing(earlier)


def test_a_discharge_letter_tells_what_the_stay_ended_and_leaves_blood_to_its_care_rules(ward: Workspace) -> None:
    told = read(ward, "MS-0102", letter_medicines, DISCHARGE)
    assert "levofloxacin (20 Oct 2026), stop rule met (ANC 1.6 ×10⁹/L on 20 Oct 2026);" in told
    assert "Transfusions" not in told
    assert "Transfusions: Irradiated blood products" in read(ward, "MS-0102", letter_medicines)


def test_of_the_dead_what_was_running_at_death(ward: Workspace) -> None:
    assert read(ward, "MS-0120", letter_medicines) == (
        "Recorded as running at death (1 Sep 2026), no stop recorded: aciclovir 800 mg, co-trimoxazole 960 mg."
    )
    for part in PARTS[1:]:
        assert read(ward, "MS-0120", part) == ""


def test_a_drug_for_the_disease_that_runs_stands_among_the_medicines(ward: Workspace) -> None:
    with asking(ward, "MS-0122") as ask:
        assert row_of(letter_medicines.section(ask), "Ocrelizumab")[1:] == (
            "drug for the disease; dose not recorded",
            "10/2025",
            "not recorded",
        )


def test_the_patient_reads_what_a_medicine_is_for_and_no_rule(ward: Workspace) -> None:
    with asking(ward, "MS-0101", PATIENT) as ask:
        row = row_of(letter_medicines.section(ask), "Co-trimoxazole")
    assert "Pneumocystis" in row[0]
    assert row[1] == "960 mg 2 to 3 times a week"
    assert row[3].startswith("until 13 Feb 2027")
    assert "CD4" not in row[3]


def therapy(pid: int, **more: object) -> SupportiveTherapyEntry:
    return replace(drug(pid), **more)  # type: ignore[arg-type]


def test_missing_dose_stop_and_allergies_are_marked_and_listed(ws: Workspace) -> None:
    pid = register(ws, 200, allergy_status=AllergyStatus.NOT_RECORDED, allergies=())
    supportive_therapies.record(
        ws, SupportiveTherapyEntry(pid, "Baclofen", TherapyClass.OTHER, days(-30), frequency="every evening")
    )
    with asking(ws, pid) as ask:
        section = letter_medicines.section(ask)
        assert row_of(section, "Baclofen")[1:] == ("dose not recorded; every evening", "21 Oct 2026", "not recorded")
        assert "Allergies: not recorded" in said(section)
        assert missing(ask) >= {"medicine_dose", "medicine_stop", "allergies"}


def test_a_pause_a_large_dose_and_a_start_ahead(ws: Workspace) -> None:
    pid = register(ws, 200)
    entry = SupportiveTherapyEntry(
        pid, "Colecalciferol", TherapyClass.OTHER, days(-90), dose=Decimal(50000), unit="IU", frequency="a month",
        planned_stop=days(100), interruptions=(Interruption(days(-2), None, "nausea"),),
    )  # fmt: skip
    supportive_therapies.record(ws, entry)
    later = replace(entry, name="Filgrastim", dose=Decimal("0.5"), unit="mg", route=Route.SUBCUTANEOUS, frequency="")
    supportive_therapies.record(ws, replace(later, start=days(3), interruptions=()))
    with asking(ws, pid, NEUROLOGIST, "it") as ask:
        section = letter_medicines.section(ask)
    assert row_of(section, "Colecalciferol")[1] == "50 000 IU a month, per os"
    assert row_of(section, "Colecalciferol")[3].startswith(
        "interrotto temporaneamente dal 18/11/2026 (nausea); 28/02/2027"
    )
    assert row_of(section, "Filgrastim")[1:3] == ("0,5 mg, per via sottocutanea", "dal 23/11/2026")


def test_many_stops_stand_in_one_line_below_the_table(ws: Workspace) -> None:
    pid = register(ws, 200)
    for number in range(5):
        end = {"stop": days(-number - 1), "stop_reason": StopReason.OTHER, "stop_detail": "no longer\nwanted"}
        supportive_therapies.record(ws, therapy(pid, name=f"Drug {number}", catalogue_id="", **end))
    supportive_therapies.record(ws, therapy(pid))
    with asking(ws, pid, NEUROLOGIST, "it") as ask:
        section = letter_medicines.section(ask)
        assert len(rows(section)) == 1
        assert "drug 4 (15/11/2026), no longer wanted; drug 3" in said(section)
        assert "as_typed" in missing(ask), "the window speaks English, the letter Italian"


def test_what_was_given_is_in_brief_for_the_neurologist_and_by_day_for_the_gp(ward: Workspace) -> None:
    assert read(ward, "SSC-0105", letter_vaccines).startswith(
        "Complete: PCV, DTaP, IPV, Hib, zoster, MenACWY, MenB. Under way: HBV (3 doses); "
        "influenza + COVID-19 (2 doses). Last dose on 20 Oct 2026."
    )
    assert "Complete (last dose): PCV (22 Sep 2025); DTaP + IPV + Hib (25 May 2025)" in read(
        ward, "SSC-0105", letter_vaccines, GP
    )


# vaccines and fertility -----------------------------------------------------------------------------------------


def test_vaccines_due_first_by_their_last_day_what_puts_them_off_and_live_ones(ward: Workspace) -> None:
    told = read(ward, "MS-0106", letter_vaccines)
    assert "Live vaccines not before 8 Aug 2028 (MMR, varicella" in read(ward, "MS-0106", letter_vaccines, GP)
    assert "Due, but do not give until we say so: PCV + Hib + COVID-19 + zoster, dose 1 (by 8 Feb 2027)." in told
    assert "Put off because of: platelets below 50 ×10⁹/L, no intramuscular injection (42 ×10⁹/L" in told
    assert "Live vaccines not before 8 Aug 2028 and then only with our written agreement." in told
    late = read(ward, "CIDP-0109", letter_vaccines)
    assert late.index("COVID-19, dose 1 (overdue since 24 May 2026)") < late.index("influenza (by 31 Mar 2027)")


def test_the_gp_has_the_doses_as_a_table_with_those_due_in_bold(ward: Workspace) -> None:
    with asking(ward, "MS-0112", GP) as ask:
        section = letter_vaccines.section(ask)
    assert rows(section)[0] == ("PCV", "4", "by 14 Jan 2027")
    assert ("influenza", "seasonal", "by 31 Mar 2027") in rows(section)
    table = next(block for block in section.blocks if isinstance(block, Rows)) if section is not None else None
    assert table is not None
    assert [bool(bolds(row[0])) for row in table.rows] == [True, True, True, False, False]


def test_a_serology_is_named_as_a_test_and_what_others_give_says_why(ward: Workspace) -> None:
    assert "Due now: anti-HBs test (overdue since 21 Nov 2025)." in read(ward, "SSC-0105", letter_vaccines)
    with asking(ward, "MS-0107", NEUROLOGIST, "it") as ask:
        told = said(letter_vaccines.section(ask))
        assert told == "Il nostro Centro non programma vaccini; motivo registrato: vaccinated by the family doctor."
        assert "as_typed" in missing(ask)


def test_cells_that_are_no_graft_have_no_vaccine_plan(ward: Workspace) -> None:
    assert read(ward, "MS-0126", letter_vaccines) == "", "stromal cells take no immunity away"
    assert read(ward, "SLE-0125", letter_vaccines) == "No vaccination plan is recorded for this treatment."
    assert read(ward, "MS-0118", letter_vaccines) == "", "before Day 0"


def test_fertility_says_what_is_recorded_with_its_day_and_what_is_not(ward: Workspace) -> None:
    with asking(ward, "CIDP-0109") as ask:
        told = said(letter_fertility.section(ask))
        assert told == "Fertility preservation: sperm banked (12 Oct 2025). Not recorded: wish for a child."
        assert missing(ask) == {"fertility_wish"}
    assert "Contraception at least until 13 Feb 2027." in read(ward, "MS-0101", letter_fertility)
    assert read(ward, "MS-0126", letter_fertility) == "", "nothing to preserve before stromal cells"


def test_a_pregnancy_is_bold_and_stops_the_question_of_cycles(ward: Workspace) -> None:
    with asking(ward, "MS-0107", NEUROLOGIST, "it") as ask:
        section = letter_fertility.section(ask)
        assert section is not None
        block = section.blocks[0]
        assert isinstance(block, Words)
        assert bolds(block.text) == "Gravidanza in corso, registrata dal 20 luglio 2026."
        assert "Cicli" not in plain(block.text)


def test_a_pregnancy_that_ended_says_how(ws: Workspace) -> None:
    pid = register(ws, 900, sex=Sex.FEMALE)
    born = {"ended_on": days(-10), "outcome": PregnancyOutcome.LIVE_BIRTH}
    fertility.record(ws, FertilityEntry(pid, FertilityKind.PREGNANCY, days(-280), **born), confirmed=True)  # type: ignore[arg-type]
    assert "Pregnancy ended on 10 Nov 2026: live birth." in read(ws, pid, letter_fertility)


# plan -----------------------------------------------------------------------------------------------------------


def test_the_plan_is_by_day_and_the_readers_own_tasks_are_bold(ward: Workspace) -> None:
    with asking(ward, "MS-0101") as ask:
        section = letter_plan.section(ask)
        tasks_of_reader = letter_plan.reader_tasks(ask)
    found = rows(section)
    edss, scan = "EDSS, functional systems", "Brain MRI, re-baseline (reference)"
    today = ("20 Nov 2026, 10:30", f"Visit: Day +100; {edss}", "Transplant centre; Neurology")
    assert found[0] == today, "booked for the day of the letter, and nobody has recorded it yet"
    assert found[1] == ("3–23 Dec 2026", "Month 4, blood test near home; results to us", "GP")
    visit = "Visit: month 6, MRI re-baseline"
    assert ("10 Feb 2027, 09:30", f"{visit}; {scan}", "Transplant centre; Neurology") in found
    assert section is not None
    table = section.blocks[0]
    assert isinstance(table, Rows)
    assert [(bolds(row[1]), bolds(row[2])) for row in table.rows if bolds(row[1])] == [
        (edss, "Neurology"),
        (scan, "Neurology"),
    ]
    assert [(task.what, task.until) for task in tasks_of_reader] == [(edss, date(2026, 12, 5)), (scan, None)]


def test_weekly_tests_stand_in_one_row_and_vaccines_due_in_another(ward: Workspace) -> None:
    with asking(ward, "MS-0102") as ask:
        weekly = [row for row in rows(letter_plan.section(ask)) if "Weekly" in row[1]]
    assert [row[1] for row in weekly] == ["Weekly blood test, week 4; 4 more until 3 Jan 2027"]
    with asking(ward, "CIDP-0109") as ask:
        due = [row for row in rows(letter_plan.section(ask)) if row[0] == "now"]
    assert len(due) == 1
    assert due[0][1].startswith("Vaccines: COVID-19, dose 1; MenACWY + MenB, dose 1")
    told = read(ward, "CIDP-0109", letter_plan, GP)
    assert "now | Vaccines due now: see the table of vaccinations | GP" in told
    assert "PPSV23" not in told


def test_a_referral_ahead_and_a_persons_own_line_are_on_the_plan_the_wards_tasks_are_not(ward: Workspace) -> None:
    with asking(ward, "SSC-0105") as ask:
        found = rows(letter_plan.section(ask))
    assert (
        "30 Nov 2026",
        "Referred to Thyroid clinic: TSH raised twice, fT4 low normal",
        "Transplant centre",
    ) in found
    told = read(ward, "MS-0103", letter_plan)
    assert "until 20 Apr 2027 | Blood count every 4 weeks, results to the unit | GP" in told
    assert "Ferrante" not in read(ward, "MS-0106", letter_plan)


def test_a_line_left_out_of_the_care_plan_is_left_out_and_a_changed_one_stands_as_written(ws: Workspace) -> None:
    pid = register(ws, 200, sex=Sex.FEMALE)
    tasks.record(ws, TaskEntry("Ring the laboratory", days(5), pid))
    plan = care_plan.plan(ws, pid)
    visit_keys = [row.key for row in plan.rows if row.key.startswith("visit:")]
    care_plan.hide(ws, pid, visit_keys[1], 0)
    care_plan.revise(ws, visit_keys[0], 0, CareEntry(pid, CareActor.UNIT, "Come fasting <8 h>", days(12)))
    mri = next(row.key for row in plan.rows if row.key.startswith("mri:"))
    care_plan.hide(ws, pid, mri, 0)
    with asking(ws, pid) as ask:
        whats = [row[1] for row in rows(letter_plan.section(ask))]
    assert whats.count("Come fasting <8 h>") == 1
    assert not any("Brain MRI" in what for what in whats)
    assert "Ring the laboratory" not in whats
    hidden = plan.row(visit_keys[1])
    assert hidden is not None
    assert hidden.text.removeprefix("Visit: ").partition(",")[0].lower() not in " ".join(whats).lower()


def test_a_day_0_that_lies_ahead_is_on_the_plan(ward: Workspace) -> None:
    with asking(ward, "MS-0118", NEUROLOGIST, "it") as ask:
        found = rows(letter_plan.section(ask))
    assert found[0] == ("08/12/2026", "Giorno 0 (infusione delle cellule)", "Centro trapianti")


def test_after_a_second_transplant_everything_counts_from_its_day_0(ws: Workspace) -> None:
    pid = register(ws, 900, sex=Sex.FEMALE)
    held = transplants.courses_of(ws, pid)[-1]
    transplants.open_next(ws, pid, held.version, course(40))
    with asking(ws, pid) as ask:
        vaccines, plan = said(letter_vaccines.section(ask)), said(letter_plan.section(ask))
        assert ask.course is not None
        assert ask.course.number == 2
    assert "Live vaccines not before 11 Oct 2028" in vaccines, "24 months after the second Day 0"
    assert "Contraception at least until 11 Apr 2027." in read(ws, pid, letter_fertility)
    assert "day +60" in plan.lower()
    assert "month 24" not in plan.lower()


def test_without_a_visit_ahead_the_plan_says_so(ward: Workspace) -> None:
    with asking(ward, "MS-0124") as ask:
        assert said(letter_plan.section(ask)) == "Next visits and tests: not recorded."
        assert "next_visit" in missing(ask)


def test_of_who_is_lost_or_elsewhere_the_reader_is_asked_to_tell_us(ward: Workspace) -> None:
    """Nothing is planned, but the red flags and the telephone stand there; the dead have neither."""
    lost, elsewhere = read(ward, "MS-0122", letter_plan), read(ward, "MS-0121", letter_plan, GP, "it")
    assert lost.endswith("If you see the patient, please tell us and ask her to call us.")
    assert "La paziente è seguita da un altro centro" in elsewhere
    assert "Please call us." in read(ward, "MS-0122", letter_plan, PATIENT)
    assert call_of(ward, "MS-0122").title.startswith("Call at once 070")
    with asking(ward, "MS-0120") as ask:
        assert letter_plan.section(ask) is None
        assert letter_call.call(ask) is None


# late effects and whom to call ----------------------------------------------------------------------------------


def test_late_effects_say_value_range_and_next_day_and_nothing_of_other_sexes(ward: Workspace) -> None:
    with asking(ward, "SSC-0105", ANNUAL) as ask:
        section = letter_late_effects.section(ask)
    assert row_of(section, "Thyroid") == (
        "Thyroid: TSH, palpation",
        "14 Nov 2026: TSH 7.1 mIU/L ↑ (0.4–4.0)",
        "referred to Thyroid clinic, 30 Nov 2026; 17 Sep 2027",
    )
    assert row_of(section, "Skin") == ("Skin check", "done on 11 Sep 2025", "now: Transplant centre")
    assert not any("Gynaecological" in row[0] or "Breast" in row[0] for row in rows(section)), "a man"
    assert section is not None
    assert section.brief is not None
    brief = replace(section, blocks=section.brief)
    assert 0 < len(rows(brief)) < len(rows(section))
    assert "Only abnormal results and checks that are due are shown." in said(brief)


def test_what_was_never_looked_at_is_not_recorded_and_listed(ward: Workspace) -> None:
    with asking(ward, "MS-0103", ANNUAL) as ask:
        section = letter_late_effects.section(ask)
        listed = next(one for one in ask.missing if one.key == "late_effects")
    assert row_of(section, "Lung")[1:] == ("not recorded", "now: Transplant centre")
    assert row_of(section, "Metabolic")[2] == "now: GP"
    assert "lung" in str(listed.params["names"])
    with asking(ward, "MS-0112", ANNUAL) as ask:
        section = letter_late_effects.section(ask)
        assert "late_effects" not in missing(ask)
    assert row_of(section, "Quality of life: EQ-5D-5L")[1] == "20 May 2026: 72 (scale 0 to 100)"
    assert not any("SF-36" in row[0] for row in rows(section)), "a questionnaire that nobody filled in"


def test_what_a_visit_says_of_a_check_is_told_and_settles_it_or_not(ward: Workspace) -> None:
    """Not needed or done elsewhere: the next one; who declined is asked again; nothing of before its time."""
    with asking(ward, "MS-0107", ANNUAL) as ask:
        section, again = letter_late_effects.section(ask), read(ward, "MS-0107", letter_plan, GP)
    assert row_of(section, "Lung")[1:] == ("15 Jan 2026: not needed", "13 Jan 2027")
    metabolic = "done on 7 Jan 2025; done elsewhere on 15 Jan 2026 (home hospital), report received on 3 Feb 2026"
    assert row_of(section, "Metabolic")[1:] == (metabolic, "13 Jan 2027")
    autoimmunity = ("done on 7 Jan 2025; 15 Jan 2026: declined", "now: Transplant centre")
    assert row_of(section, "Secondary")[1:] == autoimmunity
    assert row_of(section, "Eyes")[1:] == ("done on 15 Jan 2023", "not repeated")
    assert "at the next visit | Screening for late effects: secondary autoimmunity; thyroid; heart" in again
    with asking(ward, "MS-0111", ANNUAL) as ask:
        assert not [row for row in rows(letter_late_effects.section(ask)) if row[0].startswith("Thyroid")]


def test_a_check_by_hand_says_what_was_found(ws: Workspace) -> None:
    pid = register(ws, 400, sex=Sex.FEMALE)
    late_effects.record(
        ws, CheckEntry(pid, "bone", days(-5), CheckResult.ABNORMAL, finding="T score \u22122.6 & <frail>")
    )
    late_effects.record(ws, CheckEntry(pid, "skin", days(-5), CheckResult.NORMAL))
    with asking(ws, pid, ANNUAL) as ask:
        section = letter_late_effects.section(ask)
    assert row_of(section, "Bone")[1] == "15 Nov 2026: abnormal: T score \u22122.6 & <frail>"
    assert row_of(section, "Skin")[1] == "15 Nov 2026: no abnormality recorded"


def call_of(ws: Workspace, who: str | int, *args: object) -> Box:
    with asking(ws, who, *args) as ask:  # type: ignore[arg-type]
        found = letter_call.call(ask)
    assert found is not None
    return found


def test_whom_to_call_when_in_the_words_of_the_reader(ward: Workspace) -> None:
    box = call_of(ward, "MS-0101", NEUROLOGIST, "it")
    assert box.title == "Chiamare subito 070 555 0100"
    assert plain(box.items[0]).startswith("Temperatura ≥ 38,0 °C; brividi scuotenti;")
    assert "ricaduta" in plain(box.items[1])
    assert len(call_of(ward, "SSC-0105").items) == 1, "no relapse in a disease without"
    lay = call_of(ward, "MS-0101", PATIENT)
    assert lay.title.startswith("Call us at once")
    assert plain(lay.items[0]).startswith("Fever: 38.0 °C or more; strong shivering;")


def test_without_a_telephone_the_box_says_so_and_it_is_listed(ws: Workspace) -> None:
    pid = register(ws, 60)
    with asking(ws, pid) as ask:
        box = letter_call.call(ask)
        assert box is not None
        assert box.title == "Call at once (telephone not recorded)"
        assert missing(ask) == {"unit_phone"}
    settings.put(ws, "unit.phone", "+39 000 555 0142")
    assert call_of(ws, pid).title == "Call at once +39 000 555 0142"


def test_a_units_own_sentence_stands_as_the_unit_wrote_it(ws: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "own" / "catalogues"
    folder.mkdir(parents=True)
    (folder / "patient_plan.yaml").write_text(
        'source: "own"\nstatus: own\nitems:\n'
        '  - {id: fever, section: call, label: {en: "fever: 38.3 °C or more", it: "febbre: 38,3 °C o più"}}\n'
        '  - {id: skin, section: call, label: {en: "x", it: "y"}, shown: false}\n',
        encoding="utf-8",
    )
    pid = register(ws, 60)
    ws.catalogue = Catalogue(tmp_path / "own")
    told = plain(call_of(ws, pid).items[0])
    assert told.startswith("Fever: 38.3 °C or more; rigors;")
    assert "zoster" not in told
