"""The words that cells of old tables use for the program's codes: catalogue, own lists and common foreign words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from enum import Enum
from itertools import product
from typing import Final
from weakref import WeakKeyDictionary

from hsct_desktop.catalogue.catalogue import CTCAE_FILES, Catalogue
from hsct_desktop.catalogue.import_codes import import_words
from hsct_desktop.catalogue.items import Drug, Regimen
from hsct_desktop.catalogue.wording import wording
from hsct_desktop.domain.adverse_event import Action, Attribution, Outcome, SeriousnessCriterion
from hsct_desktop.domain.contact import ContactKind, ContactOutcome, ContactWith
from hsct_desktop.domain.dmt import Dmt
from hsct_desktop.domain.edss import Coding
from hsct_desktop.domain.edss_assessment import EdssSource
from hsct_desktop.domain.import_codes import DIAGNOSIS, FORM_SIGN, CodeList, CodeLists, code_key, code_list
from hsct_desktop.domain.label import Label
from hsct_desktop.domain.mri import Region
from hsct_desktop.domain.patient import Consent, Sex
from hsct_desktop.domain.relapse import Recovery, Steroid, System
from hsct_desktop.domain.supportive_therapy import Route, StopReason, TherapyClass
from hsct_desktop.domain.transplant import GraftManipulation

_CY_DOSES: Final = {"mob_cy2_gcsf": "2", "mob_cy4_gcsf": "4", "mob_cy4_5_gcsf": "4.5"}
"""Cyclophosphamide for mobilisation in g/m² by regimen."""
_CY_NAMES: Final = (
    "cy",
    "cyc",
    "ctx",
    "edx",
    "ciclofosfamide",
    "cyclophosphamide",
    "cyclophosphamid",
    "ciclofosfamida",
)
_CY_UNITS: Final = ("", "g", " g", "g/m2", " g/m2", "g/mq", " g/mq")
Pairs = Iterable[tuple[str, str]]
"""Ids and the words for them."""
LANGUAGES: Final = ("en", "it")
ENUMS: Final[Mapping[str, tuple[type[Enum], str]]] = {
    "sex": (Sex, "sex"),
    "consent": (Consent, "consent"),
    "graft_manipulation": (GraftManipulation, "graft_manipulation"),
    "outcome": (Outcome, "outcome"),
    "attribution": (Attribution, "attribution"),
    "seriousness": (SeriousnessCriterion, "seriousness"),
    "action": (Action, "action"),
    "therapy_class": (TherapyClass, "therapy_class"),
    "drug_class": (TherapyClass, "therapy_class"),
    "route": (Route, "route"),
    "stop_reason": (StopReason, "stop_reason"),
    "edss_coding": (Coding, "edss_coding"),
    "edss_source": (EdssSource, "edss_source"),
    "system": (System, "system"),
    "steroid": (Steroid, "steroid"),
    "recovery": (Recovery, "relapse_recovery"),
    "region": (Region, "mri_region"),
    "contact_kind": (ContactKind, "contact_kind"),
    "contact_with": (ContactWith, "contact_with"),
    "contact_outcome": (ContactOutcome, "contact_outcome"),
}
"""Lists that are the program's own: the enum and the area of its words (`enum.<area>.<value>`)."""


_MADE: Final[WeakKeyDictionary[Catalogue, CodeLists]] = WeakKeyDictionary()


def code_lists(catalogue: Catalogue) -> CodeLists:
    """Every list that a field of the import names: labels in both languages, shorts, synonyms, foreign words.

    Made once for a catalogue, and afresh when its files were read again.
    """
    held = _MADE.get(catalogue)
    if held is None or held.analytes is not catalogue.analytes:
        held = _MADE[catalogue] = _lists_of(catalogue)
    return held


