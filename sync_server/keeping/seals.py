"""Compares the paper of a sealed day with what is filed: all there, shorter by so many entries, or another history.

A log that the paper names vouches for the one before it, since its first entry says how far that one had come and with
which hash (decision 0016); so the walk goes back over the logs of each device, and what is not whole there is told too.
"""

from __future__ import annotations

from enum import StrEnum, nonmember

import msgspec
import sqlalchemy as sa

from sync_server.durable.tables import log, org, segment
from sync_server.reading.entries import hashes_of
from vaxdesk.dictionaries import shipped
from vaxdesk.domain.payloads import Open
from vaxdesk.domain.seal import HASH_LETTERS, Seal, SealHead
from vaxdesk.journal import line, ref
from vaxdesk.journal import segment as segments

_open = msgspec.json.Decoder(Open)


class LogState(StrEnum):
    """What the server holds of a log that the paper vouches for."""

    WORDS = nonmember("dayseal.check.log")

    ALL = "all"
    SHORTER = "shorter"
    ABSENT = "absent"
    DIFFERENT = "different"
    OTHER_UNIT = "other_unit"


class LogCheck(msgspec.Struct, frozen=True, kw_only=True):
    """One log: how far the paper says, how far the server has it. `named` by the paper, else by a later log."""

    log: str
    seq: int
    have: int
    state: LogState
    named: bool = True

    @property
    def missing(self) -> int:
        """Entries that the server lacks."""
        return max(0, self.seq - self.have)


class SealCheck(msgspec.Struct, frozen=True, kw_only=True):
    """All logs of a paper; of logs named only by later ones those that are not whole."""

    logs: tuple[LogCheck, ...]

    @property
    def missing(self) -> int:
        """Entries that the server lacks."""
        return sum(one.missing for one in self.logs)

    @property
    def different(self) -> bool:
        """Whether the server has another history than the paper."""
        return any(one.state in (LogState.DIFFERENT, LogState.OTHER_UNIT) for one in self.logs)

    @property
    def complete(self) -> bool:
        """Whether everything is there as the paper says."""
        return all(one.state is LogState.ALL for one in self.logs)


def check(conn: sa.Connection, seal: Seal) -> SealCheck:
    """Compares a paper with what is filed, in the caller's transaction."""
    units = set(conn.execute(sa.select(org.c.org_no).where(org.c.code == seal.unit)).scalars())
    named = {head.log for head in seal.heads}
    found, before = [], []
    for head in seal.heads:
        checked, earlier = _compare(conn, head, units)
        found.append(checked)
        before += earlier
    seen: dict[str, int] = {}
    while before:
        head = before.pop()
        if head.log in named or seen.get(head.log, 0) >= head.seq:
            continue
        seen[head.log] = head.seq
        checked, earlier = _compare(conn, head, units)
        before += earlier
        if checked.state is not LogState.ALL:
            found.append(msgspec.structs.replace(checked, named=False))
    return SealCheck(logs=tuple(found))


def _compare(conn: sa.Connection, head: SealHead, units: set[int]) -> tuple[LogCheck, list[SealHead]]:
    """How a log stands, and the head of the log before it as its first entry says."""
    row = conn.execute(sa.select(log).where(log.c.log_id == ref.log_number(head.log))).first()
    if row is None:
        return LogCheck(log=head.log, seq=head.seq, have=0, state=LogState.ABSENT), []
    made = LogCheck(log=head.log, seq=head.seq, have=row.head_seq, state=_state(conn, row, head, units))
    return made, _before(conn, row)


def _state(conn: sa.Connection, row: sa.Row, head: SealHead, units: set[int]) -> LogState:
    if units and row.feed_no not in units:
        return LogState.OTHER_UNIT
    if row.head_seq < head.seq:
        return LogState.SHORTER
    there = _hash_at(conn, row, head.seq)
    return LogState.ALL if there.hex()[:HASH_LETTERS] == head.h else LogState.DIFFERENT


def _hash_at(conn: sa.Connection, row: sa.Row, seq: int) -> bytes:
    """Chain hash of an entry, from the segment in which it is filed."""
    found = _segment_with(conn, row, seq)
    if found.from_seq + found.n == seq:
        return bytes(found.h_end)
    given = segments.read(bytes(found.data), shipped())
    return list(hashes_of(conn, found, given))[seq - found.from_seq - 1]


def _before(conn: sa.Connection, row: sa.Row) -> list[SealHead]:
    first = segments.read(bytes(_segment_with(conn, row, 1).data), shipped()).lines[0]
    try:
        opened = _open.decode(line.decode(first).d)
        name, seq = ref.split(opened.prev)
    except (line.BadLine, msgspec.DecodeError, ref.BadRef):
        return []
    return [SealHead(name, seq, opened.prev_hash[:HASH_LETTERS])]


def _segment_with(conn: sa.Connection, row: sa.Row, seq: int) -> sa.Row:
    wanted = sa.select(segment).where(
        segment.c.part >= row.part, segment.c.log_id == row.log_id, segment.c.from_seq < seq
    )
    return conn.execute(wanted.order_by(segment.c.from_seq.desc()).limit(1)).one()
