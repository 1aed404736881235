"""Record a vaccine dose: the product by a few letters, the day, the number, lot, site, and who gave it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from hsct_desktop.domain.problem import Problem
from hsct_desktop.domain.vaccination import VaccinationEntry, check_vaccination
from hsct_desktop.domain.vaccine import VaccineProduct, VaccineStatus
from hsct_desktop.views.context import Context
from hsct_desktop.views.form_fields import DayField, NotesField, NumberField, TextField
from hsct_desktop.views.search_picker import Found, SearchPicker
from hsct_desktop.views.sheet import Content, RecordSheet, captioned, field_row
from hsct_desktop.views.widgets.plain_label import PlainLabel

if TYPE_CHECKING:
    from hsct_desktop.domain.vaccine import VaccineLine, VaccinePlan
    from hsct_desktop.services.changes import Changes

SITES: Final = ("left_deltoid", "right_deltoid", "left_thigh", "right_thigh")
"""Usual places of an injection; any other is taken as written. Wording `vaccine_site.*`."""


class VaccinationSheet(RecordSheet):
    """A dose, new or to be revised. `vaccine` is the series whose next dose is recorded."""

    def __init__(self, ctx: Context, patient_id: int, vaccination_id: int | None = None, *, vaccine: str = "") -> None:
        name = "vaccination" if vaccination_id is None else f"vaccination:{vaccination_id}"
        super().__init__(ctx, patient_id, "", draft=f"{name}:{vaccine}" if vaccine else name)
        self._heading = self.tr("Record vaccine dose") if vaccination_id is None else self.tr("Revise vaccine dose")
        self.set_title(self._heading, "")
        self._vaccination_id = vaccination_id
        self._version = 0
        self._proposed = ""
        from hsct_desktop.catalogue.search import Index
        from hsct_desktop.services import patients, vaccines

        ws = ctx.ready()
        banner = patients.banner(ws, patient_id)
        self._birth_date, self._day0 = banner.birth_date, banner.day0
        self._plan: VaccinePlan = vaccines.for_patient(ws, patient_id)
        given = (row.given for line in self._plan.lines for row in line.given)
        self._doses = {dose.id: dose for dose in given if dose is not None}.values()
        self._products = ws.catalogue.vaccines.products
        self._index = Index((one, one.label, (*one.also, one.id)) for one in self._products.values())
        self._people = self._known_people()
        self._sites = [ctx.wording.text(f"vaccine_site.{site}") for site in SITES]
        self._build()
        self._fill(vaccine)
        self.begin()

    # building ---------------------------------------------------------------------------------------------------

    def _build(self) -> None:
        self._product = SearchPicker(self.tr("Vaccine or combination"), self._search, browse=True)
        self._counts = PlainLabel("", "caption", wrap=True)
        self._on = captioned(DayField(), self.tr("Given on"), "givenOn")
        self._number = captioned(NumberField(), self.tr("Dose number"), "doseNumber")
        self._lot = captioned(TextField(), self.tr("Lot"), "lot")
        self._site = SearchPicker(
            self.tr("Site"), lambda typed: self._among(self._sites, typed), free=True, browse=True
        )
        self._by = SearchPicker(
            self.tr("Given by"), lambda typed: self._among(self._people, typed), free=True, browse=True
        )
        self._reason = captioned(TextField(), self.tr("Reason"), "reason")
        self._note = captioned(NotesField(), self.tr("Note"), "note")
        self._on.bind(self.ctx, self._day0)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setSpacing(11)
        first = QVBoxLayout()
        first.setSpacing(3)
        first.addWidget(self._product)
        first.addWidget(self._counts)
        column.addLayout(first)
        for part in (field_row(self._on, self._number), self._lot, self._site, self._by, self._reason, self._note):
            column.addWidget(part)
        column.addStretch(1)
        self.set_body(body)
        self._reason.hide()
        self._connect_fields()

    def _connect_fields(self) -> None:
        following = {self._product: self._lot.line(), self._site: self._by.line(), self._by: self._note}
        for picker, after in following.items():
            picker.typed.connect(self.changed)
            picker.taken.connect(lambda _value, after=after: after.setFocus(Qt.FocusReason.TabFocusReason))
            picker.taken.connect(self.changed)
        self._product.current_changed.connect(lambda _value: self._follow_product())
        self._product.taken.connect(lambda _value: self._follow_product())

    def _known_people(self) -> list[str]:
        """The unit's own staff, then the correspondents: mostly the GP gives the later doses."""
        from hsct_desktop.services import professionals, staff

        ws = self.ctx.ready()
        own = [row.name for row in staff.everybody(ws) if row.active]
        return own + [card.entry.name for card in professionals.everybody(ws)]

    def _fill(self, vaccine: str) -> None:
        entry = VaccinationEntry(self.patient_id, self._product_for(vaccine), self.ctx.today())
        if self._vaccination_id is not None:
            from hsct_desktop.services import vaccines

            entry, self._version = vaccines.entry_of(self.ctx.ready(), self._vaccination_id)
        self._show_product(entry.vaccine)
        if self._vaccination_id is None:
            self._propose_number()
        else:
            self._number.set_text("" if entry.dose_number is None else str(entry.dose_number))
        self._on.set_date(entry.given_on)
        self._lot.set_text(entry.lot)
        self._site.set_chosen(None, entry.site)
        self._by.set_chosen(None, entry.given_by)
        self._reason.set_text(entry.reason)
        self._reason.setVisible(bool(entry.reason))
        self._note.set_text(entry.note)

    def _product_for(self, vaccine: str) -> str:
        """The product that a series was last given with, or is planned with; else the series' own."""
        if not vaccine:
            return ""
        line = self._plan.line(vaccine)
        before = [dose.given.vaccine for dose in line.given if dose.given is not None]
        chosen = line.choice.product if line.choice is not None else ""
        wanted = (before[-1] if before else "") or chosen or vaccine
        return wanted if wanted in self._products else vaccine

    # the product ------------------------------------------------------------------------------------------------

    def _search(self, typed: str) -> tuple[list[Found], str]:
        if not typed.strip():
            found = sorted(self._products.values(), key=lambda one: not self._is_due(one))
            return [Found(one, one.label.text(self.ctx.language), aside=self._aside(one)) for one in found], ""
        rows = [
            Found(match.item, match.shown, match.spans, match.via, self._aside(match.item))
            for match in self._index.search(typed, self.ctx.language, limit=12)
        ]
        return rows, "" if rows else self.tr("not in the list")

    def _is_due(self, product: VaccineProduct) -> bool:
        due = {line.series.id for line in self._plan.due}
        return any(part in due for part in product.components)

    def _aside(self, product: VaccineProduct) -> str:
        """How the series of a product stands; for a combination how many series it counts for."""
        if len(product.components) > 1:
            return self.tr("{} series").format(len(product.components))
        line = self._line_of(product.components[0]) if product.components else None
        return self.ctx.wording.text(f"vaccine_picture.state.{line.status}") if line is not None else ""

    def _line_of(self, series_id: str) -> VaccineLine | None:
        return next((line for line in self._plan.lines if line.series.id == series_id), None)

    def _show_product(self, product_id: str) -> None:
        product = self._products.get(product_id)
        if product is None:
            self._product.set_chosen(None, product_id)
        else:
            self._product.set_chosen(Found(product, product.label.text(self.ctx.language)))
        self._say_components()

    def _chosen_product(self) -> VaccineProduct | None:
        found = self._product.current()
        return found if isinstance(found, VaccineProduct) else None

    def _follow_product(self) -> None:
        self._say_components()
        if self._vaccination_id is None:
            self._propose_number()

    def _say_components(self) -> None:
        """What the dose counts for, and how each of it stands."""
        product = self._chosen_product()
        lines = [self._line_of(part) for part in product.components] if product is not None else []
        names = [line.series.label.text(self.ctx.language) for line in lines if line is not None]
        said = self.tr("Counts for {}").format(", ".join(names)) if names else ""
        if any(line is not None and line.status is VaccineStatus.NEVER for line in lines):
            said = self.tr("Never for these patients: {}").format(", ".join(names))
        self._counts.setText(said)
        self._counts.setVisible(bool(said))

    def _propose_number(self) -> None:
        """The next number, where all parts of the product agree on it and nobody has typed another."""
        if self._number.text() not in ("", self._proposed):
            return
        product = self._chosen_product()
        lines = [self._line_of(part) for part in product.components] if product is not None else []
        numbers = {line.next.number for line in lines if line is not None and line.next is not None}
        self._proposed = str(numbers.pop()) if len(numbers) == 1 else ""
        self._number.set_text(self._proposed)

    @staticmethod
    def _among(names: list[str], typed: str) -> tuple[list[Found], str]:
        wanted = typed.casefold().strip()
        return [Found(name, name) for name in names if wanted in name.casefold()], ""

    # the sheet --------------------------------------------------------------------------------------------------

    def first_field(self) -> QWidget | None:
        return self._lot.line() if self._chosen_product() is not None else self._product.line()

    def _entry(self) -> VaccinationEntry:
        product = self._chosen_product()
        return VaccinationEntry(
            self.patient_id,
            product.id if product is not None else self._product.text().strip(),
            self._on.date(),
            self._number.whole(),
            self._lot.text().strip(),
            self._site.text().strip(),
            self._by.text().strip(),
            self._reason.text().strip(),
            self._note.text().strip(),
        )

    def problems(self) -> Iterator[Problem]:
        others = [dose for dose in self._doses if dose.id != self._vaccination_id]
        catalogue = self.ctx.ready().catalogue.vaccines
        for problem in check_vaccination(self._entry(), catalogue, self._birth_date, self.ctx.today(), others):
            if problem.key == "vaccine_unknown":
                # The ids of the catalogue are for the command line; here the list itself is at hand.
                yield Problem("vaccine", "vaccine_not_listed", {"vaccine": problem.params["vaccine"]})
            else:
                yield problem

    def show_problems(self, problems: Iterable[Problem], *, aloud: bool = True) -> None:
        """What is improbable asks for a reason: its field comes into sight with the question."""
        found = list(problems)
        if any(problem.soft for problem in found):
            self._reason.show()
        super().show_problems(found, aloud=aloud)

    def _ask(self, *, confirmed: bool) -> None:
        """A second save alone lets nothing through: the reason does."""

    def target_of(self, field: str) -> QWidget:
        fields: dict[str, QWidget] = {
            "given_on": self._on,
            "dose_number": self._number,
            "lot": self._lot,
            "site": self._site,
            "given_by": self._by,
            "note": self._note,
            "reason": self._reason,
        }
        return fields.get(field, self._product)

    def write(self) -> Changes:
        from hsct_desktop.services import vaccines

        ws, entry = self.ctx.ready(), self._entry()
        if self._vaccination_id is None:
            return vaccines.record(ws, entry)
        return vaccines.revise(ws, self._vaccination_id, self._version, entry)

    def content(self) -> Content:
        product = self._chosen_product()
        return {
            "vaccine": product.id if product is not None else self._product.text(),
            "on": self._on.typed(),
            "number": self._number.text(),
            "lot": self._lot.text(),
            "site": self._site.text(),
            "by": self._by.text(),
            "reason": self._reason.text(),
            "note": self._note.text(),
        }

    def restore(self, content: Content) -> None:
        self._show_product(content["vaccine"])
        self._on.set_typed(content["on"])
        self._number.set_text(content["number"])
        self._lot.set_text(content["lot"])
        self._site.set_chosen(None, content["site"])
        self._by.set_chosen(None, content["by"])
        self._reason.set_text(content["reason"])
        self._reason.setVisible(bool(content["reason"]))
        self._note.set_text(content["note"])
