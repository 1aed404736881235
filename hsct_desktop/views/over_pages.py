"""The pages over a patient's tabs by name; each is loaded when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from hsct_desktop.views.context import Context
from hsct_desktop.views.over_page import OverPage


def _care_plan(ctx: Context, patient_id: int) -> OverPage:
    from hsct_desktop.views.care_plan import CarePlanPage

    return CarePlanPage(ctx, patient_id)


def _reconstitution(ctx: Context, patient_id: int) -> OverPage:
    from hsct_desktop.views.reconstitution import ReconstitutionPage

    return ReconstitutionPage(ctx, patient_id)


def _history(ctx: Context, patient_id: int) -> OverPage:
    from hsct_desktop.views.history_page import HistoryPage

    return HistoryPage(ctx, patient_id)


def _selection(ctx: Context, patient_id: int) -> OverPage:
    from hsct_desktop.views.selection_page import SelectionPage

    return SelectionPage(ctx, patient_id)


def _treatment(ctx: Context, patient_id: int) -> OverPage:
    from hsct_desktop.views.treatment_page import TreatmentPage

    return TreatmentPage(ctx, patient_id)


def _letter(ctx: Context, patient_id: int) -> OverPage:
    from hsct_desktop.views.letter_page import LetterPage

    return LetterPage(ctx, patient_id)


def _registry(ctx: Context, patient_id: int) -> OverPage:
    from hsct_desktop.views.registry_page import RegistryPage

    return RegistryPage(ctx, patient_id)


OVER: Final[Mapping[str, Callable[[Context, int], OverPage]]] = {
    "care_plan": _care_plan,
    "reconstitution": _reconstitution,
    "history": _history,
    "selection": _selection,
    "treatment": _treatment,
    "letter": _letter,
    "registry": _registry,
}
"""Each page by its name, as `Context.show_patient` takes it."""

HOME: Final[Mapping[str, str]] = {
    "care_plan": "visits", "reconstitution": "therapy", "history": "disease", "selection": "disease",
    "treatment": "disease", "letter": "documents", "registry": "documents",
}  # fmt: skip
"""The tab under which each page belongs, which is lit while the page stands over it."""
