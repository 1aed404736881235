"""How one table is read: which column is which field, the one form of its dates, its decimal sign, its own codes.

Nothing is guessed: what recognition could not tell stands as a question (`asks`) until somebody answers it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as made
from enum import StrEnum

from hsct_desktop.domain.import_field import ImportKind


class DateOrder(StrEnum):
    """The one form of the dates of a column; any of `/ . -` and blanks may part them; wording `enum.date_order.*`.

    SERIAL_1900 and SERIAL_1904: days as a spreadsheet counts them, where they come as numbers.
    """

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"
    YEAR_FIRST = "year_first"
    SERIAL_1900 = "serial_1900"
    SERIAL_1904 = "serial_1904"


class Confidence(StrEnum):
    """How surely a column was understood; wording `enum.import_confidence.*`. Only ASKS keeps a file out."""

    SURE = "sure"
    LIKELY = "likely"
    ASKS = "asks"
    UNUSED = "unused"


class Question(StrEnum):
    """What a column asks; wording `enum.import_question.*`. FIELD: two fields fit; DATE_ORDER: day and month cannot be
    told apart; DECIMAL: 1.234 may be a thousand; UNIT: the values fit none or several; STEP: whose day a value has;
    CODES: own codes that nobody has mapped yet."""

    FIELD = "field"
    DATE_ORDER = "date_order"
    DECIMAL = "decimal"
    UNIT = "unit"
    STEP = "step"
    CODES = "codes"


class StepUnit(StrEnum):
    """What a step from Day 0 counts."""

    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"


@dataclass(frozen=True)
class Step:
    """When a repeated column was measured: Day 0 plus so many days, weeks, months or years (negative: before), or the
    day that another column of the row holds (`date_head`), which goes before."""

    count: int = 0
    unit: StepUnit = StepUnit.MONTHS
    date_head: str = ""


@dataclass(frozen=True)
class MappedColumn:
    """One column by its head (and `nth`, from 1, where several have the same). `field` "" leaves it out.

    `analyte` belongs to `lab_result.value` columns of a wide table. `unit` "" is the record's own. `codes` are the
    file's own codes, folded, and what they mean ("" for: not done). `serials` says how numbers among written dates
    count (else they are refused). Years of two digits are refused unless `two_digit_until` names the last year that
    they can mean: with 2026, 26 is 2026 and 27 is 1927.
    """

    head: str
    field: str = ""
    nth: int = 1
    date_order: DateOrder | None = None
    decimal: str = ""
    unit: str = ""
    analyte: str = ""
    step: Step | None = None
    codes: Mapping[str, str] = made(default_factory=dict)
    serials: DateOrder | None = None
    two_digit_until: int = 0


MISSING_WORDS = ("n.d.", "nd", "n.a.", "n/a", "na", "?", "-", "–", "--", ".", "non noto", "unknown", "missing")
"""What stands for "not done" or "not known" unless the mapping says otherwise; never in a name or a free text."""


@dataclass(frozen=True)
class ImportMapping:
    """How tables of one kind are read. `sheet` "" is the first visible one, `header_row` 0 the one that is found.

    `defaults` are values for fields without a column (`transplant.protocol_id`, `adverse_event.ctcae_version`), as they
    would stand in a cell in the program's own codes.
    """

    name: str
    kind: ImportKind
    columns: tuple[MappedColumn, ...]
    sheet: str = ""
    header_row: int = 0
    encoding: str = ""
    delimiter: str = ""
    missing: tuple[str, ...] = MISSING_WORDS
    defaults: Mapping[str, str] = made(default_factory=dict)