def _lists_of(catalogue: Catalogue) -> CodeLists:
    makers: dict[str, Callable[[], CodeList]] = {}
    for name in ENUMS:
        makers[name] = _maker(name, lambda name=name: _of_enum(name))  # type: ignore[misc]
    for name, pairs in _catalogued(catalogue).items():
        makers[name] = _maker(name, pairs)
    makers["dmt"] = lambda: code_list([*_with_synonyms(catalogue.dmts.values()), *_foreign("dmt")], ids_first=False)
    makers["drug"] = lambda: _drugs(catalogue)
    makers[DIAGNOSIS] = lambda: code_list(_of_diagnoses(catalogue))
    return CodeLists(makers, catalogue.analytes)


def choices(catalogue: Catalogue, name: str, language: str) -> list[tuple[str, str]]:
    """The codes of a list with their labels, in the order of lists: what a file's own code may be mapped to."""
    if name in ENUMS:
        kind, area = ENUMS[name]
        words = wording(language)
        return [(str(one.value), words.text(f"enum.{area}.{one.value}")) for one in kind]
    labels = _labels(catalogue).get(name)
    return [(code, label.text(language)) for code, label in labels()] if labels is not None else []


def _maker(name: str, pairs: Callable[[], Pairs]) -> Callable[[], CodeList]:
    return lambda: code_list([*pairs(), *_foreign(name)])


def _foreign(name: str) -> Iterator[tuple[str, str]]:
    for code, words in import_words().get(name, {}).items():
        yield from ((code, word) for word in words)


def _of_enum(name: str) -> Iterator[tuple[str, str]]:
    kind, area = ENUMS[name]
    for one in kind:
        code = str(one.value)
        yield from ((code, wording(language).text(f"enum.{area}.{code}")) for language in LANGUAGES)


def _both(code: str, *labels: Label) -> Iterator[tuple[str, str]]:
    for label in labels:
        yield code, label.en
        yield code, label.it


def _catalogued(catalogue: Catalogue) -> dict[str, Callable[[], Pairs]]:
    return {
        "disease": lambda: (p for d in catalogue.diseases.values() for p in _both(d.id, d.label, d.short)),
        "phenotype": lambda: (
            p for d in catalogue.diseases.values() for f in d.phenotypes for p in _both(f.id, f.label, f.short)
        ),
        "indication": lambda: (p for one in catalogue.indications.values() for p in _both(one.id, one.label)),
        "language": lambda: (p for one in catalogue.languages.values() for p in _both(one.id, one.label)),
        "protocol": lambda: (p for one in catalogue.protocols.values() for p in _both(one.id, one.label)),
        "regimen": lambda: _of_regimens(catalogue.regimens.values()),
        "mobilisation": lambda: _of_mobilisations(catalogue.mobilisations),
        "dmt": lambda: _with_synonyms(catalogue.dmts.values()),
        "drug": lambda: _with_synonyms(catalogue.drugs.values()),
        "therapy_indication": lambda: (p for one in catalogue.therapies.values() for p in _both(one.id, one.label)),
        "vaccine": lambda: _of_vaccines(catalogue),
        "term": lambda: _of_terms(catalogue),
        "analyte": lambda: _of_analytes(catalogue),
        "ctcae_version": lambda: ((version, version) for version in CTCAE_FILES),
    }


