"""The one place that knows where the shipped data files lie."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def _root() -> Path:
    """Wheel and bundle carry the files inside the package; checkout and editable install have them beside it."""
    inside = _PACKAGE / "_resources"
    return inside if inside.is_dir() else _PACKAGE.parent / "resources"


def resource(name: str) -> Path:
    """The path of a shipped file or folder, `name` being relative to `resources/` with forward slashes.

    The path is returned whether it exists or not: the reader's own error names the file. A name that would
    leave the folder is a mistake of the caller and raises ValueError.
    """
    root = _root()
    path = root.joinpath(*name.split("/")).resolve()
    if not path.is_relative_to(root.resolve()):
        raise ValueError(f"resource name leaves the resources folder: {name}")
    return path
