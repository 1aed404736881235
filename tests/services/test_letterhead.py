"""The unit's letter paper from its settings, and the logo as the file keeps it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image

from hsct_desktop.documents.letter_inputs import Letterhead, Window
from hsct_desktop.domain.paper_colour import contrast_with_white, is_legible
from hsct_desktop.domain.problem import InputError
from hsct_desktop.services import settings, undo
from hsct_desktop.services.letterhead import (
    USUAL_ACCENT,
    clear_logo,
    letterhead,
    put_logo,
)
from hsct_desktop.services.workspace import Workspace


def paper(ws: Workspace, language: str = "it", **texts: str) -> Letterhead:
    if texts:
        settings.put_all(ws, {f"letterhead.{name}": text for name, text in texts.items()})
    with ws.read() as session:
        return letterhead(ws, session, language)


def test_without_settings_it_is_the_units_name_and_telephone(ws: Workspace) -> None:
    settings.put(ws, "unit.phone", "070 555 0100")
    found = paper(ws)
    assert (found.name, found.contact, found.logo) == ("Unit of the tests", ("070 555 0100",), None)
    assert (found.window, found.preprinted, found.wide) == (Window.RIGHT, False, False)
    assert (found.clear_top, found.clear_bottom, found.shift) == (45.0, 281.0, (0.0, 0.0))
    assert paper(ws, "en").window is Window.LEFT


def test_what_the_unit_sets_is_what_is_drawn(ws: Workspace) -> None:
    found = paper(
        ws, "en", name="Sant'Aurelio", department="Ematologia", contact="Via 1\ntel. 2", accent="#5A0000",
        window="right", shift_right="-3", shift_down="4", preprinted="yes", clear_top="50", wide="yes",
        foot="Ente", return_line="HSA",
    )  # fmt: skip
    assert (found.name, found.department, found.contact) == ("Sant'Aurelio", "Ematologia", ("Via 1", "tel. 2"))
    assert (found.accent, found.window, found.shift) == ("#5A0000", Window.RIGHT, (-3.0, 4.0))
    assert (found.preprinted, found.clear_top, found.wide) == (True, 50.0, True)
    assert (found.foot, found.return_line) == ("Ente", "HSA")


@pytest.mark.parametrize(
    ("colour", "legible"),
    [
        (USUAL_ACCENT, True),
        ("#000000", True),
        ("5a0000", True),
        ("ffff00", False),
        ("#FFFFFF", False),
        ("#808080", False),
        ("red", False),
        ("#12", False),
    ],
)
def test_a_colour_is_kept_only_where_it_can_be_read(ws: Workspace, colour: str, legible: bool) -> None:
    if legible:
        assert paper(ws, accent=colour).accent == f"#{colour.removeprefix('#').upper()}"
        return
    assert not is_legible(colour)
    with pytest.raises(InputError) as caught:
        paper(ws, accent=colour)
    assert [(one.field, one.key) for one in caught.value.problems] == [("letterhead.accent", "colour_not_legible")]
    assert paper(ws).accent == USUAL_ACCENT


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast_with_white("#000000") == pytest.approx(21)
    assert contrast_with_white("#FFFFFF") == pytest.approx(1)
    assert contrast_with_white("#767676") == pytest.approx(4.54, abs=0.01)


def png(folder: Path, width: int) -> Path:
    path = folder / f"logo-{width}.png"
    Image.new("RGB", (width, 8), "#173F4F").save(path)
    return path


def test_the_latest_logo_counts_until_it_is_taken_away(ws: Workspace, tmp_path: Path) -> None:
    put_logo(ws, png(tmp_path, 8))
    saved = put_logo(ws, png(tmp_path, 16))
    assert paper(ws).logo == png(tmp_path, 16).read_bytes()
    undo.undo(ws, saved.txn)
    assert paper(ws).logo == png(tmp_path, 8).read_bytes()
    clear_logo(ws)
    assert paper(ws).logo is None
    assert clear_logo(ws).txn == ""


def test_a_logo_is_a_picture_of_modest_size(ws: Workspace, tmp_path: Path) -> None:
    huge, text = tmp_path / "huge.png", tmp_path / "text.png"
    huge.write_bytes(png(tmp_path, 8).read_bytes() + bytes(4_000_001))
    text.write_text("no picture")
    vast = tmp_path / "vast.png"
    with vast.open("wb") as stream:
        stream.write(png(tmp_path, 8).read_bytes())
        stream.truncate(100_000_000)
    wide = tmp_path / "wide.jpg"
    Image.new("1", (20_000, 1_000)).save(wide)
    said = {}
    for path in (huge, vast, wide, text, tmp_path / "none.png", tmp_path):
        with pytest.raises(InputError) as caught:
            put_logo(ws, path)
        said[path.name] = [problem.key for problem in caught.value.problems]
    assert said["huge.png"] == said["vast.png"] == said["wide.jpg"] == ["logo_too_large"]
    assert said["text.png"] == ["logo_no_image"]
    assert said["none.png"] == said[tmp_path.name] == ["logo_unreadable"]
    assert paper(ws).logo is None
