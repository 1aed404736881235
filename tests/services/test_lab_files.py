"""Files of a laboratory on a real data file: every result accounted for, nothing guessed, nothing twice."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from hsct_desktop.domain.lab_file import DateFormat, LabMapping, MappedColumn, NamedAnalyte, Role
from hsct_desktop.domain.lab_result import CellEntry, LabResult, Sample
from hsct_desktop.domain.patient import StateChangeKind
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.domain.reference_range import LaboratoryEntry, ReferenceRange
from hsct_desktop.services import lab_files, lab_results, laboratories, undo
from hsct_desktop.services.lab_file_check import DryRun, LineState
from hsct_desktop.services.lab_files import Choices
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import lab_result
from tests.exchange.xlsx import workbook
from tests.services.ward import TODAY, change_state, register

HEADER = "Codice;Nato il;Data prelievo;Ora;Esame;Risultato;Unità;Min;Max"
ROLES = (Role.PATIENT, Role.BIRTH_DATE, Role.DATE, Role.TIME, Role.ANALYTE, Role.VALUE, Role.UNIT, Role.LLN, Role.ULN)
NAMES = {
    "emoglobina": NamedAnalyte("HGB"),
    "piastrine": NamedAnalyte("PLT", "10^9/L"),
    "alt": NamedAnalyte("ALT"),
    "calcio": NamedAnalyte("CA"),
    "albumina": NamedAnalyte("ALB"),
    "vpm": NamedAnalyte(""),
}
MAPPING = LabMapping(
    "City laboratory",
    tuple(MappedColumn(header, role) for header, role in zip(HEADER.split(";"), ROLES, strict=True)),
    analytes=NAMES,
)
WHO = "MS-001;07/03/1985"


@pytest.fixture
def patient(ws: Workspace) -> int:
    return register(ws, 20)


def write(folder: Path, *rows: str, name: str = "results.csv") -> Path:
    path = folder / name
    path.write_text("\n".join([HEADER, *rows]) + "\n", encoding="utf-8")
    return path


def check(ws: Workspace, path: Path, mapping: LabMapping = MAPPING, laboratory_id: int | None = None) -> DryRun:
    run = lab_files.check(ws, path, mapping, laboratory_id)
    assert sum(run.counts.values()) == run.read == len(run.lines)
    return run


def states(run: DryRun) -> list[str]:
    return [line.state.value for line in run.lines]


def problems(run: DryRun) -> list[str]:
    return [line.problem.key if line.problem is not None else "" for line in run.lines]


def stored(ws: Workspace, patient: int) -> list[LabResult]:
    with ws.read() as session:
        return lab_result.of_patient(session, patient)


def take(ws: Workspace, run: DryRun, choices: Choices = lab_files.CAUTIOUS) -> lab_files.Taken:
    taken = lab_files.take(ws, run, choices)
    assert taken.added + taken.changed + taken.same + taken.left_out + taken.not_taken == run.read
    return taken


def test_a_file_is_checked_then_taken_and_a_second_time_adds_nothing(
    ws: Workspace, patient: int, tmp_path: Path
) -> None:
    path = write(
        tmp_path,
        f"{WHO};19/11/2026;08:30;Emoglobina;9,1;g/dL;12,0;16,0",
        f"{WHO};19/11/2026;08:30;Piastrine;<10;;;",
        f"{WHO};19/11/2026;08:30;VPM;9,9;fL;;",
    )
    run = check(ws, path)
    assert states(run) == ["new", "new", "left_out"]
    assert stored(ws, patient) == []
    taken = take(ws, run)
    assert (taken.added, taken.left_out, taken.patients) == (2, 1, 1)
    found = {result.analyte: result for result in stored(ws, patient)}
    haemoglobin = found["HGB"]
    assert (haemoglobin.value, haemoglobin.unit, haemoglobin.grade) == (Decimal("9.1"), "g/dL", 2)
    assert (haemoglobin.lln, haemoglobin.uln, haemoglobin.entered_by) == (Decimal("12.0"), Decimal("16.0"), "file")
    assert (haemoglobin.taken_on, haemoglobin.taken_at) == (date(2026, 11, 19), "08:30")
    assert (found["PLT"].comparator, found["PLT"].unit, found["PLT"].grade) == ("<", "10^9/L", 4)
    assert haemoglobin.reviewed_at is None
    again = check(ws, path)
    assert states(again) == ["same", "same", "left_out"]
    assert take(ws, again).changes.txn == ""
    assert len(stored(ws, patient)) == 2


def test_taking_is_one_write_and_one_undo(ws: Workspace, patient: int, tmp_path: Path) -> None:
    other = register(ws, 10, "MS-002", birth_date=date(1990, 1, 2), family_name="Verdi")
    path = write(
        tmp_path,
        f"{WHO};19/11/2026;;Emoglobina;9,1;g/dL;;",
        "ms-002;02/01/1990;18/11/2026;;Emoglobina;10,1;g/dL;;",
    )
    taken = take(ws, check(ws, path))
    assert taken.patients == 2
    assert len(stored(ws, patient)) == len(stored(ws, other)) == 1
    undone = undo.undo(ws, taken.changes.txn)
    assert "result" in undone.kinds
    assert stored(ws, patient) == stored(ws, other) == []


REFUSED = {
    "unknown code": ("XX-9;07/03/1985;19/11/2026;;Emoglobina;9,1;g/dL;;", "lab_patient_unknown", 0),
    "other birth date": ("MS-001;08/03/1985;19/11/2026;;Emoglobina;9,1;g/dL;;", "lab_birth_date_other", 1),
    "code missing": (";07/03/1985;19/11/2026;;Emoglobina;9,1;g/dL;;", "lab_code_missing", 0),
    "birth date missing": ("MS-001;;19/11/2026;;Emoglobina;9,1;g/dL;;", "lab_birth_date_missing", 1),
    "birth year of two digits": ("MS-001;07/03/85;19/11/2026;;Emoglobina;9,1;g/dL;;", "lab_date_unreadable", 1),
    "day missing": (f"{WHO};;;Emoglobina;9,1;g/dL;;", "lab_date_missing", 2),
    "month first": (f"{WHO};11/19/2026;;Emoglobina;9,1;g/dL;;", "lab_date_unreadable", 2),
    "no such day": (f"{WHO};30/02/2026;;Emoglobina;9,1;g/dL;;", "lab_date_unreadable", 2),
    "tomorrow": (f"{WHO};21/11/2026;;Emoglobina;9,1;g/dL;;", "sample_in_future", 2),
    "before birth": (f"{WHO};01/01/1980;;Emoglobina;9,1;g/dL;;", "sample_before_birth", 2),
    "time": (f"{WHO};19/11/2026;25:00;Emoglobina;9,1;g/dL;;", "time_unreadable", 3),
    "unknown test": (f"{WHO};19/11/2026;;Tempo;9,1;g/dL;;", "lab_analyte_unknown", 4),
    "test missing": (f"{WHO};19/11/2026;;;9,1;g/dL;;", "lab_analyte_missing", 4),
    "value missing": (f"{WHO};19/11/2026;;Emoglobina;;g/dL;;", "lab_value_missing", 5),
    "text": (f"{WHO};19/11/2026;;Emoglobina;vedi nota;g/dL;;", "lab_value_unreadable", 5),
    "infinite": (f"{WHO};19/11/2026;;Emoglobina;inf;g/dL;;", "lab_value_unreadable", 5),
    "negative": (f"{WHO};19/11/2026;;Emoglobina;-9,1;g/dL;;", "lab_value_negative", 5),
    "impossible": (f"{WHO};19/11/2026;;Emoglobina;1400;g/L;;", "lab_value_impossible", 5),
    "other decimal sign": (f"{WHO};19/11/2026;;Emoglobina;9.1;g/dL;;", "lab_decimal_other", 5),
    "foreign unit": (f"{WHO};19/11/2026;;ALT;40;mg/dL;;", "unit_not_of_analyte", 6),
    "two units": (f"{WHO};19/11/2026;;Emoglobina;91 g/L;g/dL;;", "lab_units_differ", 6),
    "no unit": (f"{WHO};19/11/2026;;Emoglobina;9,1;;;", "lab_unit_missing", 5),
    "limits reversed": (f"{WHO};19/11/2026;;Emoglobina;9,1;g/dL;16,0;12,0", "range_reversed", 7),
    "limit unreadable": (f"{WHO};19/11/2026;;Emoglobina;9,1;g/dL;1.2.3;12,0", "lab_limits_unreadable", 7),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_does_not_fit_is_refused_with_its_row_and_cell(
    ws: Workspace, patient: int, tmp_path: Path, case: str
) -> None:
    row, key, column = REFUSED[case]
    run = check(ws, write(tmp_path, f"{WHO};19/11/2026;07:00;Emoglobina;9,9;g/dL;;", row))
    assert states(run) == ["new", "refused"]
    line = run.lines[1]
    assert line.problem is not None
    assert line.problem.key == key
    assert line.result.row == 3
    place = {"patient": 0, "birth_date": 1, "date": 2}.get(line.problem.field, line.result.column)
    assert place == column
    assert ws.wording.problem(line.problem)
    assert take(ws, run).not_taken == 1
    assert len(stored(ws, patient)) == 1


def test_a_sample_after_death_is_refused(ws: Workspace, patient: int, tmp_path: Path) -> None:
    change_state(ws, patient, StateChangeKind.DIED, TODAY - timedelta(days=3))
    run = check(ws, write(tmp_path, f"{WHO};19/11/2026;;Emoglobina;9,1;g/dL;;"))
    assert problems(run) == ["after_death"]


def test_another_value_for_the_same_sample_is_a_conflict_that_a_person_decides(
    ws: Workspace, patient: int, tmp_path: Path
) -> None:
    cell = CellEntry("HGB", Sample(date(2026, 11, 19), "08:30"), "95 g/L")
    lab_results.put_cells(ws, patient, [cell])
    run = check(ws, write(tmp_path, f"{WHO};19/11/2026;08:30;Emoglobina;9,1;g/dL;;"))
    assert problems(run) == ["lab_conflict"]
    assert run.counts[LineState.CONFLICT] == 1
    assert take(ws, run).not_taken == 1
    assert stored(ws, patient)[0].value == Decimal(95)
    taken = take(ws, run, Choices(take_conflicts=True))
    assert (taken.added, taken.changed) == (0, 1)
    assert (stored(ws, patient)[0].value, stored(ws, patient)[0].unit) == (Decimal("9.1"), "g/dL")


def test_the_same_value_in_another_unit_is_the_same(ws: Workspace, patient: int, tmp_path: Path) -> None:
    lab_results.put_cells(ws, patient, [CellEntry("HGB", Sample(date(2026, 11, 19), "08:30"), "91 g/L")])
    run = check(ws, write(tmp_path, f"{WHO};19/11/2026;08:30;Emoglobina;9,1;g/dL;;"))
    assert states(run) == ["same"]


def test_an_unusual_value_waits_for_a_person(ws: Workspace, patient: int, tmp_path: Path) -> None:
    run = check(ws, write(tmp_path, f"{WHO};19/11/2026;;Emoglobina;3,1;g/dL;;"))
    assert problems(run) == ["lab_value_improbable"]
    assert take(ws, run).added == 0
    assert take(ws, run, Choices(take_unusual=True)).added == 1


def test_a_sample_twice_in_the_file(ws: Workspace, patient: int, tmp_path: Path) -> None:
    run = check(
        ws,
        write(
            tmp_path,
            f"{WHO};19/11/2026;08:30;Emoglobina;9,1;g/dL;;",
            f"{WHO};19/11/2026;08:30;Emoglobina;9,10;g/dL;;",
            f"{WHO};19/11/2026;08:30;Piastrine;20;;;",
            f"{WHO};19/11/2026;08:30;Piastrine;21;;;",
        ),
    )
    assert states(run) == ["new", "same", "refused", "refused"]
    assert problems(run)[2:] == ["lab_twice_in_file"] * 2
    assert take(ws, run).added == 1


def test_the_own_laboratory_meets_what_was_typed_and_another_does_not(
    ws: Workspace, patient: int, tmp_path: Path
) -> None:
    own = laboratories.put_laboratory(ws, LaboratoryEntry("Own", True)).record_id
    outside = laboratories.put_laboratory(ws, LaboratoryEntry("City")).record_id
    lab_results.put_cells(ws, patient, [CellEntry("HGB", Sample(date(2026, 11, 19), "08:30"), "9.1 g/dL")])
    path = write(tmp_path, f"{WHO};19/11/2026;08:30;Emoglobina;9,1;g/dL;;")
    assert states(check(ws, path, laboratory_id=own)) == ["same"]
    assert states(check(ws, path, laboratory_id=outside)) == ["new"]
    with pytest.raises(KnownError, match="stale_row"):
        check(ws, path, laboratory_id=999)


def test_the_laboratorys_range_grades_what_prints_none(ws: Workspace, patient: int, tmp_path: Path) -> None:
    lab = laboratories.put_laboratory(ws, LaboratoryEntry("City")).record_id
    assert lab is not None
    laboratories.put_range(ws, lab, ReferenceRange("ALT", "U/L", Decimal(0), Decimal(40)))
    run = check(ws, write(tmp_path, f"{WHO};19/11/2026;;ALT;130;;;"), laboratory_id=lab)
    assert states(run) == ["new"]
    take(ws, run)
    found = stored(ws, patient)[0]
    assert (found.unit, found.uln, found.grade, found.laboratory_id) == ("U/L", Decimal(40), 2, lab)


def test_calcium_is_corrected_by_the_albumin_of_its_sample(ws: Workspace, patient: int, tmp_path: Path) -> None:
    path = write(
        tmp_path,
        f"{WHO};19/11/2026;08:30;Calcio;1,90;mmol/L;2,15;2,55",
        f"{WHO};19/11/2026;08:30;Albumina;30;g/L;35;50",
    )
    take(ws, check(ws, path))
    calcium = next(result for result in stored(ws, patient) if result.analyte == "CA")
    assert calcium.corrected == Decimal("2.10")
    assert (calcium.grade, calcium.lln) == (1, Decimal("2.15"))


def test_refused_rows_come_back_in_their_layout_and_can_be_taken_once_corrected(
    ws: Workspace, patient: int, tmp_path: Path
) -> None:
    path = write(
        tmp_path,
        f"{WHO};19/11/2026;08:30;Emoglobina;9,1;g/dL;;",
        f"{WHO};19/11/2026;08:30;Piastrine;venti;;;",
        "XX-9;07/03/1985;19/11/2026;;Emoglobina;9,1;g/dL;;",
    )
    run = check(ws, path)
    target = tmp_path / "refused.csv"
    assert lab_files.write_rejected(ws, run, target) == 2
    lines = target.read_text(encoding="utf-8-sig").splitlines()
    assert lines[0] == HEADER + ";Not taken because"
    assert lines[1].startswith(f"{WHO};19/11/2026;08:30;Piastrine;venti;;;;")
    assert "“venti” is no laboratory value" in lines[1]
    take(ws, run)
    target.write_text(target.read_text(encoding="utf-8-sig").replace("venti", "20"), encoding="utf-8")
    again = check(ws, target)
    assert states(again) == ["new", "refused"]
    assert take(ws, again).added == 1
    twice = tmp_path / "refused again.csv"
    lab_files.write_rejected(ws, again, twice)
    assert twice.read_text(encoding="utf-8-sig").splitlines()[0] == HEADER + ";Not taken because"
    with pytest.raises(KnownError, match="table_over_other"):
        lab_files.write_rejected(ws, run, path)


WIDE = LabMapping(
    "Wide",
    (
        MappedColumn("Code", Role.PATIENT),
        MappedColumn("Born", Role.BIRTH_DATE),
        MappedColumn("Day", Role.DATE),
        MappedColumn("Hb (g/dL)", Role.RESULT, "HGB", "g/dL"),
        MappedColumn("PLT", Role.RESULT, "PLT", "10^9/L"),
    ),
    decimal=",",
    header_row=3,
    sheet="Esami",
)


def test_a_spreadsheet_with_a_column_for_each_test(ws: Workspace, patient: int, tmp_path: Path) -> None:
    path = tmp_path / "wide.xlsx"
    path.write_bytes(
        workbook(
            [
                ["Laboratory of the city"],
                [],
                ["Code", "Born", "Day", "Hb (g/dL)", "PLT"],
                ["MS-001", ("date", "31113"), ("date", "46345.354166666664"), 9.1000000000000005, "1.200"],
                ["MS-001", ("date", "31113"), ("date", "46344"), 1400, 25],
                ["MS-001", ("date", "31113"), ("date", "46343"), None, None],
                ["MS-001", "07/03/1985", "13/11/2026", "9,4", ("=", "30")],
            ],
            merged=("A1:C1",),
        )
    )
    run = check(ws, path, WIDE)
    assert Counter(states(run)) == {"new": 4, "unusual": 1, "refused": 1, "left_out": 1}
    assert (run.file.table.formulas, run.file.table.merged) == (1, ("A1:C1",))
    take(ws, run, Choices(take_unusual=True))
    found = {(r.analyte, r.taken_on, r.taken_at): r.value for r in stored(ws, patient)}
    assert found["HGB", date(2026, 11, 19), "08:30"] == Decimal("9.1")
    assert found["PLT", date(2026, 11, 19), "08:30"] == Decimal(1200)  # "1.200" is text: thousands, as declared
    assert found["PLT", date(2026, 11, 13), ""] == Decimal(30)
    target = tmp_path / "refused.csv"
    lab_files.write_rejected(ws, run, target, Choices(take_unusual=True))
    lines = target.read_text(encoding="utf-8-sig").splitlines()
    assert lines[3].startswith("MS-001;07/03/1985;18/11/2026;1400;;")
    assert states(check(ws, target, WIDE)) == ["refused"]


def test_a_mapping_is_remembered_under_its_name(ws: Workspace) -> None:
    lab_files.save_mapping(ws, MAPPING, None)
    lab_files.save_mapping(ws, replace(MAPPING, decimal="."), None)
    assert [saved.mapping for saved in lab_files.mappings(ws)] == [replace(MAPPING, decimal=".")]
    saved = lab_files.mapping_named(ws, "city LABORATORY")
    lab_files.remove_mapping(ws, saved.id, saved.version)
    with pytest.raises(KnownError, match="lab_mapping_unknown"):
        lab_files.mapping_named(ws, "City laboratory")


WRONG_MAPPINGS = {
    "lab_role_missing_birth_date": replace(MAPPING, columns=(MAPPING.columns[0], *MAPPING.columns[2:])),
    "lab_role_twice": replace(MAPPING, columns=(*MAPPING.columns, MappedColumn("Other", Role.UNIT))),
    "lab_layouts_mixed": replace(MAPPING, columns=(*MAPPING.columns, MappedColumn("Hb", Role.RESULT, "HGB", "g/L"))),
    "analyte_unknown": replace(MAPPING, analytes={"x": NamedAnalyte("NOPE")}),
    "unit_not_of_analyte": replace(MAPPING, analytes={"alt": NamedAnalyte("ALT", "mg/dL")}),
    "lab_mapping_decimal": replace(MAPPING, decimal="'"),
    "lab_mapping_name_missing": replace(MAPPING, name=" "),
}


@pytest.mark.parametrize("key", WRONG_MAPPINGS)
def test_a_mapping_that_can_be_none_is_refused(ws: Workspace, key: str) -> None:
    with pytest.raises(InputError) as caught:
        lab_files.save_mapping(ws, WRONG_MAPPINGS[key], None)
    assert key in [problem.key for problem in caught.value.problems]
    assert lab_files.mappings(ws) == []


def test_a_file_of_another_layout_is_refused_whole(ws: Workspace, patient: int, tmp_path: Path) -> None:
    path = tmp_path / "other.csv"
    path.write_text("Codice;Codice;Nato il\nMS-001;x;07/03/1985\n", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        check(ws, path)
    keys = Counter(problem.key for problem in caught.value.problems)
    assert keys == {"lab_header_twice": 1, "lab_header_missing": 7}
    with pytest.raises(InputError, match="lab_mapping_header_row"):
        check(ws, path, replace(MAPPING, header_row=9))


def test_a_person_who_cancels_leaves_nothing_behind(ws: Workspace, patient: int, tmp_path: Path) -> None:
    class CancelledError(Exception):
        pass

    def cancel(done: int, total: int) -> None:
        raise CancelledError

    run = check(ws, write(tmp_path, f"{WHO};19/11/2026;;Emoglobina;9,1;g/dL;;"))
    with pytest.raises(CancelledError):
        lab_files.take(ws, run, progress=cancel)
    assert stored(ws, patient) == []


def test_american_dates_and_points_where_they_are_declared(ws: Workspace, patient: int, tmp_path: Path) -> None:
    path = write(tmp_path, "MS-001;03/07/1985;11/12/2026;;Piastrine;1,250.5;;;")
    mapping = replace(MAPPING, date_format=DateFormat.MONTH_FIRST, decimal=".")
    take(ws, check(ws, path, mapping), Choices(take_unusual=True))
    assert [(r.taken_on, r.value) for r in stored(ws, patient)] == [(date(2026, 11, 12), Decimal("1250.5"))]
