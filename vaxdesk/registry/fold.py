"""Folds entries into the tables: order-independent, idempotent, one function per family of kinds.

Corrections and takings-back may arrive before what they are about; they rest in their registers until it comes.
An entry that cannot be folded is noted in `bad_entry` and never stops the others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import msgspec
import sqlalchemy as sa

from vaxdesk.domain.payloads import KINDS, Amend, Payload, Void
from vaxdesk.journal.line import NOT_JSON, BadLine, Line, decode
from vaxdesk.journal.ref import BadRef
from vaxdesk.registry import changes, people, registers, things, visits, words
from vaxdesk.registry.entry import Entry, Incoming
from vaxdesk.registry.names import SEQ_BITS, LogNames
from vaxdesk.registry.tables import FOLD_VERSION, bad_entry, folded, person, registry

_DECODERS: dict[str, msgspec.json.Decoder[Any]] = {kind: msgspec.json.Decoder(type_) for kind, type_ in KINDS.items()}
_REFERENCES = {"inject": ("lot", "vial"), "vial": ("lot",), "appt": ("roster",)}  # looked at before anything is folded
_SILENT = {"open", "close", "clock", "signin", "session", "print"}  # facts that no table answers for


def apply(conn: sa.Connection, names: LogNames, entries: Iterable[Incoming]) -> frozenset[str]:
    """Folds entries in the caller's transaction; returns the kinds that were touched."""
    touched = set()
    batch: list[Entry] = []  # consecutive new people, folded together: a list of 100,000 is one kind after the other
    for incoming in entries:
        try:
            line = decode(incoming.line)
            entry = _open(names, incoming, line)
        except (BadLine, BadRef, *NOT_JSON) as error:
            _note_bad(conn, incoming.id, str(error))
            continue
        if entry is None:
            continue
        touched.add(entry.kind)
        if batch and entry.kind != batch[0].kind:
            _fold_batch(conn, names, batch)
            batch = []
        batch.append(entry)
    if batch:
        _fold_batch(conn, names, batch)
    return frozenset(touched)


def _open(names: LogNames, incoming: Incoming, line: Line) -> Entry | None:
    decoder = _DECODERS.get(line.k)
    if decoder is None or line.k in _SILENT:
        return None
    of = 0
    if isinstance(line.of, str):
        of = names.id(line.of)
    elif isinstance(line.of, int):
        of = incoming.id >> SEQ_BITS << SEQ_BITS | line.of
    payload: Payload = decoder.decode(line.d)
    for name in _REFERENCES.get(line.k, ()):
        names.id(getattr(payload, name))
    return Entry(incoming.id, line.k, of, line.t, line.u, line.rev, incoming.h, payload)


def _note_bad(conn: sa.Connection, id_: int, reason: str) -> None:
    if conn.execute(sa.select(bad_entry.c.id).where(bad_entry.c.id == id_)).first() is None:
        conn.execute(bad_entry.insert(), {"id": id_, "reason": reason[:200]})


def _fold_batch(conn: sa.Connection, names: LogNames, batch: list[Entry]) -> None:
    kind = batch[0].kind
    if kind == "person":
        people.fold_person(conn, batch)
    elif kind in visits.KINDS:
        visits.fold(conn, names, batch)
    elif kind in things.FOLDS:
        things.FOLDS[kind](conn, names, batch)
    elif kind == "amend":
        changes.note(conn, batch)
        for entry in batch:
            _fold_amend(conn, names, entry)
    elif kind == "void":
        changes.note(conn, batch)
        for entry in batch:
            _fold_void(conn, names, entry)


def _fold_amend(conn: sa.Connection, names: LogNames, entry: Entry) -> None:
    change: Amend = entry.payload
    won = {
        name: value
        for name, value in change.set.items()
        if registers.write(conn, entry.of, name, value=value, rev=entry.rev, h=entry.h, by=entry.id)
    }
    if won:
        _apply_change(conn, names, entry.of, won)


def _fold_void(conn: sa.Connection, names: LogNames, entry: Entry) -> None:
    taking: Void = entry.payload
    value = "1" if taking.v else ""
    if registers.write(conn, entry.of, registers.VOID, value=value, rev=entry.rev, h=entry.h, by=entry.id):
        _apply_change(conn, names, entry.of, {registers.VOID: value})


def _apply_change(conn: sa.Connection, names: LogNames, obj: int, change: dict[str, str]) -> None:
    """Brings a change to the row of the object, wherever it lies; nothing when the object has not arrived yet."""
    appliers: tuple[Callable[[sa.Connection, LogNames, int, dict[str, str]], bool], ...] = (
        people.fold_change,
        visits.fold_change,
        things.fold_change,
    )
    any(applier(conn, names, obj, change) for applier in appliers)


def create(conn: sa.Connection) -> None:
    """Makes the tables of the fold."""
    registry.create_all(conn)
    words.create(conn)
    conn.execute(folded.delete())
    conn.execute(folded.insert(), {"version": FOLD_VERSION})


def is_current(conn: sa.Connection) -> bool:
    """Whether the tables are there and were made by this version of the rules."""
    if not sa.inspect(conn).has_table(folded.name) or not sa.inspect(conn).has_table(person.name):
        return False
    return conn.execute(sa.select(folded.c.version)).scalar() == FOLD_VERSION


def drop(conn: sa.Connection) -> None:
    """Throws the fold away; the journal is untouched."""
    words.drop(conn)
    registry.drop_all(conn)
