"""Sentences and labels shared by screen and paper: none missing, none unused, both languages alike."""

import ast
import importlib
import inspect
import json
import pkgutil
import re
import string
from datetime import date
from enum import Enum
from pathlib import Path

import pytest

import hsct_desktop.catalogue
import hsct_desktop.domain
from hsct_desktop.catalogue.source import _KEYS, _OWN
from hsct_desktop.catalogue.wording import wording
from hsct_desktop.domain.patient import DETAIL_MISSING, PatientEntry, check_patient
from hsct_desktop.domain.problem import Problem
from hsct_desktop.resource import resource

PACKAGE = Path(hsct_desktop.domain.__path__[0]).parent
AREAS = ["problem", "enum", "catalogue"]
UNNAMED = {"AnchorKind": "anchor"}
"""Enums whose docstring does not name their wording, and those that are never shown, or not in every value."""
NEVER_SHOWN = {
    "ColumnForm",
    "backup.Due",
    "backup.Level",
    "DataClass",
    "Match",
    "Nearness",
    "Scope",
    "Becomes",
    "IrradiationState",
    "_Reading",
    "_Stage",
    "CellKind",
    "Closing",
    "FieldType",
    "NotDone",
    "disability_event.Cause",
    "disability_event.Kind",
    "disability_settings.Baseline",
    "disability_settings.EventRule",
    "disability_settings.Outcome",
    "disability_settings.Preceding",
    "disability_settings.StepConvention",
    "measure_outcome.Since",
    "measure_outcome.Towards",
    "PlanSection",
    "Qualitative",
    "RegistryFact",
    "RowKind",
    "selection.Reading",
    "SettingType",
    "Truth",
    "Unit",
    "WashoutState",
}


def texts(area: str, language: str) -> dict[str, str]:
    path = resource(f"i18n/wording/{area}.{language}.json")
    content: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
    return content


def sources(folder: str) -> list[str]:
    """The code of a floor of the house, or of all of it; read, not imported."""
    return [path.read_text(encoding="utf-8") for path in sorted((PACKAGE / folder).rglob("*.py"))]


def modules(package: object) -> list[object]:
    found = pkgutil.iter_modules(package.__path__, package.__name__ + ".")  # type: ignore[attr-defined]
    return [importlib.import_module(entry.name) for entry in found]


def keys_in_code(folder: str) -> set[str]:
    """The second argument of each Problem(...), refuse(...), problem(...) and the like; constants only."""
    keys: set[str] = set()
    for source in sources(folder):
        for node in ast.walk(ast.parse(source)):
            if not isinstance(node, ast.Call):
                continue
            name = getattr(node.func, "id", None) or getattr(node.func, "attr", "")
            place = {"_wrong": 0, "_problem": 2, "_error": 2}.get(name, 1)
            if name in {"Problem", "refuse", "problem", "_report", "report", "_wrong", "_problem", "_error"} and (
                len(node.args) > place
            ):
                part = node.args[place]
                options = [part.body, part.orelse] if isinstance(part, ast.IfExp) else [part]
                keys |= {o.value for o in options if isinstance(o, ast.Constant) and isinstance(o.value, str)}
    return keys


def placeholders(template: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(template) if name is not None)


def enums() -> list[tuple[str, type[Enum]]]:
    return [(prefix.removeprefix("enum."), kind) for prefix, kind in worded_enums() if prefix.startswith("enum.")]


def worded_enums() -> list[tuple[str, type[Enum]]]:
    """Each enum that is shown, with what its words' keys begin with: `enum.<kind>`, or words of one place alone."""
    found = []
    for module in [*modules(hsct_desktop.domain), *modules(hsct_desktop.catalogue)]:
        for name, kind in vars(module).items():
            if not (inspect.isclass(kind) and issubclass(kind, Enum)):
                continue
            if kind.__module__ != module.__name__:  # type: ignore[attr-defined]
                continue
            if {name, f"{kind.__module__.rsplit('.', 1)[-1]}.{name}"} & NEVER_SHOWN:
                continue
            named = re.search(r"[Ww]ording `([\w.]+)\.\*`", kind.__doc__ or "")
            found.append((named[1] if named else f"enum.{UNNAMED[name]}", kind))
    return found


