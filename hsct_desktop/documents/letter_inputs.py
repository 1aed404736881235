"""What a letter is made from: frozen blocks in the reader's language; no letter asks the store for anything."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from hsct_desktop.documents.inputs import PrintContext
from hsct_desktop.documents.text import Text
from hsct_desktop.domain.letter import LetterKind
from hsct_desktop.pictures.disability_facts import DisabilityFacts


class Window(StrEnum):
    """Where the envelope's window is: DIN lang left, or right as in Italy, France and Spain."""

    LEFT = "left"
    RIGHT = "right"


class Stamp(StrEnum):
    """The state of a letter's page: not signed, signed, or signed and replaced by a later version."""

    DRAFT = "draft"
    SIGNED = "signed"
    REPLACED = "replaced"


@dataclass(frozen=True)
class Letterhead:
    """The unit's paper. `contact` stands right of the name, one line each; lengths in mm, `accent` as #rrggbb.

    On pre-printed paper nothing is drawn above `clear_top` nor below `clear_bottom` (mm from the top edge). `shift`
    moves the address from the standard's place, right and down. `logo` holds the bytes of a PNG or JPEG.
    """

    name: str = ""
    department: str = ""
    contact: tuple[str, ...] = ()
    foot: str = ""
    return_line: str = ""
    accent: str = "#173F4F"
    logo: bytes | None = None
    window: Window = Window.LEFT
    shift: tuple[float, float] = (0.0, 0.0)
    preprinted: bool = False
    clear_top: float = 45.0
    clear_bottom: float = 281.0
    wide: bool = False
    """Whether the letter is set in DejaVu Sans instead of the condensed face."""


@dataclass(frozen=True)
class State:
    """The letter's state in words: for a signed one who, role, when; `number` is its version; `fingerprint` the hash
    of its contents; `by_next` says which letter replaces it; `replaces` which letter this one replaces, `changed` what
    is new in it. `log_entry` and `log_mark` are where the change log ended when it was signed.
    """

    stamp: Stamp = Stamp.DRAFT
    number: int = 1
    signer: str = ""
    role: str = ""
    signed_at: dt.datetime | None = None
    fingerprint: str = ""
    by_next: str = ""
    replaces: str = ""
    changed: str = ""
    log_entry: int = 0
    log_mark: str = ""


@dataclass(frozen=True)
class Words:
    """A paragraph."""

    text: Text


@dataclass(frozen=True)
class Labelled:
    """Short labelled lines, the labels in grey at the left."""

    rows: tuple[tuple[str, Text], ...]


@dataclass(frozen=True)
class Listed:
    """Bullets."""

    items: tuple[Text, ...]


@dataclass(frozen=True)
class Rows:
    """A table that breaks between rows and repeats its head; widths in mm, 0 shares what is left.

    `numbers` are the columns whose values stand on their decimal mark, counted from 0.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[Text, ...], ...]
    widths: tuple[float, ...]
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True)
class ResultLine:
    """A result with its unit, reference range and the value before; `sign` is "high", "low" or ""."""

    name: str
    value: str
    sign: str
    unit: str
    limits: str
    previous: str


@dataclass(frozen=True)
class Results:
    """Results in two columns when there are more than eight, numbers aligned on the decimal mark."""

    lines: tuple[ResultLine, ...]


@dataclass(frozen=True)
class Curve:
    """The course of disability, `height` mm high, with what stands under it."""

    facts: DisabilityFacts
    height: float
    caption: str


Block = Words | Labelled | Listed | Rows | Results | Curve


@dataclass(frozen=True)
class LetterSection:
    """A headed part: `note` stands at the heading's right. `brief` takes the blocks' place where pages run short.

    Of sections with a `brief` the renderer shortens those with the lowest `keep` first; None is never shortened.
    """

    id: str
    title: str
    blocks: tuple[Block, ...]
    note: str = ""
    brief: tuple[Block, ...] | None = None
    keep: int = 0


@dataclass(frozen=True)
class Box:
    """A box that stands out: what to read first, or what to act on."""

    title: str
    items: tuple[Text, ...]


@dataclass(frozen=True)
class LetterData:
    """A whole letter. `address` is at most six lines, the second the name; `reference` the block beside the window.

    `who` is the running head's name and facts (birth date, code). `most_pages` is the aim of the fitting, not a limit.
    """

    context: PrintContext
    kind: LetterKind
    letterhead: Letterhead
    state: State
    address: tuple[str, ...]
    reference: tuple[tuple[str, str], ...]
    subject: str
    who: tuple[str, str]
    salutation: str
    box: Box | None
    sections: tuple[LetterSection, ...]
    call: Box | None
    closing: str
    signature: tuple[str, ...]
    most_pages: int = 2
