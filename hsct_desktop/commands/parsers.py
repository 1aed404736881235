"""What can be written behind `hsct-desktop`: the options of each subcommand and how their values are read.

Nothing heavy is imported here: this is read before the window is painted.
"""

from __future__ import annotations

import argparse
import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from hsct_desktop import __version__
from hsct_desktop.catalogue.wording import document_languages
from hsct_desktop.commands import audit, backup, file_parsers, patient, restore
from hsct_desktop.domain.dates import parse_day
from hsct_desktop.domain.import_field import ImportKind
from hsct_desktop.domain.letter import LetterKind
from hsct_desktop.domain.patient import Purpose
from hsct_desktop.domain.registry import RegistryForm
from hsct_desktop.domain.worklist import WorklistKind

EXIT_REFUSED = 2
"""Exit code when something was refused: one sentence stands on standard error and nothing was written."""
MOST_DAYS = 1000
FIRST_YEAR = 1900


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence, without the usage text before it."""

    def error(self, message: str) -> None:  # type: ignore[override]
        self.exit(EXIT_REFUSED, f"{self.prog}: {message}\n")


def _day(text: str) -> dt.date:
    try:
        return parse_day(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f'"{text}" is not a date: write it as 2026-11-20') from None


def _list_day(text: str) -> dt.date:
    """A day that stands for today: lists look years back from it and a week ahead."""
    day = _day(text)
    if not FIRST_YEAR <= day.year < dt.MAXYEAR:
        years = f"{FIRST_YEAR} to {dt.MAXYEAR - 1}"
        raise argparse.ArgumentTypeError(f'"{text}" is out of range: choose a day of the years {years}')
    return day


def _month(text: str) -> dt.date:
    """The first day of a month."""
    try:
        return _list_day(f"{text}-01")
    except argparse.ArgumentTypeError:
        raise argparse.ArgumentTypeError(f'"{text}" is not a month: write it as 2026-11') from None


def _whole_number(text: str, most: int = 100_000, can: str = "can be used") -> int:
    try:
        number = int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f'"{text}" is not a whole number') from None
    if not 1 <= number <= most:
        raise argparse.ArgumentTypeError(f'"{text}" is out of range: 1 to {most} {can}')
    return number


def _day_count(text: str) -> int:
    return _whole_number(text, MOST_DAYS, "days can be listed")


def _common(default: object) -> _Parser:
    """The options that stand before or after the subcommand; a subparser must not reset what stood before it."""
    common = _Parser(add_help=False)
    common.add_argument("--database", metavar="FILE", type=Path, default=default, help="the data file")
    common.add_argument("--practice", action="store_true", default=default, help="the practice ward (made if missing)")
    said = "who unlocks the file (default: whose passphrase it is)"
    common.add_argument("--user", metavar="NAME", default=default, help=said)
    said = "the file whose first line is the passphrase (default: HSCT_PASSPHRASE, or it is asked for)"
    common.add_argument("--passphrase-file", metavar="FILE", type=Path, default=default, help=said)
    return common


def make_parser() -> argparse.ArgumentParser:
    """The whole command line."""
    parser = _Parser(
        prog="hsct-desktop",
        description="Follow-up after stem-cell transplantation. Without a command the window opens.",
        parents=[_common(None)],
    )
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    parser.add_argument("--language", choices=("en", "it"), help="language of the window, for this start only")
    parser.add_argument("--theme", choices=("system", "light", "dark"), help="light or dark, for this start only")
    parser.add_argument("--demo", metavar="FOLDER", type=Path, help="no window: leave pictures and PDFs in FOLDER")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)
    after = _common(argparse.SUPPRESS)
    _add_practice(commands.add_parser("practice", parents=[after], help="make a file of synthetic patients"))
    _add_worklist(commands.add_parser("worklist", parents=[after], help="the rows of Today"))
    _add_plan(commands.add_parser("plan", parents=[after], help="the dates that a protocol gives; needs no file"))
    _add_agenda(commands.add_parser("agenda", parents=[after], help="visits and open windows of some days"))
    _add_handover(commands.add_parser("handover", parents=[after], help="what changed since a time, by patient"))
    _add_protocol(commands.add_parser("protocol", help="check, compare and read follow-up protocols"), after)
    _add_calc(commands.add_parser("calc", help="the calculators on a table of cases; needs no data file"), after)
    _add_rules(commands.add_parser("rules", help="check files of rules"))
    _add_lab_file(commands.add_parser("labfile", help="check or take a laboratory's file of results"), after)
    deaths = "deaths to day 100, 1 and 5 years after Day 0 by what was adjudicated"
    _add_mortality(commands.add_parser("mortality", parents=[after], help=deaths))
    _add_papers(commands, after)
    _add_letter(commands.add_parser("letter", parents=[after], help="a letter as PDF, from the record as it stands"))
    many = "a patient's paper as PDF by its kind; or, with batch --due, all letters that are due"
    _add_documents(commands.add_parser("documents", parents=[after], help=many))
    quiet = "the paper for a day without the program: worklist, contacts, two weeks of visits, blank forms"
    _add_downtime(commands.add_parser("downtime", parents=[after], help=quiet))
    form = "the facts of one registry form as PDF or CSV, in the order in which they are typed in"
    _add_registry(commands.add_parser("registry", parents=[after], help=form))
    taken = "a table of any kind into the data file; or, with --kind all, an archive into an empty one"
    _add_import(commands.add_parser("import", parents=[after], help=taken))
    _add_import_template(commands.add_parser("import-template", help="an empty workbook of a kind, to be filled in"))
    out = "tables of any kind, the analysis set, or everything as an archive"
    _add_export(commands.add_parser("export", parents=[after], help=out))
    _add_files(commands, after)
    return parser


def _add_files(commands: argparse._SubParsersAction[_Parser], after: _Parser) -> None:
    """The data file as a whole, who can unlock it, its backups."""
    file_parsers.add_database(
        commands.add_parser("database", help="make, check, encrypt a data file; what it is"), after
    )
    file_parsers.add_user(commands.add_parser("user", help="who can unlock a data file"), after)
    kept = "a proven copy of the data file; or, with verify, whether backups hold"
    backup.add_to(commands.add_parser("backup", parents=[after], help=kept))
    restore.add_to(commands.add_parser("restore", parents=[after], help="a data file from a backup"))
    patient.add_to(commands.add_parser("patient", help="one patient's complete export; pseudonymising"), after)
    audit.add_to(commands.add_parser("audit", parents=[after], help="whether the change log holds; who wrote what"))


def read_arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    """What was asked; whatever is refused ends the process with one sentence on standard error and code 2."""
    parser = make_parser()
    arguments = parser.parse_args(argv)
    _check_texts(parser, arguments)
    if arguments.command == "plan":
        _check_plan(parser, arguments)
    if arguments.command == "practice":
        _check_practice(parser, arguments)
    if arguments.command == "documents":
        _check_documents(parser, arguments)
    if arguments.command == "export":
        _check_export(parser, arguments)
    if arguments.command == "backup":
        backup.check(parser, arguments)
    if arguments.command == "audit":
        audit.check(parser, arguments)
    if arguments.command == "agenda" and arguments.names and arguments.format != "ics":
        parser.error("--names goes with --format ics; the other forms hold names in any case")
    return arguments


def _check_texts(parser: argparse.ArgumentParser, arguments: argparse.Namespace) -> None:
    """Names and codes are text, whatever bytes a shell hands over; paths may be any bytes."""
    for name, value in vars(arguments).items():
        if isinstance(value, str) and not value.isascii():
            shown = value.encode(errors="replace").decode()
            if shown != value:
                parser.error(f"{name}: {shown} holds characters that cannot be read; type it anew")


def _add_import(parser: argparse.ArgumentParser) -> None:
    kinds = (*(kind.value for kind in ImportKind), "all")
    parser.add_argument("file", metavar="FILE", type=Path, help="XLSX, XLS, ODS or CSV; the folder of an archive")
    parser.add_argument("--kind", choices=kinds, required=True, help=f"what its rows are: {', '.join(kinds)}")
    parser.add_argument("--sheet", metavar="NAME", help="the sheet (default: those of the kind, else the first shown)")
    parser.add_argument("--header-row", metavar="N", type=_whole_number, help="the row of the header, counting from 1")
    said = "how it is read; without it the mapping is recognised and printed, and nothing is guessed"
    parser.add_argument("--mapping", metavar="MAP.yaml|NAME", type=Path, help=said)
    parser.add_argument("--encoding", metavar="NAME", help="of a CSV that is not in UTF-8, as in cp1252")
    parser.add_argument("--dry-run", action="store_true", help="say what it would bring; nothing is written")
    parser.add_argument("--rejected", metavar="OUT.csv|OUT.xlsx", type=Path, help="refused rows with the reasons")
    parser.add_argument("--report", metavar="OUT.json|OUT.csv|OUT.pdf", type=Path, help="what became of each row")
    parser.add_argument("--by", metavar="NAME", help="the member of staff who takes it (default: who works alone)")
    said = "make the data file, encrypted, which must not exist, with who takes it (--by) as its data manager"
    parser.add_argument("--create", action="store_true", help=said)
    parser.add_argument("--unit", metavar="NAME", help="with --create: the unit's name (default: the file's)")
    file_parsers.add_recovery(parser)
    parser.add_argument("--on", metavar="DATE", type=_list_day, help="the day that counts as today (default: today)")
    parser.add_argument("--overwrite", action="store_true", help="replace the report and the refused rows of before")


def _add_import_template(parser: argparse.ArgumentParser) -> None:
    kinds = tuple(kind.value for kind in ImportKind)
    parser.add_argument("kind", metavar="KIND", choices=kinds, help=", ".join(kinds))
    parser.add_argument("--output", metavar="F.xlsx", type=Path, required=True)
    parser.add_argument("--overwrite", action="store_true", help="replace F.xlsx if it exists")
    parser.add_argument("--language", choices=("en", "it"), default="en", help="language of the headers")


def _add_export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("what", nargs="?", choices=("analysis",), help="the analysis set for pandas or R, a folder")
    parser.add_argument("--kind", metavar="KIND|all", help="patients, edss, lab_results ...; all (default)")
    parser.add_argument("--format", choices=("xlsx", "csv", "jsonl"), help="csv and jsonl of several tables: a folder")
    parser.add_argument("--output", metavar="PATH", type=Path, required=True, help="the file, or the folder")
    said = "with names and codes, for a physician or data manager; of all as jsonl it is the complete archive"
    parser.add_argument("--identified", action="store_true", help=said)
    parser.add_argument("--reason", metavar="TEXT", help="why identities are needed; it stands in the change log")
    parser.add_argument("--days", action="store_true", help="days from Day 0 in place of dates")
    parser.add_argument("--voided", action="store_true", help="with what was taken back")
    purposes = tuple(purpose.value for purpose in Purpose)
    said = "research and registry: only patients who have consented to it (default: the unit's own use, everybody)"
    parser.add_argument("--purpose", choices=purposes, default=Purpose.UNIT.value, help=said)
    parser.add_argument("--by", metavar="NAME", help="the member of staff who exports (default: who works alone)")
    parser.add_argument("--on", metavar="DATE", type=_list_day, help="the day (default: today)")
    parser.add_argument("--language", choices=("en", "it"), default="en", help="language of the dictionary")
    parser.add_argument("--overwrite", action="store_true", help="replace an export that lies there")


def _check_export(parser: argparse.ArgumentParser, arguments: argparse.Namespace) -> None:
    """The analysis set is what it is; everything else has a kind and a format."""
    if arguments.what == "analysis":
        alone = ("kind", "format", "reason")
        wrong = [f"--{name}" for name in alone if getattr(arguments, name) is not None]
        wrong += [f"--{name}" for name in ("identified", "voided", "overwrite") if getattr(arguments, name)]
        if wrong:
            parser.error(f"{', '.join(wrong)}: not with analysis, which has pseudonyms and is a new folder of CSV")
        return
    if arguments.format is None:
        parser.error("--format is needed: xlsx, csv or jsonl")
    arguments.kind = arguments.kind or "all"


def _add_letter(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("code", metavar="CODE", help="the patient's code")
    parser.add_argument("--to", choices=tuple(kind.value for kind in LetterKind), required=True, help="to whom")
    parser.add_argument("--language", choices=document_languages(), help="the reader's language (default: as recorded)")
    parser.add_argument("--since", metavar="DATE", type=_list_day, help="tell what is new since (default: last letter)")
    parser.add_argument("--on", metavar="DATE", type=_list_day, help="the day (default: today)")
    parser.add_argument("--output", metavar="FILE.pdf", type=Path, required=True)
    parser.add_argument("--overwrite", action="store_true", help="replace FILE.pdf if it exists")
    _add_protect(parser)


def _add_protect(parser: argparse.ArgumentParser) -> None:
    said = "close the PDF with a password, which is asked for twice or taken from HSCT_PDF_PASSWORD"
    parser.add_argument("--protect", action="store_true", help=said)


def _add_downtime(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--folder", metavar="DIR", type=Path, required=True, help="where the pack goes")
    parser.add_argument("--on", metavar="DATE", type=_list_day, help="the day it is for (default: today)")
    parser.add_argument("--language", choices=document_languages(), default="en", help="language of the pack")
    _add_protect(parser)


def _add_registry(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("code", metavar="CODE", help="the patient's code")
    parser.add_argument("--form", choices=tuple(form.value for form in RegistryForm), required=True, help="which form")
    parser.add_argument("--on", metavar="DATE", type=_list_day, help="the day (default: today)")
    parser.add_argument("--language", choices=document_languages(), default="en", help="language of the sheet")
    parser.add_argument("--output", metavar="F.pdf|F.csv", type=Path, required=True)
    parser.add_argument("--overwrite", action="store_true", help="replace the file if it exists")
    _add_protect(parser)


def _add_documents(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("code", metavar="CODE", help="the patient's code, or batch")
    parser.add_argument("--kind", metavar="KIND", help="letter-neurologist, summary, care-plan ...")
    parser.add_argument("--due", action="store_true", help="with batch: the letters that are due")
    parser.add_argument("--folder", metavar="DIR", type=Path, help="with batch: where the letters go")
    parser.add_argument("--one-file", action="store_true", help="with batch: one PDF for the printer")
    parser.add_argument(
        "--language", choices=document_languages(), help="language of the document (default: the reader's)"
    )
    parser.add_argument("--on", metavar="DATE", type=_list_day, help="the day (default: today)")
    parser.add_argument("--output", metavar="FILE.pdf", type=Path)
    parser.add_argument("--overwrite", action="store_true", help="replace FILE.pdf if it exists")
    _add_protect(parser)


def _check_documents(parser: argparse.ArgumentParser, arguments: argparse.Namespace) -> None:
    """A batch goes into a folder, one paper into a file."""
    if arguments.code == "batch" and arguments.due:
        if arguments.folder is None:
            parser.error("--folder is needed with batch --due")
        if arguments.kind is not None or arguments.output is not None:
            parser.error("--kind and --output do not go with batch --due")
        return
    if arguments.due or arguments.folder is not None or arguments.one_file:
        parser.error("--due, --folder and --one-file go with batch in place of the code")
    if arguments.kind is None or arguments.output is None:
        parser.error("--kind and --output are needed")
    from hsct_desktop.commands.letters import KINDS

    if arguments.kind not in KINDS:
        parser.error(f'"{arguments.kind}" is no kind of document: {", ".join(KINDS)}')


def _add_protocol(parser: argparse.ArgumentParser, after: _Parser) -> None:
    named = "an id, an id@version or a file"
    verbs = parser.add_subparsers(
        dest="protocol_command", metavar="check|diff|show", required=True, parser_class=_Parser
    )
    check = verbs.add_parser("check", help="each mistake of protocol files with its line; needs no data file")
    check.add_argument("files", metavar="FILE", type=Path, nargs="+")
    diff = verbs.add_parser("diff", parents=[after], help="what B has otherwise than A")
    diff.add_argument("a", metavar="A", help=named)
    diff.add_argument("b", metavar="B", help=named)
    shown = verbs.add_parser("show", parents=[after], help="a protocol to read, or as PDF")
    shown.add_argument("id", metavar="ID", help=named)
    shown.add_argument("--output", metavar="FILE.pdf", type=Path)
    shown.add_argument("--overwrite", action="store_true", help="replace FILE.pdf if it exists")
    shown.add_argument("--language", choices=("en", "it"), default="en", help="language of the document")


def _add_practice(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--cohort", choices=("das2021",), help="a synthetic cohort with known figures instead")
    parser.add_argument("--patients", metavar="N", type=_whole_number, help="how many (default 26)")
    parser.add_argument("--seed", metavar="S", type=int, help="another seed, other people (default 7)")
    parser.add_argument("--on", metavar="DATE", type=_day, help="the ward's day (default: today)")


def _check_practice(parser: argparse.ArgumentParser, arguments: argparse.Namespace) -> None:
    """A cohort with known figures is as it is; the ward is made as one asks."""
    if arguments.cohort is None:
        arguments.patients, arguments.seed = arguments.patients or 26, 7 if arguments.seed is None else arguments.seed
    elif wrong := [name for name in ("patients", "seed") if getattr(arguments, name) is not None]:
        parser.error(f"{', '.join(f'--{name}' for name in wrong)}: not with --cohort, which is always the same")


def _add_worklist(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--on", metavar="DATE", type=_list_day, help="the day (default: today)")
    parser.add_argument("--days", metavar="N", type=_day_count, help="each of N days from then on")
    lists = [kind.value for kind in WorklistKind]
    parser.add_argument("--list", metavar="LIST", choices=lists, help=f"one list only: {', '.join(lists)}")
    parser.add_argument("--format", choices=("table", "csv", "json"), default="table")


def _add_plan(parser: argparse.ArgumentParser) -> None:
    one = parser.add_argument_group("one course")
    one.add_argument("--protocol", metavar="ID")
    one.add_argument("--day0", metavar="DATE", type=_day)
    one.add_argument("--mobilisation", metavar="DATE", type=_day)
    one.add_argument("--discharge", metavar="DATE", type=_day)
    one.add_argument("--format", choices=("table", "csv", "json", "ics"))
    many = parser.add_argument_group("many courses")
    many.add_argument("--bulk", metavar="IN.csv", type=Path, help="a table with the columns id, protocol, day0")
    many.add_argument("--output", metavar="OUT.csv", type=Path, help="the table of their dates")
    many.add_argument("--overwrite", action="store_true", help="replace OUT.csv if it exists")
    parser.add_argument("--until", metavar="DATE", type=_day, help="last target (default: year 5)")
    parser.add_argument("--holidays", metavar="COUNTRY[:REGION]", help="mark closed days, as in IT or IT:MI")


def _check_plan(parser: argparse.ArgumentParser, arguments: argparse.Namespace) -> None:
    """One course or many: what belongs to the one does not go with the other."""
    if arguments.bulk is None:
        if wrong := [name for name in ("protocol", "day0") if getattr(arguments, name) is None]:
            parser.error(f"the following arguments are required: {', '.join(f'--{name}' for name in wrong)}")
        if arguments.output is not None or arguments.overwrite:
            parser.error("--output and --overwrite go with --bulk; the plan of one course is printed")
        arguments.format = arguments.format or "table"
        return
    if arguments.output is None:
        parser.error("--bulk needs --output OUT.csv")
    alone = ("protocol", "day0", "mobilisation", "discharge", "format")
    if wrong := [name for name in alone if getattr(arguments, name) is not None]:
        parser.error(f"{', '.join(f'--{name}' for name in wrong)}: not with --bulk, whose table says it")


def _add_agenda(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--from", dest="from_", metavar="DATE", type=_list_day, help="first day (default: today)")
    parser.add_argument("--to", metavar="DATE", type=_list_day, help="last day (default: a week)")
    parser.add_argument("--on", metavar="DATE", type=_list_day, help="the day from which it is seen (default: today)")
    parser.add_argument("--format", choices=("table", "csv", "json", "ics"), default="table")
    parser.add_argument("--names", action="store_true", help="write names into the calendar file (ics)")


def _add_handover(parser: argparse.ArgumentParser) -> None:
    since = "07:00 (the last time it was so), 2026-11-20, or 2026-11-20T07:00"
    parser.add_argument("--since", metavar="TIME", required=True, help=since)
    parser.add_argument("--on", metavar="DATE", type=_list_day, help="the day from which it is seen (default: today)")
    parser.add_argument("--format", choices=("table", "csv", "json"), default="table")
    parser.add_argument("--output", metavar="FILE.pdf", type=Path, help="write it as PDF instead")
    parser.add_argument("--overwrite", action="store_true", help="replace FILE.pdf if it exists")
    parser.add_argument("--language", choices=("en", "it"), default="en", help="language of the document")


def _add_calc(parser: argparse.ArgumentParser, after: _Parser) -> None:
    """One calculator each: a table of cases in, a table of answers out; only `cohort` reads a data file."""
    calculators = parser.add_subparsers(dest="calculator", metavar="CALCULATOR", required=True, parser_class=_Parser)
    cohort = calculators.add_parser("cohort", parents=[after], help="the transplanted patients of a data file")
    cohort.add_argument("--by", choices=("regimen",), default="regimen", help="a line for each of these")
    cohort.add_argument("--disease", metavar="ID", default="ms", help="the disease (default ms)")
    _add_product(cohort)
    cohort.add_argument("--format", choices=("table", "csv", "json"), default="table")
    engraftment = calculators.add_parser("engraftment", help="engraftment of neutrophils and platelets from counts")
    table = "a table with the columns case, date, day, anc, plt, plt_transfusion (counts in 10^9/L, Day 0 is 0)"
    engraftment.add_argument("input", metavar="IN.csv", type=Path, help=table)
    presets = ("three-values", "seven-days")
    said = "platelets by the first of three values, none given in 7 days before (default), or by seven days"
    engraftment.add_argument("--preset", choices=presets, default=presets[0], help=said)
    _add_answers(engraftment)
    labs = calculators.add_parser("labs", help="CTCAE grades of laboratory results")
    table = "a table with the columns case, analyte, value, unit, lln, uln, baseline (limits and baseline in that unit)"
    labs.add_argument("input", metavar="IN.csv", type=Path, help=table)
    labs.add_argument("--ctcae", choices=("5.0", "6.0"), default="5.0", help="the version (default 5.0)")
    _add_answers(labs)
    _add_disability(calculators.add_parser("disability", help="confirmed worsening and improvement, RAW and PIRA"))
    edss = calculators.add_parser("edss", help="the EDSS that follows from functional systems and ambulation")
    table = "a table with the columns case, seven systems (visual to cerebral), ambulation and, where needed, coding"
    edss.add_argument("input", metavar="IN.csv", type=Path, help=table)
    said = "whether a cerebral grade 1 counts (default) or is left out"
    edss.add_argument("--cerebral-one", choices=("counts", "ignored"), default="counts", help=said)
    _add_answers(edss)
    _add_neda(calculators.add_parser("neda", help="no evidence of disease activity at a horizon, in three states"))
    vaccines = calculators.add_parser("vaccines", help="which vaccines come when, from the doses given")
    table = "a table with the columns vaccine, dose, date, lot: the doses that a patient was given since Day 0"
    vaccines.add_argument("input", metavar="GIVEN.csv", type=Path, help=table)
    vaccines.add_argument("--day0", metavar="DATE", type=_day, required=True, help="the day of the infusion")
    vaccines.add_argument("--on", metavar="DATE", type=_day, required=True, help="the day of the plan")
    variants = ("ecil7", "idsa", "agiho")
    vaccines.add_argument("--variant", choices=variants, default="ecil7", help="the guideline (default ecil7)")
    _add_answers(vaccines)
    rules = calculators.add_parser("rules", help="what every rule says of one patient on a day, and why")
    rules.add_argument("input", metavar="PATIENT.json", type=Path, help="the facts; what is not in it is not known")
    rules.add_argument("--on", metavar="DATE", type=_day, required=True, help="the day on which they are judged")
    rules.add_argument("--rules", metavar="FILE.yaml", type=Path, help="judge these rules instead of the program's")
    rules.add_argument("--language", choices=("en", "it"), default="en", help="language of the explanations")


def _add_neda(parser: argparse.ArgumentParser) -> None:
    cases = "a list of {name, visits, relapse_days, mri, pbvc, horizon_months, mri_rebaseline_months}; days from Day 0"
    parser.add_argument("input", metavar="CASES.json", type=Path, help=cases)
    said = "how worsening is confirmed: 24 weeks after the onset (default), or as in MIST"
    parser.add_argument("--preset", choices=("msprog24", "mist"), default="msprog24", help=said)
    said = "the EDSS from which half a point is a step (default 5.5)"
    parser.add_argument("--step", choices=("5.5", "6.0"), default="5.5", help=said)
    said = "how many new T2 lesions MEDA tolerates (default 2)"
    parser.add_argument("--meda", metavar="N", type=int, choices=range(21), default=2, help=said)
    said = "a scan without its count of Gd+ lesions may be clear"
    parser.add_argument("--without-gadolinium", action="store_true", help=said)
    _add_answers(parser)


def _add_disability(parser: argparse.ArgumentParser) -> None:
    table = "a table with the columns id, date and the values (EDSS, SDMT); other columns are left alone"
    parser.add_argument("input", metavar="VISITS.csv", type=Path, help=table)
    parser.add_argument("--relapses", metavar="R.csv", type=Path, help="a table with the columns id and date: onsets")
    said = 'a list of {"id", "kw"} with the arguments of msprog'
    parser.add_argument("--settings", metavar="S.json", type=Path, required=True, help=said)
    said = "how both tables write dates: 2026-11-20 (ymd, default), 20/11/2026 (dmy) or 11/20/2026 (mdy)"
    parser.add_argument("--dates", choices=("ymd", "dmy", "mdy"), default="ymd", help=said)
    _add_answers(parser)


def _add_product(parser: argparse.ArgumentParser) -> None:
    said = "whose cells: stem cells (hsc, default), mesenchymal stromal cells or CAR T cells"
    parser.add_argument("--product", choices=("hsc", "msc", "car_t"), default="hsc", help=said)


def _add_mortality(parser: argparse.ArgumentParser) -> None:
    _add_product(parser)
    parser.add_argument("--on", metavar="DATE", type=_list_day, help="the day (default: today)")
    parser.add_argument("--format", choices=("table", "csv", "json"), default="table")


def _add_rules(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="rules_command", metavar="check", required=True, parser_class=_Parser)
    check = verbs.add_parser("check", help="each mistake of files of rules with its line; needs no data file")
    check.add_argument("files", metavar="FILE", type=Path, nargs="+")


def _add_lab_file(parser: argparse.ArgumentParser, after: _Parser) -> None:
    verbs = parser.add_subparsers(dest="labfile_command", metavar="check|take", required=True, parser_class=_Parser)
    check = verbs.add_parser("check", parents=[after], help="what the file would bring; nothing is written")
    take = verbs.add_parser("take", parents=[after], help="take it, in one write that one undo takes back")
    take.add_argument("--by", metavar="NAME", required=True, help="the member of staff who takes it")
    for verb in (check, take):
        verb.add_argument("file", metavar="FILE", type=Path, help="CSV or XLSX")
        verb.add_argument("--mapping", metavar="NAME|FILE.yaml", required=True, help="how the file is read")
        verb.add_argument("--laboratory", metavar="NAME", help="whose file it is (default: the mapping's)")
        verb.add_argument("--rejected", metavar="OUT.csv", type=Path, help="write what is not taken, with the reason")
        verb.add_argument("--take-unusual", action="store_true", help="take improbable values as they are")
        verb.add_argument("--take-conflicts", action="store_true", help="replace recorded values by the file's")
        verb.add_argument("--on", metavar="DATE", type=_list_day, help="the day that counts as today (default: today)")


def _add_answers(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--output", metavar="OUT.csv", type=Path, required=True, help="the table of answers")
    parser.add_argument("--overwrite", action="store_true", help="replace OUT.csv if it exists")


def _add_papers(commands: argparse._SubParsersAction[_Parser], after: _Parser) -> None:
    """The commands that write one PDF each."""
    papers = {
        "summary": "a patient's summary as PDF",
        "daylist": "the day list as PDF",
        "weeklist": "the visits of seven days as PDF",
        "month": "the agenda of a month as PDF",
        "patientplan": "a patient's own plan as PDF, in the patient's language",
        "medicineplan": "a patient's medicine plan as PDF, in the patient's language",
        "careplan": "a patient's care plan as PDF: who does what until when, one page",
        "selection": "a patient's selection checklist as PDF, as the meeting that counts has it, one page",
        "vaccineplan": "a patient's vaccine plan for the GP as PDF, in the language of the GP's letters",
    }
    for name, help_text in papers.items():
        paper = commands.add_parser(name, parents=[after], help=help_text)
        if name in ("summary", "patientplan", "medicineplan", "vaccineplan", "careplan", "selection"):
            paper.add_argument("code", metavar="CODE", help="the patient's code")
        if name != "summary":
            paper.add_argument("--on", metavar="DATE", type=_list_day, help="the day (default: today)")
        if name == "weeklist":
            paper.add_argument("--from", dest="from_", metavar="DATE", type=_list_day, help="first of the seven days")
        if name == "month":
            paper.add_argument("--month", metavar="MONTH", type=_month, help="the month, as 2026-11")
        paper.add_argument("--output", metavar="FILE.pdf", type=Path, required=True)
        paper.add_argument("--overwrite", action="store_true", help="replace FILE.pdf if it exists")
        usual = None if name in ("patientplan", "medicineplan", "vaccineplan") else "en"
        paper.add_argument("--language", choices=("en", "it"), default=usual, help="language of the document")
