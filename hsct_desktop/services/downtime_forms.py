"""The blank forms of the downtime pack, in the order in which the screens ask, in the reader's words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from hsct_desktop.catalogue.wording import Wording
from hsct_desktop.documents.downtime_inputs import BlankForm, FormField, FormTable
from hsct_desktop.domain.analyte import AnalyteTable, shown_unit
from hsct_desktop.domain.edss import SYSTEMS
from hsct_desktop.services.workspace import Workspace

_SAMPLES: Final = 6
"""Columns of the sheet of values: a day and night on the ward by four hours."""
_WARD: Final = "daily"
_VISIT: Final = "visit"
"""Panels of tests that the forms ask for, in the order of the flowsheet."""
_TIMED: Final = ("T25FW", "9HPT-R", "9HPT-L", "SDMT")
"""Tests as they are printed on the neurology form: names of instruments, the same in both languages."""


def forms(ws: Workspace, words: Wording) -> tuple[BlankForm, ...]:
    """All forms: visit, findings, values of a ward day, neurology visit, calls and tasks, a new patient."""
    make = _Forms(ws.catalogue.analytes, words)
    return (make.visit(), make.findings(), make.ward_day(), make.neurology(), make.calls(), make.new_patient())


class _Forms:
    def __init__(self, table: AnalyteTable, words: Wording) -> None:
        self._table, self._words = table, words

    def visit(self) -> BlankForm:
        """What R records: the day, vital signs, notes, then the blood count."""
        fields = (
            self._field("date", 3), self._field("time", 2), self._field("planned_visit", 4), self._field("seen_by", 3),
            self._field("temperature", 2, "°C"), self._field("pressure", 3, "mmHg"), self._field("pulse", 2, "/min"),
            self._field("saturation", 2, "%"), self._field("weight", 3, "kg"), self._field("karnofsky", 3, "%"),
            self._field("notes", 9, lines=1), self._field("assessments", 12, lines=2),
        )  # fmt: skip
        values = self._values(_VISIT)
        return self._form("visit", fields, values, (self._field("next_visit", 12, lines=1),))

    def findings(self) -> BlankForm:
        """Toxicity, infections, transfusions, medicines, vaccines: a table each, as their screens follow."""
        names = ("toxicity", "infection", "transfusion", "medicine", "vaccine")
        rows = (5, 3, 3, 6, 3)
        tables = [self._table_of(name, blank) for name, blank in zip(names, rows, strict=True)]
        return self._form("findings", *tables)

    def ward_day(self) -> BlankForm:
        """Values through a day: tests down, samples across."""
        return self._form("ward_day", (self._field("date", 4),), self._values(_WARD, _SAMPLES),
                          (self._field("notes", 12, lines=3),))  # fmt: skip

    def neurology(self) -> BlankForm:
        """The functional systems, ambulation, EDSS, timed tests, then a relapse."""
        systems = FormTable(
            self._say("table.systems"), (*self._heads(("system", 3), ("grade", 1), ("remarks", 4)),),
            tuple((self._words.text(f"neurology.system.{name}"),) for name in (*SYSTEMS, "ambulation")),
        )  # fmt: skip
        timed = FormTable(
            self._say("table.timed"), self._heads(("test", 3), ("first", 1), ("second", 1), ("remarks", 3)),
            tuple((name,) for name in _TIMED),
        )  # fmt: skip
        relapse = (
            self._field("onset", 3), self._field("systems", 6), self._field("steroids", 3),
            self._choice("recovery", "relapse_recovery", ("complete", "partial", "none", "ongoing", "unknown"), 12),
        )  # fmt: skip
        start = (self._field("date", 3), self._field("rater", 6), self._field("edss", 3))
        return self._form("neurology", start, systems, timed, relapse, (self._field("notes", 12, lines=3),))

    def calls(self) -> BlankForm:
        """Contacts and tasks of a day, of all patients on one list."""
        return self._form("calls", self._table_of("call", 16), self._table_of("task", 8), of_patient=False)

    def new_patient(self) -> BlankForm:
        """The card of a patient who is not in the program yet, as the registration asks."""
        fields = (
            self._field("family_name", 6), self._field("given_name", 6), self._field("birth_date", 3),
            self._choice("sex", "sex", ("female", "male", "other"), 5), self._field("code", 4),
            self._field("disease", 4), self._field("phenotype", 4), self._field("diagnosed", 4),
            self._field("phone", 4), self._field("carer", 4), self._field("carer_phone", 4),
            self._field("address", 12, lines=2), self._field("language", 4), self._field("allergies", 8),
            self._choice("consent_care", "consent", ("yes", "no"), 6),
            self._choice("consent_registry", "consent", ("yes", "no"), 6),
            self._field("neurologist", 6), self._field("gp", 6),
            self._field("protocol", 6), self._field("conditioning", 6), self._field("mobilisation", 4),
            self._field("day0", 4), self._field("cd34", 4, "10⁶/kg"), self._field("notes", 12, lines=3),
        )  # fmt: skip
        return self._form("new_patient", fields, of_patient=False)

    # parts ----------------------------------------------------------------------------------------------------------

    def _say(self, key: str) -> str:
        return self._words.text(f"downtime.{key}")

    def _form(self, name: str, *parts: Sequence[FormField] | FormTable, of_patient: bool = True) -> BlankForm:
        kept = tuple(part if isinstance(part, FormTable) else tuple(part) for part in parts)
        return BlankForm(self._say(f"form.{name}"), self._say(f"hint.{name}"), kept, of_patient)

    def _field(self, name: str, span: int, unit: str = "", lines: int = 1) -> FormField:
        return FormField(self._say(f"field.{name}"), span, unit, (), lines)

    def _choice(self, name: str, kind: str, values: Iterable[str], span: int) -> FormField:
        return FormField(self._say(f"field.{name}"), span, "", tuple(self._words.enum(kind, v) for v in values))

    def _heads(self, *heads: tuple[str, float]) -> tuple[tuple[str, float], ...]:
        return tuple((self._say(f"head.{name}"), share) for name, share in heads)

    def _table_of(self, name: str, blank: int) -> FormTable:
        return FormTable(self._say(f"table.{name}"), self._heads(*_COLUMNS[name]), ((),) * blank)

    def _values(self, panel: str, samples: int = 0) -> FormTable:
        """Tests with their usual unit down, `samples` across; without samples two tests beside each other."""
        held, language = self._table.panels[panel], self._words.language
        tests = [self._table.analytes[code] for code in held.analytes]
        labels = [_named(test.short.text(language), shown_unit(test.usual)) for test in tests]
        if samples:
            heads = (*self._heads(("test", 2.4)), *((self._say("head.time"), 1.0) for _ in range(samples)))
            return FormTable(self._say("table.values"), heads, tuple((label,) for label in labels))
        half = (len(labels) + 1) // 2
        pairs = zip(labels[:half], [*labels[half:], ""], strict=False)
        heads = self._heads(*(("test", 2.2), ("value", 1.4), ("taken", 1.4)) * 2)
        return FormTable(self._say("table.values"), heads, tuple((one, "", "", two) for one, two in pairs))


def _named(test: str, unit: str) -> str:
    return f"{test} ({unit})" if unit else test


_COLUMNS: Final[dict[str, tuple[tuple[str, float], ...]]] = {
    "toxicity": (("term", 4), ("grade", 1), ("onset", 1.4), ("end", 1.4), ("attribution", 2), ("action", 3)),
    "infection": (("organism", 3), ("site", 2), ("found_on", 1.4), ("certainty", 1.6), ("treatment", 3)),
    "transfusion": (("product", 3), ("given_on", 1.4), ("units", 1), ("irradiated", 1.4), ("reaction", 3)),
    "medicine": (
        ("drug", 3), ("dose", 2), ("route", 1), ("frequency", 2), ("start", 1.4), ("stop", 1.4), ("reason", 2),
    ),
    "vaccine": (("vaccine", 3), ("given_on", 1.4), ("dose_number", 1), ("lot", 2), ("site", 1.5)),
    "call": (("time", 1), ("patient", 3), ("with", 2), ("how", 1.4), ("outcome", 3), ("again", 1.6)),
    "task": (("patient", 3), ("what", 5), ("who", 2), ("until", 1.5)),
}  # fmt: skip
