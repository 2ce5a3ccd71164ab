"""Segments that a request brought and that were not filed, kept for review: whose they are, how much of each author.

What is kept counts against its author, not against the colleague who relayed it, so that neither fills the other's
room. Who the author is, a segment has to prove by its signature; what proves nothing counts against the sender.
"""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from sync_server.durable.tables import log as log_table
from sync_server.durable.tables import stray
from sync_server.joining import devices
from sync_server.joining.devices import Device
from sync_server.segments import strays
from vaxdesk.dictionaries import shipped
from vaxdesk.journal import chain, ref
from vaxdesk.journal import segment as segments
from vaxdesk.journal.opening import device_named
from vaxdesk.journal.segment import Segment
from vaxdesk.journal.verdict import BadSegment

MOST = 200  # segments of one author: evidence, not a way to fill the disk
MOST_REVOKED = 2000  # of one that was revoked: what colleagues hold of it is all that is left of its work


class _Shown(msgspec.Struct, frozen=True):
    """An author and the chain hash up to which a log of theirs was proven."""

    author: Device
    seq: int
    h: bytes


class Evidence:
    """What one request brings; inside one write transaction."""

    def __init__(self, conn: sa.Connection, sender: Device, *, now_ms: int) -> None:
        self._conn, self._sender, self._now_ms = conn, sender, now_ms
        self._shown: dict[str, _Shown] = {}

    def keep(self, data: bytes, reason: str) -> bool:
        """Keeps a segment; false when its author's room is full, and the sender has to keep it."""
        author = self._author(data)
        most = MOST_REVOKED if author.status == devices.REVOKED else MOST
        held = sa.select(sa.func.count()).select_from(stray).where(stray.c.device_no == author.no)
        if strays.is_kept(self._conn, data):
            return True
        if self._conn.execute(held).scalar_one() >= most:
            return False
        strays.keep(self._conn, data, device=author.no, reason=reason, at_ms=self._now_ms)
        return True

    def _author(self, data: bytes) -> Device:
        try:
            given = segments.read(data, shipped())
            begun = self._begun(given)
            if begun is None:
                return self._sender
            h = segments.verify(given, begun.h, begun.author.public)
        except BadSegment:
            return self._sender
        self._shown[given.log] = _Shown(begun.author, given.end, h)
        return begun.author

    def _begun(self, given: Segment) -> _Shown | None:
        """Who wrote a log up to where a segment begins, as far as that is known."""
        if given.a == 0:
            named = device_named(given.lines[0])
            author = devices.by_key(self._conn, named) if named else None
            return None if author is None else _Shown(author, 0, chain.start(given.log, author.public.hex()))
        shown = self._shown.get(given.log) or self._filed(given.log)
        return shown if shown is not None and shown.seq == given.a else None

    def _filed(self, name: str) -> _Shown | None:
        row = self._conn.execute(sa.select(log_table).where(log_table.c.log_id == ref.log_number(name))).first()
        author = None if row is None else devices.by_number_in(self._conn, row.device_no)
        return None if author is None else _Shown(author, row.head_seq, bytes(row.head_hash))
