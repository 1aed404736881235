"""The catalogue: the shipped content, overridden item by item by the unit's own folder; read part by part."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from hsct_desktop.catalogue.error import CatalogueError, CatalogueProblem
from hsct_desktop.catalogue.items import Disease, Drug, Indication, PlanLine, Regimen, SpokenLanguage, TherapyItem
from hsct_desktop.catalogue.search import Index, Match
from hsct_desktop.catalogue.stop_rules import StopRules, stop_rules_from_json, stop_rules_of, text_in_force
from hsct_desktop.catalogue.therapy_words import DrugWords, words_from_json, words_of
from hsct_desktop.domain.problem import KnownError, Problem
from hsct_desktop.domain.protocol import FollowUpProtocol, Label
from hsct_desktop.resource import resource

if TYPE_CHECKING:
    from hsct_desktop.catalogue.infections import Suggestion
    from hsct_desktop.catalogue.phrases import ShippedPhrase
    from hsct_desktop.catalogue.registry import RegistryItem
    from hsct_desktop.catalogue.source import Source
    from hsct_desktop.catalogue.terms import Terms
    from hsct_desktop.catalogue.treatment import TreatmentFigure
    from hsct_desktop.domain.alert import AlertRules
    from hsct_desktop.domain.allergy import AllergyBook
    from hsct_desktop.domain.analyte import AnalyteTable
    from hsct_desktop.domain.dmt import Dmt
    from hsct_desktop.domain.irradiation import IrradiationRule
    from hsct_desktop.domain.late_effect import LateEffectItem
    from hsct_desktop.domain.literature import Study
    from hsct_desktop.domain.measure import Measure
    from hsct_desktop.domain.measure_outcome import MeasureBook
    from hsct_desktop.domain.monitoring import MonitoringTest
    from hsct_desktop.domain.reconstitution import RecoveryRule
    from hsct_desktop.domain.reference_range import ReferenceRange
    from hsct_desktop.domain.selection import Criterion, Trial
    from hsct_desktop.domain.setting import SettingDefinition, SettingTable
    from hsct_desktop.domain.vaccine import VaccineCatalogue

T = TypeVar("T")
PARTS = (
    "assessments",
    "diseases",
    "indications",
    "languages",
    "countries",
    "conditioning",
    "mobilisation",
    "therapies",
    "settings",
    "patient_plan",
    "phrases",
    "registry",
    "analytes",
    "infections",
    "dmts",
    "irradiation",
    "reconstitution",
    "allergy_classes",
    "late_effects",
    "monitoring",
    "treatment",
    "vaccines",
    "measures",
    "selection",
    "trials",
    "literature",
)
"""The names of the files in `catalogues/` that a unit may override; the CTCAE is a standard and stays as it is."""
CTCAE_FILES = {"5.0": "catalogues/ctcae_v5.yaml", "6.0": "catalogues/ctcae_v6.yaml"}
"""The file of each CTCAE version, read when first asked for; a toxicity keeps the version it was graded by."""
FIRST_PROTOCOL = "ahsct-ms"
"""Stands first in lists: most patients have multiple sclerosis."""
SUFFIXES = (".yaml", ".yml")
_READ: dict[tuple[Path, int, int], Any] = {}
"""What the shipped files hold, by path, time and size: read once, however many catalogues a process opens."""


def _state(path: Path) -> tuple[Path, int, int]:
    """A file as it stands; one that is missing is told by its reader."""
    try:
        known = path.stat()
    except OSError:
        return path, 0, 0
    return path, known.st_mtime_ns, known.st_size


def _shipped_protocols() -> dict[str, FollowUpProtocol]:
    """The shipped protocols by the name of their file, in the order of lists."""
    from hsct_desktop.catalogue.protocol_json import protocols_from_json

    path = resource("catalogues/protocols.json")
    key = _state(path)
    if key not in _READ:
        _READ[key] = protocols_from_json(path.read_text(encoding="utf-8"))
    known: dict[str, FollowUpProtocol] = _READ[key]
    return known


class Catalogue:
    """Protocols, diseases, regimens, therapies and terms; one object for the life of the program.

    A broken file of the unit is reported in `problems` and leaves the shipped items in force. A broken shipped file
    raises CatalogueError.
    """

    def __init__(self, unit_folder: Path | None = None) -> None:
        self._unit = unit_folder
        self._terms: dict[str, Terms] = {}
        self._problems: dict[str, tuple[CatalogueProblem, ...]] = {}
        self._protocol_files: dict[str, Path] = {}
        self._own_therapies: list[dict[str, Any]] = []

    @property
    def unit_folder(self) -> Path | None:
        """The unit's own folder, None while none is in use."""
        return self._unit

    def read_again(self, unit_folder: Path) -> None:
        """Forget what was read, since a file of the unit's folder has changed; everybody reads afresh from there."""
        self._unit = unit_folder
        for name in [name for name in vars(self) if isinstance(getattr(Catalogue, name, None), cached_property)]:
            del vars(self)[name]
        self._problems.clear()
        self._protocol_files.clear()

    def protocol_file(self, protocol_id: str) -> Path:
        """The file that a protocol was read from; raise KnownError `protocol_unknown`."""
        return self._protocol_files[self.protocol(protocol_id).id]

    def is_own(self, protocol_id: str) -> bool:
        """Whether a protocol comes from the unit's folder."""
        return self._unit is not None and self.protocol_file(protocol_id).is_relative_to(self._unit)

    def own_protocol_files(self) -> list[Path]:
        """The files of the unit's protocols, those with mistakes too."""
        return self._unit_files("protocols")

    @cached_property
    def protocols(self) -> Mapping[str, FollowUpProtocol]:
        """The follow-up protocols by id: those shipped from the compiled file, then the unit's own."""
        found: dict[str, FollowUpProtocol] = {}
        for name, protocol in _shipped_protocols().items():
            found[protocol.id] = protocol
            self._protocol_files[protocol.id] = resource("protocols") / name
        own: dict[str, Path] = {}
        for path in self._unit_files("protocols"):
            from hsct_desktop.catalogue.protocols import protocol_from

            read = self._from_unit(path, lambda source: protocol_from(source, self.assessments))
            if read is None:
                continue
            if read.id in own:
                self._report(path, "unit_id_twice", id=read.id, other=own[read.id].name)
                continue
            own[read.id] = path
            found[read.id] = read
            self._protocol_files[read.id] = path
        return found

    def protocol(self, protocol_id: str) -> FollowUpProtocol:
        """The protocol of that id; raise KnownError `protocol_unknown`."""
        try:
            return self.protocols[protocol_id]
        except KeyError:
            raise KnownError("protocol_unknown", id=protocol_id, known=", ".join(self.protocols)) from None

    @cached_property
    def assessments(self) -> Mapping[str, Label]:
        """The shared lines of checklists by id."""
        from hsct_desktop.catalogue.protocols import load_assessments

        return self._merged("assessments", load_assessments)

    @cached_property
    def diseases(self) -> Mapping[str, Disease]:
        """The diseases by id, in the order of lists."""
        from hsct_desktop.catalogue.diseases import load_diseases

        return self._merged("diseases", lambda source: load_diseases(source, self.protocols))

    @cached_property
    def indications(self) -> Mapping[str, Indication]:
        """The indications by id."""
        from hsct_desktop.catalogue.diseases import load_indications

        return self._merged("indications", load_indications)

    @cached_property
    def languages(self) -> Mapping[str, SpokenLanguage]:
        """The languages a patient may speak, by ISO 639 code."""
        from hsct_desktop.catalogue.diseases import load_languages

        return self._merged("languages", load_languages)

    @cached_property
    def patient_plan(self) -> Mapping[str, PlanLine]:
        """The general sentences of the patient's own plan by id, in their order."""
        from hsct_desktop.catalogue.patient_plan import load_plan_lines

        return self._merged("patient_plan", load_plan_lines)

    @cached_property
    def phrases(self) -> Mapping[str, ShippedPhrase]:
        """The phrases for letters by id, in the order in which they are offered."""
        from hsct_desktop.catalogue.phrases import load_phrases

        return self._merged("phrases", load_phrases)

    @cached_property
    def registry(self) -> Mapping[str, RegistryItem]:
        """The items of the registry's forms by id, in their order."""
        from hsct_desktop.catalogue.registry import load_registry

        return self._merged("registry", load_registry)

    @cached_property
    def allergy_classes(self) -> AllergyBook:
        """The classes of substances against which drugs are checked; a unit's file adds and overrides."""
        from hsct_desktop.catalogue.allergy_classes import load_allergy_classes

        book = self._from_shipped(resource("catalogues/allergy_classes.yaml"), load_allergy_classes)
        for path in self._unit_files("catalogues"):
            if path.stem == "allergy_classes":
                book = self._from_unit(path, partial(load_allergy_classes, shipped=book)) or book
        return book

    @cached_property
    def infections(self) -> Mapping[str, Suggestion]:
        """The organisms, sites and specimens that the infection form suggests, by id."""
        from hsct_desktop.catalogue.infections import load_infections

        return self._merged("infections", load_infections)

    @cached_property
    def dmts(self) -> Mapping[str, Dmt]:
        """The drugs for the disease itself by id."""
        from hsct_desktop.catalogue.dmts import load_dmts

        return self._merged("dmts", load_dmts)

    def find_dmts(self, text: str, language: str = "en", limit: int = 20) -> list[Match[Dmt]]:
        """The drugs for the disease that match a few typed letters, best first."""
        return self._dmt_index.search(text, language, limit)

    @cached_property
    def _dmt_index(self) -> Index[Dmt]:
        return Index((drug, drug.label, drug.also) for drug in self.dmts.values())

    @cached_property
    def literature(self) -> Mapping[str, Study]:
        """Published results by id, checked figures only."""
        from hsct_desktop.catalogue.literature import load_literature

        return self._merged("literature", load_literature)

    @cached_property
    def irradiation(self) -> IrradiationRule:
        """When blood products must be irradiated; a unit's file replaces the shipped one."""
        from hsct_desktop.catalogue.irradiation import load_irradiation

        rule = self._from_shipped(resource("catalogues/irradiation.yaml"), load_irradiation)
        for path in self._unit_files("catalogues"):
            if path.stem == "irradiation":
                rule = self._from_unit(path, load_irradiation) or rule
        return rule

    @cached_property
    def reconstitution(self) -> Mapping[str, RecoveryRule]:
        """When each part of the immune system is expected back, by analyte; a unit's file replaces the shipped one."""
        from hsct_desktop.catalogue.reconstitution import load_reconstitution

        def load(source: Source) -> dict[str, RecoveryRule]:
            return load_reconstitution(source, self.analytes)

        rules = self._from_shipped(resource("catalogues/reconstitution.yaml"), load)
        for path in self._unit_files("catalogues"):
            if path.stem == "reconstitution":
                rules = self._from_unit(path, load) or rules
        return rules

    @cached_property
    def countries(self) -> Mapping[str, Label]:
        """The names of the countries whose public holidays are known, by ISO 3166-1 code."""
        from hsct_desktop.catalogue.diseases import load_labels

        return self._merged("countries", load_labels)

    @cached_property
    def regimens(self) -> Mapping[str, Regimen]:
        """The conditioning regimens by id."""
        from hsct_desktop.catalogue.regimens import load_regimens

        return self._merged("conditioning", lambda source: load_regimens(source, self.diseases))

    @cached_property
    def mobilisations(self) -> Mapping[str, Regimen]:
        """The mobilisation regimens by id."""
        from hsct_desktop.catalogue.regimens import load_regimens

        return self._merged("mobilisation", lambda source: load_regimens(source, self.diseases))

    @cached_property
    def treatment(self) -> Mapping[str, TreatmentFigure]:
        """The figures against which collections and conditioning are held, by id."""
        from hsct_desktop.catalogue.treatment import load_treatment

        return self._merged("treatment", load_treatment)

    def regimens_for(self, disease_id: str) -> list[Regimen]:
        """The conditioning regimens, those meant for the disease first."""
        return sorted(self.regimens.values(), key=lambda regimen: disease_id not in regimen.diseases)

    @cached_property
    def therapies(self) -> Mapping[str, TherapyItem]:
        """The supportive therapies by id."""
        from hsct_desktop.catalogue.therapies import load_therapies

        self._own_therapies = []

        def load(source: Source) -> dict[str, TherapyItem]:
            items = load_therapies(source, self.analytes)
            if source.is_unit:
                self._own_therapies.append(source.data)
            return items

        return self._merged("therapies", load)

    @cached_property
    def drugs(self) -> Mapping[str, Drug]:
        """The drugs of all supportive therapies by id."""
        return {drug.id: drug for therapy in self.therapies.values() for drug in therapy.drugs}

    @cached_property
    def drug_words(self) -> Mapping[str, DrugWords]:
        """The words of drugs and stop rules by drug id; from the compiled file while no unit's file could differ."""
        if "therapies" in vars(self) or any(True for _ in self._unit_files("catalogues")):
            return words_of(self.therapies)
        return words_from_json(resource("catalogues/therapy_words.json").read_text(encoding="utf-8"))

    @cached_property
    def stop_rules(self) -> StopRules:
        """The stop rules as they are judged; from the compiled file while no unit's file could differ."""
        text = resource("catalogues/stops.json").read_text(encoding="utf-8")
        shipped = stop_rules_from_json(text, self.analytes)
        if not any(path.stem == "therapies" for path in self._unit_files("catalogues")):
            return shipped
        items = self.therapies.values()
        return stop_rules_of(items, shipped, text_in_force(text, self._own_therapies) if self._own_therapies else "")

    def find_drugs(self, text: str, language: str = "en", limit: int = 20) -> list[Match[Drug]]:
        """The drugs that match a few typed letters, best first."""
        return self._drug_index.search(text, language, limit)

    @cached_property
    def _drug_index(self) -> Index[Drug]:
        return Index((drug, drug.label, drug.also) for drug in self.drugs.values())

    @cached_property
    def settings(self) -> Mapping[str, SettingDefinition]:
        """The table of settings by id, from the compiled file; a unit's file gives other defaults."""
        shipped = self.setting_table.settings
        found = dict(shipped)
        for path in self._unit_files("catalogues"):
            if path.stem == "settings":
                from hsct_desktop.catalogue.settings import load_own_defaults

                found |= self._from_unit(path, lambda source: load_own_defaults(source, shipped)) or {}
        return found

    @cached_property
    def setting_table(self) -> SettingTable:
        """The settings as shipped, with the titles of their groups."""
        from hsct_desktop.catalogue.setting_json import table_from_json

        return table_from_json(resource("catalogues/settings.json").read_text(encoding="utf-8"))

    @cached_property
    def analytes(self) -> AnalyteTable:
        """What is measured, from the compiled file; a unit's file adds and overrides."""
        from hsct_desktop.catalogue.analyte_json import analytes_from_json

        table = analytes_from_json(resource("catalogues/analytes.json").read_text(encoding="utf-8"))
        for path in self._unit_files("catalogues"):
            if path.stem == "analytes":
                from hsct_desktop.catalogue.analytes import load_analytes

                table = self._from_unit(path, partial(load_analytes, shipped=table)) or table
        return table

    @cached_property
    def measure_book(self) -> MeasureBook:
        """The outcome measures with what counts as response or progression, from the compiled file.

        A unit's file adds and overrides.
        """
        from hsct_desktop.catalogue.measure_json import book_from_json

        book = book_from_json(resource("catalogues/measures.json").read_text(encoding="utf-8"))
        for path in self._unit_files("catalogues"):
            if path.stem == "measures":
                from hsct_desktop.catalogue.measures import load_measures

                book = self._from_unit(path, partial(load_measures, analytes=self.analytes, shipped=book)) or book
        return book

    @property
    def measures(self) -> Mapping[str, Measure]:
        """The outcome measures by id."""
        return self.measure_book.measures

    @cached_property
    def selection(self) -> Mapping[str, Criterion]:
        """The criteria of the selection checklist by id, in the order of their file."""
        from hsct_desktop.catalogue.selection import load_selection
        from hsct_desktop.domain.selection import Reading

        values = (*self.measures, *self.analytes.analytes)
        known = {Reading.VALUES: values, Reading.CHANGE: values, Reading.THERAPIES: tuple(self.dmts)}
        return self._merged("selection", lambda source: load_selection(source, self.diseases, known))

    @cached_property
    def trials(self) -> Mapping[str, Trial]:
        """The trials of the list by id."""
        from hsct_desktop.catalogue.selection import load_trials

        return self._merged("trials", lambda source: load_trials(source, self.diseases))

    @cached_property
    def example_ranges(self) -> tuple[ReferenceRange, ...]:
        """Usual reference ranges of adults, to be copied into a laboratory and checked there."""
        from hsct_desktop.catalogue.ranges import load_ranges

        path = resource("catalogues/ranges_example.yaml")
        return self._from_shipped(path, lambda source: load_ranges(source, self.analytes))

    @cached_property
    def alerts(self) -> AlertRules:
        """The alert rules as shipped, from the compiled file; what the unit changed of them stands in its data file."""
        from hsct_desktop.catalogue.alert_rules import alerts_from_json

        return alerts_from_json(resource("catalogues/alerts.json").read_text(encoding="utf-8"), self.analytes)

    @cached_property
    def late_effects(self) -> Mapping[str, LateEffectItem]:
        """The long-term items by id, from the compiled file; a unit's file overrides and adds."""
        from hsct_desktop.catalogue.late_effect_json import late_effects_from_json

        items = late_effects_from_json(
            resource("catalogues/late_effects.json").read_text(encoding="utf-8"), self.analytes
        )
        for path in self._unit_files("catalogues"):
            if path.stem == "late_effects":
                from hsct_desktop.catalogue.late_effects import load_late_effects

                items |= self._from_unit(path, partial(load_late_effects, table=self.analytes)) or {}
        return items

    @cached_property
    def monitoring(self) -> Mapping[str, MonitoringTest]:
        """The serial tests of the strips by id, from the compiled file; a unit's file overrides and adds."""
        from hsct_desktop.catalogue.monitoring_json import tests_from_json

        items = tests_from_json(resource("catalogues/monitoring.json").read_text(encoding="utf-8"))
        for path in self._unit_files("catalogues"):
            if path.stem == "monitoring":
                from hsct_desktop.catalogue.monitoring import load_monitoring

                items |= self._from_unit(path, partial(load_monitoring, table=self.analytes)) or {}
        return items

    @cached_property
    def vaccines(self) -> VaccineCatalogue:
        """The vaccine series, products and conditions, from the compiled file; a unit's file adds and overrides."""
        from hsct_desktop.catalogue.vaccine_reader import vaccines_from_json

        text = resource("catalogues/vaccines.json").read_text(encoding="utf-8")
        found = vaccines_from_json(text, self.analytes)
        for path in self._unit_files("catalogues"):
            if path.stem == "vaccines":
                from hsct_desktop.catalogue.vaccines import load_vaccines

                own = partial(load_vaccines, table=self.analytes, shipped=json.loads(text))
                found = self._from_unit(path, own) or found
        return found

    def terms(self, version: str = "5.0") -> Terms:
        """The CTCAE terms of a version; raise KnownError `ctcae_version_unknown`."""
        if version not in self._terms:
            from hsct_desktop.catalogue.terms import load_terms

            path = CTCAE_FILES.get(version)
            if path is None:
                raise KnownError("ctcae_version_unknown", version=version, known=", ".join(CTCAE_FILES))
            self._terms[version] = self._from_shipped(resource(path), load_terms)
        return self._terms[version]

    @property
    def problems(self) -> tuple[CatalogueProblem, ...]:
        """What is wrong in the unit's folder; reads every part of it."""
        if self._unit is None:
            return ()
        for name in (*PARTS, "protocols"):
            getattr(self, {"conditioning": "regimens", "mobilisation": "mobilisations"}.get(name, name))
        if not self._unit.is_dir():
            self._report(self._unit, "unit_folder_missing")
        self._report_strangers()
        return tuple(problem for name in sorted(self._problems) for problem in self._problems[name])

    def _merged(self, part: str, load: Callable[[Source], dict[str, T]]) -> dict[str, T]:
        """The shipped items of a part, overridden and followed by the unit's."""
        items = dict(self._from_shipped(resource(f"catalogues/{part}.yaml"), load))
        for path in self._unit_files("catalogues"):
            if path.stem == part:
                items |= self._from_unit(path, load) or {}
        return items

    def _from_shipped(self, path: Path, load: Callable[[Source], T]) -> T:
        """What `load` makes of a shipped file; a unit's files may change what it refers to, then it is read afresh."""
        from hsct_desktop.catalogue.source import read_source

        key = _state(path)
        if key in _READ and not self._has_own:
            known: T = _READ[key]
            return known
        found = load(read_source(path, f"{path.parent.name}/{path.name}"))
        if not self._has_own:
            _READ[key] = found
        return found

    @property
    def _has_own(self) -> bool:
        return any(self._unit_files("catalogues")) or any(self._unit_files("protocols"))

    def _from_unit(self, path: Path, load: Callable[[Source], T]) -> T | None:
        """What `load` makes of a unit's file, None when it is refused; its problems are kept."""
        from hsct_desktop.catalogue.source import read_source

        self._problems.pop(self._name(path), None)
        try:
            source = read_source(path, self._name(path))
            source.is_unit = True
            return load(source)
        except CatalogueError as error:
            self._problems[self._name(path)] = error.problems
            return None

    def _unit_files(self, folder: str) -> list[Path]:
        if self._unit is None:
            return []
        found = (path for path in (self._unit / folder).glob("*") if path.suffix in SUFFIXES)
        return sorted(path for path in found if not path.name.startswith("."))

    def _name(self, path: Path) -> str:
        """The path as sentences show it: from the unit's folder on."""
        return path.relative_to(self._unit.parent).as_posix() if self._unit is not None else str(path)

    def _report(self, path: Path, key: str, /, **params: Any) -> None:
        self._problems[self._name(path)] = (CatalogueProblem(self._name(path), 0, Problem("", key, params)),)

    def _report_strangers(self) -> None:
        """A mistyped file name would otherwise be passed over in silence."""
        for path in (*self._unit_files("."), *self._unit_files("catalogues")):
            if path.stem not in PARTS or path.parent == self._unit:
                self._report(path, "unit_file_unknown", known=", ".join(f"catalogues/{part}.yaml" for part in PARTS))
