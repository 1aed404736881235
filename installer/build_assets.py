"""Compiles the Qt Designer forms and the translations into the files that are committed beside them.

python installer/build_assets.py              compile ui/*.ui and resources/i18n/*.ts
python installer/build_assets.py --update-ts  first collect the texts to translate into the .ts files
python installer/build_assets.py --check      change nothing; name what is stale or untranslated and exit with 1
"""

import argparse
import ast
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_HEADER = '''"""Compiled from ui/{name} by installer/build_assets.py. Edit the form, then run `make assets`."""

'''


class Tree:
    """The folders that assets are made from and go to, below one root (a test gives another root)."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.ui = root / "ui"
        self.forms = root / "hsct_desktop/views/forms"
        self.i18n = root / "resources/i18n"
        self.sources = [root / "hsct_desktop/views", root / "hsct_desktop/app.py", self.ui]

    def ts_files(self) -> list[Path]:
        """The translation files, sorted."""
        return sorted(self.i18n.glob("*.ts"))


def tool(name: str, *arguments: str | Path) -> str:
    """Run one of Qt's tools that came with PySide6; its standard output. Ends the program where the tool fails."""
    program = shutil.which(f"pyside6-{name}", path=str(Path(sys.executable).parent))
    if program is None:
        sys.exit(f"pyside6-{name} is not in this environment: run `make assets`, or install the locked requirements.")
    done = subprocess.run([program, *arguments], capture_output=True, text=True, encoding="utf-8", check=False)
    if done.returncode:
        sys.exit(f"pyside6-{name} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def _trimmed_imports(code: str) -> str:
    """The code with one import line a module, of the used names only: what uic lists beyond them changes by version."""
    tree = ast.parse(code)
    used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    imports = [node for node in tree.body if isinstance(node, ast.ImportFrom)]
    lines = []
    for node in imports:
        names = sorted(alias.name for alias in node.names if alias.name in used)
        if names:
            lines.append(f"from {node.module} import {', '.join(names)}")
    ends = [node.end_lineno for node in imports if node.end_lineno is not None]
    rest = "\n".join(code.splitlines()[max(ends) :]) if ends else code
    return "\n".join(lines) + "\n\n\n" + rest.strip() + "\n"


def compiled_form(form: Path) -> str:
    """The Python code of a .ui file: without tool version, with types, so that mypy sees through to the fields."""
    widget = ET.parse(form).getroot().find("widget")
    if widget is None:
        sys.exit(f"{form.name} has no widget.")
    kind = widget.get("class", "QWidget")
    code = re.sub(r"^class (\w+)\(object\):", r"class \1:", tool("uic", form), flags=re.MULTILINE)
    code = re.sub(r"def (setupUi|retranslateUi)\(self, (\w+)\):", rf"def \1(self, \2: {kind}) -> None:", code)
    code = re.sub(r"^#(if|endif).*\n", "", code, flags=re.MULTILINE)
    return _HEADER.format(name=form.name) + _trimmed_imports(code)


def expected_forms(tree: Tree) -> dict[Path, str]:
    """What each file in views/forms shall hold."""
    forms = sorted(tree.ui.glob("*.ui"))
    return {tree.forms / f"ui_{form.stem}.py": compiled_form(form) for form in forms}


def expected_messages(ts: Path, scratch: Path) -> bytes:
    """The compiled translation of a .ts file."""
    output = scratch / ts.with_suffix(".qm").name
    tool("lrelease", "-silent", ts, "-qm", output)
    return output.read_bytes()


def update_texts(tree: Tree, ts: Path, into: Path) -> None:
    """Collect the texts of the window into `into`, which starts as `ts`; texts that are gone leave it."""
    if ts != into:
        shutil.copyfile(ts, into)
    sources = [source for source in tree.sources if source.exists()]
    # Given a folder, lupdate passes over Python files unless told their extension.
    options = ["-silent", "-extensions", "py,ui", "-locations", "none", "-no-obsolete"]
    if ts.stem.endswith("_en"):
        options.append("-pluralonly")  # the sources are English; only "1 row" and "2 rows" need forms
    tool("lupdate", *options, *sources, "-ts", into)


def texts(ts: Path) -> dict[tuple[str, str, str], bool]:
    """Each text of a .ts file by context, source and comment, and whether its translation is finished."""
    found = {}
    for context in ET.parse(ts).getroot().iter("context"):
        for message in context.iter("message"):
            key = (context.findtext("name", ""), message.findtext("source", ""), message.findtext("comment", ""))
            translation = message.find("translation")
            found[key] = translation is not None and translation.get("type") is None
    return found


def _display(key: tuple[str, str, str]) -> str:
    return f"{key[0]}: {key[1]!r}"


def stale_forms(tree: Tree) -> list[str]:
    """A sentence for each compiled form that is missing, differs from its .ui file, or has none any more."""
    expected = expected_forms(tree)
    stale = []
    for file, code in expected.items():
        if not file.exists() or file.read_text(encoding="utf-8") != code:
            stale.append(
                f"{file.relative_to(tree.root)} is not what ui/{file.stem.removeprefix('ui_')}.ui compiles to."
            )
    orphans = sorted(set(tree.forms.glob("ui_*.py")) - set(expected))
    return stale + [f"{file.relative_to(tree.root)} has no form in ui/." for file in orphans]


def stale_translations(tree: Tree) -> list[str]:
    """A sentence for each stale compiled translation, and for each text missing, gone or unfinished in a .ts file."""
    stale = []
    if (tree.root / "hsct_desktop/views").exists() and not (tree.i18n / "hsct_it.ts").exists():
        stale.append("resources/i18n/hsct_it.ts is missing.")
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        for ts in tree.ts_files():
            qm = ts.with_suffix(".qm")
            if not qm.exists() or qm.read_bytes() != expected_messages(ts, scratch):
                stale.append(f"{qm.relative_to(tree.root)} is not what {ts.name} compiles to.")
            update_texts(tree, ts, scratch / ts.name)
            committed, current = texts(ts), texts(scratch / ts.name)
            stale += [f"{ts.name} lacks {_display(key)}" for key in current.keys() - committed.keys()]
            stale += [
                f"{ts.name} holds a text no longer used: {_display(key)}" for key in committed.keys() - current.keys()
            ]
            stale += [
                f"{ts.name} has no finished translation of {_display(key)}"
                for key, done in committed.items()
                if not done
            ]
    return sorted(stale)


_WORDS_FROM = {
    "therapy_words.json": "therapies.yaml",
    "stops.json": "therapies.yaml",
    "settings.json": "settings.yaml",
    "analytes.json": "analytes.yaml",
    "alerts.json": "alerts.yaml",
    "grading.json": "grading.yaml",
    "vaccines.json": "vaccines.yaml",
    "monitoring.json": "monitoring.yaml",
    "late_effects.json": "late_effects.yaml",
    "measures.json": "measures.yaml",
    "protocols.json": "protocols/*.yaml",
}


def expected_words(tree: Tree) -> dict[Path, str]:
    """The words of the therapy catalogue and the table of settings, compiled; nothing in a tree without catalogues."""
    catalogues = tree.root / "resources" / "catalogues"
    if not (catalogues / "therapies.yaml").exists():
        return {}
    from hsct_desktop.catalogue.alerts import alerts_to_json
    from hsct_desktop.catalogue.analytes import analytes_to_json, load_analytes
    from hsct_desktop.catalogue.catalogue import FIRST_PROTOCOL, Catalogue
    from hsct_desktop.catalogue.grading import grading_to_json
    from hsct_desktop.catalogue.late_effects import late_effects_to_json
    from hsct_desktop.catalogue.measures import measures_to_json
    from hsct_desktop.catalogue.monitoring import monitoring_to_json
    from hsct_desktop.catalogue.protocol_json import protocols_to_json
    from hsct_desktop.catalogue.protocols import load_assessments, load_protocol
    from hsct_desktop.catalogue.setting_json import table_to_json
    from hsct_desktop.catalogue.settings import load_settings
    from hsct_desktop.catalogue.source import read_source
    from hsct_desktop.catalogue.stop_rules import compiled
    from hsct_desktop.catalogue.therapy_words import words_of, words_to_json
    from hsct_desktop.catalogue.vaccines import vaccines_to_json

    settings = load_settings(read_source(catalogues / "settings.yaml", "settings.yaml"))
    analytes = load_analytes(read_source(catalogues / "analytes.yaml", "analytes.yaml"))
    lines = load_assessments(read_source(catalogues / "assessments.yaml", "assessments.yaml"))
    protocols = sorted(
        (tree.root / "resources/protocols").glob("*.yaml"), key=lambda p: (p.stem != FIRST_PROTOCOL, p.stem)
    )
    return {
        catalogues / "protocols.json": protocols_to_json({p.name: load_protocol(p, lines) for p in protocols}),
        catalogues / "therapy_words.json": words_to_json(words_of(Catalogue().therapies)),
        catalogues / "stops.json": compiled(read_source(catalogues / "therapies.yaml", "therapies.yaml").data),
        catalogues / "settings.json": table_to_json(settings),
        catalogues / "analytes.json": analytes_to_json(analytes),
        catalogues / "alerts.json": alerts_to_json(read_source(catalogues / "alerts.yaml", "alerts.yaml"), analytes),
        catalogues / "monitoring.json": monitoring_to_json(
            read_source(catalogues / "monitoring.yaml", "monitoring.yaml"), analytes
        ),
        catalogues / "grading.json": grading_to_json(read_source(catalogues / "grading.yaml", "grading.yaml")),
        catalogues / "vaccines.json": vaccines_to_json(
            read_source(catalogues / "vaccines.yaml", "vaccines.yaml"), analytes
        ),
        catalogues / "measures.json": measures_to_json(
            read_source(catalogues / "measures.yaml", "measures.yaml"), analytes
        ),
        catalogues / "late_effects.json": late_effects_to_json(
            read_source(catalogues / "late_effects.yaml", "late_effects.yaml"), analytes
        ),
    }


def stale_words(tree: Tree) -> list[str]:
    """The compiled words that differ from the catalogue's."""
    return [
        f"{file.relative_to(tree.root)} is not what {_WORDS_FROM[file.name]} says"
        for file, text in expected_words(tree).items()
        if not file.exists() or file.read_text(encoding="utf-8") != text
    ]


def build(tree: Tree, *, update: bool) -> list[Path]:
    """Write all compiled files; those that changed."""
    changed = []
    expected = expected_forms(tree)
    for file, code in expected.items():
        if not file.exists() or file.read_text(encoding="utf-8") != code:
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(code, encoding="utf-8")
            changed.append(file)
    for file, text in expected_words(tree).items():
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            file.write_text(text, encoding="utf-8")
            changed.append(file)
    package = tree.forms / "__init__.py"
    if expected and not package.exists():
        package.write_text(
            '"""The forms of ui/, compiled to Python by installer/build_assets.py."""\n', encoding="utf-8"
        )
        changed.append(package)
    for orphan in set(tree.forms.glob("ui_*.py")) - set(expected):
        orphan.unlink()
        changed.append(orphan)
    with tempfile.TemporaryDirectory() as folder:
        for ts in tree.ts_files():
            if update:
                update_texts(tree, ts, ts)
            qm, messages = ts.with_suffix(".qm"), expected_messages(ts, Path(folder))
            if not qm.exists() or qm.read_bytes() != messages:
                qm.write_bytes(messages)
                changed.append(qm)
    return changed


def start_translation(tree: Tree, language: str) -> None:
    """An empty .ts file for a language that has none yet."""
    ts = tree.i18n / f"hsct_{language}.ts"
    if not ts.exists():
        ts.parent.mkdir(parents=True, exist_ok=True)
        head = '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n'
        ts.write_text(f'{head}<TS version="2.1" language="{language}" sourcelanguage="en"/>\n', encoding="utf-8")


def main() -> int:
    """Run as the words on the command line say."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="change nothing; exit with 1 where something is stale")
    parser.add_argument("--update-ts", action="store_true", help="collect the texts to translate first")
    arguments = parser.parse_args()
    tree = Tree(ROOT)
    if arguments.check:
        stale = stale_forms(tree) + stale_translations(tree) + stale_words(tree)
        print(
            "\n".join(
                [*stale, "Run `make assets`, translate what is new, and commit."] if stale else ["Assets are fresh."]
            )
        )
        return 1 if stale else 0
    if arguments.update_ts:
        for language in ("en", "it"):
            start_translation(tree, language)
    for file in build(tree, update=arguments.update_ts):
        print(file.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main())
