"""`calc cohort`: the transplanted patients of a data file as a table by regimen."""

from __future__ import annotations

import argparse

from hsct_desktop.catalogue.wording import in_sentence, wording
from hsct_desktop.commands.opened import workspace
from hsct_desktop.commands.output import show, tell
from hsct_desktop.domain.protocol import Product

COHORT_COLUMNS = [
    "regimen",
    "n",
    "diagnosis_to_hsct_months",
    "edss_pre",
    "edss_last",
    "followup_months",
    "neda3",
    "neda3_without_rebaseline",
    "confirmed_worsening",
    "relapses",
    "deaths",
]


def run(arguments: argparse.Namespace) -> None:
    """Print a line a regimen and the total. Months and EDSS are "median (least-most)", the rest counts.

    "17/20" says of how many that could be assessed; who could not be stands behind it. Patients with other cells are
    told on standard error.
    """
    from hsct_desktop.services import cohort

    with workspace(arguments) as ws:
        found = cohort.by_regimen(ws, arguments.disease, product=Product(arguments.product))
    show(cohort.columns(found.rows), COHORT_COLUMNS, arguments.format)
    words = wording("en")
    for product, number in found.others.items():
        name = in_sentence(words.enum("product", product))
        said = words.count("outcomes.cohort.others", number, product=name, id=product.value)
        tell(f"hsct-desktop: {said}")
