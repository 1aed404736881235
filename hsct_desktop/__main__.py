"""The command line: `hsct-desktop` opens the window; its subcommands plan, list and print without one."""

from __future__ import annotations

import argparse
import errno
import os
import signal
import sys
import threading
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from types import FrameType

from hsct_desktop.catalogue.wording import wording
from hsct_desktop.commands.parsers import EXIT_REFUSED, read_arguments
from hsct_desktop.domain.problem import InputError, KnownError

DISK_ERRORS = (errno.ENOSPC, errno.EIO, errno.EFBIG)
READ_BOOK = "--read-book"
"""What exchange/book_file starts this program with to have a workbook read apart; no user's option."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line; return the exit code. Whatever is refused is one sentence on standard error, code 2."""
    _forbid_core_dumps()
    given = sys.argv[1:] if argv is None else list(argv)
    if given[:1] == [READ_BOOK]:
        from hsct_desktop.exchange.book_child import main as read_book

        return read_book(given[1:])
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a Windows console may speak a code page without the patients' letters
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # a path may be no text
    arguments = read_arguments(argv)
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


def _forbid_core_dumps() -> None:
    """Memory holds the key and the patients: what is left of a process that dies is not to lie on the disk.

    Where the system has no such limit (Windows) the unit says so to its error reporting; docs/security.md tells how.
    """
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _forget_output() -> None:
    """What is left in the buffer goes nowhere, so that the interpreter's last flush is quiet."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _refused(sentence: str) -> int:
    """Say why; a file's name or cell in the sentence gives the terminal no orders."""
    told = "".join(c for c in sentence if c == "\n" or unicodedata.category(c) not in ("Cc", "Cf"))
    print(f"hsct-desktop: {told}", file=sys.stderr)
    return EXIT_REFUSED


def _dispatch(arguments: argparse.Namespace) -> int:
    if arguments.command is None:
        return _window(arguments)
    # Imported here: the window must be painted before the store and the documents are loaded.
    from hsct_desktop.commands.table import RUN

    with _ending_in_order():
        return RUN[arguments.command](arguments) or 0


@contextmanager
def _ending_in_order() -> Iterator[None]:
    """Who is asked to end (SIGTERM, Ctrl+C) removes the half-written file first.

    The database's driver calls functions of ours while it writes: what ends one of them comes back as its own error.
    """
    if threading.current_thread() is not threading.main_thread():  # signals are the main thread's
        yield
        return
    asked: list[SystemExit] = []

    def end(number: int, _: FrameType | None) -> None:
        asked.append(SystemExit(128 + number))
        raise asked[-1]

    heard = [one for one in (signal.SIGTERM, signal.SIGINT) if signal.getsignal(one) is not signal.SIG_IGN]
    before = {number: signal.signal(number, end) for number in heard}
    try:
        yield
    except Exception as error:
        if not asked:
            raise
        raise asked[-1] from error
    finally:
        for number, handler in before.items():
            signal.signal(number, handler or signal.SIG_DFL)


def _window(arguments: argparse.Namespace) -> int:
    from hsct_desktop import app
    from hsct_desktop.commands import passphrase

    options = app.Options(
        database=arguments.database,
        practice=bool(arguments.practice),
        language=arguments.language,
        scheme=arguments.theme,
        passphrase=passphrase.given(arguments),
    )
    if arguments.demo is not None:
        from hsct_desktop import demo
        from hsct_desktop.commands.opened import tell_when_plain

        if options.database is not None:
            tell_when_plain(options.database)
        return demo.run(replace(options, plain_accepted=True), arguments.demo)  # nobody is there to be asked
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