@pytest.mark.parametrize("area", AREAS)
def test_both_languages_have_the_same_keys_and_placeholders(area: str) -> None:
    english, italian = texts(area, "en"), texts(area, "it")
    assert list(english) == list(italian)
    for key, template in english.items():
        assert placeholders(template) == placeholders(italian[key]), key
        assert template.strip()
        assert italian[key].strip()


def test_every_problem_of_the_domain_has_its_sentence_and_none_is_left_over() -> None:
    empty = PatientEntry(code="", family_name="", given_name="", birth_date=None)
    built = {problem.key for problem in check_patient(empty, date(2026, 1, 1)) if problem.key.endswith("_missing")}
    used = {f"problem.{key}" for key in keys_in_code("domain") | built | set(DETAIL_MISSING.values())}
    assert used <= set(texts("problem", "en"))
    code = "\n".join(sources(""))
    left_over = {key for key in set(texts("problem", "en")) - used if not is_named(key.removeprefix("problem."), code)}
    assert left_over == set()


def is_named(key: str, code: str) -> bool:
    """Whether a key stands in the code, whole or as the family of an f-string (`lab_role_missing_{role}`)."""
    starts = [key[: at + 1] for at, letter in enumerate(key) if letter == "_"]
    return f'"{key}"' in code or any(f'"{start}{{' in code for start in starts)


def test_every_problem_of_the_catalogue_has_its_sentence_and_none_is_left_over() -> None:
    domain = set(texts("problem", "en"))
    used = keys_in_code("catalogue") | set(_KEYS.values()) | _OWN | {"yaml_invalid"}
    used |= {"assessment_unknown", "assessment_unknown_near"}
    worded = {key for key in texts("catalogue", "en") if key.startswith("problem.")}
    assert {f"problem.{key}" for key in used} - domain == worded


def test_each_problem_is_a_sentence_that_says_what_to_do() -> None:
    for language in ("en", "it"):
        for key, text in texts("problem", language).items():
            assert text.endswith((".", "?")), key
            assert text[0].isupper() or text[0] in "“«{", key
            assert re.search(r"[;,:]|\bo\b|\bor\b", text), key


def test_a_sentence_is_filled_in() -> None:
    problem = Problem("grade", "grade_does_not_exist", {"grade": 5, "term": "Nausea"})
    assert wording("en").problem(problem) == "“Nausea” has no grade 5; choose one of the grades shown."
    assert "«Nausea»" in wording("it").problem(problem)


def test_every_enum_member_has_its_label_and_no_label_is_left_over() -> None:
    wanted = [f"enum.{kind}.{member.value}" for kind, members in enums() for member in members]
    assert set(wanted) == set(texts("enum", "en"))
    assert len(wanted) == len(set(wanted))


def test_what_is_worded_in_one_place_alone_has_its_words() -> None:
    elsewhere = [(prefix, kind) for prefix, kind in worded_enums() if not prefix.startswith("enum.")]
    assert elsewhere
    words = wording("en")
    for prefix, kind in elsewhere:
        missing = [
            m.name for m in kind if not (words.has(f"{prefix}.{m.value}") or words.has(f"{prefix}.{m.name.casefold()}"))
        ]
        assert missing == [], prefix


def test_labels_are_short_and_do_not_collide_within_one_choice() -> None:
    for language in ("en", "it"):
        labels = texts("enum", language)
        for kind, members in enums():
            shown = [labels[f"enum.{kind}.{member.value}"] for member in members]
            assert len(set(shown)) == len(shown), kind
            assert max(map(len, shown)) <= 40, kind
