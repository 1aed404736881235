"""The blank forms of the downtime pack: each follows its screen field by field, in the words of the screen.

`tests/views/test_downtime_forms.py` opens the screens and compares: a field that is added, worded anew or moved there
has to be so here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Final

from hsct_desktop.catalogue.wording import NBSP, Wording
from hsct_desktop.documents.downtime_inputs import BlankForm, FormField, FormTable
from hsct_desktop.domain.adverse_event import Attribution, Grade, Outcome
from hsct_desktop.domain.analyte import AnalyteTable, shown_unit
from hsct_desktop.domain.edss import Coding
from hsct_desktop.domain.edss_assessment import EdssSource
from hsct_desktop.domain.infection import InfectionCertainty, InfectionKind, LineRelated
from hsct_desktop.domain.mri import Region
from hsct_desktop.domain.patient import AllergyStatus, Consent, Sex, StateChangeKind
from hsct_desktop.domain.protocol import Product
from hsct_desktop.domain.relapse import Recovery, Steroid, System
from hsct_desktop.domain.transfusion import BloodProduct, Irradiated
from hsct_desktop.domain.treatment import GRADES, InfusionTiming, OrderState
from hsct_desktop.services.downtime_screens import COLUMNS, ONLY_ON_PAPER, SCREENS
from hsct_desktop.services.workspace import Workspace

_SAMPLES: Final = 6
"""Columns of the sheet of values: a day and night on the ward by four hours."""
_WARD: Final = "daily"
_VISIT: Final = "visit"
"""Panels of tests that the forms ask for, in the order of the flowsheet."""
_CHOICES: Final[dict[str, tuple[str, type[StrEnum]]]] = {
    "toxicity.outcome": ("outcome", Outcome),
    "toxicity.attribution": ("attribution", Attribution),
    "infection.kind": ("infection_kind", InfectionKind),
    "infection.certainty": ("infection_certainty", InfectionCertainty),
    "infection.line": ("line_related", LineRelated),
    "transfusion.product": ("blood_product", BloodProduct),
    "transfusion.irradiated": ("irradiated", Irradiated),
    "neurology.source": ("edss_source", EdssSource),
    "neurology.coding": ("edss_coding", Coding),
    "mri.region": ("mri_region", Region),
    "state.kind": ("state_change", StateChangeKind),
    "infusion.kind": ("product", Product),
    "infusion.timing": ("infusion_timing", InfusionTiming),
    "relapse.systems": ("system", System),
    "relapse.steroid": ("steroid", Steroid),
    "relapse.recovery": ("relapse_recovery", Recovery),
    "patient.sex": ("sex", Sex),
    "patient.allergy_status": ("allergy_status", AllergyStatus),
    "patient.consent_care": ("consent", Consent),
    "patient.consent_registry": ("consent", Consent),
    "patient.consent_research": ("consent", Consent),
}
"""Fields that are ticked: the same choices as on the screen, from the same enumeration."""


def forms(ws: Workspace, words: Wording) -> tuple[BlankForm, ...]:
    """All forms, a page each; those of one patient first, in the order of a visit."""
    make = _Forms(ws.catalogue.analytes, words)
    return (
        make.visit(),
        make.form("toxicity", *make.records("toxicity", 3)),
        make.form("infection", *make.records("infection", 3)),
        make.form("transfusion_vaccine", *make.records("transfusion", 3), *make.records("vaccine", 3)),
        make.form("therapy", *make.records("therapy", 3), make.table("stopped", 3), make.table("dose", 3)),
        make.form("neurology", *make.records("neurology", 1), *make.records("relapse", 1)),
        make.form("mri_report_state", *make.records("mri", 1), *make.records("arrival", 3), *make.records("state", 1)),
        make.form("treatment", make.table("collection", 4), make.given(21)),
        make.form("infusion", *make.records("infusion", 2)),
        make.ward_day(),
        make.form("contact_task", make.table("contact", 19), make.table("task", 9), of_patient=False),
        make.form("new_patient", *make.records("patient", 1), *make.records("transplant", 1), of_patient=False),
    )


class _Forms:
    def __init__(self, table: AnalyteTable, words: Wording) -> None:
        self._table, self._words = table, words

    def form(self, name: str, *parts: Sequence[FormField] | FormTable, of_patient: bool = True) -> BlankForm:
        """A page with its title and the way to its screen."""
        kept = tuple(part if isinstance(part, FormTable) else tuple(part) for part in parts)
        return BlankForm(self._say(f"form.{name}"), self._say(f"hint.{name}"), kept, of_patient, name in _SEVERAL)

    def visit(self) -> BlankForm:
        """What R records, then the values of the day, then the next visit."""
        return self.form("visit", *self.records("visit", 1), self._values(_VISIT), *self.records("next", 1))

    def ward_day(self) -> BlankForm:
        """Values through a day: tests down, samples across."""
        return self.form("ward_day", *self.records("day", 1), self._values(_WARD, _SAMPLES))

    def records(self, screen: str, count: int) -> list[Sequence[FormField] | FormTable]:
        """The fields of a screen, as often as records fit; several are numbered under the screen's name."""
        title = FormTable(self._say(f"table.{screen}"), (), ()) if screen in _TITLED else None
        fields = [self._field(screen, *given) for given in SCREENS[screen]]
        return [*([title] if title is not None else []), *(fields for _ in range(count))]

    def table(self, screen: str, blank: int) -> FormTable:
        """A line for each record, the fields of the screen across."""
        heads = tuple((_named(self._label(screen, name), *unit), share) for name, share, *unit in COLUMNS[screen])
        return FormTable(self._say(f"table.{screen}"), heads, ((),) * blank)

    def given(self, blank: int) -> FormTable:
        """Drugs of conditioning, a line for each day of each: what was done is ticked."""
        states = "   ".join(f"☐{NBSP}{self._words.enum('order_state', state)}" for state in OrderState)
        return replace(self.table("given", blank), rows=(("", "", states),) * blank)

    def _say(self, key: str) -> str:
        return self._words.text(f"downtime.{key}")

    def _label(self, screen: str, name: str) -> str:
        place = "paper" if name in ONLY_ON_PAPER else screen
        return self._say(f"field.{place}.{name}")

    def _field(self, screen: str, name: str, span: int, unit: str = "", lines: int = 1) -> FormField:
        choices = tuple(self._choices(f"{screen}.{name}"))
        said = f"downtime.unit.{unit}"
        unit = self._words.text(said) if self._words.has(said) else unit
        return FormField(self._label(screen, name), span, unit, choices, lines)

    def _choices(self, field: str) -> Iterable[str]:
        if field == "toxicity.grade":
            return [str(int(grade)) for grade in Grade if grade > 0]
        if field in ("infusion.crs", "infusion.icans"):
            return [str(grade) for grade in GRADES]
        if field == "toxicity.serious":
            return [self._say("yes"), self._say("no")]
        kind, values = _CHOICES.get(field, ("", ()))
        return [self._words.enum(kind, value) for value in values]

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

    def _heads(self, *heads: tuple[str, float]) -> tuple[tuple[str, float], ...]:
        return tuple((self._say(f"head.{name}"), share) for name, share in heads)


def _named(label: str, unit: str = "") -> str:
    return f"{label} ({unit})" if unit else label


_TITLED: Final = frozenset({"transfusion", "vaccine", "neurology", "relapse", "mri", "arrival", "state", "transplant"})
"""Screens that share their page with another one, and so are named on it."""
_SEVERAL: Final = frozenset(
    {"toxicity", "infection", "transfusion_vaccine", "therapy", "neurology", "mri_report_state", "infusion"}
)
"""Pages with several records: each is ticked when it is typed in."""
