"""Numbers and colours as a PDF's drawing operators write them; ReportLab's own way takes several times as long."""

from __future__ import annotations

from functools import lru_cache

from reportlab.lib.colors import Color
from reportlab.lib.rl_accel import fp_str


def length(value: float) -> str:
    """A length in points to a ten-thousandth, without needless zeros."""
    shown = f"{value:.4f}".rstrip("0").rstrip(".")
    return "0" if shown == "-0" else shown


@lru_cache(maxsize=256)
def _parts(red: float, green: float, blue: float) -> str:
    return str(fp_str(red, green, blue))


def fill(colour: Color) -> str:
    """The operator that sets the colour of areas and text."""
    return f"{_parts(colour.red, colour.green, colour.blue)} rg"


def stroke(colour: Color) -> str:
    """The operator that sets the colour of lines."""
    return f"{_parts(colour.red, colour.green, colour.blue)} RG"
