"""Imported records of every kind: new, the same, added, differing and refused, for new patients and known ones."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.domain.contact import ContactKind
from hsct_desktop.domain.edss import Coding
from hsct_desktop.domain.import_field import RecordKind
from hsct_desktop.domain.import_row import Draft
from hsct_desktop.domain.import_run import RowState
from hsct_desktop.domain.partial_date import PartialDate, whole
from hsct_desktop.domain.patient import StateChange, StateChangeKind
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.domain.supportive_therapy import SupportiveTherapyEntry, TherapyClass
from hsct_desktop.domain.visit import Closing
from hsct_desktop.services import import_person, import_records, patients, supportive_therapies
from hsct_desktop.services.import_person import Person, drafted
from hsct_desktop.services.import_record import Incoming, Judged
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import (
    adverse_event,
    contact,
    edss_assessment,
    lab_result,
    laboratory,
    mri,
    relapse,
    scheduled_visit,
    supportive_therapy,
    vaccination,
    visit,
)
from tests.services.conftest import open_workspace
from tests.services.test_schedule import HANGING
from tests.services.ward import ANNA, TODAY, course, days, plan, register, scheduled

Values = Mapping[str, object]
NEW = drafted(-1, replace(ANNA, code="MS-900"), [course(400)])
DAY = days(-100)
LABEL = "Month 9"


@pytest.fixture(scope="module")
def reader(fresh_file: Path, tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> Iterator[Workspace]:
    """An empty file of a real unit in which nothing is written: for what is only judged."""
    opened = open_workspace(Path(shutil.copy(fresh_file, tmp_path_factory.mktemp("judged") / "unit.hsct")), catalogue)
    yield opened
    opened.store.close()


def draft(kind: RecordKind, values: Values) -> Draft:
    return Draft(kind, values)


def known(ws: Workspace, patient_id: int) -> Person:
    with ws.read() as session:
        return import_person.recorded(session, [patient_id])[patient_id]


def judge(ws: Workspace, kind: RecordKind, person: Person, *rows: Values, take: Sequence[str] = ()) -> list[Judged]:
    """What becomes of some rows of one patient."""
    incoming = [Incoming(person, draft(kind, row), 2 + at, frozenset(take)) for at, row in enumerate(rows)]
    with ws.read() as session:
        return import_records.RECORDS[kind]().judge(ws, session, incoming)


def bring(ws: Workspace, kind: RecordKind, person: Person, *rows: Values, take: Sequence[str] = ()) -> list[Judged]:
    """The same, written."""
    importer = import_records.RECORDS[kind]()
    incoming = [Incoming(person, draft(kind, row), 2 + at, frozenset(take)) for at, row in enumerate(rows)]
    with ws.write("import.take") as session:
        found = importer.judge(ws, session, incoming)
        importer.write(session, ws, [(person, one) for one in found])
    return found


def told(found: Judged) -> list[str]:
    """The keys of what is told of a record, hard ones first."""
    return [problem.key for problem in (*found.problems, *found.hints)]


# one row of each kind, what makes it another, what it adds ---------------------------------------------------------

FULL: dict[RecordKind, Values] = {
    RecordKind.EDSS: {"assessed": whole(DAY), "edss": Decimal("3.0"), "rater": "Dr Rossi"},
    RecordKind.RELAPSE: {"onset": whole(DAY), "systems": ("visual", "sensory"), "steroid": "yes"},
    RecordKind.MRI: {"scanned": whole(DAY), "new_t2": 2, "gd": 0, "site": "Radiology"},
    RecordKind.CONTACT: {"on": DAY, "kind": "call", "outcome": "no_answer", "note": "nobody there"},
    RecordKind.VACCINATION: {"vaccine": "pcv", "given_on": DAY, "dose_number": 1, "lot": "A1"},
    RecordKind.THERAPY: {
        "name": "Vitamin D", "start": DAY, "stop": days(-50), "stop_reason": "planned", "dose": Decimal(25),
        "unit": "µg",
    },
    RecordKind.ADVERSE_EVENT: {
        "term_id": "febrile_neutropenia", "onset": DAY, "end": days(-96), "grade": 3, "outcome": "resolved",
    },
    RecordKind.VISIT: {"on": DAY, "seen_by": "Dr Rossi", "weight": Decimal("70.5"), "systolic": 120, "diastolic": 80},
    RecordKind.LAB_RESULT: {"taken_on": DAY, "taken_at": "08:00", "analyte": "HGB", "value": "12.1", "unit": "g/dL"},
}  # fmt: skip
OTHER: dict[RecordKind, tuple[str, object]] = {
    RecordKind.EDSS: ("edss", Decimal("4.0")),
    RecordKind.RELAPSE: ("steroid", "no"),
    RecordKind.MRI: ("new_t2", 3),
    RecordKind.CONTACT: ("outcome", "message_left"),
    RecordKind.VACCINATION: ("lot", "B2"),
    RecordKind.THERAPY: ("dose", Decimal(50)),
    RecordKind.ADVERSE_EVENT: ("grade", 4),
    RecordKind.VISIT: ("weight", Decimal("71.0")),
    RecordKind.LAB_RESULT: ("value", "11.0"),
}
ADDS: dict[RecordKind, tuple[str, object]] = {
    RecordKind.EDSS: ("pyramidal", 2),
    RecordKind.RELAPSE: ("recovery", "partial"),
    RecordKind.MRI: ("t2_lesions", 24),
    RecordKind.CONTACT: ("next_try", days(-90)),
    RecordKind.VACCINATION: ("given_by", "Nurse"),
    RecordKind.THERAPY: ("frequency", "daily"),
    RecordKind.ADVERSE_EVENT: ("note", "blood cultures taken"),
    RecordKind.VISIT: ("pulse", 72),
    RecordKind.LAB_RESULT: ("note", "haemolytic"),
}
DAY_OF = {
    RecordKind.EDSS: "assessed", RecordKind.RELAPSE: "onset", RecordKind.MRI: "scanned", RecordKind.CONTACT: "on",
    RecordKind.VACCINATION: "given_on", RecordKind.THERAPY: "start", RecordKind.ADVERSE_EVENT: "onset",
    RecordKind.VISIT: "on", RecordKind.LAB_RESULT: "taken_on",
}  # fmt: skip
KINDS = [pytest.param(kind, id=kind.value) for kind in FULL]


def on(kind: RecordKind, day: date) -> Values:
    """The row of a kind on another day."""
    name = DAY_OF[kind]
    moved = {**FULL[kind], name: whole(day) if isinstance(FULL[kind][name], PartialDate) else day}
    ends = ("end", "stop", "stop_reason", *(("outcome",) if kind is RecordKind.ADVERSE_EVENT else ()))
    return {key: value for key, value in moved.items() if key not in ends}


def test_every_kind_of_clinical_record_has_its_importer() -> None:
    assert set(import_records.RECORDS) == set(FULL)


@pytest.mark.parametrize("kind", KINDS)
def test_a_row_of_a_patient_whom_the_file_registers_is_new(reader: Workspace, kind: RecordKind) -> None:
    found = judge(reader, kind, NEW, FULL[kind])
    assert [(one.state, one.problems) for one in found] == [(RowState.NEW, ())]


@pytest.mark.parametrize("kind", KINDS)
def test_a_record_comes_in_once_is_added_to_and_never_overwritten_unasked(ws: Workspace, kind: RecordKind) -> None:
    person, row = known(ws, register(ws, 400)), FULL[kind]
    (added, more), (name, value) = ADDS[kind], OTHER[kind]
    full, other = {**row, added: more}, {**row, name: value}

    (first,) = bring(ws, kind, person, row)
    (again,) = judge(ws, kind, person, row)
    assert (first.state, again) == (RowState.NEW, Judged(RowState.SAME))

    (adding,) = bring(ws, kind, person, full)
    assert (adding.state, adding.changes, adding.conflicts) == (RowState.CHANGED, (added,), ())
    (stays,) = bring(ws, kind, person, other)
    assert (stays.state, stays.work, [one.field for one in stays.conflicts]) == (RowState.CONFLICT, None, [name])
    assert stays.conflicts[0].recorded != stays.conflicts[0].in_file != ""
    assert judge(ws, kind, person, full) == [Judged(RowState.SAME)]

    (taken,) = bring(ws, kind, person, other, take=[name])
    assert (taken.state, taken.changes) == (RowState.CHANGED, (name,))
    assert judge(ws, kind, person, {**full, name: value}) == [Judged(RowState.SAME)]


@pytest.mark.parametrize("kind", KINDS)
def test_rows_of_one_file_that_contradict_each_other_are_all_refused(reader: Workspace, kind: RecordKind) -> None:
    name, value = OTHER[kind]
    rows = [FULL[kind], {**FULL[kind], name: value}, FULL[kind]]
    found = judge(reader, kind, NEW, *rows)
    assert [(one.state, told(one), one.work) for one in found] == [(RowState.REFUSED, ["import_twice"], None)] * 3
    assert found[0].problems[0].params["row"] == 2


@pytest.mark.parametrize("kind", KINDS)
def test_rows_of_one_file_that_say_the_same_make_one_record(reader: Workspace, kind: RecordKind) -> None:
    name, value = ADDS[kind]
    found = judge(reader, kind, NEW, FULL[kind], FULL[kind], {**FULL[kind], name: value})
    assert [(one.state, one.joins, one.work is not None) for one in found] == [
        (RowState.NEW, None, True), (RowState.SAME, 0, False), (RowState.CHANGED, 0, False),
    ]  # fmt: skip


FUTURE = {
    RecordKind.EDSS: "date_in_future", RecordKind.RELAPSE: "relapse_in_future", RecordKind.MRI: "date_in_future",
    RecordKind.CONTACT: "date_in_future", RecordKind.VACCINATION: "date_in_future", RecordKind.VISIT: "visit_in_future",
    RecordKind.ADVERSE_EVENT: "date_in_future", RecordKind.LAB_RESULT: "sample_in_future",
}  # fmt: skip
BEFORE_BIRTH = {RecordKind.LAB_RESULT: "sample_before_birth"}


@pytest.mark.parametrize("kind", KINDS)
def test_days_after_today_before_birth_and_after_death_are_refused(reader: Workspace, kind: RecordKind) -> None:
    dead = replace(NEW, changes=(StateChange(StateChangeKind.DIED, days(-30), "sepsis"),))
    if kind in FUTURE:
        (future,) = judge(reader, kind, NEW, on(kind, days(1)))
        assert (future.state, FUTURE[kind] in told(future)) == (RowState.REFUSED, True)
    (unborn,) = judge(reader, kind, NEW, on(kind, date(1950, 1, 1)))
    assert (unborn.state, BEFORE_BIRTH.get(kind, "before_birth") in told(unborn)) == (RowState.REFUSED, True)
    if kind is not RecordKind.CONTACT:  # whom the unit wrote to after a death it did write to
        (late,) = judge(reader, kind, dead, on(kind, days(-29)))
        assert (late.state, "after_death" in told(late)) == (RowState.REFUSED, True)


# what each kind has of its own -------------------------------------------------------------------------------------

GRADES = {"visual": 1, "brainstem": 0, "pyramidal": 3, "cerebellar": 0, "sensory": 1, "bowel_bladder": 0, "cerebral": 0}


def test_both_codings_of_ambulation_come_in_and_another_edss_than_the_grades_give_is_told(ws: Workspace) -> None:
    person = known(ws, register(ws, 400))
    first = {"assessed": whole(DAY), "edss": Decimal("6.5"), **GRADES, "ambulation": 6, "coding": "short"}
    second = {"assessed": whole(days(-50)), "edss": Decimal("3.0"), **GRADES, "ambulation": 5, "coding": "neurostatus"}
    found = bring(ws, RecordKind.EDSS, person, first, second)
    assert [told(one) for one in found] == [[], ["import_edss_computed"]]
    with ws.read() as session:
        held = [one.entry for one in edss_assessment.of_patient(session, person.id)]
    assert [(one.edss, one.systems.ambulation, one.systems.coding) for one in held] == [
        (Decimal("6.5"), 6, Coding.SHORT), (Decimal("3.0"), 5, Coding.NEUROSTATUS),
    ]  # fmt: skip
    (other,) = judge(ws, RecordKind.EDSS, person, {**first, "coding": "neurostatus"})
    assert [(one.field, one.recorded != one.in_file) for one in other.conflicts] == [("ambulation", True)]


def test_an_examination_needs_an_edss_that_exists_or_a_grade(reader: Workspace) -> None:
    rows: list[Values] = [
        {"assessed": whole(DAY)},
        {"assessed": whole(DAY), "edss": Decimal("0.5")},
        {"edss": Decimal(2)},
    ]
    assert [told(one) for one in judge(reader, RecordKind.EDSS, NEW, *rows)] == [
        ["neurology_empty"], ["edss_value"], ["date_missing"],
    ]  # fmt: skip


def test_a_value_that_cannot_be_is_refused_alone_and_no_contradiction(ws: Workspace) -> None:
    person = known(ws, register(ws, 400))
    rows: list[Values] = [{"assessed": whole(DAY), "edss": Decimal(text)} for text in ("6.0", "6.25")]
    assert [(one.state, told(one)) for one in judge(ws, RecordKind.EDSS, person, *rows)] == [
        (RowState.NEW, []), (RowState.REFUSED, ["edss_value"]),
    ]  # fmt: skip
    bring(ws, RecordKind.EDSS, person, rows[0])
    assert [told(one) for one in judge(ws, RecordKind.EDSS, person, rows[1])] == [["edss_value"]]


def test_problems_stand_at_a_column_that_the_file_has(reader: Workspace) -> None:
    given: list[tuple[RecordKind, Values]] = [
        (RecordKind.EDSS, {"assessed": whole(DAY), "rater": "Dr Rossi"}),
        (RecordKind.THERAPY, {"name": "Vitamin D", "start": DAY, "dose": Decimal(5)}),
        (RecordKind.ADVERSE_EVENT, {"term_id": "sepsis", "onset": DAY, "grade": 3, "serious": True}),
        (RecordKind.VISIT, {"on": DAY, "diastolic": 80}),
    ]
    found = [judge(reader, kind, NEW, row)[0].problems[0].field for kind, row in given]
    assert found == ["assessed", "dose", "serious", "diastolic"]


def test_a_month_in_the_file_that_holds_the_recorded_day_is_the_same_and_a_day_says_more_than_a_month(
    ws: Workspace,
) -> None:
    person, day = known(ws, register(ws, 400)), date(2019, 4, 12)
    bring(ws, RecordKind.RELAPSE, person, {"onset": whole(day), "steroid": "yes"}, {"onset": PartialDate(2017, 6)})
    found = bring(ws, RecordKind.RELAPSE, person, {"onset": PartialDate(2019, 4)}, {"onset": whole(date(2017, 6, 1))})
    assert [(one.state, one.changes) for one in found] == [(RowState.SAME, ()), (RowState.CHANGED, ("onset",))]
    with ws.read() as session:
        onsets = [one.entry.onset for one in relapse.of_patient(session, person.id)]
    assert onsets == [whole(date(2017, 6, 1)), whole(day)]


def test_a_relapse_within_thirty_days_of_another_is_told(reader: Workspace) -> None:
    found = judge(reader, RecordKind.RELAPSE, NEW, {"onset": whole(DAY)}, {"onset": whole(days(-80))})
    assert [told(one) for one in found] == [[], ["relapse_near"]]


def test_a_scan_names_its_region_or_its_counts_do(ws: Workspace) -> None:
    person = known(ws, register(ws, 400))
    rows = [
        {"scanned": whole(DAY), "new_t2": 0, "cord_new": 1}, {"scanned": whole(days(-90)), "cord_gd": 0},
        {"scanned": whole(days(-80)), "region": "cord", "gd": 1},
    ]  # fmt: skip
    found = bring(ws, RecordKind.MRI, person, *rows)
    assert [told(one) for one in found] == [[], [], ["mri_brain_not_scanned"]]
    with ws.read() as session:
        regions = [one.entry.region.value for one in mri.of_patient(session, person.id)]
    assert regions == ["brain_cord", "cord"]
    again = judge(ws, RecordKind.MRI, person, {"scanned": whole(DAY), "new_t2": 0})
    assert [one.state for one in again] == [RowState.SAME]


def test_a_contact_says_what_came_of_it(reader: Workspace) -> None:
    (found,) = judge(reader, RecordKind.CONTACT, NEW, {"on": DAY, "note": "called"})
    assert told(found) == ["import_contact_outcome"]
    (vague,) = judge(reader, RecordKind.CONTACT, NEW, {"on": DAY, "outcome": "reached"})
    assert (vague.state, vague.work.entry.kind) == (RowState.NEW, ContactKind.OTHER)
    (odd,) = judge(reader, RecordKind.CONTACT, NEW, {"on": DAY, "kind": "pigeon", "outcome": "reached"})
    assert told(odd) == ["import_code_unknown"]


def test_doses_are_history_and_what_the_guideline_says_of_them_is_only_told(reader: Workspace) -> None:
    rows = [
        {"vaccine": "mmr", "given_on": days(-390), "dose_number": 2}, {"vaccine": "nothing", "given_on": DAY},
        {"vaccine": "pcv", "given_on": days(-399), "dose_number": 1}, {"vaccine": "pcv", "given_on": days(-200)},
        {"vaccine": "ppsv23", "given_on": days(-900)},
    ]  # fmt: skip
    found = judge(reader, RecordKind.VACCINATION, NEW, *rows)
    assert [(one.state, told(one)) for one in found] == [
        (RowState.NEW, ["import_dose_order", "import_dose_not_counted"]), (RowState.REFUSED, ["vaccine_unknown"]),
        (RowState.NEW, ["import_dose_not_counted"]), (RowState.NEW, []), (RowState.NEW, []),
    ]  # fmt: skip


def test_a_drug_of_the_catalogue_brings_its_class_route_and_rule_and_a_stop_its_reason(ws: Workspace) -> None:
    person = known(ws, register(ws, 100))
    drug = next(d for d in ws.catalogue.drugs.values() if len(ws.catalogue.drug_words[d.id].rules) == 1)
    rows = [
        {"name": drug.id, "start": days(-90)}, {"name": "Something else", "start": days(-90), "stop": days(-80)},
        {"name": "Half a dose", "start": days(-90), "dose": Decimal(5)},
    ]  # fmt: skip
    found = bring(ws, RecordKind.THERAPY, person, *rows)
    assert [one.state for one in found] == [RowState.NEW, RowState.NEW, RowState.REFUSED]
    with ws.read() as session:
        entries = {one.name: one for _, _, one in supportive_therapy.of_many(session, [person.id])[person.id]}
    of_list, free = entries[drug.label.en], entries["Something else"]
    assert (of_list.catalogue_id, of_list.therapy_class, of_list.route) == (drug.id, drug.therapy_class, drug.route)
    assert of_list.stop_rule_id == ws.catalogue.drug_words[drug.id].rules[0].id
    assert (free.catalogue_id, free.stop_reason, free.stop_detail) == ("", "other", "not stated in the file")


def test_an_allergy_and_an_overlap_are_told_of_a_therapy(reader: Workspace) -> None:
    person = drafted(-1, replace(ANNA, allergies=("Aciclovir",)), [course(400)])
    rows = [{"name": "aciclovir", "start": days(-20)}, {"name": "aciclovir", "start": days(-10)}]
    found = judge(reader, RecordKind.THERAPY, person, *rows)
    assert [told(one) for one in found] == [
        ["import_allergy_to_drug"], ["import_allergy_to_drug", "import_course_overlaps"],
    ]  # fmt: skip


def test_a_toxicity_has_a_term_of_its_version_a_grade_that_exists_and_no_death_of_the_living(reader: Workspace) -> None:
    rows = [
        {"term_id": "no_such_term", "onset": DAY, "grade": 2},
        {"term_id": "febrile_neutropenia", "onset": DAY, "grade": 1},
        {"term_id": "febrile_neutropenia", "onset": DAY, "grade": 7},
        {"term_id": "sepsis", "onset": DAY, "end": DAY, "grade": 5, "outcome": "fatal"},
        {"term_id": "febrile_neutropenia", "grade": 3},
    ]
    found = judge(reader, RecordKind.ADVERSE_EVENT, NEW, *rows)
    assert [told(one) for one in found] == [
        ["term_missing"], ["grade_does_not_exist"], ["import_grade"], ["import_grade5_alive"], ["date_missing"],
    ]  # fmt: skip
    dead = replace(NEW, changes=(StateChange(StateChangeKind.DIED, DAY, "sepsis"),))
    assert [one.state for one in judge(reader, RecordKind.ADVERSE_EVENT, dead, rows[3])] == [RowState.NEW]


def test_an_episode_on_the_days_of_another_of_its_term_is_told(ws: Workspace) -> None:
    person = known(ws, register(ws, 400))
    bring(ws, RecordKind.ADVERSE_EVENT, person, FULL[RecordKind.ADVERSE_EVENT])
    rows = [{"term_id": "febrile_neutropenia", "onset": days(-98), "grade": 3}]
    found = bring(ws, RecordKind.ADVERSE_EVENT, person, *rows)
    assert [(one.state, told(one)) for one in found] == [(RowState.NEW, ["import_episode_overlaps"])]
    with ws.read() as session:
        held = adverse_event.of_patient(session, person.id)
    assert [(one.onset, [int(step.grade) for step in one.grades]) for one in held] == [(DAY, [3]), (days(-98), [3])]


def test_an_episode_on_record_as_ongoing_gets_its_end(ws: Workspace) -> None:
    person = known(ws, register(ws, 400))
    row = {"term_id": "febrile_neutropenia", "onset": DAY, "grade": 3, "outcome": "ongoing"}
    bring(ws, RecordKind.ADVERSE_EVENT, person, row)
    (found,) = bring(ws, RecordKind.ADVERSE_EVENT, person, {**row, "outcome": "resolved", "end": days(-95)})
    assert (found.state, found.changes, found.conflicts) == (RowState.CHANGED, ("end", "outcome"), ())


def test_a_drug_named_as_the_list_names_it_is_the_drug_of_the_list(ws: Workspace) -> None:
    person, drug = known(ws, register(ws, 400)), ws.catalogue.drugs["aciclovir"]
    free = SupportiveTherapyEntry(person.id, drug.label.it.upper(), TherapyClass.ANTIVIRAL, DAY)
    supportive_therapies.record(ws, free)
    rows = [{"name": "aciclovir", "start": DAY}, {"name": drug.label.en, "start": days(-200), "stop": days(-150)}]
    found = judge(ws, RecordKind.THERAPY, person, *rows)
    assert [one.state for one in found] == [RowState.SAME, RowState.NEW]
    assert found[1].work.entry.catalogue_id == "aciclovir"


def test_a_visit_keeps_the_scheduled_visit_in_whose_window_it_lies(ws: Workspace) -> None:
    patient_id = register(ws, 400)
    person, planned = known(ws, patient_id), scheduled(ws, patient_id, LABEL)
    with ws.read() as session:
        held = scheduled_visit.get(session, planned)
    assert held is not None
    outside = days(-397)
    rows = [{"on": held.target, "karnofsky": 90}, {"on": outside, "notes": "fever"}, {"on": DAY, "systolic": 120}]
    found = bring(ws, RecordKind.VISIT, person, *rows)
    assert [(one.state, told(one)) for one in found] == [
        (RowState.NEW, []), (RowState.NEW, []), (RowState.REFUSED, ["blood_pressure_half"]),
    ]  # fmt: skip
    with ws.read() as session:
        seen = {one.entry.on: one.entry for one in visit.of_patient(session, patient_id)}
        closed = scheduled_visit.get(session, planned)
    assert closed is not None
    assert closed.closing is Closing.DONE
    assert (seen[held.target].scheduled_id, seen[outside].seen_by) == (planned, "not stated in the file")


def test_what_hangs_on_an_imported_visit_is_planned_from_its_day(ws: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "unit" / "protocols"
    folder.mkdir(parents=True)
    (folder / "hanging.yaml").write_text(HANGING, encoding="utf-8")
    ws.catalogue = Catalogue(tmp_path / "unit")
    patient_id = patients.register(ws, ANNA, course(12, protocol="hanging")).patient_id or 0
    bring(ws, RecordKind.VISIT, known(ws, patient_id), {"on": days(-1), "seen_by": "Dr Rossi"})
    rows = plan(ws, patient_id)
    assert (rows["First"].seen_on, rows["Second"].target) == (days(-1), days(-1 + 30))


def test_results_are_graded_converted_and_named_by_their_laboratory(ws: Workspace) -> None:
    person = known(ws, register(ws, 400))
    rows: list[dict[str, Any]] = [
        {"taken_on": DAY, "analyte": "HGB", "value": "7,5", "unit": "g/dL"},
        {"taken_on": DAY, "analyte": "HGB", "value": "75", "unit": "g/L", "laboratory": "Outside", "lln": Decimal(120)},
        {"taken_on": DAY, "analyte": "WBC", "value": "<0,1"},
        {"taken_on": DAY, "analyte": "HGB", "value": "99", "unit": "g/dL", "taken_at": "09:00"},
        {"taken_on": DAY, "analyte": "HGB", "value": "abc", "taken_at": "10:00"},
        {"taken_on": DAY, "analyte": "nothing", "value": "1"},
        {"taken_on": DAY, "analyte": "HGB", "value": "75", "unit": "g/L"},
    ]
    found = bring(ws, RecordKind.LAB_RESULT, person, *rows)
    assert [one.state for one in found] == [
        RowState.NEW, RowState.NEW, RowState.NEW, RowState.REFUSED, RowState.REFUSED, RowState.REFUSED, RowState.SAME,
    ]  # fmt: skip
    assert told(found[1]) == ["import_laboratory_new"]
    with ws.read() as session:
        held = {(one.analyte, one.laboratory_id): one for one in lab_result.of_patient(session, person.id)}
    own, outside = (held["HGB", key] for key in sorted((k for a, k in held if a == "HGB"), key=lambda k: k or 0))
    assert (own.canonical, own.grade, own.term_id) == (Decimal("75.0"), 3, "anemia")
    assert (outside.lln, held["WBC", None].comparator) == (Decimal(120), "<")
    assert all(one.reviewed_at is not None for one in held.values())


def test_results_graded_before_the_write_are_those_of_the_write(ws: Workspace) -> None:
    importer, used = import_records.RECORDS[RecordKind.LAB_RESULT](), {"laboratory": "City"}
    rows = [FULL[RecordKind.LAB_RESULT], {**FULL[RecordKind.LAB_RESULT], **used}, {"laboratory": "Never used"}]
    with ws.read() as session:
        found = importer.judge(ws, session, [Incoming(NEW, draft(RecordKind.LAB_RESULT, row)) for row in rows])
        importer.ready(ws, session, [(NEW, one) for one in found])
    person = known(ws, register(ws, 400, code=NEW.code))
    with ws.write("import.take") as writing:
        importer.write(writing, ws, [(person, one) for one in found])
    with ws.read() as session:
        held = lab_result.of_patient(session, person.id)
        names = {card.id: card.entry.name for card in laboratory.laboratories(session)}
    assert [(one.canonical, one.grade) for one in held] == [(Decimal("121.0"), held[0].grade)] * 2
    assert [names.get(one.laboratory_id or 0, "") for one in held] == ["", "City"]
    assert "Never used" not in names.values()


def test_fresh_results_wait_for_review_and_albumin_corrects_calcium(ws: Workspace) -> None:
    person = known(ws, register(ws, 400))
    rows = [
        {"taken_on": TODAY, "analyte": "CA", "value": "1.9", "unit": "mmol/L"},
        {"taken_on": TODAY, "analyte": "ALB", "value": "25", "unit": "g/L"},
    ]
    bring(ws, RecordKind.LAB_RESULT, person, *rows)
    with ws.read() as session:
        held = {one.analyte: one for one in lab_result.of_patient(session, person.id)}
    assert (held["CA"].corrected, held["CA"].reviewed_at) == (Decimal("2.2"), None)


def test_a_result_without_a_time_is_that_of_the_day_with_the_same_value(ws: Workspace) -> None:
    person = known(ws, register(ws, 400))
    bring(ws, RecordKind.LAB_RESULT, person, FULL[RecordKind.LAB_RESULT])
    bare = {key: value for key, value in FULL[RecordKind.LAB_RESULT].items() if key != "taken_at"}
    found = judge(ws, RecordKind.LAB_RESULT, person, bare, {**bare, "value": "9.9"})
    assert [one.state for one in found] == [RowState.SAME, RowState.NEW]


# the whole ---------------------------------------------------------------------------------------------------------


def test_words_that_differ_in_case_accents_and_blanks_are_the_same(ws: Workspace) -> None:
    person = known(ws, register(ws, 400))
    bring(ws, RecordKind.EDSS, person, {"assessed": whole(DAY), "edss": Decimal("3.0"), "rater": "Dr.  Rossì"})
    found = judge(ws, RecordKind.EDSS, person, {"assessed": whole(DAY), "edss": Decimal(3), "rater": "dr. rossi"})
    assert [one.state for one in found] == [RowState.SAME]


def test_records_of_many_patients_are_read_in_a_fixed_number_of_statements(ws: Workspace) -> None:
    ids = [register(ws, 400, code=f"MS-{number:03d}", given_name=f"Anna {number}") for number in range(1, 4)]
    with ws.read() as session:
        people = import_person.recorded(session, ids)
    assert [person.day0 for person in people.values()] == [days(-400)] * 3
    assert [person.code for person in people.values()] == ["MS-001", "MS-002", "MS-003"]


def test_cancelling_writes_nothing(ws: Workspace) -> None:
    person = known(ws, register(ws, 400))
    importer = import_records.RECORDS[RecordKind.CONTACT]()

    def stop(_done: int, _total: int) -> None:
        raise InterruptedError

    incoming = [Incoming(person, draft(RecordKind.CONTACT, FULL[RecordKind.CONTACT]))]
    with ws.write("import.take") as writing:
        found = importer.judge(ws, writing, incoming)
        with pytest.raises(InterruptedError):
            importer.write(writing, ws, [(person, found[0])], stop)
    with ws.read() as session:
        assert contact.of_many(session, [person.id]) == {}


def test_a_record_that_somebody_changed_meanwhile_is_not_overwritten(ws: Workspace) -> None:
    person, kind = known(ws, register(ws, 400)), RecordKind.VACCINATION
    bring(ws, kind, person, FULL[kind])
    importer, row = import_records.RECORDS[kind](), {**FULL[kind], "given_by": "Nurse"}
    with ws.read() as session:
        found = importer.judge(ws, session, [Incoming(person, draft(kind, row))])
    bring(ws, kind, person, {**FULL[kind], "note": "left arm"})
    with pytest.raises(KnownError, match="stale_row"), ws.write("import.take") as writing:
        importer.write(writing, ws, [(person, found[0])])
    with ws.read() as session:
        assert [(dose.given_by, dose.note) for dose in vaccination.of_patient(session, person.id)] == [("", "left arm")]


def test_a_new_patient_gets_the_records_once_registered(ws: Workspace) -> None:
    importer, row = import_records.RECORDS[RecordKind.VACCINATION](), FULL[RecordKind.VACCINATION]
    with ws.read() as session:
        found = importer.judge(ws, session, [Incoming(NEW, draft(RecordKind.VACCINATION, row))])
    saved = patients.register(ws, NEW.entry, None)
    assert saved.patient_id is not None
    with ws.write("import.take") as writing:
        importer.write(writing, ws, [(replace(NEW, id=saved.patient_id), found[0])])
    with ws.read() as session:
        assert [dose.lot for dose in vaccination.of_patient(session, saved.patient_id)] == ["A1"]
