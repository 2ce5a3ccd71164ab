"""What the law had erased (decision 0018): the index over the `forget` entries of the server's own device, and holes.

The entries in the feeds are the truth: `note` reads them as they are filed, whoever brings them, in the transaction
that files them. So a database that was restored from a copy of before an erasure learns of it with the first device
that brings the entry back, and erases again by itself (`eraser`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from hashlib import sha256

import msgspec
import sqlalchemy as sa

from sync_server.durable.quick import Inside, Statement
from sync_server.durable.tables import erased, stray
from sync_server.durable.tables import log as log_table
from vaxdesk.dictionaries import shipped
from vaxdesk.domain.payloads import Forget
from vaxdesk.journal import hole, line, ref, salts
from vaxdesk.journal import segment as segments
from vaxdesk.journal.ref import BadRef
from vaxdesk.journal.segment import Segment
from vaxdesk.journal.verdict import BadSegment
from vaxdesk.registry.entry import insert_new

# Whether anything of a log was erased, for a statement on `log` that is run at every push.
ANY_OF_LOG = sa.exists().where(erased.c.log_id == log_table.c.log_id).correlate(log_table).label("erased")
NAMED = Statement(sa.select(erased.c.seq, erased.c.mark).where(erased.c.log_id == sa.bindparam("log_id")))
_KIND = b'"k":"forget"'
_LOG_AT = slice(5, 13)  # where the bytes of a segment say of which log it is


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """What was erased on one decision: since when, the last hole, and entries whose lines were not filed here yet."""

    basis: str
    at_ms: int
    done_ms: int | None
    entries: int
    waiting: int


def decisions(conn: sa.Connection) -> list[Decision]:
    """All decisions, oldest first."""
    columns = (
        erased.c.basis,
        sa.func.min(erased.c.at_ms).label("at_ms"),
        sa.func.max(erased.c.done_ms).label("done_ms"),
        sa.func.count().label("entries"),
        (sa.func.count() - sa.func.count(erased.c.done_ms)).label("waiting"),
    )
    rows = conn.execute(sa.select(*columns).group_by(erased.c.basis).order_by(sa.text("at_ms"), erased.c.basis))
    return [Decision(**row._mapping) for row in rows]


def note(conn: sa.Connection, log: str, a: int, lines: Iterable[bytes], *, at_ms: int) -> None:
    """Brings the `forget` entries among a+1 … of a log of the own device to the index, and empties strays of them."""
    rows: dict[tuple[int, int], dict[str, object]] = {}
    for seq, text in enumerate(lines, a + 1):
        order = order_in(text)
        if order is not None:
            row = {"by": ref.join(log, seq), "basis": order.basis, "at_ms": at_ms}
            rows |= {one: {"log_id": one[0], "seq": one[1], "mark": mark, **row} for one, mark in _targets(order)}
    if rows:
        insert_new(conn, erased, list(rows.values()))
        _empty_strays(conn, {number for number, _ in rows})


def order_in(text: bytes) -> Forget | None:
    """The `forget` entry that a line is; None for any other."""
    if _KIND not in text:
        return None
    try:
        entry = line.decode(text)
        return msgspec.json.decode(entry.d, type=Forget) if entry.k == "forget" else None
    except (line.BadLine, *line.NOT_JSON):
        return None


def named(conn: sa.Connection, log: str) -> dict[int, str]:
    """Numbers of the entries of a log that were erased, each with the mark of its line."""
    return dict(Inside(conn)(NAMED, log_id=ref.log_number(log)))


def any_at_all(conn: sa.Connection) -> bool:
    """Whether anybody was ever erased here."""
    return conn.execute(sa.select(erased.c.seq).limit(1)).first() is not None


def basis_of(conn: sa.Connection, reference: str) -> str:
    """The number of the decision by which an entry was erased; empty when it was not."""
    log, seq = ref.split(reference)
    its = (erased.c.log_id == ref.log_number(log), erased.c.seq == seq)
    return conn.execute(sa.select(erased.c.basis).where(*its)).scalar() or ""


def with_holes(lines: tuple[bytes, ...], a: int, marks: Mapping[int, str]) -> tuple[bytes, ...]:
    """The lines a+1 … with holes in the place of those that are named and meant."""
    if not marks:
        return lines
    return tuple(hole.of(text) if is_named(text, seq, marks) else text for seq, text in enumerate(lines, a + 1))


def cleaned(given: Segment, marks: Mapping[int, str]) -> Segment:
    """A segment with holes for what is named and meant, and no seed of a block in which anything is named."""
    lines, seeds = with_holes(given.lines, given.a, marks), salts.without(given.seeds, marks)
    return msgspec.structs.replace(given, lines=lines, seeds=seeds)


def sealed(given: Segment) -> bytes:
    """A segment written anew under its signature, without any dictionary."""
    return segments.seal(given.log, given.a, given.lines, given.sig, seeds=given.seeds)


def is_named(text: bytes, seq: int, marks: Mapping[int, str]) -> bool:
    """Whether a line, or the hole of one, is among those that were erased."""
    return seq in marks and hole.is_meant(text, marks[seq])


def emptied(conn: sa.Connection, data: bytes) -> bytes:
    """A segment without what was erased and what leads to it; bytes that cannot be read stay as they are."""
    number = int.from_bytes(data[_LOG_AT], "big")
    if number >> ref.LOG_BITS:
        return data
    marks = named(conn, ref.log_name(number))
    if not marks:
        return data
    try:
        given = segments.read(data, shipped())
    except BadSegment:
        return data
    clean = cleaned(given, marks)
    return data if clean == given else sealed(clean)


def _targets(order: Forget) -> Iterator[tuple[tuple[int, int], str]]:
    marks = dict(zip(order.entries, order.digests, strict=False))
    for reference in {*order.entries, order.person} - {""}:
        try:
            log, seq = ref.split(reference)
            yield (ref.log_number(log), seq), marks.get(reference, "")
        except BadRef:
            continue  # it names nothing


def _empty_strays(conn: sa.Connection, logs: Collection[int]) -> None:
    """Kept segments lose what was erased, as filed ones do; one that is then the same as another goes."""
    for number in sorted(logs):
        its = sa.func.substr(stray.c.data, _LOG_AT.start + 1, _LOG_AT.stop - _LOG_AT.start)
        rows = conn.execute(sa.select(stray.c.id, stray.c.data).where(its == number.to_bytes(8, "big"))).all()
        for row in rows:
            data = emptied(conn, bytes(row.data))
            if data == bytes(row.data):
                continue
            digest = sha256(data).digest()
            here = stray.c.id == row.id
            if conn.execute(sa.select(stray.c.id).where(stray.c.digest == digest)).first() is None:
                conn.execute(stray.update().where(here).values(data=data, digest=digest))
            else:
                conn.execute(stray.delete().where(here))
