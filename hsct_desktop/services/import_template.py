"""Empty workbooks for the import: one for each kind, in the reader's language, with what each column means and takes.

The heads are words by which the import knows its fields, so that a filled template needs no mapping. The row whose code
is EXAMPLE is left out by the import, which lists it (`domain/import_table.EXAMPLE_CODES`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Final

from hsct_desktop.catalogue.catalogue import Catalogue
from hsct_desktop.catalogue.import_fields import import_fields
from hsct_desktop.catalogue.wording import Wording, wording
from hsct_desktop.domain.import_codes import FORM_SIGN, code_key
from hsct_desktop.domain.import_field import FieldType, ImportField, ImportKind, RecordKind
from hsct_desktop.domain.import_template import ColumnForm, Example, Template, TemplateColumn
from hsct_desktop.domain.names import fold
from hsct_desktop.exchange.template_file import template_xlsx
from hsct_desktop.services.import_codes import choices, code_lists
from hsct_desktop.services.output_file import EXPORT, write_file
from hsct_desktop.services.workspace import Workspace

_OTHER_WAYS: Final = frozenset(
    {
        "patient.full_name", "patient.full_name_given_first", "visit.blood_pressure", "engraftment.neutrophils_day",
        "engraftment.platelets_day",
    }
)  # fmt: skip
"""Fields that say in another way what a template asks for once."""
_WHO: Final = ("patient.code", "patient.family_name", "patient.given_name", "patient.birth_date")
_NEEDED: Final = (*_WHO, "patient.disease_id")
"""What nobody is registered without; rows of other kinds need the code alone."""
_ALSO_NEEDED: Final = ("contact.outcome",)
"""What a mapping can say for all rows; in a template each row says it."""
_STEPS: Final = ("0", "6m", "12m", "24m")
"""When a wide table of patients has its EDSS."""
_WIDE: Final = "edss.edss"
_OF_PATIENTS: Final = frozenset(
    {RecordKind.PATIENT, RecordKind.TRANSPLANT, RecordKind.HISTORY, RecordKind.STATE, RecordKind.ENGRAFTMENT}
)
_FORMS: Final[Mapping[FieldType, ColumnForm]] = {
    FieldType.DATE: ColumnForm.DATE,
    FieldType.NUMBER: ColumnForm.NUMBER,
    FieldType.WHOLE: ColumnForm.WHOLE,
}
_MOST: Final[Mapping[str, int]] = {
    "adverse_event.grade": 5, "visit.karnofsky": 100, "visit.saturation": 100, "edss.visual": 6, "edss.brainstem": 5,
    "edss.pyramidal": 6, "edss.cerebellar": 5, "edss.sensory": 6, "edss.bowel_bladder": 6, "edss.cerebral": 5,
    "edss.ambulation": 16,
}  # fmt: skip
_DAY: Final = date(2025, 3, 12)
_EXAMPLES: Final[Mapping[str, Example]] = {
    "patient.family_name": "Rossi", "patient.given_name": "Maria", "patient.birth_date": date(1985, 7, 4),
    "patient.phone": "070 000000", "transplant.day0": date(2024, 9, 10), "transplant.cd34_dose": Decimal("5.8"),
    "transplant.mobilisation_start": date(2024, 8, 5), "history.onset": "2012-05", "history.diagnosed": "2013",
    "history.dmts": "Natalizumab; Fingolimod", "engraftment.neutrophils_on": date(2024, 9, 21),
    "engraftment.platelets_on": date(2024, 9, 24), "state.last_contact": _DAY, _WIDE: Decimal("4.5"),
    "visit.temperature": Decimal("36.6"), "visit.systolic": 120, "visit.diastolic": 75, "visit.pulse": 72,
    "visit.saturation": 98, "visit.weight": Decimal("64.5"), "visit.karnofsky": 90, "lab_result.value": "<0.1",
    "lab_result.unit": "mg/dL", "lab_result.taken_at": "08:30", "adverse_event.grade": 2, "therapy.dose": 800,
    "therapy.unit": "mg", "vaccination.dose_number": 1, "vaccination.lot": "A123", "edss.assessed": "2025-03-12",
    "edss.visual": 1, "edss.brainstem": 0, "edss.pyramidal": 3, "edss.cerebellar": 2, "edss.sensory": 2,
    "edss.bowel_bladder": 1, "edss.cerebral": 0, "edss.ambulation": 2, "relapse.onset": "2011-11",
    "mri.scanned": "2025-03-12", "mri.field_tesla": Decimal(3), "mri.new_t2": 0, "mri.gd": 0,
}  # fmt: skip
"""What the example row holds; days not named here are left empty, or are the day of the record."""
_CODE_EXAMPLES: Final[Mapping[str, str]] = {
    "patient.disease_id": "ms", "patient.sex": "female", "lab_result.analyte": "CRP", "mri.region": "brain",
    "edss.coding": "neurostatus", "contact.outcome": "reached",
    "adverse_event.term_id": "fatigue", "relapse.systems": "sensory", "therapy.name": "aciclovir",
}  # fmt: skip
"""Codes of the example row; a code that the unit's catalogue lacks is left empty."""


def make_template(catalogue: Catalogue, kind: ImportKind, language: str) -> Template:
    """What the template of a kind holds."""
    words = wording(language)
    title = words.text("import_template.title", kind=words.enum("import_kind", kind.value))
    columns = tuple(_columns(catalogue, kind, words))
    return Template(
        title=title,
        sheet=_capital(words.enum("import_kind", kind.value))[:31],
        notes_sheet=words.text("import_template.notes_sheet"),
        about=words.text("import_template.about", code=words.text("import_template.example")),
        columns=columns,
        notes_heads=tuple(words.text(f"import_template.head.{name}") for name in _NOTE_HEADS),  # type: ignore[arg-type]
        needed=words.text("import_template.needed"),
        notes=tuple(words.text(f"import_template.note.{name}") for name in ("rows", "dates", "numbers", "unknown")),
        not_listed=words.text("import_template.not_listed"),
    )


