"""The second step of registration: the transplant and the follow-up protocol."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hsct_desktop.catalogue.items import Order, Regimen
from hsct_desktop.catalogue.wording import MINUS
from hsct_desktop.domain.problem import InputError, Problem
from hsct_desktop.domain.protocol import Product
from hsct_desktop.domain.transplant import GraftManipulation, TransplantEntry, check_transplant
from hsct_desktop.views.context import Context
from hsct_desktop.views.form_fields import ChoiceField, DayField
from hsct_desktop.views.forms.ui_transplant_form import Ui_TransplantForm
from hsct_desktop.views.sheet import enum_choices
from hsct_desktop.views.widgets.panel import Panel
from hsct_desktop.views.widgets.plain_label import PlainLabel


class TransplantStep(QWidget):
    """Dates, regimens, cells. The protocol follows the disease until somebody chooses another."""

    edited = Signal()

    def __init__(self, ctx: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ctx = ctx
        self._by_hand = False
        self._setting = False
        self._birth_date: Any = None
        self.ui = Ui_TransplantForm()
        self.ui.setupUi(self)
        self._regimen = Panel("")
        self._orders = PlainLabel("", wrap=True)
        self._source = PlainLabel("", "caption", wrap=True)
        self._regimen_name = PlainLabel("", "bold", wrap=True)
        for label in (self._regimen_name, self._orders, self._source):
            self._regimen.add(label)
        place = QVBoxLayout(self.ui.regimenPlace)
        place.setContentsMargins(0, 0, 0, 0)
        place.addWidget(self._regimen)
        self._fill_choices()
        self._connect()

    def _fill_choices(self) -> None:
        ui, language, catalogue = self.ui, self._ctx.language, self._ctx.ready().catalogue
        protocols = catalogue.protocols.values()
        ui.protocol.set_choices([(p.id, f"{p.label.text(language)} · {p.id} {p.version}") for p in protocols])
        mobilisations = catalogue.mobilisations.values()
        ui.mobilisationRegimen.set_choices([("", "–"), *((m.id, m.label.text(language)) for m in mobilisations)])
        ui.graftManipulation.set_choices(enum_choices(self._ctx.wording, "graft_manipulation", GraftManipulation))
        ui.day0.bind(self._ctx)
        ui.mobilisationStart.bind(self._ctx)
        self.set_disease("")

    def _connect(self) -> None:
        ui = self.ui
        for field in (ui.protocol, ui.mobilisationRegimen, ui.conditioningRegimen, ui.graftManipulation):
            field.edited.connect(self.edited)
        for day in (ui.day0, ui.mobilisationStart):
            day.edited.connect(self.edited)
        ui.cd34Dose.edited.connect(self.edited)
        ui.planned.toggled.connect(self._on_planned)
        ui.protocol.edited.connect(self._on_protocol)
        ui.conditioningRegimen.edited.connect(self._show_regimen)
        ui.day0.dateChanged.connect(lambda day: ui.mobilisationStart.set_day0(day))

    def set_disease(self, disease_id: str) -> None:
        """Offer the regimens meant for the disease first, and propose its protocol."""
        catalogue, language, ui = self._ctx.ready().catalogue, self._ctx.language, self.ui
        regimens = catalogue.regimens_for(disease_id)
        choices: list[tuple[object, str]] = [("", "–")]
        choices += [(r.id, r.label.text(language) + self._advice(r)) for r in regimens]
        ui.conditioningRegimen.set_choices(choices)
        if ui.conditioningRegimen.value() is None:
            ui.conditioningRegimen.set_value("")
        disease = catalogue.diseases.get(disease_id)
        if disease is not None and not self._by_hand and ui.protocol.isEnabled():
            self._setting = True
            ui.protocol.set_value(disease.protocol_id)
            self._setting = False
            self._fit_product()

    def _advice(self, regimen: Regimen) -> str:
        return "" if regimen.recommended else " · " + self.tr("advised against")

    def _on_protocol(self) -> None:
        if not self._setting:
            self._by_hand = True
        self._fit_product()

    def _fit_product(self) -> None:
        """Only what the cells of the protocol have: what else was typed stays to be seen, and to be emptied."""
        ui, protocol = self.ui, self._ctx.ready().catalogue.protocols.get(str(self.ui.protocol.value() or ""))
        product = protocol.product if protocol is not None else Product.HSC
        graft = product is Product.HSC
        ui.mobilisationStart.setVisible(graft or bool(ui.mobilisationStart.typed()))
        ui.mobilisationRegimen.setVisible(graft or bool(ui.mobilisationRegimen.value()))
        ui.cd34Dose.setVisible(graft or bool(ui.cd34Dose.text()))
        ui.graftManipulation.setVisible(graft or ui.graftManipulation.value() is not GraftManipulation.UNKNOWN)
        ui.conditioningRegimen.setVisible(product is not Product.MSC or bool(ui.conditioningRegimen.value()))

    def _on_planned(self, on: bool) -> None:
        ui = self.ui
        fields = (ui.day0, ui.mobilisationStart, ui.mobilisationRegimen, ui.conditioningRegimen, ui.cd34Dose)
        for field in (*fields, ui.graftManipulation):
            field.setEnabled(on)
        ui.protocol.setEnabled(on and not self._pinned)
        self.edited.emit()

    _pinned = False

    def _show_regimen(self) -> None:
        """What the chosen regimen consists of, as the catalogue writes it: to read, nothing is computed from it."""
        regimen = self._ctx.ready().catalogue.regimens.get(str(self.ui.conditioningRegimen.value() or ""))
        self._regimen.setVisible(regimen is not None)
        if regimen is None:
            return
        language = self._ctx.language
        self._regimen_name.setText(regimen.label.text(language))
        lines = [_order_words(order, language) for order in regimen.orders]
        if regimen.dose_note is not None:
            lines.append(regimen.dose_note.text(language))
        lines += [note.text(language) for note in regimen.notes]  # why one is advised against stands here
        self._orders.setText("\n".join(lines))
        origin = regimen.origin.said(self._ctx.wording)
        self._source.setText(self.tr("{}. Shown for reading; the program computes no dose.").format(origin))

    # content ----------------------------------------------------------------------------------------------------

    @property
    def wanted(self) -> bool:
        """Whether there is a transplant to enter."""
        return self.ui.planned.isChecked()

    def clear(self, *, pinned: bool = False) -> None:
        """An empty form; with `pinned` the protocol of a course that exists cannot be changed here."""
        self._by_hand, self._pinned = pinned, pinned
        self.ui.planned.setEnabled(not pinned)
        self.load(TransplantEntry(""))
        self.ui.planned.setChecked(True)
        self._on_planned(True)

    def load(self, entry: TransplantEntry) -> None:
        """Show an entry."""
        ui = self.ui
        self._setting = True
        ui.protocol.set_value(entry.protocol_id or None)
        self._setting = False
        ui.day0.set_date(entry.day0)
        ui.mobilisationStart.set_date(entry.mobilisation_start)
        ui.mobilisationRegimen.set_value(entry.mobilisation_regimen_id)
        ui.conditioningRegimen.set_value(entry.conditioning_regimen_id)
        ui.cd34Dose.set_text("" if entry.cd34_dose is None else self._ctx.wording.number(entry.cd34_dose))
        ui.graftManipulation.set_value(entry.graft_manipulation)
        self._show_regimen()
        self._fit_product()

    def entry(self) -> TransplantEntry:
        """The transplant as it stands in the form."""
        ui = self.ui
        graft = ui.graftManipulation.value()
        try:
            cd34 = ui.cd34Dose.number()
        except InputError:  # said by `problems`
            cd34 = None
        return TransplantEntry(
            protocol_id=str(ui.protocol.value() or ""),
            day0=ui.day0.date(),
            mobilisation_start=ui.mobilisationStart.date(),
            mobilisation_regimen_id=str(ui.mobilisationRegimen.value() or ""),
            conditioning_regimen_id=str(ui.conditioningRegimen.value() or ""),
            cd34_dose=cd34,
            graft_manipulation=graft if isinstance(graft, GraftManipulation) else GraftManipulation.UNKNOWN,
        )

    def problems(self, birth_date: Any) -> Iterator[Problem]:
        """What the checks say."""
        if not self.wanted:
            return
        ui = self.ui
        for day, name in ((ui.day0, "day0"), (ui.mobilisationStart, "mobilisation_start")):
            yield from (Problem(name, p.key, p.params) for p in day.reading_problems())
        try:
            ui.cd34Dose.number()
        except InputError as error:
            yield from (Problem("cd34_dose", p.key, p.params) for p in error.problems)
        yield from check_transplant(self.entry(), birth_date, self._ctx.today())

    def target_of(self, field: str) -> QWidget:
        """The widget of a field."""
        fields: dict[str, ChoiceField | DayField | QWidget] = {
            "protocol_id": self.ui.protocol,
            "mobilisation_start": self.ui.mobilisationStart,
            "cd34_dose": self.ui.cd34Dose,
        }
        return fields.get(field, self.ui.day0)

    def content(self) -> dict[str, Any]:
        """What stands in the form, for the draft."""
        entry, ui = self.entry(), self.ui
        return {
            "planned": self.wanted,
            "protocol": entry.protocol_id,
            "by_hand": self._by_hand,
            "day0": ui.day0.typed(),
            "mobilisation_start": ui.mobilisationStart.typed(),
            "mobilisation": entry.mobilisation_regimen_id,
            "conditioning": entry.conditioning_regimen_id,
            "cd34": ui.cd34Dose.text(),
            "graft": str(entry.graft_manipulation),
        }

    def restore(self, content: dict[str, Any]) -> None:
        """Put a draft back."""
        ui = self.ui
        entry = TransplantEntry(
            content["protocol"],
            mobilisation_regimen_id=content["mobilisation"],
            conditioning_regimen_id=content["conditioning"],
            graft_manipulation=GraftManipulation(content["graft"]),
        )
        self.load(entry)
        self._by_hand = content["by_hand"]
        ui.day0.set_typed(content["day0"])
        ui.mobilisationStart.set_typed(content["mobilisation_start"])
        ui.cd34Dose.set_text(content["cd34"])
        ui.planned.setChecked(content["planned"])
        self._fit_product()


def _order_words(order: Order, language: str) -> str:
    """One drug of a regimen as a line."""
    unit = f"{order.unit}/{order.per}" if order.per else order.unit
    unit = unit.replace("m2", "m²").replace("ug", "µg")
    dose = " ".join(part for part in (order.dose, unit) if part)
    parts = [order.drug.text(language), dose if order.dose else "", order.every]
    if order.days_text is not None:
        parts.append(order.days_text.text(language))
    elif order.days:
        first, last = (str(day).replace("-", MINUS) for day in (order.days[0], order.days[-1]))
        parts.append(f"d {first}" if first == last else f"d {first} … {last}")
    if order.total:
        parts.append(f"Σ {order.total}")
    if order.note is not None:
        parts.append(order.note.text(language))
    return "  ".join(part for part in parts if part)
