"""Says whether the four files that `make run` leaves without a display are there and are what they claim to be.

python installer/check_demo.py build/demo
"""

import struct
import sys
from pathlib import Path

MINIMUM_WIDTH = 1366  # the smallest screen that the window is made for, in pixels
PICTURES = ("today.png", "patient.png")
DOCUMENTS = ("day-list.pdf", "summary.pdf")


def png_width(data: bytes) -> int:
    """The width in pixels that a PNG's header tells; 0 where the data is no PNG."""
    if len(data) < 24 or not data.startswith(b"\x89PNG\r\n\x1a\n"):
        return 0
    return int(struct.unpack(">I", data[16:20])[0])


def complaints(folder: Path) -> list[str]:
    """A sentence for each file that is missing or wrong."""
    found = []
    for name in (*PICTURES, *DOCUMENTS):
        file = folder / name
        data = file.read_bytes() if file.is_file() else b""
        if not data:
            found.append(f"{file} is missing or empty.")
        elif name in PICTURES and png_width(data) < MINIMUM_WIDTH:
            found.append(f"{file} is no PNG of at least {MINIMUM_WIDTH} pixels across.")
        elif name in DOCUMENTS and not (data.startswith(b"%PDF-") and b"%%EOF" in data[-1024:]):
            found.append(f"{file} is no whole PDF.")
    return found


def main() -> int:
    """Print what is wrong in the folder named on the command line; 1 where anything is."""
    folder = Path(sys.argv[1])
    found = complaints(folder)
    print("\n".join(found or [f"All four files are in {folder}."]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