def _of_diagnoses(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Diseases, and forms with the disease that each belongs to: SMRR, SM-RR, MS (RRMS). A word of a disease is it."""
    diseases = [*_catalogued(catalogue)["disease"](), *_foreign("disease")]
    forms = [*_catalogued(catalogue)["phenotype"](), *_foreign("phenotype")]
    yield from diseases
    taken = {code_key(word) for _, word in diseases}
    for disease in catalogue.diseases.values():
        names = {code_key(word): word for code, word in diseases if code == disease.id}
        for form in disease.phenotypes:
            code = f"{disease.id}{FORM_SIGN}{form.id}"
            own = {code_key(word): word for word in (form.id, *(word for one, word in forms if one == form.id))}
            whole = (f"{name} {word}" for name in names.values() for word in own.values())
            yield from ((code, word) for word in (*own.values(), *whole) if code_key(word) not in taken)


def _of_regimens(regimens: Iterable[Regimen]) -> Iterator[tuple[str, str]]:
    for one in regimens:
        yield from _both(one.id, one.label, one.short)


def _of_mobilisations(known: Mapping[str, Regimen]) -> Iterator[tuple[str, str]]:
    """The regimens, and cyclophosphamide as units write it: Cy 4g + G-CSF, EDX 2 g/mq, ctx 4,5 g/m2."""
    yield from _of_regimens(known.values())
    doses = [(code, dose) for code, dose in _CY_DOSES.items() if code in known]
    for (code, dose), name, unit, behind in product(doses, _CY_NAMES, _CY_UNITS, ("", " + G-CSF", " + GCSF")):
        for typed in (dose, *((dose.replace(".", " "),) if "." in dose else ())):
            yield code, f"{name} {typed}{unit}{behind}"
            yield code, f"{name}{typed}{unit}{behind}"


def _with_synonyms(drugs: Iterable[Drug | Dmt]) -> Iterator[tuple[str, str]]:
    """Drugs with their brand names; a word for two of them means none."""
    for one in drugs:
        yield from _both(one.id, one.label)
        yield from ((one.id, word) for word in one.also)


def _drugs(catalogue: Catalogue) -> CodeList:
    """The drugs of the list of therapies; a name for several of one class may stay as it is written."""
    drugs = catalogue.drugs
    found = code_list([*_with_synonyms(drugs.values()), *_foreign("drug")])
    classes = {key: {drugs[code].therapy_class for code in codes} for key, codes in found.ambiguous.items()}
    return replace(found, kept=frozenset(key for key, of in classes.items() if len(of) == 1))


def _of_vaccines(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    for one in catalogue.vaccines.products.values():
        yield from _both(one.id, one.label)
        yield from ((one.id, word) for word in one.also)


def _of_terms(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """The terms of every version: most have the same id and label in all of them."""
    for version in CTCAE_FILES:
        for term in catalogue.terms(version).all:
            yield from _both(term.id, term.label)
            yield from ((term.id, word) for word in term.also)


def _of_analytes(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    for one in catalogue.analytes.analytes.values():
        yield from _both(one.code, one.label, one.short)
        yield from ((one.code, word) for word in one.also)


def _labels(catalogue: Catalogue) -> dict[str, Callable[[], Iterable[tuple[str, Label]]]]:
    def plain(items: Mapping[str, object]) -> Iterator[tuple[str, Label]]:
        for code, item in items.items():
            yield code, item.label  # type: ignore[attr-defined]

    return {
        "disease": lambda: plain(catalogue.diseases),
        DIAGNOSIS: lambda: _diagnoses(catalogue),
        "phenotype": lambda: ((f.id, f.label) for d in catalogue.diseases.values() for f in d.phenotypes),
        "indication": lambda: plain(catalogue.indications),
        "language": lambda: plain(catalogue.languages),
        "protocol": lambda: plain(catalogue.protocols),
        "regimen": lambda: plain(catalogue.regimens),
        "mobilisation": lambda: plain(catalogue.mobilisations),
        "dmt": lambda: plain(catalogue.dmts),
        "drug": lambda: plain(catalogue.drugs),
        "therapy_indication": lambda: plain(catalogue.therapies),
        "vaccine": lambda: plain(catalogue.vaccines.products),
        "term": lambda: ((term.id, term.label) for term in catalogue.terms("5.0").all),
        "analyte": lambda: plain(catalogue.analytes.analytes),
        "ctcae_version": lambda: ((version, Label(version, version)) for version in CTCAE_FILES),
    }


def _diagnoses(catalogue: Catalogue) -> Iterator[tuple[str, Label]]:
    """Each disease, and behind it the disease with each of its forms."""
    for disease in catalogue.diseases.values():
        yield disease.id, disease.label
        for form in disease.phenotypes:
            label = Label(f"{disease.short.en}: {form.label.en}", f"{disease.short.it}: {form.label.it}")
            yield f"{disease.id}{FORM_SIGN}{form.id}", label
