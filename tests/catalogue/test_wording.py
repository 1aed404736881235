"""Every wording file in both languages: same keys and placeholders, really translated; dates and numbers by locale."""

from __future__ import annotations

import ast
import json
import re
import string
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

import hsct_desktop.domain
from hsct_desktop.catalogue.wording import MissingWordingError, wording
from hsct_desktop.domain.problem import InputError, KnownError, Problem
from hsct_desktop.domain.worklist import EBMT_FORMS, Reason
from hsct_desktop.resource import resource

PACKAGE = Path(hsct_desktop.domain.__path__[0]).parent
FOLDER = resource("i18n/wording")
AREAS = sorted({path.name.split(".")[0] for path in FOLDER.glob("*.json")})
NO_LETTERS = re.compile(r"^[^A-Za-zÀ-ÿ]*$")
SAME_IN_BOTH = {
    "downtime.field.arrival.note", "downtime.field.collection.volume", "downtime.field.infusion.dose",
    "downtime.field.mri.gd",
    "downtime.field.neurology.kps", "downtime.field.neurology.sdmt", "downtime.field.neurology.t25fw",
    "downtime.field.visit.karnofsky", "downtime.no",
    "letter.named.professor", "letter.sex.female", "letter.sex.male", "letter.today.box.edss.first",
    "letter.today.edss.no_reference",
    "letter.today.edss.none", "letter.today.karnofsky", "letter.today.karnofsky.missing", "letter.today.weight.before",
    "alert.severity.info", "alert.unit.log10", "alert.unit.x", "alert.unit.x LLN", "alert.unit.x ULN",
    "document.summary.of_version", "document.summary.term_of_version", "enum.paper_kind.pdf", "catalogue.at_file",
    "criteria.ratio.uln", "enum.blood_product.plasma", "toxicity.picture.atg", "trend.key.product.plasma",
    "enum.answer.no", "enum.steroid.no", "enum.attribution.atg", "enum.consent.no", "enum.contact_kind.email",
    "enum.role.data_manager", "import_template.no",
    "enum.route.im", "enum.route.sc", "enum.therapy_class.gcsf", "document.summary.label.follow_up",
    "document.day_list.phone", "enum.agent.alemtuzumab", "enum.agent.atg", "enum.agent.plasma",
    "enum.transfusion_reaction.taco", "enum.transfusion_reaction.trali", "patient_card.language.en",
    "patient_card.language.it", "enum.fertility_answer.no", "enum.recheck_cause.atg", "enum.statement_answer.no",
    "rule.truth.no", "handover.vaccination.dose", "vaccine.condition.no", "vaccine.due.serology",
    "vaccine.exposure.anti_cd20", "vaccine.exposure.plasma",
    "handover.column.dose", "handover.column.email", "handover.column.follow_up", "handover.column.karnofsky",
    "flowsheet.mark.platelets",
    "handover.no", "enum.therapy_phase.aplasia", "picture.phase.aplasia", "picture.phase.aplasia.short",
    "protocol.doc.head.id", "protocol.no",
    "history.head.edss", "history.head.gd", "history.head.washout",
    "handover.column.gd", "mri.found.gd", "mri.tesla", "neurology.past.edss", "handover.column.edss",
    "handover.column.volume", "treatment.sheet.head.anc", "treatment.sheet.head.crs", "treatment.sheet.head.icans",
    "treatment.sheet.head.plt", "treatment.sheet.head.temperature",
    "summary_record.edss", "summary_record.edss.value", "summary_record.scans.gd",
    "setting.no", "summary.professional", "timeline.cells", "vaccine_paper.head.dose",
    "enum.evidence.edss", "enum.neda.NEDA", "enum.outcome_preset.mist", "outcomes.answer.EDA", "outcomes.answer.broken",
    "outcomes.evidence.edss", "outcomes.meda", "outcomes.neda3", "outcomes.neda4",
    "letter_care.medicines.head.dose", "letter_care.plan.dose", "letter_care.vaccines.dose_of",
    "letter_care.vaccines.head.dose", "letter_care.vaccines.doses.one",
    "disability.edss", "disability.gd", "disability.cause.pira", "disability.cause.raw",
    "letter_transplant.cells.hsc",
    "disability.count.visits.one", "disability.count.visits.other", "disability.key.edss",
    "import_field.edss.edss", "import_field.therapy.dose", "enum.import_kind.edss", "enum.import_record.edss",
}  # fmt: skip
"""Reviewed: names, signs and words that the two languages share."""


def texts(area: str, language: str) -> dict[str, str]:
    pairs = json.loads((FOLDER / f"{area}.{language}.json").read_text(encoding="utf-8"), object_pairs_hook=list)
    assert len({key for key, _ in pairs}) == len(pairs), "a key stands twice"
    return dict(pairs)


def placeholders(template: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(template) if name is not None)


@pytest.mark.parametrize("area", AREAS)
def test_both_languages_say_the_same_things(area: str) -> None:
    english, italian = texts(area, "en"), texts(area, "it")
    assert english.keys() == italian.keys()
    for key, template in english.items():
        assert template.strip(), key
        assert italian[key].strip(), key
        spoken = {"n"} if key.endswith(".one") else set()  # "an event" and "1 event" both say one
        assert set(placeholders(template)) - spoken == set(placeholders(italian[key])) - spoken, key
        assert "  " not in template + italian[key], key


