"""Every colour, space and height of the program, by name. No Qt in here, so that anything may ask for a name.

A colour is asked for as a field (`current().accent_soft`) or by name (`current().color("accentSoft")`). Names outside
the palette proper: `grade3.fill`, `grade3.text`, `grade3.edge`, `therapy.pjp.hue`, `therapy.pjp.tint`, `s1` to `s5`;
`grade3.wash` is the ground of a band behind a curve; `grade3.half` and `grade3.halfText` draw what was expected.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class GradeColours:
    """Fill, digit and edge of one toxicity grade."""

    fill: str
    text: str
    edge: str


@dataclass(frozen=True, slots=True)
class TherapyColours:
    """Edge and foot line (`hue`) and bar (`tint`) of one class of drugs."""

    hue: str
    tint: str


@dataclass(frozen=True)
class Tokens:
    """One colour scheme; all values are `#RRGGBB`."""

    name: str
    window: str
    surface: str
    raised: str
    sunken: str
    alt: str
    hover: str
    line: str
    line_strong: str
    grid: str
    control: str
    text: str
    muted: str
    accent: str
    on_accent: str
    accent_soft: str
    focus: str
    selection: str
    success: str
    success_soft: str
    warn: str
    warn_soft: str
    danger: str
    danger_soft: str
    info: str
    wait: str
    wait_soft: str
    today: str
    practice: str
    practice_text: str
    found: str
    found_here: str
    band: str
    grades: Mapping[int, GradeColours]
    therapies: Mapping[str, TherapyColours]
    series: tuple[str, str, str, str, str]

    @property
    def dark(self) -> bool:
        """True for the dark scheme."""
        return self.name == "dark"

    def grade(self, grade: int) -> GradeColours:
        """Colours of a grade from 1 to 5; KeyError for any other number."""
        return self.grades[grade]

    def therapy(self, therapy_class: str) -> TherapyColours:
        """Colours of a class of drugs; a class without its own colours looks like `other`."""
        return self.therapies.get(_plain(therapy_class), self.therapies["other"])

    def color(self, name: str) -> str:
        """The value of a token by name; case, dots, dashes and underscores do not matter. KeyError when unknown."""
        try:
            return _flat(id(self), self)[_plain(name)]
        except KeyError:
            raise KeyError(f"no colour is called {name!r}") from None

    def __hash__(self) -> int:
        """By identity: there is one object for each scheme."""
        return id(self)


def _plain(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "").replace(".", "").replace(" ", "")


@lru_cache(maxsize=8)
def _flat(_identity: int, tokens: Tokens) -> Mapping[str, str]:
    """All names of a scheme in one table."""
    table = {_plain(f.name): getattr(tokens, f.name) for f in fields(tokens) if f.type == "str" and f.name != "name"}
    for number, grade in tokens.grades.items():
        table |= {f"grade{number}fill": grade.fill, f"grade{number}text": grade.text, f"grade{number}edge": grade.edge}
        half = mix(grade.fill, tokens.surface)
        inks = (tokens.text, tokens.surface)
        table |= {
            f"grade{number}wash": mix(grade.fill, tokens.surface, 0.30 if tokens.dark else 0.16),
            f"grade{number}half": half,
            f"grade{number}halftext": max(inks, key=lambda ink, ground=half: contrast(ink, ground)),  # type: ignore[misc]
        }
    for key, colours in tokens.therapies.items():
        table |= {f"therapy{key}hue": colours.hue, f"therapy{key}tint": colours.tint}
    table |= {f"s{number}": value for number, value in enumerate(tokens.series, start=1)}
    return MappingProxyType(table)


def _grades(*rows: tuple[str, str, str]) -> Mapping[int, GradeColours]:
    return MappingProxyType({number: GradeColours(*row) for number, row in enumerate(rows, start=1)})


def _therapies(**pairs: tuple[str, str]) -> Mapping[str, TherapyColours]:
    table = {name: TherapyColours(*pair) for name, pair in pairs.items()}
    table["immunosuppression"] = table["immunosuppressant"] = table["diseasemodifying"]
    return MappingProxyType(table)


LIGHT: Final = Tokens(
    name="light",
    window="#F2F4F6",
    surface="#FFFFFF",
    raised="#FFFFFF",
    sunken="#E9ECF0",
    alt="#F8F9FA",
    hover="#F0F3F6",
    line="#DDE1E6",
    line_strong="#C3C9D1",
    grid="#E6E9ED",
    control="#7F8794",
    text="#191D24",
    muted="#565E6B",
    accent="#1B5E9E",
    on_accent="#FFFFFF",
    accent_soft="#E4EEF8",
    focus="#1B5E9E",
    selection="#D6E6F6",
    success="#1B6B41",
    success_soft="#E1F2E8",
    warn="#805300",
    warn_soft="#FBEFD0",
    danger="#AD231B",
    danger_soft="#FBE5E2",
    info="#1B5E9E",
    wait="#6A4694",
    wait_soft="#EFE8F7",
    today="#AD231B",
    practice="#F3B53F",
    practice_text="#191D24",
    found="#FFC400",
    found_here="#FF8000",
    band="#E8F1EC",
    grades=_grades(
        ("#FBEBB0", "#191D24", "#9A7B14"),
        ("#F3B53F", "#191D24", "#9A6A00"),
        ("#C24E0B", "#FFFFFF", "#C24E0B"),
        ("#8B1A1F", "#FFFFFF", "#8B1A1F"),
        ("#260A12", "#FFFFFF", "#260A12"),
    ),
    therapies=_therapies(
        antiviral=("#2A6EBB", "#DCE9F8"),
        pjp=("#14757A", "#D6EEEE"),
        antifungal=("#6B7A12", "#EDF1CF"),
        antibacterial=("#8C5A1E", "#F5E6D0"),
        gcsf=("#7346A8", "#EADFF6"),
        immunoglobulin=("#A8366F", "#F8DFEA"),
        transfusion=("#9B2C2C", "#F7DEDB"),
        diseasemodifying=("#4A5564", "#E3E7EC"),
        other=("#6B7280", "#ECEEF1"),
    ),
    series=("#1B5E9E", "#B5540C", "#2F7A52", "#7346A8", "#565E6B"),
)

DARK: Final = Tokens(
    name="dark",
    window="#13161B",
    surface="#1A1E25",
    raised="#232831",
    sunken="#0E1115",
    alt="#1D2129",
    hover="#222731",
    line="#2C323C",
    line_strong="#434B58",
    grid="#262B33",
    control="#747E8D",
    text="#E6E9EE",
    muted="#A2ABB8",
    accent="#7FB4EE",
    on_accent="#0C1A2A",
    accent_soft="#1D2F45",
    focus="#9CC7F6",
    selection="#26405E",
    success="#74C99A",
    success_soft="#17322A",
    warn="#E8B650",
    warn_soft="#3A2F14",
    danger="#FF9389",
    danger_soft="#432220",
    info="#7FB4EE",
    wait="#C5A5EE",
    wait_soft="#2F2541",
    today="#FF9389",
    practice="#E8B650",
    practice_text="#191D24",
    found="#FFC400",
    found_here="#FF8000",
    band="#1B2B25",
    grades=_grades(
        ("#4D441F", "#FFF6D6", "#A08F4A"),
        ("#8A6414", "#FFFFFF", "#C99A35"),
        ("#DF7A2E", "#14100A", "#DF7A2E"),
        ("#FFA296", "#2A0A08", "#FFA296"),
        ("#FCEDEF", "#260A12", "#FCEDEF"),
    ),
    therapies=_therapies(
        antiviral=("#6FA8EA", "#1E3149"),
        pjp=("#4FB9BD", "#15353A"),
        antifungal=("#B0BF4E", "#2D331A"),
        antibacterial=("#D3A063", "#3A2C1B"),
        gcsf=("#B48EE6", "#33274A"),
        immunoglobulin=("#E684B0", "#432537"),
        transfusion=("#EE8D85", "#442524"),
        diseasemodifying=("#A2ABB8", "#2B313B"),
        other=("#8C95A3", "#262B33"),
    ),
    series=("#7FB4EE", "#F0A35E", "#74C99A", "#C5A5EE", "#A2ABB8"),
)


class Space:
    """Distances in device-independent pixels."""

    HAIR: Final = 2
    TIGHT: Final = 4
    SMALL: Final = 8
    MEDIUM: Final = 12
    LARGE: Final = 16
    WIDE: Final = 24
    PAGE_EDGE: Final = 16
    PANEL_GAP: Final = 10
    PANEL_INSIDE: Final = 12
    CELL: Final = 8


class Height:
    """Heights in device-independent pixels."""

    ROW: Final = 28
    HEADER: Final = 26
    FIELD: Final = 30
    BUTTON: Final = 30
    SMALL_CONTROL: Final = 24
    CHIP: Final = 20
    TAB: Final = 34
    TOP_BAR: Final = 48
    BANNER: Final = 94
    STATUS_BAR: Final = 24
    RAIL_ITEM: Final = 56
    SHEET_HEADER: Final = 40
    SHEET_FOOTER: Final = 50
    TOAST: Final = 34


class Width:
    """Widths in device-independent pixels: of sheets, and of the window where the lay-out changes."""

    SHEET: Final = 480
    SHEET_NARROW: Final = 420
    NARROW_BELOW: Final = 1200
    """Below it the rail loses its words and sheets are narrower."""
    WHOLE_BELOW: Final = 961
    """Below it a sheet takes the whole page: a full HD screen at 200 % is 960 wide and belongs to it."""


class Radius:
    """Corner radii in device-independent pixels."""

    PANEL: Final = 6
    CONTROL: Final = 4
    GRADE: Final = 3
    SQUARE: Final = 2


def _channels(value: str) -> tuple[int, int, int]:
    return int(value[1:3], 16), int(value[3:5], 16), int(value[5:7], 16)


def mix(first: str, second: str, share: float = 0.5) -> str:
    """The colour between two, `share` of it the first."""
    pairs = zip(_channels(first), _channels(second), strict=True)
    return "#" + "".join(f"{int(a * share + b * (1 - share)):02X}" for a, b in pairs)


def _luminance(value: str) -> float:
    """Relative luminance after WCAG 2."""
    parts = [channel / 255 for channel in _channels(value)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """Contrast ratio after WCAG 2, from 1 to 21."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


_scheme = [LIGHT]


def current() -> Tokens:
    """The scheme in use; light until `apply` has run."""
    return _scheme[0]


def use(tokens: Tokens) -> None:
    """Make a scheme the current one. Only `apply` calls this."""
    _scheme[0] = tokens
