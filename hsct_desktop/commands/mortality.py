"""`mortality`: deaths to day 100, one year and five years after Day 0, by what was adjudicated."""

from __future__ import annotations

import argparse
from typing import Final

from hsct_desktop.catalogue.wording import in_sentence, wording
from hsct_desktop.commands.opened import workspace
from hsct_desktop.commands.output import show, tell
from hsct_desktop.domain.protocol import Product

DAYS: Final = (100, 365, 1826)
"""The days to which treatment-related mortality is reported (EBMT Handbook 2024, chapter 6)."""
COLUMNS: Final = (
    "days", "treated", "treatment_related", "disease", "other_cause", "non_relapse", "not_adjudicated",
    "followed_less",
)  # fmt: skip


def run(arguments: argparse.Namespace) -> None:
    """Print one row for each of DAYS; a death that nobody has adjudicated counts as neither. Patients with other cells
    are told on standard error.
    """
    from hsct_desktop.services import death_reviews

    with workspace(arguments) as ws:
        found = death_reviews.deaths(ws, DAYS, Product(arguments.product))
    rows = [
        {
            "days": one.days,
            "treated": one.treated,
            "treatment_related": len(one.related),
            "disease": len(one.disease),
            "other_cause": len(one.other),
            "non_relapse": one.non_relapse,
            "not_adjudicated": len(one.undecided),
            "followed_less": len(one.open),
        }
        for one in found.rows
    ]
    show(rows, COLUMNS, arguments.format)
    words = wording("en")
    for product, number in found.others.items():
        name = in_sentence(words.enum("product", product))
        tell(f"hsct-desktop: {words.count('death.others', number, product=name, id=product.value)}")
