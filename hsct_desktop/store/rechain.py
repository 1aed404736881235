"""Chains a file's log with another key: a plain file was encrypted, or an encrypted one has got a new data key."""

from __future__ import annotations

import uuid

from hsct_desktop.store import chain, change_log, migrate
from hsct_desktop.store.base import utc_text
from hsct_desktop.store.chain import ChainState
from hsct_desktop.store.engine import Store, context_of
from hsct_desktop.store.known_error import translated
from hsct_desktop.store.models import METADATA


def with_new_key(store: Store, old_data_key: bytes | None) -> ChainState:
    """Verify the log of a copy with the key that the file had, and chain it with the one that the copy has.

    One line says where the old chain ended and whether it held. Anchors made before name lines by marks that the log
    bears no longer: they belong to the backups of the old key.
    """
    writer = store.engine.execution_options(hsct_write=True)
    told = translated(store.path, called=store.called)
    with told, migrate.writing(writer) as connection, connection.begin():
        context = context_of(connection)
        found = chain.verify(connection, chain.key_of(old_data_key))
        before = chain.head(connection)
        change_log.drop_triggers(connection)
        chain.chain_all(connection, context.key)
        change_log.install_triggers(connection, METADATA)
        last = change_log.last_entry(connection).at
        now = store.machine_clock()
        context.workstation = store.workstation
        context.start(utc_text(max(now, last or now)), None, uuid.uuid4().hex, "chain.new_key")
        try:
            old = {"seq": before.seq, "mac": before.mac.hex(), "first_bad": found.first_bad}
            change_log.note(connection, chain.NEW_KEY, old, {"entries": found.entries})
        finally:
            context.stop()
    return found
