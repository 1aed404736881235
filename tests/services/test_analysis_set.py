"""The analysis set opens in pandas and in a plain CSV reader, and says what the services say; what is not known is
empty.
"""

from __future__ import annotations

import csv
import json
import os
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from hsct_desktop.domain.adverse_event import Grade
from hsct_desktop.domain.data_table import DataTable, DataType
from hsct_desktop.domain.engraftment import Lineage
from hsct_desktop.domain.neda import verdict
from hsct_desktop.domain.outcomes import progression_free, relapse_free
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.domain.toxicity_phase import PhaseName
from hsct_desktop.services import (
    adverse_events,
    analysis_long,
    analysis_set,
    death_reviews,
    disease_course,
    engraftment,
    exports,
    supportive_therapies,
    toxicity_phases,
    transplants,
)  # fmt: skip
from hsct_desktop.services.analysis_facts import Facts, gather
from hsct_desktop.services.workspace import Workspace
from tests.services.ward import ANNA, course, days, drug, register, toxicity

Line = dict[str, str]


def lines(folder: Path, name: str) -> list[Line]:
    with open(folder / f"{name}.csv", encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.fixture
def small(ws: Workspace) -> Workspace:
    """One on Day +45 with two toxicities and a drug, one who is only referred."""
    patient_id = register(ws)
    adverse_events.record(ws, toxicity(patient_id, "nausea", 2, 3, onset=days(-44)))
    adverse_events.record(ws, toxicity(patient_id, "fatigue", 1, onset=days(-3)))
    supportive_therapies.record(ws, drug(patient_id))
    register(ws, None, code="MS-002", family_name="Verdi", phone="02 1234")
    return ws


def test_one_row_a_patient_and_transplant(small: Workspace, tmp_path: Path) -> None:
    analysis_set.write(small, tmp_path / "set")
    rows = {row["transplant_number"]: row for row in lines(tmp_path / "set", "patients")}
    assert rows.keys() == {"1", ""}
    own, referred = rows["1"], rows[""]
    assert (own["day0"], own["cd34_dose"], own["conditioning_regimen"]) == (
        days(-45).isoformat(), "5.2", "beam_atg_ms",
    )  # fmt: skip
    assert (own["worst_grade_day100"], own["worst_gastrointestinal_day100"], own["worst_cardiac_day100"]) == (
        "3", "3", "",
    )  # fmt: skip
    assert (own["mobilisation_day"], own["neda3_y1"], own["died"], own["sex"]) == ("-30", "unknown", "false", "unknown")
    assert (referred["day0"], referred["neda3_y1"], referred["infections"], referred["died"]) == ("", "", "", "")
    assert own["patient"] != referred["patient"]
    (taken,) = lines(tmp_path / "set", "therapies")
    assert (taken["patient"], taken["transplant_number"], taken["day"], taken["drug"], taken["stop_day"]) == (
        own["patient"], "1", "35", "aciclovir", "",
    )  # fmt: skip
    pandas = pytest.importorskip("pandas")  # which reads the same: numbers as numbers, gaps as gaps
    frame = pandas.read_csv(tmp_path / "set" / "patients.csv").set_index("patient")
    assert frame.loc[own["patient"], ["worst_grade_day100", "cd34_dose", "neda3_y1"]].tolist() == [3.0, 5.2, "unknown"]
    assert frame.loc[referred["patient"], ["transplant_number", "worst_grade", "infections"]].isna().all()
    said = {line["term"]: line for line in lines(tmp_path / "set", "toxicities")}
    assert (said["nausea"]["day"], said["nausea"]["worst_day"], said["nausea"]["worst_grade"]) == ("1", "2", "3")


def test_a_second_transplant_has_a_row_and_days_of_its_own(ws: Workspace) -> None:
    patient_id = register(ws, 800)
    version = transplants.courses_of(ws, patient_id)[0].version
    transplants.open_next(ws, patient_id, version, course(40, mobilisation_start=days(-60)))
    for onset, grade in ((days(-790), 2), (days(-65), 3), (days(-35), 4)):
        adverse_events.record(ws, toxicity(patient_id, "nausea" if grade < 4 else "anemia", min(grade, 3), onset=onset))
    found = {table.name: table for table in analysis_set.make(ws).tables}
    names = [column.name for column in found["patients"].columns]
    first, second = (dict(zip(names, row, strict=True)) for row in found["patients"].rows)
    assert (first["transplant_number"], second["transplant_number"]) == (1, 2)
    assert (first["day0"], second["day0"]) == (days(-800), days(-40))
    assert first["patient"] == second["patient"]
    assert (first["worst_grade"], first["worst_grade_day100"]) == (3, 2)  # that of day -65 lies before the second
    assert (second["worst_grade_day100"], second["worst_blood_day100"]) == (3, 3)
    assert [row[1:3] for row in found["toxicities"].rows] == [(1, 10), (1, 735), (2, 5)]


def test_it_names_nobody_and_the_log_tells_of_it(small: Workspace, tmp_path: Path) -> None:
    analysis_set.write(small, tmp_path / "set", as_days=True)
    files = sorted((tmp_path / "set").iterdir())
    names = {*(long.name for long in analysis_long.LONG), "patients", "dictionary", "codes"}
    assert {path.name for path in files} == {*(f"{name}.csv" for name in names), "settings.json"}
    whole = "".join(path.read_text(encoding="utf-8") for path in files)
    held = [ANNA.family_name, ANNA.code, "MS-002", "Verdi", "02 1234", "1985-03-07", days(-45).isoformat(), "Nurse"]
    assert [text for text in held if text in whole] == []
    assert os.name == "nt" or {path.stat().st_mode & 0o077 for path in files} == {0}
    (told,) = exports.past(small)
    assert (told.identified, told.kinds, told.patients) == (False, "Analysis set", 2)


def test_nothing_is_written_over_anything(small: Workspace, tmp_path: Path) -> None:
    place = tmp_path / "taken"
    place.mkdir()
    (place / "note.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(KnownError, match="archive_folder_taken"):
        analysis_set.write(small, place)
    with pytest.raises(KnownError, match="archive_folder_missing"):
        analysis_set.write(small, tmp_path / "no" / "where")
    with pytest.raises(KnownError, match="export_not_writable"):
        analysis_set.write(small, tmp_path / "a\0b")
    assert [path.name for path in place.iterdir()] == ["note.txt"]


def test_every_column_has_its_meaning_and_every_value_its_type(small: Workspace) -> None:
    small.language = "it"
    found = analysis_set.make(small)
    for table in found.tables:
        assert len({column.name for column in table.columns}) == len(table.columns), table.name
        assert all(column.meaning for column in table.columns)
        assert wrong_types(table) == []
    assert json.loads(json.dumps(found.settings))["outcomes"]["preset"] == "msprog24"


_TYPES: dict[DataType, tuple[type, ...]] = {
    DataType.WHOLE: (int,), DataType.NUMBER: (Decimal,), DataType.YES_NO: (bool,),
}  # fmt: skip


def wrong_types(table: DataTable) -> list[tuple[str, object]]:
    """The cells that are neither empty nor of the kind that their column promises."""
    found: list[tuple[str, object]] = []
    for row in table.rows:
        for column, value in zip(table.columns, row, strict=True):
            wanted = _TYPES.get(column.type, (object,))
            odd = isinstance(value, bool) and column.type is not DataType.YES_NO
            if value is not None and (not isinstance(value, wanted) or odd or value == ""):
                found.append((column.name, value))
    return found


@pytest.fixture
def ward_set(practised: Workspace, tmp_path: Path) -> tuple[Workspace, Path]:
    analysis_set.write(practised, tmp_path / "set")
    return practised, tmp_path / "set"


def said_otherwise(ws: Workspace, row: Line, facts: Facts) -> list[str]:
    """The columns of a row in which the services say something else than the file."""
    course, patient_id = facts.course, facts.card.id
    assert facts.row is not None
    wanted: dict[str, Any] = {
        "neda3_y1": verdict(course, 12).neda3.value,
        "neda3_y2": verdict(course, 24).neda3.value,
        "progression_free_days": progression_free(course).days,
        "relapse_free_days": relapse_free(course).days,
        "relapse_free_ending": relapse_free(course).ending.value,
        "edss_baseline": course.edss_reference.value if course.edss_reference is not None else None,
        "edss_last": course.seen_after[-1].value if course.seen_after and course.edss_reference else None,
    }
    with ws.read() as session:
        states = {one.lineage: one for one in engraftment.states(ws, session, patient_id, facts.row.id)}
    for lineage in Lineage:
        on = states[lineage].on if lineage in states else None
        wanted[f"{lineage.value}_engraftment_day"] = None if on is None else course.day(on)
    told = {name: "" if value is None else value for name, value in wanted.items()}
    return [name for name, value in told.items() if not _alike(row[name], value)]


def _alike(text: str, value: object) -> bool:
    return Decimal(text) == Decimal(str(value)) if isinstance(value, int | float) and text else text == value


@pytest.mark.soak
def test_the_practice_ward_says_what_the_services_say(ward_set: tuple[Workspace, Path]) -> None:
    ws, folder = ward_set
    rows, facts = lines(folder, "patients"), list(gather(ws))
    assert [(row["patient"], row["transplant_number"]) for row in rows] == [
        (one.pseudonym, "" if one.row is None else str(one.row.number)) for one in facts
    ]
    assert {row["patient"]: said_otherwise(ws, row, one) for row, one in zip(rows, facts, strict=True) if one.row} == {
        one.pseudonym: [] for one in facts if one.row
    }
    deaths = {one.days: one for one in death_reviews.mortality(ws, (100, 365, 1826))}
    last = {row["patient"]: row for row in rows if row["product"] == "hsc"}.values()
    for day, told in deaths.items():
        assert sum(row[f"trm_{day}"] == "true" for row in last) == len(told.related), day
    assert len({row["patient"] for row in rows}) == len(disease_course.of_all(ws))


@pytest.mark.soak
def test_the_worst_grades_are_those_of_the_toxicity_table(ward_set: tuple[Workspace, Path]) -> None:
    ws, folder = ward_set
    checked = 0
    for row, one in zip(lines(folder, "patients"), list(gather(ws)), strict=True):
        if one.row is None or one.course.until is not None:
            continue
        table = toxicity_phases.by_phase(ws, one.card.id)
        for place, phase in enumerate(PhaseName):
            grades: list[Grade] = [soc.worst[place] for soc in table.rows if soc.worst[place] is not None]  # type: ignore[misc]
            assert row[f"worst_grade_in_{phase.value}"] == (str(int(max(grades))) if grades else ""), (row, phase)
            checked += bool(grades)
    assert checked > 10


@pytest.mark.soak
def test_pandas_reads_what_the_plain_reader_reads(ward_set: tuple[Workspace, Path]) -> None:
    pandas = pytest.importorskip("pandas")
    _, folder = ward_set
    types = {(row["table"], row["field"]): row["type"] for row in lines(folder, "dictionary")}
    numbers = {"whole number", "number"}
    for path in sorted(folder.glob("*.csv")):
        frame, plain = pandas.read_csv(path, keep_default_na=False, na_values=[""]), lines(folder, path.stem)
        assert len(frame) == len(plain), path.name
        assert list(frame.columns) == list(plain[0] if plain else frame.columns)
        for name in frame.columns:
            if types.get((path.stem, name)) in numbers and frame[name].notna().any():
                assert frame[name].dtype.kind in "if", (path.name, name)
                held = [Decimal(row[name]) for row in plain if row[name]]
                assert abs(float(sum(held)) - float(frame[name].sum())) < 1e-6, (path.name, name)
    edss = pandas.read_csv(folder / "edss.csv")
    both = edss.merge(pandas.read_csv(folder / "patients.csv"), on=["patient", "transplant_number"])
    dated = both[both["day"].notna()]
    gone = pandas.to_datetime(dated["date"]) - pandas.to_datetime(dated["day0"])
    assert (gone == pandas.to_timedelta(dated["day"], unit="D")).all()
    assert len(dated) > 40
