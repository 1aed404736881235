"""Series of codes for patients of tables that have none."""

from __future__ import annotations

import pytest

from hsct_desktop.domain.import_field import FieldType, ImportField, ImportKind
from hsct_desktop.domain.import_mapping import ImportMapping, MappedColumn, check_mapping
from hsct_desktop.domain.import_numbering import CodePattern, pattern_of


@pytest.mark.parametrize(
    ("text", "codes", "expected"),
    [
        ("MS-####", [], "MS-0001"),
        ("MS-####", ["MS-0007", "ms-0012", "MS-12", "SSc-0099", "MS-00x1"], "MS-0013"),
        ("MS-##", ["MS-99"], "MS-100"),
        ("##/26", ["07/26", "30/25"], "08/26"),
    ],
)
def test_the_next_code_follows_the_highest_of_its_series(text: str, codes: list[str], expected: str) -> None:
    series = pattern_of(text)
    assert series is not None
    assert series.code(series.next_number(codes)) == expected


@pytest.mark.parametrize("text", ["", "MS-0001", "MS ####", "#-#"])
def test_what_is_no_series_counts_nothing(text: str) -> None:
    assert pattern_of(text) is None


def test_a_series_beside_names_and_birth_dates_is_enough_and_a_plain_code_is_refused() -> None:
    names = ("patient.family_name", "patient.given_name", "patient.birth_date", "patient.code")
    fields = [ImportField(name, FieldType.TEXT) for name in names]
    columns = tuple(MappedColumn(name, name) for name in names[:3])

    def problems(
        text: str, used: tuple[MappedColumn, ...] = columns, kind: ImportKind = ImportKind.PATIENTS
    ) -> list[str]:
        mapping = ImportMapping("", kind, used, defaults={"patient.code": text})
        return [problem.key for problem in check_mapping(mapping, fields)]

    assert problems("MS-####") == []
    assert problems("MS-0001") == ["import_code_pattern"]
    assert problems("MS-####", kind=ImportKind.EDSS) == ["import_code_pattern"]
    assert problems("MS-####", columns[:1]) == ["import_who_wanted"]
    assert CodePattern("MS-", 4, "").number("MS-0001") == 1
