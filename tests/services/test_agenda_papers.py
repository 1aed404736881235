"""Month, week list and the patient's own plan from a real file."""

from __future__ import annotations

from pathlib import Path

import pytest

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.domain.patient import StateChange, StateChangeKind
from hsct_desktop.domain.problem import KnownError
from hsct_desktop.services import agenda, agenda_papers, printing, settings, states, visits
from hsct_desktop.services.workspace import Workspace
from tests.documents.reading import Read, read
from tests.services.ward import TODAY, days, plan, register, scheduled, see


def book(ws: Workspace, patient_id: int, label: str, day: int, time: str = "") -> None:
    visits.book(ws, scheduled(ws, patient_id, label), plan(ws, patient_id)[label].version, days(day), time, "asked for")


def paper(path: Path) -> Read:
    return read(path.read_bytes())


def test_a_month_is_printed_with_its_visits(ws: Workspace, tmp_path: Path) -> None:
    patient_id = register(ws, 45)
    book(ws, patient_id, "Day +60", 3, "09:45")
    found = paper(printing.month(ws, TODAY, tmp_path / "month.pdf", "it"))
    assert found.has("Novembre 2026")
    assert found.has("09:45")
    assert found.has("Bianchi A. 1985")


def test_a_plan_has_the_next_dates_and_not_the_last_ones(ws: Workspace, tmp_path: Path) -> None:
    settings.put(ws, "unit.phone", "+39 000 555 0142")
    patient_id = register(ws, 45)
    book(ws, patient_id, "Day +60", 14, "09:45")
    see(ws, patient_id, None, days(-2))
    data = agenda_papers.patient_plan_data(ws, patient_id)
    booked = [entry for entry in data.dates if entry.on is not None]
    assert [(entry.label, entry.on, entry.time) for entry in booked] == [("Day +60", days(14), "09:45")]
    assert all(entry.latest is not None for entry in data.dates if entry.on is None)
    assert data.phone == "+39 000 555 0142"
    assert len(data.call) > 4
    found = paper(printing.patient_plan(ws, "ms-001", tmp_path / "plan.pdf", "en"))
    for text in ("Anna Bianchi", "4 Dec 2026", "Friday, at 09:45", "+39 000 555 0142", "38.0 °C"):
        assert found.has(text), text


def test_nothing_of_the_plan_is_left_out_without_a_word(ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(agenda_papers, "MOST_DATES", 3)
    patient_id = register(ws, 5)
    data = agenda_papers.patient_plan_data(ws, patient_id)
    assert len(data.dates) == 3
    rows = plan(ws, patient_id).values()
    ahead = [row for row in rows if row.status.awaits and row.earliest and row.earliest <= TODAY + agenda_papers.AHEAD]
    assert len(data.dates) + data.more == len(ahead)


@pytest.mark.parametrize(
    ("own", "asked", "expected"), [("it", None, "it"), ("it", "en", "en"), ("xx", None, "en"), ("", None, "en")]
)
def test_a_plan_speaks_the_patients_language(ws: Workspace, own: str, asked: str | None, expected: str) -> None:
    patient_id = register(ws, 45, language=own)
    data = agenda_papers.patient_plan_data(ws, patient_id, asked)
    assert data.context.language == expected
    assert data.bring[0] == {"en": "this plan", "it": "questo piano"}[expected]


def test_a_passed_window_asks_to_call(ws: Workspace) -> None:
    patient_id = register(ws, 400)
    late = [entry for entry in agenda_papers.patient_plan_data(ws, patient_id).dates if entry.late]
    statuses = {row.label: row.status.value for row in plan(ws, patient_id).values()}
    assert [statuses[entry.label] for entry in late] == ["late"] * len(late)
    assert late == [entry for entry in late if entry.on is None]


@pytest.mark.parametrize("kind", [StateChangeKind.DIED, StateChangeKind.TRANSFERRED])
def test_no_plan_for_who_is_not_followed(ws: Workspace, tmp_path: Path, kind: StateChangeKind) -> None:
    patient_id = register(ws, 45)
    states.change(ws, patient_id, StateChange(kind, TODAY, "why"))
    with pytest.raises(KnownError) as error:
        printing.patient_plan(ws, "MS-001", tmp_path / "plan.pdf")
    assert error.value.key == "plan_not_followed"
    assert "Bianchi" in ws.wording.known_error(error.value)
    assert not (tmp_path / "plan.pdf").exists()


def test_a_unit_edits_what_the_plan_says(ws: Workspace, tmp_path: Path) -> None:
    folder = tmp_path / "unit"
    (folder / "catalogues").mkdir(parents=True)
    (folder / "catalogues" / "patient_plan.yaml").write_text(
        "items:\n"
        "  - {id: card, section: bring, shown: false, label: {en: x, it: x}}\n"
        "  - {id: urine, section: bring, label: {en: a urine sample, it: un campione di urine}}\n"
        "  - {id: fever, section: call, label: {en: 'fever: 37.8 °C or more', it: 'febbre: 37,8 °C o più'}}\n",
        encoding="utf-8",
    )
    ws.catalogue = Catalogue(folder)
    assert ws.catalogue.problems == ()
    data = agenda_papers.patient_plan_data(ws, register(ws, 45), "en")
    assert data.call[0] == "fever: 37.8 °C or more"
    assert data.bring[-1] == "a urine sample"
    assert "your health insurance card" not in data.bring


def test_a_wrong_section_is_said_and_leaves_the_shipped_plan(tmp_path: Path) -> None:
    (tmp_path / "catalogues").mkdir()
    (tmp_path / "catalogues" / "patient_plan.yaml").write_text(
        "items:\n  - {id: fever, section: calls, label: {en: x, it: x}}\n", encoding="utf-8"
    )
    catalogue = Catalogue(tmp_path)
    assert [problem.problem.key for problem in catalogue.problems] == ["yaml_choice_unknown"]
    assert catalogue.patient_plan["fever"].label.en == "fever: 38.0 °C or more"


def test_a_pdf_never_goes_over_something_else(ws: Workspace, tmp_path: Path) -> None:
    register(ws, 45)
    kept = tmp_path / "notes.txt"
    kept.write_text("mine", encoding="utf-8")
    for write in (
        lambda: printing.month(ws, TODAY, kept),
        lambda: printing.week_list(ws, TODAY, kept),
        lambda: printing.patient_plan(ws, "MS-001", kept),
    ):
        with pytest.raises(KnownError):
            write()
    assert kept.read_text(encoding="utf-8") == "mine"


def test_a_narrowed_print_says_so(ws: Workspace, tmp_path: Path) -> None:
    patient_id = register(ws, 45)
    book(ws, patient_id, "Day +60", 0, "09:45")
    everybody = paper(printing.week_list(ws, TODAY, tmp_path / "all.pdf"))
    assert everybody.has("MS-001")
    assert "only" not in everybody.text
    chosen = agenda.AgendaFilter("ahsct-ssc")
    for write, name in ((printing.week_list, "week.pdf"), (printing.month, "month.pdf")):
        found = paper(write(ws, TODAY, tmp_path / name, "en", chosen))
        assert not found.has("MS-001")
        assert found.has("only ahsct-ssc")
    # The load is that of everybody.
    assert paper(tmp_path / "week.pdf").has("places taken: 1 of 6")