_SPELLED: Final[Mapping[str, str]] = {
    "anc": "ANC", "cd34": "CD34", "ctcae": "CTCAE", "dmt": "DMT", "dmts": "DMTs", "edss": "EDSS", "gd": "Gd",
    "gad": "Gad", "mri": "MRI", "pbvc": "PBVC", "plt": "PLT", "rm": "RM", "rmn": "RMN", "t2": "T2", "gp": "GP",
    "tossicita": "tossicità", "unita": "unità", "gravita": "gravità",
}  # fmt: skip
_NOTE_HEADS: Final = ("column", "meaning", "takes", "unit", "required")


def template_bytes(catalogue: Catalogue, kind: ImportKind, language: str) -> bytes:
    """The workbook of a kind."""
    return template_xlsx(make_template(catalogue, kind, language))


def write_template(ws: Workspace, kind: ImportKind, path: Path, *, overwrite: bool = False) -> Path:
    """Write the workbook of a kind in the language of the window; KnownError says why it cannot be."""
    content = template_bytes(ws.catalogue, kind, ws.wording.language)
    return write_file(content, path, ws.store.path, EXPORT, overwrite=overwrite)


def _columns(catalogue: Catalogue, kind: ImportKind, words: Wording) -> Iterator[TemplateColumn]:
    fields = import_fields()[kind]
    known = _Heads(fields, words)
    for item in fields:
        if item.id in _OTHER_WAYS or not _wanted(item, kind):
            continue
        if kind is ImportKind.PATIENTS and item.id == _WIDE:
            for step in _STEPS:
                yield _column(catalogue, kind, item, f"{known.head(item)} {step}", words)
        else:
            yield _column(catalogue, kind, item, known.head(item), words)


def _wanted(item: ImportField, kind: ImportKind) -> bool:
    if kind is ImportKind.PATIENTS:
        return item.record in _OF_PATIENTS or item.id == _WIDE
    return item.record is not RecordKind.PATIENT or item.id in _WHO


class _Heads:
    """The head of each field: of its words that no other field of the kind has, the nearest to what it is called."""

    def __init__(self, fields: Sequence[ImportField], words: Wording) -> None:
        self._words = words
        self._uses = Counter(word for item in fields for word in _folded(item))

    def head(self, item: ImportField) -> str:
        """The head, its unit behind it."""
        own = item.words.get(self._words.language) or item.words["en"]
        alone = [word for word in own if self._uses[fold(word)] == 1] or list(own)
        label = _label(item, self._words)
        called = set(fold(label).split())
        nearest = max(alone, key=lambda word: len(called & set(fold(word).split())))
        shown = label if fold(label) == fold(nearest) else _spelled(nearest)
        return f"{shown} ({item.unit})" if item.unit else shown


def _spelled(head: str) -> str:
    """A head of the list, which knows no capitals and accents, as it is written."""
    words = " ".join(_SPELLED.get(word, word) for word in head.split())
    return _capital(words)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _folded(item: ImportField) -> frozenset[str]:
    return frozenset(fold(word) for words in item.words.values() for word in words)


def _label(item: ImportField, words: Wording) -> str:
    return words.text(f"import_field.{item.id}")


def _column(catalogue: Catalogue, kind: ImportKind, item: ImportField, head: str, words: Wording) -> TemplateColumn:
    offered = dict(_offered(catalogue, item, words))
    return TemplateColumn(
        head=head,
        form=_FORMS.get(item.type, ColumnForm.TEXT),
        meaning=_label(item, words),
        takes=words.text(f"import_template.takes.{_takes(item)}"),
        unit=item.unit,
        required=item.required or item.id in (_NEEDED if kind is ImportKind.PATIENTS else _NEEDED[:1] + _ALSO_NEEDED),
        choices=tuple(offered.values()),
        strict=item.type in (FieldType.CODE, FieldType.YES_NO),
        least=1 if item.id == "adverse_event.grade" else 0,
        most=_MOST.get(item.id, 1_000_000),
        example=_example(item, offered, words),
    )


def _takes(item: ImportField) -> str:
    """The sentence for a field: texts with a list are offered one, and keep what is not in it."""
    if item.type is FieldType.TEXT and item.codes:
        return "text_listed"
    return item.type.value


def _offered(catalogue: Catalogue, item: ImportField, words: Wording) -> Iterator[tuple[str, str]]:
    """Codes and the words to choose, each read back as its code; the code itself where a label means several."""
    if item.type is FieldType.YES_NO:
        yield from ((code, words.text(f"import_template.{code}")) for code in ("yes", "no"))
    if not item.codes:
        return
    known = code_lists(catalogue)[item.codes]
    for code, label in choices(catalogue, item.codes, words.language):
        if FORM_SIGN in code:
            continue  # forms have a column of their own
        if known.get(code_key(label)) == code:
            yield code, label
        elif known.get(code_key(code)) == code:
            yield code, code


def _example(item: ImportField, offered: Mapping[str, str], words: Wording) -> Example:
    if item.id == "patient.code":
        return words.text("import_template.example")
    if item.id in _CODE_EXAMPLES:
        return offered.get(_CODE_EXAMPLES[item.id])
    if item.type is FieldType.CODE and item.required:
        return next(iter(offered.values()), None)
    if item.type is FieldType.DATE and item.required:
        return _DAY
    return _EXAMPLES.get(item.id)
