"""An invented letter that shows the unit's paper while it is being set, and that a person tries in an envelope."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace

from hsct_desktop.catalogue.wording import wording
from hsct_desktop.documents.letter import write_letter
from hsct_desktop.documents.letter_inputs import Box, LetterData, LetterSection, Stamp, State, Words
from hsct_desktop.domain.letter import LetterKind
from hsct_desktop.services.letterhead import letterhead
from hsct_desktop.services.summary import print_context
from hsct_desktop.services.workspace import Workspace


def specimen(ws: Workspace, language: str, typed: Mapping[str, str] | None = None) -> bytes:
    """The PDF of the invented letter in a language; `typed` are settings that are not kept yet, by their ids."""
    words, on = wording(language), ws.today()

    def say(key: str) -> str:
        return words.text(f"letterhead.specimen.{key}")

    with ws.read() as session:
        head = letterhead(ws, session, language, typed)
        context = replace(print_context(ws, session, language, on), language=language, practice=True)
    data = LetterData(
        context=context,
        kind=LetterKind.NEUROLOGIST,
        letterhead=head,
        state=State(Stamp.SIGNED, 1, say("signer"), "", context.printed_at),
        address=("", say("name"), say("department"), say("street"), say("town")),
        reference=((say("date"), words.date(on)), (say("patient"), say("patient_name"))),
        subject=say("subject"),
        who=(say("patient_name"), ""),
        salutation=say("salutation"),
        box=Box(say("box"), (say("box_line"),)),
        sections=(LetterSection("diagnosis", say("section"), (Words(say("text")),)),),
        call=None,
        closing=say("closing"),
        signature=(say("signer"),),
    )
    stream = io.BytesIO()
    write_letter(data, stream)
    return stream.getvalue()
