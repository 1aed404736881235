"""Pastes a block of a spreadsheet into a table that is typed: all rows in one write, to be taken back as one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from hsct_desktop.domain.problem import KnownError
from hsct_desktop.views.entry_model import EntryLine

if TYPE_CHECKING:
    from hsct_desktop.services.changes import Changes
    from hsct_desktop.services.history_paste import Pasted
    from hsct_desktop.views.entry_table import EntryTable


@dataclass(frozen=True)
class PastedBlock:
    """What became of a block: its lines, its one write (None: nothing was saved), and the sentence that says so."""

    lines: tuple[EntryLine, ...]
    changes: Changes | None
    said: str
    misfit: bool = False

    @property
    def txn(self) -> str:
        """The write to take back, "" for none."""
        return self.changes.txn if self.changes is not None else ""

    def unsaved(self) -> list[EntryLine]:
        """The lines that are not saved."""
        return [line for line in self.lines if line.changed]


def paste_block(view: EntryTable, text: str) -> PastedBlock | None:
    """Make new rows of a copied text from the cursor's column on and save them; None where there is nothing in it.

    A failure of the file leaves every row where it stands, with the reason.
    """
    from hsct_desktop.services.history_paste import read_block, write_block

    block, made, texts = read_block(view.table, text, view.currentIndex().column()), [], []
    for row in block.rows:
        line = view.rows.place(row.cells)
        if line is None:
            continue
        if row.beyond:
            beyond = ", ".join(row.beyond)
            view.rows.hold(line, view.table.words.text("history.pasted_beyond", text=beyond))
        made.append(line)
        texts.append(None if row.beyond else line.texts)
    if not made:
        return None
    try:
        pasted = write_block(view.table, texts)
    except KnownError as error:
        said = view.table.words.known_error(error)
        for line in made:
            view.rows.hold(line, said)
        return PastedBlock(tuple(made), None, said, misfit=True)
    view.rows.settle_block(made, pasted, view.not_saved)
    view.read()
    return PastedBlock(tuple(made), pasted.changes, _said(view, made, pasted, headed=block.headed), pasted.misfit)


def _said(view: EntryTable, made: list[EntryLine], pasted: Pasted, *, headed: bool) -> str:
    words, refused = view.table.words, sum(line.changed for line in made)
    head = [words.text("history.pasted_head")] if headed else []
    if pasted.misfit:
        told = words.text("history.pasted_misfit", wrong=pasted.wrong, all=len(made), table=view.accessibleName())
        return " ".join([told, *head])
    said = [pasted.changes.text] if pasted.changes is not None else []
    said += [words.count("history.pasted_not", refused)] if refused else []
    return " ".join([*said, *head, words.text("history.pasted_back")])
