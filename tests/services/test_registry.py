"""The registry sheet: which days a form tells of, what is missing, that it was typed in, its files."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from hsct_desktop.documents.registry_inputs import ItemState, RegistrySheet
from hsct_desktop.domain.letter import LetterEntry, LetterKind
from hsct_desktop.domain.patient import Consent, StateChangeKind
from hsct_desktop.domain.problem import InputError, KnownError
from hsct_desktop.domain.protocol import Product
from hsct_desktop.domain.registry import RegistryEntry, RegistryFact, RegistryForm, forms_due, period
from hsct_desktop.services import registry, transplants, undo
from hsct_desktop.services.changes import Changes
from hsct_desktop.services.letter_gather import make_ask
from hsct_desktop.services.registry import TransplantForms
from hsct_desktop.services.registry_facts import _SAY, RegistryFacts, place_of
from hsct_desktop.services.workspace import Workspace
from hsct_desktop.store import transplant
from tests.services import ward
from tests.services.ward import TODAY, change_state, course, days, see


def register(ws: Workspace, *course_of: Any, **person: Any) -> int:
    """Register somebody who has consented to the registry."""
    return ward.register(ws, *course_of, **({"consent_registry": Consent.YES} | person))


def item(found: RegistrySheet, name: str) -> tuple[str, ItemState]:
    return next((one.value, one.state) for one in found.items if one.id == name)


def test_forms_follow_each_other_without_a_gap() -> None:
    day0, on = date(2024, 2, 29), date(2027, 3, 1)
    spans = [period(form, day0, on) for form in RegistryForm]
    assert [span.due for span in spans] == [day0, date(2024, 6, 8), date(2024, 8, 29), date(2027, 2, 28)]
    assert spans[3].year == 3
    assert spans[1].first == day0
    assert (spans[2].first - spans[1].last).days == 1
    first_year = period(RegistryForm.ANNUAL, day0, date(2025, 3, 10))
    assert (first_year.year, (first_year.first - spans[2].last).days) == (1, 1)
    assert first_year.last == date(2025, 3, 10)


def test_every_fact_is_answered_and_has_a_place() -> None:
    assert set(_SAY) == set(RegistryFact)
    assert {fact for fact in RegistryFact if not place_of(fact)} == {RegistryFact.NOT_HELD}


def test_what_is_missing_is_marked_and_named(ws: Workspace) -> None:
    patient_id = register(ws, 120)
    found = registry.sheet(ws, patient_id, RegistryForm.DAY100, "en")
    assert item(found, "neutrophils") == ("", ItemState.MISSING)
    assert item(found, "infections") == ("", ItemState.NONE)
    assert item(found, "code") == ("MS-001", ItemState.HELD)
    assert {one.place for one in found.missing} <= {"engraftment", "record_neurology", "visits", "change_state"}
    see(ws, patient_id, None, days(-20))
    seen = registry.sheet(ws, patient_id, RegistryForm.DAY100, "it")
    assert item(seen, "last_contact")[1] is ItemState.HELD


def test_a_form_that_is_not_due_or_has_no_day_0(ws: Workspace) -> None:
    patient_id = register(ws, 45)
    with pytest.raises(KnownError) as refused:
        registry.sheet(ws, patient_id, RegistryForm.DAY100)
    assert refused.value.key == "registry_not_due"


def own_forms(ws: Workspace, patient_id: int) -> TransplantForms:
    """The forms of the latest transplant."""
    return registry.forms(ws, patient_id)[-1]


def changed_forms(ws: Workspace, patient_id: int) -> list[RegistryForm]:
    own = own_forms(ws, patient_id)
    return [one.due.form for one in own.forms if registry.is_changed(ws, patient_id, own, one)]


def type_in(ws: Workspace, patient_id: int, form: RegistryForm, name: str = "D. Manager", year: int = 0) -> Changes:
    """Record that a form was typed in as it stands now."""
    entry = RegistryEntry(patient_id, own_forms(ws, patient_id).transplant_id, form, TODAY, name, "", year, "EBMT 12")
    return registry.record_typed(ws, entry, registry.sheet(ws, patient_id, form, "en", year=year))


def test_typed_in_by_and_on(ws: Workspace) -> None:
    patient_id = register(ws, 120)
    with pytest.raises(InputError):
        type_in(ws, patient_id, RegistryForm.DAY0, " ")
    saved = type_in(ws, patient_id, RegistryForm.DAY0)
    assert saved.kinds == {"registry"}
    said = registry.sheet(ws, patient_id, RegistryForm.DAY0, "en").typed
    assert "D. Manager" in said
    assert "EBMT 12" in said
    assert not registry.sheet(ws, patient_id, RegistryForm.DAY100, "en").typed
    undo.undo(ws, saved.txn)
    assert registry.typed(ws, patient_id) == []


def test_typed_in_is_changed_taken_back_and_undone(ws: Workspace) -> None:
    patient_id = register(ws, 120)
    type_in(ws, patient_id, RegistryForm.DAY0)
    (held,) = registry.typed(ws, patient_id)
    facts = held.facts
    registry.revise_typed(ws, held.id, held.version, replace(held.entry, reference="  EBMT 13 ", note="by phone"))
    (held,) = registry.typed(ws, patient_id)
    assert (held.entry.reference, held.entry.note, held.facts) == ("EBMT 13", "by phone", facts)
    with pytest.raises(InputError):
        registry.revise_typed(ws, held.id, held.version, replace(held.entry, typed_on=days(1)))
    taken = registry.void_typed(ws, held.id, "wrong patient", held.version)
    assert registry.typed(ws, patient_id) == []
    said = undo.undo(ws, taken.txn)
    assert "registry form taken back" in said.text
    assert [one.entry.reference for one in registry.typed(ws, patient_id)] == ["EBMT 13"]


def test_an_annual_form_is_that_of_its_year(ws: Workspace) -> None:
    patient_id = register(ws, 800)
    type_in(ws, patient_id, RegistryForm.ANNUAL, year=1)
    shown = [(one.due.span.year, one.typed is not None) for one in own_forms(ws, patient_id).forms[3:]]
    assert shown == [(1, True), (2, False)]
    assert registry.sheet(ws, patient_id, RegistryForm.ANNUAL, "it", year=1).typed
    assert not registry.sheet(ws, patient_id, RegistryForm.ANNUAL, "it").typed


def test_what_changed_after_it_was_typed_is_marked_in_every_language(ws: Workspace) -> None:
    patient_id = register(ws, 120)
    type_in(ws, patient_id, RegistryForm.DAY100)
    assert registry.sheet(ws, patient_id, RegistryForm.DAY100, "it").changed == ()
    assert changed_forms(ws, patient_id) == []
    see(ws, patient_id, None, days(-20))
    for language in ("en", "it"):
        found = registry.sheet(ws, patient_id, RegistryForm.DAY100, language)
        assert "last_contact" in {one.id for one in found.changed}
        assert item(found, "last_contact")[1] is ItemState.HELD
    assert changed_forms(ws, patient_id) == [RegistryForm.DAY100]
    again = type_in(ws, patient_id, RegistryForm.DAY100, "Somebody else")
    assert again.record_id is not None
    assert registry.sheet(ws, patient_id, RegistryForm.DAY100, "en").changed == ()


DAY0 = date(2024, 3, 1)


@pytest.mark.parametrize(
    ("on", "died", "until", "forms"),
    [
        (date(2024, 2, 1), None, None, []),
        (date(2024, 3, 1), None, None, ["day0"]),
        (date(2024, 6, 9), None, None, ["day0", "day100"]),
        (date(2026, 3, 2), None, None, ["day0", "day100", "month6", 1, 2]),
        (date(2026, 3, 2), date(2024, 4, 1), None, ["day0", "day100"]),
        (date(2024, 4, 2), date(2024, 4, 1), None, ["day0", "day100"]),
        (date(2024, 12, 24), date(2024, 12, 23), None, ["day0", "day100", "month6", 1]),
        (date(2026, 3, 2), None, date(2024, 12, 31), ["day0", "day100", "month6", 1]),
        (date(2026, 3, 2), None, date(2024, 5, 31), ["day0", "day100"]),
    ],
)
def test_which_forms_are_open(on: date, died: date | None, until: date | None, forms: list[str | int]) -> None:
    found = [one for one in forms_due(DAY0, on, died, until) if one.is_open]
    assert [one.span.year or one.form.value for one in found] == forms
    assert all(one.span.last <= min(on, until or on) for one in found)


def test_files(ws: Workspace, tmp_path: Path) -> None:
    found = registry.sheet(ws, register(ws, 120, "=1+1"), RegistryForm.DAY100, "it")
    table = registry.write(ws, found, tmp_path / "r.csv").read_text("utf-8")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert [row["item"] for row in rows] == [one.id for one in found.items]
    assert rows[1]["value"] == "'=1+1"
    pdf = pypdfium2.PdfDocument(registry.write(ws, found, tmp_path / "r.pdf"))
    text = pdf[0].get_textpage().get_text_bounded()
    assert "Scheda per il registro" in text
    assert "non registrato" in text


def test_the_dead_have_the_forms_up_to_their_death(ws: Workspace) -> None:
    patient_id = register(ws, 900)
    died = days(-900 + 250)
    change_state(ws, patient_id, StateChangeKind.DIED, died, "sepsis")
    shown = [(one.due.form, one.due.span.year) for one in own_forms(ws, patient_id).forms]
    assert shown == [
        (RegistryForm.DAY0, 0),
        (RegistryForm.DAY100, 0),
        (RegistryForm.MONTH6, 0),
        (RegistryForm.ANNUAL, 1),
    ]
    last = registry.sheet(ws, patient_id, RegistryForm.ANNUAL, "en")
    assert item(last, "vital_status")[0].startswith("died ")
    assert item(last, "death_cause") == ("sepsis", ItemState.HELD)
    earlier = item(registry.sheet(ws, patient_id, RegistryForm.DAY100, "en"), "vital_status")[0]
    assert earlier.startswith("alive then; died ")
    with pytest.raises(KnownError) as refused:
        registry.sheet(ws, patient_id, RegistryForm.ANNUAL, year=2)
    assert refused.value.key == "registry_not_wanted"


def test_each_transplant_has_its_own_forms_and_facts(ws: Workspace) -> None:
    patient_id = register(ws, 900)
    held = transplants.entry_of(ws, patient_id)
    assert held is not None
    see(ws, patient_id, None, days(-800))
    see(ws, patient_id, None, days(-20))
    second = replace(course(120), cd34_dose=Decimal("3.1"))
    transplants.open_next(ws, patient_id, transplants.courses_of(ws, patient_id)[0].version, second)
    one, two = registry.forms(ws, patient_id)
    assert [form.due.span.year for form in one.forms] == [0, 0, 0, 1, 2]
    assert one.forms[-1].due.span.last == days(-121)
    assert [form.due.form for form in two.forms if form.due.is_open] == [RegistryForm.DAY0, RegistryForm.DAY100]
    doses, days0 = [], []
    for own in (one, two):
        found = registry.sheet(ws, patient_id, RegistryForm.DAY0, "en", transplant_id=own.transplant_id)
        doses.append(item(found, "cell_dose")[0].split()[0])
        days0.append((item(found, "number")[0], found.last))
    assert doses == ["5.2", "3.1"]
    assert days0 == [("1", days(-900)), ("2", days(-120))]
    first_year = registry.sheet(ws, patient_id, RegistryForm.ANNUAL, "en", year=2, transplant_id=one.transplant_id)
    earlier = registry.sheet(ws, patient_id, RegistryForm.ANNUAL, "en", days(-300))
    assert item(earlier, "day0") == item(first_year, "day0"), "as of a day before the second"
    assert earlier.first == date(2025, 1, 3)
    assert "+100)" in item(first_year, "last_contact")[0], "what follows belongs to the second transplant"


def test_other_cells_are_not_asked_for_what_only_stem_cells_do(ws: Workspace) -> None:
    patient_id = register(ws, 120)
    held = {one.id for one in registry.sheet(ws, patient_id, RegistryForm.DAY0, "en").items}
    assert {"mobilisation", "manipulation", "cell_dose"} <= held
    assert "infused" not in held
    with ws.read() as session:
        known = transplant.of_patient(session, patient_id)[0]
        entry = LetterEntry(patient_id, LetterKind.ANNUAL, "en", TODAY)
        span = forms_due(days(-120), TODAY)[0].span
        for product, more in ((Product.MSC, set()), (Product.CAR_T, {RegistryFact.CONDITIONING})):
            facts = RegistryFacts(make_ask(ws, session, entry), known, days(-120), span, product)
            asked = {fact for fact in RegistryFact if facts.say(fact) is not None}
            assert not asked & {RegistryFact.MOBILISATION, RegistryFact.NEUTROPHILS, RegistryFact.CELL_DOSE}
            assert RegistryFact.INFUSED in asked
            assert (asked & {RegistryFact.CONDITIONING}) == more


HOSTILE = '<b>&amp; \u202e=HYPERLINK("x") ' + "W" * 220


def test_hostile_words_stay_words(ws: Workspace, tmp_path: Path) -> None:
    patient_id = register(ws, 120, family_name="<i>O'Neil & Co</i>", given_name="=1+1")
    see(ws, patient_id, None, days(-20))
    change_state(ws, patient_id, StateChangeKind.DIED, days(-19), HOSTILE)
    found = registry.sheet(ws, patient_id, RegistryForm.DAY100, "en")
    cause = item(found, "death_cause")[0]
    rows = {row["item"]: row for row in csv.DictReader(io.StringIO(
        registry.write(ws, found, tmp_path / "h.csv").read_text("utf-8")))}  # fmt: skip
    assert rows["death_cause"]["value"] == cause
    assert not any(value.startswith(("=", "+", "-", "@")) for row in rows.values() for value in row.values())
    pdf = pypdfium2.PdfDocument(registry.write(ws, found, tmp_path / "h.pdf"))
    text = "".join(page.get_textpage().get_text_bounded() for page in pdf)
    assert "O'NEIL & CO</I> =1+1" in text
    assert "<b>&amp;" in text


def test_the_performance_before_day_0_is_entered_as_a_visit_of_its_own_day() -> None:
    assert place_of(RegistryFact.KARNOFSKY, RegistryForm.DAY0) == "record_visit"
    assert place_of(RegistryFact.KARNOFSKY, RegistryForm.ANNUAL) == "visits"


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"form": RegistryForm.DAY100}, "registry_sheet_other"),
        ({"year": 99}, "registry_sheet_other"),
        ({"patient_id": 99}, "registry_sheet_other"),
        ({"typed_on": days(-121)}, "registry_before_day0"),
    ],
)
def test_only_the_form_that_was_shown_is_typed_in(ws: Workspace, change: dict[str, object], key: str) -> None:
    patient_id = register(ws, 120)
    shown = registry.sheet(ws, patient_id, RegistryForm.DAY0, "en")
    own = own_forms(ws, patient_id).transplant_id
    entry = replace(RegistryEntry(patient_id, own, RegistryForm.DAY0, TODAY, "D. Manager"), **change)  # type: ignore[arg-type]
    with pytest.raises((KnownError, InputError)) as refused:
        registry.record_typed(ws, entry, shown)
    assert key in str(refused.value)
    assert registry.typed(ws, patient_id) == []


def test_a_form_not_due_is_not_typed_in_and_no_form_becomes_another(ws: Workspace) -> None:
    patient_id = register(ws, 120)
    shown = registry.sheet(ws, patient_id, RegistryForm.DAY0, "en")
    own = own_forms(ws, patient_id).transplant_id
    early = replace(shown, about=(patient_id, own, "annual", 99))
    entry = RegistryEntry(patient_id, own, RegistryForm.ANNUAL, TODAY, "D. Manager", "", 99)
    with pytest.raises(KnownError) as refused:
        registry.record_typed(ws, entry, early)
    assert refused.value.key == "registry_not_due"
    type_in(ws, patient_id, RegistryForm.DAY0)
    (held,) = registry.typed(ws, patient_id)
    with pytest.raises(KnownError) as refused:
        registry.revise_typed(ws, held.id, held.version, replace(held.entry, form=RegistryForm.DAY100))
    assert refused.value.key == "registry_sheet_other"


@pytest.mark.parametrize("value", ["=1+1", "  =1+1", "\u00a0@x", "\uff1d1+1", "\t+2"])
def test_no_cell_of_a_table_is_a_formula(ws: Workspace, tmp_path: Path, value: str) -> None:
    found = registry.sheet(ws, register(ws, 120), RegistryForm.DAY0, "en")
    first = replace(found.items[0], value=value)
    path = registry.write(ws, replace(found, items=(first,)), tmp_path / "r.csv")
    (row,) = csv.DictReader(io.StringIO(path.read_text("utf-8")))
    assert row["value"] == f"'{value}"


@pytest.mark.parametrize("answer", [Consent.NOT_ASKED, Consent.NO, Consent.WITHDRAWN])
def test_without_consent_nothing_leaves_for_the_registry(ws: Workspace, tmp_path: Path, answer: Consent) -> None:
    patient_id = register(ws, 120, consent_registry=answer)
    found = registry.sheet(ws, patient_id, RegistryForm.DAY0, "en")
    for name in ("form.csv", "form.pdf"):
        with pytest.raises(KnownError, match="registry_no_consent"):
            registry.write(ws, found, tmp_path / name)
    assert found.about is not None
    entry = RegistryEntry(patient_id, found.about[1], RegistryForm.DAY0, TODAY, "Ann Nurse")
    with pytest.raises(KnownError, match="registry_no_consent"):
        registry.record_typed(ws, entry, found)
    assert not registry.typed(ws, patient_id)
    assert not list(tmp_path.glob("form*"))
