"""The pages for the IT department and the data protection officer say what the code does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from hsct_desktop.catalogue.wording import wording
from hsct_desktop.domain.author import Role
from hsct_desktop.domain.permission import ADMINISTERS, RIGHTS, Right

ROOT = Path(__file__).resolve().parent.parent
SECURITY = ROOT / "docs" / "security.md"
CONTROLS = ROOT / "docs" / "controls.md"


def rights_table() -> str:
    """The table of roles as the page shows it; `other` is given to nobody any more."""
    words = wording("en")
    roles = [role for role in Role if role is not Role.OTHER]
    heads = [words.enum("role", role) for role in roles] + ["administers as well"]
    lines = ["| may | " + " | ".join(heads) + " |", "| --- |" + " --- |" * len(heads)]
    for right in Right:
        held = [right in RIGHTS[role] for role in roles] + [right in ADMINISTERS]
        lines.append(f"| {words.enum('right', right)} | " + " | ".join("yes" if one else "–" for one in held) + " |")
    return "\n".join(lines)


def test_the_table_of_roles_is_the_one_in_force() -> None:
    assert rights_table() in SECURITY.read_text(encoding="utf-8")


def test_other_staff_of_older_files_have_a_nurses_rights() -> None:
    assert RIGHTS[Role.OTHER] == RIGHTS[Role.NURSE]


@pytest.mark.parametrize("page", [SECURITY, CONTROLS], ids=lambda page: page.stem)
def test_every_test_that_a_page_names_is_there(page: Path) -> None:
    named = re.findall(r"`((?:tests|hsct_desktop)/[^`]+)`", page.read_text(encoding="utf-8"))
    assert named
    assert [name for name in named if not list(ROOT.glob(name))] == []


def test_the_controls_page_claims_no_compliance() -> None:
    text = CONTROLS.read_text(encoding="utf-8")
    verdicts = re.findall(r"\| (met|in part|not met)\b", text)
    assert "No claim of compliance is made" in text
    assert {"met", "in part", "not met"} <= set(verdicts)
