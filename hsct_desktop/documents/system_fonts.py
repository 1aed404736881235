"""Fonts of the computer, for the scripts that the shipped ones lack: found by the signs that they can draw."""

from __future__ import annotations

import os
import re
import sys
import zlib
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, Final

import uharfbuzz
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

FOLDERS: Final = "HSCT_FONT_FOLDERS"
"""Names in the environment the folders to look in, in place of the system's; empty: none."""
_ENDINGS: Final = (".ttf", ".ttc")
_NOT_UPRIGHT: Final = ("bold", "italic", "oblique", "light", "thin", "black", "mono", "condensed", "semi", "medium")
_FIRST: Final = ("notosans", "droidsans", "nirmala", "msyh", "malgun", "meiryo", "leelaw", "ebrima", "arialunicode")
"""How the files of fonts begin that hold whole scripts: looked at before the others."""
_MOST_FILES: Final = 600
_LARGEST: Final = 60_000_000
_NO_NAME: Final = re.compile(r"[^A-Za-z0-9-]")
"""What no name of a font in a PDF bears."""
_RESTRICTED: Final = 0x0002
"""OS/2 fsType: may not be embedded without its owner's leave."""


def _folders() -> tuple[Path, ...]:
    named = os.environ.get(FOLDERS)
    if named is not None:
        return tuple(Path(part) for part in named.split(os.pathsep) if part)
    home = Path.home()
    if sys.platform == "win32":
        local = os.environ.get("LOCALAPPDATA")
        own = (Path(local) / "Microsoft" / "Windows" / "Fonts",) if local else ()
        return (Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts", *own)
    if sys.platform == "darwin":
        return (Path("/System/Library/Fonts"), Path("/Library/Fonts"), home / "Library" / "Fonts")
    return (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), home / ".local/share/fonts", home / ".fonts")


class SystemFonts:
    """The fonts in some folders; a file is opened when its signs are asked for the first time."""

    def __init__(self, folders: Iterable[Path]) -> None:
        self._folders = tuple(folders)
        self._files: list[Path] | None = None
        self._signs: dict[Path, uharfbuzz.Set | None] = {}
        self._fonts: dict[Path, TTFont | None] = {}

    def for_text(self, signs: frozenset[int]) -> TTFont | None:
        """A font that can draw all these code points and may be embedded; None where there is none."""
        for path in self._paths():
            covered = self._covered(path)
            if covered is not None and all(code in covered for code in signs):
                font = self._font(path)
                if font is not None:
                    return font
        return None

    def _paths(self) -> list[Path]:
        if self._files is None:
            found = sorted(set(self._found()), key=lambda p: (not p.name.lower().startswith(_FIRST), p.name, str(p)))
            self._files = found[:_MOST_FILES]
        return self._files

    def _found(self) -> Iterator[Path]:
        for top in self._folders:
            for folder, _folders, names in os.walk(top):  # a folder that cannot be read holds nothing for us
                for name in names:
                    stem = name.lower()
                    if stem.endswith(_ENDINGS) and not any(word in stem for word in _NOT_UPRIGHT):
                        yield Path(folder) / name

    def _covered(self, path: Path) -> uharfbuzz.Set | None:
        if path not in self._signs:
            self._signs[path] = _signs_of(path)
        return self._signs[path]

    def _font(self, path: Path) -> TTFont | None:
        if path not in self._fonts:
            self._fonts[path] = _loaded(path)
        return self._fonts[path]


def _signs_of(path: Path) -> uharfbuzz.Set | None:
    """What a font file can draw; None for one that is damaged, may not be embedded or has no TrueType outlines."""
    try:
        if path.stat().st_size > _LARGEST:
            return None
        face = uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(path)))
        rights = bytes(face.reference_table("OS/2").data)[8:10]
        outlines = bytes(face.reference_table("glyf").data[:1])
    except (OSError, uharfbuzz.HarfBuzzError, ValueError):
        return None
    if not outlines or int.from_bytes(rights, "big") & 0x000F == _RESTRICTED:
        return None
    return face.unicodes


def _loaded(path: Path) -> TTFont | None:
    """The font under a name of its own: the computer may have the shipped fonts too, or one font in two folders.

    ReportLab names what it embeds after the face: two faces of one name in a document are refused.
    """
    name = f"System-{_NO_NAME.sub('', path.stem)}-{zlib.crc32(os.fsencode(path)):08x}"
    try:
        font = TTFont(name, str(path))
    except (TTFError, OSError, ValueError, KeyError, IndexError):
        return None  # a file in a way that ReportLab does not read: the next font may do
    face: Any = font.face
    face.name = name.encode()
    pdfmetrics.registerFont(font)
    return font


@cache
def system_fonts() -> SystemFonts:
    """The fonts of this computer, looked for once a process."""
    return SystemFonts(_folders())
