"""The patient's card, read back: the rule for blood, live vaccines, allergies; long texts stay on the card."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from hsct_desktop.documents import patient_card
from hsct_desktop.documents.inputs import PrintContext
from hsct_desktop.documents.patient_card import PatientCardData, write_patient_card
from hsct_desktop.documents.summary import write_summary
from hsct_desktop.domain.irradiation import Ground, Irradiation, IrradiationState
from hsct_desktop.domain.patient import AllergyStatus, Sex
from hsct_desktop.domain.protocol import Product
from hsct_desktop.domain.rule_facts import Truth
from tests.documents import qr_reading, samples
from tests.documents.reading import Read, made

ON = dt.date(2026, 11, 20)
STROMAL = (Ground("graft", Truth.NO),)
UNTIL = Irradiation(IrradiationState.UNTIL, dt.date(2027, 1, 8))
CARD = PatientCardData(
    PrintContext("en", "Transplant unit", dt.datetime(2026, 11, 20, 9), "Ann", ON, practice=True),
    "Wiśniewski", "Łukasz", dt.date(1991, 2, 2), Sex.MALE, "R-0163", dt.date(2026, 10, 8),
    {"en": "multiple sclerosis", "it": "sclerosi multipla"}, {"en": "BEAM-ATG", "it": "BEAM-ATG"}, UNTIL,
    dt.date(2028, 10, 8), ("penicillin",), (), AllergyStatus.LISTED, "+39 000 555 0142",
    ({"en": "Temperature ≥ 38.0 °C: then call us.", "it": "Temperatura ≥ 38,0 °C: poi chiamarci."},),
)  # fmt: skip


def printed(language: str = "en", **changes: Any) -> Read:
    data = replace(CARD, context=replace(CARD.context, language=language), **changes)
    return made(lambda stream: write_patient_card(data, stream))


def test_the_card_says_what_a_stranger_must_know_in_both_languages() -> None:
    found = printed()
    assert len(found.pages) == 1
    for text in (
        "WIŚNIEWSKI Łukasz", "born 2 Feb 1991", "code R-0163", "Blood products: IRRADIATED until", "8 Jan 2027",
        "Live vaccines: NONE before", "8 Oct 2028", "+39 000 555 0142", "Autologous transplant 8 Oct 2026",
        "multiple sclerosis (BEAM-ATG)", "Allergies: penicillin.", "Temperature ≥ 38.0 °C: then call us.",
        "Emocomponenti: IRRADIATI fino all’", "8/01/2027", "Vaccini vivi: NESSUNO prima dell’", "nato il 02/02/1991",
        "Temperatura ≥ 38,0 °C: poi chiamarci.", "Example: invented data",
    ):  # fmt: skip
        assert found.has(text), text


@pytest.mark.parametrize(("code", "phone"), [("R-0163", "+39 000 555 0142"), ("R-1", "0555"),
                                             ("r-7", "0555 (ward)")])  # fmt: skip
def test_the_qr_code_holds_code_and_telephone_and_nothing_else(code: str, phone: str) -> None:
    raw = printed(code=code, phone=phone).raw
    for top in patient_card.TOPS:
        found = qr_reading.modules(raw, patient_card.QR_FROM, top + patient_card.QR_BELOW, patient_card.QR_SIDE)
        assert qr_reading.text(found) == f"{code} {phone}"


def test_a_pregnancy_is_on_the_card_with_its_day() -> None:
    found = printed(pregnant_since=dt.date(2026, 7, 8))
    for text in ("Pregnant (recorded 8 Jul 2026).", "Gravidanza in corso (registrata l’8/07/2026)."):
        assert found.has(text), text
    assert not printed().has("Pregnant")


def test_the_chosen_language_comes_first() -> None:
    english, italian = printed().text, printed("it").text
    assert english.index("Alert card") < english.index("Tessera di allerta")
    assert italian.index("Tessera di allerta") < italian.index("Alert card")


@pytest.mark.parametrize(
    ("irradiation", "said"),
    [
        (Irradiation(IrradiationState.BLOOD_BANK), "Blood products: IRRADIATED until the blood bank says"),
        (Irradiation(IrradiationState.CANNOT_TELL), "Blood products: IRRADIATED end not known: ask us"),
        (Irradiation(IrradiationState.CANNOT_TELL, ON), "Blood products: IRRADIATED at least until 20 Nov 2026"),
        (Irradiation(IrradiationState.UNTIL), "Blood products: IRRADIATED end not known: ask us"),
        (Irradiation(IrradiationState.NOT_YET, ON), "Blood products: IRRADIATED from 20 Nov 2026"),
        (Irradiation(IrradiationState.ENDED, ON), "irradiated no longer needed since 20 Nov 2026"),
        (Irradiation(IrradiationState.ENDED, ON, STROMAL), "Blood products need not be irradiated"),
        (Irradiation(IrradiationState.ENDED, ON, (*STROMAL, Ground("day0", Truth.NO, ON))), "no longer needed since"),
        (None, "Blood products: IRRADIATED end not known: ask us"),
    ],
)
def test_every_verdict_has_its_words(irradiation: Irradiation | None, said: str) -> None:
    assert printed(irradiation=irradiation).has(said)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"live_from": None}, "Live vaccines: NONE without asking the transplant unit"),
        ({"allergies": (), "allergy_status": AllergyStatus.NONE_KNOWN}, "No known allergies."),
        ({"allergies": (), "allergy_status": AllergyStatus.NOT_RECORDED}, "Allergies: not recorded."),
        ({"allergies": (), "intolerances": ("codeine",)}, "Not tolerated: codeine."),
        ({"day0": None}, "Autologous transplant planned, day not fixed"),
        ({"day0": dt.date(2026, 12, 1)}, "Autologous transplant planned for 1 Dec 2026"),
        ({"phone": ""}, "telephone: ____"),
        ({"is_recorded": False, "day0": None}, "No transplant recorded · multiple sclerosis"),
        ({"is_graft": False}, "CELL THERAPY"),
        ({"is_graft": False, "product": Product.MSC}, "Infusion of mesenchymal stromal cells 8 Oct 2026 · multiple"),
    ],
)
def test_what_is_not_known_is_said(changes: dict[str, Any], said: str) -> None:
    assert printed(**changes).has(said)


def test_long_and_odd_texts_stay_on_one_page() -> None:
    found = printed(
        family_name="von und zu der Tannen-Hohenfels" * 2, allergies=tuple(f"<b>substance</b> {n}" for n in range(40)),
        regimen={"en": "R" * 200}, phone="+39 000 555 0142 / +39 000 555 0143 (day and night, ask for the transplant)",
    )  # fmt: skip
    assert len(found.pages) == 1
    assert found.has("<b>substance</b> 0, <b>substance</b> 1")
    assert b"Helvetica" not in found.raw


@pytest.mark.parametrize(("language", "said"), [("en", "Irradiated blood products until 8 Jan 2027."),
                                                ("it", "Emocomponenti irradiati fino all’8/01/2027.")])  # fmt: skip
def test_the_summary_says_it_too(language: str, said: str) -> None:
    data = samples.rich(language)
    assert made(lambda stream: write_summary(replace(data, irradiation=UNTIL), stream)).has(said)
    ended = Irradiation(IrradiationState.ENDED, ON)
    assert not made(lambda stream: write_summary(replace(data, irradiation=ended), stream)).has("rradiat")