def test_no_key_stands_in_two_files() -> None:
    seen: dict[str, str] = {}
    for area in AREAS:
        for key in texts(area, "en"):
            assert key not in seen, (key, seen.get(key), area)
            seen[key] = area


@pytest.mark.parametrize("area", AREAS)
def test_italian_is_really_italian(area: str) -> None:
    english, italian = texts(area, "en"), texts(area, "it")
    bare = {key: re.sub(r"\{.*?\}", "", text) for key, text in english.items()}
    same = {key for key, text in english.items() if text == italian[key] and not NO_LETTERS.match(bare[key])}
    assert {key: english[key] for key in same - SAME_IN_BOTH} == {}


def test_italian_has_its_accents_and_its_quotes() -> None:
    for area in AREAS:
        for key, text in texts(area, "it").items():
            assert not re.search(r"\b(e'|perche'|piu'|gia'|puo'|eta'|citta'|perche|piu|gia|puo)(?!\w)", text), (
                key,
                text,
            )
            assert "“" not in text, (key, text)


def known_error_keys() -> set[str]:
    """Every constant key of a KnownError, and the keys that the store looks up."""
    keys: set[str] = set()
    for path in PACKAGE.rglob("*.py"):
        source = path.read_text(encoding="utf-8")
        for node in ast.walk(ast.parse(source if "KnownError(" in source else "")):
            raised = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "KnownError" and node.args
            if raised and isinstance(node.args[0], ast.Constant):
                keys.add(str(node.args[0].value))
    from hsct_desktop.store import known_error

    return keys | set(known_error._KEYS.values()) | set(known_error._ERRNO.values())


def test_every_known_error_has_its_sentence() -> None:
    words = wording("en")
    assert {key for key in known_error_keys() if not words.has(f"error.{key}")} == set()


def options_of(node: ast.expr) -> set[str]:
    """The constants that an expression may be."""
    if isinstance(node, ast.IfExp):
        return options_of(node.body) | options_of(node.orelse)
    return {str(node.value)} if isinstance(node, ast.Constant) else set()


def test_every_reason_of_a_list_has_its_words() -> None:
    keys = set()
    for name in ("domain/worklist.py", "services/today.py", "services/stop_list.py", "services/vaccine_list.py"):
        for node in ast.walk(ast.parse((PACKAGE / name).read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "Reason":
                keys |= {f"why.{option}" for option in options_of(node.args[0])}
    keys |= {f"why.ebmt_{form}" for form in EBMT_FORMS}
    assert keys == {key for key in wording("en").keys if key.startswith("why.")}


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_dates_and_numbers_follow_the_language() -> None:
    english, italian = wording("en"), wording("it")
    day = date(2026, 3, 1)
    assert (plain(english.date(day)), plain(italian.date(day))) == ("01 Mar 2026", "01 mar 2026")
    assert plain(english.date_long(day)) == "Sunday 1 March 2026"
    assert plain(italian.date_long(day)) == "domenica 1° marzo 2026"
    assert (english.number(Decimal("-5.20")), italian.number(Decimal("-5.20"))) == ("−5.20", "−5,20")
    assert (english.number(36.5, 2), italian.number(1000)) == ("36.50", "1000")
    assert plain(italian.moment(datetime(2026, 8, 9, 7, 5, tzinfo=UTC))) == "09 ago 2026 07:05"
    assert plain(english.range(date(2026, 12, 20), date(2027, 1, 3))) == "20 Dec 2026 – 03 Jan 2027"
    assert plain(english.range(date(2026, 11, 7), date(2026, 12, 5))) == "07 Nov – 05 Dec 2026"
    assert plain(english.day(day, date(2026, 2, 24))) == "Day −5"
    assert [english.signed_day(day) for day in (0, 23, -1)] == ["0", "+23", "−1"]


@pytest.mark.parametrize("language", ["en", "it"])
def test_months_and_weekdays_are_all_there(language: str) -> None:
    words = wording(language)
    for key, count in (("month.short", 12), ("month.long", 12), ("weekday.short", 7), ("weekday.long", 7)):
        assert len(set(words.text(f"date.{key}").split())) == count


def test_near_dates_go_without_their_year() -> None:
    reasons = [
        Reason("window_closed", {"latest": date(2026, 11, 12)}),
        Reason("target_on", {"target": date(2024, 1, 2)}),
    ]
    assert plain(wording("en").reasons(reasons, date(2026, 11, 20))) == "Window closed 12 Nov · target 02 Jan 2024"


def test_values_are_text_and_never_templates() -> None:
    name = "{text} <b>&%s"
    said = wording("en").known_error(KnownError("code_unknown", code=name))
    assert name in said
    error = InputError([Problem("a", "staff_name_taken", {"name": name}), Problem("b", "reason_missing")])
    assert wording("it").problems(error).count(name) == 1


def test_a_missing_key_is_a_bug_and_an_unknown_language_reads_english() -> None:
    with pytest.raises(MissingWordingError):
        wording("en").text("no.such.key")
    assert wording("fi").language == "en"
