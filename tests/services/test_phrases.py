"""Phrases: the shipped ones, the unit's own, filled from the record, marked where a translation is missing."""

from __future__ import annotations

import pytest

from hsct_desktop.catalogue.wording import LANGUAGES
from hsct_desktop.domain.letter import FreeSection, LetterKind
from hsct_desktop.domain.phrase import PLACEHOLDERS, PhraseEntry
from hsct_desktop.domain.problem import InputError
from hsct_desktop.services import letters, phrases, undo
from hsct_desktop.services.workspace import Workspace
from tests.services.ward import TODAY, register

NEVER = ("cure", "cured", "healed", "guarit", "normale", "sicuro")


def offered(ws: Workspace, patient_id: int, section: FreeSection, language: str = "en") -> dict[str, str]:
    entry = letters.prepare(ws, patient_id, LetterKind.NEUROLOGIST, language=language)
    return {one.label: one.text for one in phrases.offered(ws, entry, section)}


def test_a_shipped_phrase_is_filled_from_the_record(ws: Workspace) -> None:
    patient_id = register(ws, 100)
    text = offered(ws, patient_id, FreeSection.IMPRESSION)["Stable course"]
    assert text.startswith("3 months after transplantation")
    assert "last EDSS not recorded (not recorded)" in text
    entry = letters.prepare(ws, patient_id, LetterKind.NEUROLOGIST)
    found = {one.label: one.missing for one in phrases.offered(ws, entry, FreeSection.IMPRESSION)}
    assert found["Stable course"] == ("edss", "edss_date")


def test_each_placeholder_has_a_value(practised: Workspace) -> None:
    from hsct_desktop.documents.paper_words import paper_wording
    from hsct_desktop.services.printing import patient_id_of

    with practised.read() as session:
        words = paper_wording("it")
        values = phrases.values_of(practised, session, patient_id_of(practised, "MS-0101"), words, TODAY)
    assert values.keys() == set(PLACEHOLDERS)
    assert all(values.values())


def test_no_shipped_phrase_promises_or_orders(ws: Workspace) -> None:
    for one in ws.catalogue.phrases.values():
        assert set(one.entry.texts) == set(LANGUAGES)
        assert not [word for word in NEVER if word in " ".join(one.entry.texts.values()).casefold().split()]


def test_the_units_own_phrase_takes_the_place_of_a_shipped_one(ws: Workspace) -> None:
    patient_id = register(ws, 100)
    before = offered(ws, patient_id, FreeSection.PLAN)
    saved = phrases.record(ws, PhraseEntry("tell us before a DMT", FreeSection.PLAN, texts={"it": "Avvisi {patient}."}))
    after = offered(ws, patient_id, FreeSection.PLAN)
    assert "Tell us before a DMT" in before
    assert "Tell us before a DMT" not in after
    assert after["tell us before a DMT"] == "Avvisi Anna Bianchi. [not translated]"
    assert offered(ws, patient_id, FreeSection.PLAN, "it")["tell us before a DMT"] == "Avvisi Anna Bianchi."
    undo.undo(ws, saved.txn)
    assert offered(ws, patient_id, FreeSection.PLAN) == before


def test_an_own_phrase_without_text_hides_the_shipped_one(ws: Workspace) -> None:
    patient_id = register(ws, 100)
    saved = phrases.record(ws, PhraseEntry("Stable course", FreeSection.IMPRESSION))
    assert "Stable course" not in offered(ws, patient_id, FreeSection.IMPRESSION)
    (own,) = [one for one in phrases.everything(ws) if one.held is not None]
    assert own.held is not None
    phrases.revise(ws, own.held.id, own.held.version, PhraseEntry("Stable course", texts={"en": "Steady."}))
    assert offered(ws, patient_id, FreeSection.IMPRESSION)["Stable course"] == "Steady."
    phrases.void_phrase(ws, saved.record_id or 0, "the shipped one is better")
    assert offered(ws, patient_id, FreeSection.IMPRESSION)["Stable course"] != "Steady."


def test_a_phrase_that_nothing_fills_is_refused_on_saving(ws: Workspace) -> None:
    with pytest.raises(InputError) as caught:
        phrases.record(ws, PhraseEntry("Dose", texts={"en": "Give {dose} mg"}))
    said = ws.wording.problems(caught.value)
    assert "{dose}" in said
    assert "{day0}" in said
    assert len(phrases.everything(ws)) == len(ws.catalogue.phrases)
