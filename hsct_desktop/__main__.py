"""The command line: `hsct-desktop` opens the window; its subcommands plan, list and print without one."""

from __future__ import annotations

import argparse
import datetime as dt
import errno
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from hsct_desktop import __version__
from hsct_desktop.catalogue.wording import wording
from hsct_desktop.domain.problem import InputError, KnownError

EXIT_REFUSED = 2
"""Exit code when something was refused: one sentence stands on standard error and nothing was written."""

DISK_ERRORS = (errno.ENOSPC, errno.EIO, errno.EFBIG)


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one sentence, without the usage text before it."""

    def error(self, message: str) -> None:  # type: ignore[override]
        self.exit(EXIT_REFUSED, f"{self.prog}: {message}\n")


def _day(text: str) -> dt.date:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f'"{text}" is not a date: write it as 2026-11-20') from None


def _list_day(text: str) -> dt.date:
    """A day of Today's lists, which look a week ahead."""
    day = _day(text)
    if day.year == dt.MAXYEAR:
        raise argparse.ArgumentTypeError(f'"{text}" is out of range: choose a day before the year {dt.MAXYEAR}')
    return day


def _whole_number(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f'"{text}" is not a whole number') from None
    if not 1 <= number <= 100_000:
        raise argparse.ArgumentTypeError(f'"{text}" is out of range: 1 to 100000 can be used')
    return number


def _common(default: object) -> _Parser:
    """The options that stand before or after the subcommand; a subparser must not reset what stood before it."""
    common = _Parser(add_help=False)
    common.add_argument("--database", metavar="FILE", type=Path, default=default, help="the data file")
    common.add_argument("--practice", action="store_true", default=default, help="the practice ward (made if missing)")
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
    summary = commands.add_parser("summary", parents=[after], help="a patient's summary as PDF")
    summary.add_argument("code", metavar="CODE", help="the patient's code")
    day_list = commands.add_parser("daylist", parents=[after], help="the day list as PDF")
    day_list.add_argument("--on", metavar="DATE", type=_list_day, help="the day (default: today)")
    for printed in (summary, day_list):
        printed.add_argument("--output", metavar="FILE.pdf", type=Path, required=True)
        printed.add_argument("--overwrite", action="store_true", help="replace FILE.pdf if it exists")
        printed.add_argument("--language", choices=("en", "it"), default="en", help="language of the document")
    return parser


def _add_practice(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--patients", metavar="N", type=_whole_number, default=24, help="how many (default 24)")
    parser.add_argument("--seed", metavar="S", type=int, default=7, help="another seed, other people (default 7)")
    parser.add_argument("--on", metavar="DATE", type=_day, help="the day they are seen on (default: today)")


def _add_worklist(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--on", metavar="DATE", type=_list_day, help="the day (default: today)")
    parser.add_argument("--format", choices=("table", "csv", "json"), default="table")


def _add_plan(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--protocol", metavar="ID", required=True)
    parser.add_argument("--day0", metavar="DATE", type=_day, required=True)
    parser.add_argument("--mobilisation", metavar="DATE", type=_day)
    parser.add_argument("--discharge", metavar="DATE", type=_day)
    parser.add_argument("--until", metavar="DATE", type=_day, help="last target (default: year 5)")
    parser.add_argument("--format", choices=("table", "csv", "json"), default="table")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit code. Whatever is refused is one sentence on standard error, code 2."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a Windows console may speak a code page without the patients' letters
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # a path may be no text
    arguments = make_parser().parse_args(argv)
    try:
        code = _dispatch(arguments)
        sys.stdout.flush()  # here, where a reader that has gone can be told from a bug
        return code
    except KnownError as error:
        return _refused(wording("en").known_error(error))
    except InputError as error:
        return _refused(wording("en").problems(error))
    except BrokenPipeError:  # the reader of our output (head, a pager) has gone: nothing to say to anybody
        _forget_output()
        return 0
    except OSError as error:
        if error.errno not in DISK_ERRORS:
            raise
        _forget_output()
        return _refused(wording("en").text("error.output_failed", reason=error.strerror))


def _forget_output() -> None:
    """What is left in the buffer goes nowhere, so that the interpreter's last flush is quiet."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _refused(sentence: str) -> int:
    print(f"hsct-desktop: {sentence}", file=sys.stderr)
    return EXIT_REFUSED


def _dispatch(arguments: argparse.Namespace) -> int:
    if arguments.command is None:
        return _window(arguments)
    # Imported here: the window must be painted before the store and the documents are loaded.
    from hsct_desktop import command_line

    run = {
        "practice": command_line.practice,
        "worklist": command_line.worklist,
        "plan": command_line.plan,
        "summary": command_line.summary,
        "daylist": command_line.day_list,
    }[arguments.command]
    run(arguments)
    return 0


def _window(arguments: argparse.Namespace) -> int:
    from hsct_desktop import app

    options = app.Options(
        database=arguments.database,
        practice=bool(arguments.practice),
        language=arguments.language,
        scheme=arguments.theme,
    )
    if arguments.demo is not None:
        from hsct_desktop import demo

        return demo.run(options, arguments.demo)
    if not _has_display():
        raise KnownError("no_display")
    return app.run(options)


def _has_display() -> bool:
    """Whether a window can be shown; Qt would abort without a word a user understands."""
    if not sys.platform.startswith("linux"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))


if __name__ == "__main__":
    sys.exit(main())
