"""Names of files by the unit's pattern."""

from __future__ import annotations

import pytest

from hsct_desktop.domain.file_name import LONGEST_PATTERNED, MOST_BYTES, check_pattern, file_name, patterned

VALUES = {"code": "MS-0107", "kind": "neurologist", "date": "2026-11-18", "surname": "Rossi", "given": "Anna"}


@pytest.mark.parametrize(
    ("pattern", "name"),
    [
        ("{code}-{kind}-{date}", "MS-0107-neurologist-2026-11-18"),
        ("{date} {kind} {code}", "2026-11-18-neurologist-MS-0107"),
        ("{surname}_{code}_{kind}_{date}", "Rossi_MS-0107_neurologist_2026-11-18"),
        ("{code}-{kind}-{date}-{language}", "MS-0107-neurologist-2026-11-18"),  # nothing known: no sign left over
        ("{code}", "MS-0107-neurologist-2026-11-18"),  # files would take each other's place: the usual pattern
        ("{code}-{kind}-{date}-{diagnosis}", "MS-0107-neurologist-2026-11-18"),
    ],
)
def test_pattern_makes_name(pattern: str, name: str) -> None:
    assert patterned(pattern, VALUES) == name


def test_values_cannot_leave_the_folder_nor_bring_placeholders() -> None:
    odd = {**VALUES, "code": "../{surname}\\\u202e:x", "surname": "a" * 300}
    made = patterned("{surname}{code}-{kind}-{date}", odd)
    assert made == "a" * 24 + "..-{surname}-x-neurologist-2026-11-18"
    assert len(patterned("x" * 300 + "{code}{kind}{date}", VALUES)) <= LONGEST_PATTERNED


@pytest.mark.parametrize(
    ("pattern", "problems"),
    [
        ("{code}-{kind}-{date}", []),
        ("{code}-{date}", ["file_pattern_lacks"]),
        ("letter", ["file_pattern_lacks"]),
        ("{code}-{kind}-{date}-{x}", ["phrase_placeholder_unknown"]),
        ("{code}-{kind}-{date}}", ["file_pattern_brace_alone"]),
        ("x" * 40 + "{code}{kind}{date}", []),
        ("x" * 41 + "{code}{kind}{date}", ["file_pattern_long"]),
        ("{code}{kind}{date}" + "{code}", ["file_pattern_long"]),
    ],
)
def test_pattern_is_checked(pattern: str, problems: list[str]) -> None:
    assert [problem.key for problem in check_pattern("pattern", pattern)] == problems


def test_name_of_a_device_is_kept_from_windows() -> None:
    assert file_name("con") == "_con"


@pytest.mark.parametrize("device", ["CON.x", "com1", "COM\u00b9.txt", "lpt\u00b3", "CONIN$", "conout$.pdf"])
def test_name_of_no_device_is_left_to_windows(device: str) -> None:
    assert file_name(device) == f"_{device}"


def test_names_fit_into_what_file_systems_take_whatever_their_script() -> None:
    wide = dict.fromkeys(VALUES, "\u6f22" * 300) | {"kind": "neurologist", "date": "2026-11-18"}
    made = patterned("{surname}{given}{code}-{kind}-{date}" + "y" * 38, wide)
    assert "neurologist-2026-11-18" in made
    assert len(made.encode()) <= MOST_BYTES
    assert len(file_name("\U0001f9ec" * 120, 120).encode()) <= MOST_BYTES
