"""Takes in the segments of a neighbour's message: only what its author signed, and only from authors of this station.

Who the author is, is shown by the certificate that the server gave that device, or by the server's feed: entries
that a signed head covers are the server's word, whoever wrote them. Nothing becomes confirmed here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

import sqlalchemy as sa

from vaxdesk.journal import chain, segment
from vaxdesk.journal.enrolment import read_certificate
from vaxdesk.journal.opening import device_named
from vaxdesk.journal.segment import Segment
from vaxdesk.journal.verdict import BadSegment, Verdict
from vaxdesk.lan import admission
from vaxdesk.lan.relay import Verified
from vaxdesk.registry.names import LogNames
from vaxdesk.store import erasing, feeds, neighbours, seeds, trust
from vaxdesk.store.enrolment import Enrolment
from vaxdesk.store.feeds import Held


class Books(Protocol):
    """What a message changes in the store; everything in the caller's transaction."""

    names: LogNames

    def take_in(self, conn: sa.Connection, log: str, device: str, from_seq: int, lines: list[bytes]) -> object:
        """Takes entries of another device in."""

    def rescue(self, conn: sa.Connection, log: str, after: int) -> int:
        """Enters what a log holds behind an entry anew, as quotes in another log; tells how many entries."""

    def refold(self, conn: sa.Connection) -> None:
        """Makes the tables anew from the entries."""


class Intake:
    """The taking in of one message, inside one write transaction."""

    def __init__(
        self, conn: sa.Connection, books: Books, *, me: Enrolment, shown: Iterable[Verified] = ()
    ) -> None:
        self._conn = conn
        self._books = books
        self._me = me
        self._revoked = admission.revoked(conn)
        self._shown: dict[str, dict[int, str]] = {}
        for row in (row for part in shown for row in part.items):
            self._shown.setdefault(row.log, {})[row.a + row.n] = row.h_end
        self.rescued = 0
        self.taken = 0
        self.grown: set[str] = set()
        self.mentioned: set[str] = set()
        self.forked: set[str] = set()
        self.refused: dict[str, Verdict] = {}

    def keep_cards(self, cards: Iterable[str]) -> None:
        """Keeps the certificates that the server gave to devices of this station; others are passed over."""
        for card in cards:
            known = (read_certificate(card, key) for key in trust.generations(self._me))
            stated = next(filter(None, known), None)
            if stated and stated.org == self._me.feed and stated.key not in self._revoked:
                neighbours.keep_card(self._conn, stated.key, card)

    def take(self, body: Segment) -> None:
        """Takes a segment in, or notes why not."""
        self.mentioned.add(body.log)
        if body.log in self.refused:
            return
        local = feeds.held(self._conn, body.log)
        device = self._author(body, local)
        if body.a == 0 and not device:
            self.refused[body.log] = Verdict.BAD_FRAME
            return
        before = self._hash_before(body, local, device)
        if before is None:
            return  # a gap: what we hold is said in the answer, and it sends from there
        try:
            segment.verify(body, before, bytes.fromhex(device))
        except BadSegment as error:
            self.refused[body.log] = error.verdict
            return
        have = max(local.head_seq if local else 0, body.a)
        if erasing.strangers(self._conn, self._books.names, body.log, have, body.lines[have - body.a :]):
            self.refused[body.log] = Verdict.HOLE  # a neighbour's word alone erases nothing
            return
        vouched = self._vouched(body, before)
        if vouched < body.end and not self._is_of_ours(device):
            self.refused[body.log] = Verdict.NOT_YOURS
            return
        alike = self._alike(body, local, before)
        if alike < min(local.head_seq if local else 0, body.end):  # signed twice: one disk, two machines
            self.forked.add(body.log)
            if vouched <= alike:  # which of them goes by the name is for the server to say
                self.refused[body.log] = Verdict.FORK
                return
            self.rescued += self._books.rescue(self._conn, body.log, alike)
            local = feeds.held(self._conn, body.log)
        self._hold(body, local, device)

    def close(self) -> None:
        """Shows rescued entries where they now stand."""
        if self.rescued:
            self._books.refold(self._conn)

    def _author(self, body: Segment, local: Held | None) -> str:
        """Public key in hex of whoever wrote a log, by what is held of it or by its first line."""
        if local is not None and local.device:
            return local.device
        named = device_named(body.lines[0]) if body.a == 0 else None
        return named.hex() if named else ""

    def _hash_before(self, body: Segment, local: Held | None, device: str) -> bytes | None:
        if not device:
            return None
        if body.a == 0:
            return chain.start(body.log, device)
        return feeds.entry_hash(self._conn, local.local_no, body.a) if local else None

    def _vouched(self, body: Segment, before: bytes) -> int:
        """The last entry of a segment up to which it is what the server has shown; `a` when none is."""
        shown = self._shown.get(body.log, {})
        vouched = body.a
        if shown:
            for seq, h in enumerate(chain.walk(before, body.lines), body.a + 1):
                vouched = seq if shown.get(seq) == h.hex() else vouched
        return vouched

    def _is_of_ours(self, device: str) -> bool:
        """Whether entries of a device may come without the server's word."""
        if device in self._revoked:
            return False
        known = device == self._me.key or neighbours.card(self._conn, device)
        return bool(known) or neighbours.is_filed_author(self._conn, self._me.feed, device)

    def _alike(self, body: Segment, local: Held | None, before: bytes) -> int:
        """The last entry up to which we hold what the segment says, by its hash: lines may be erased, or let go."""
        if local is None or local.head_seq <= body.a:
            return body.a
        ours = feeds.hashes(self._conn, local.local_no, body.a, min(local.head_seq, body.end))
        pairs = zip(ours, chain.walk(before, body.lines), strict=False)
        return body.a + next((at for at, (mine, theirs) in enumerate(pairs) if mine != theirs), len(ours))

    def _hold(self, body: Segment, local: Held | None, device: str) -> None:
        have = max(local.head_seq if local else 0, body.a)
        if body.end <= have:
            return
        self._books.take_in(self._conn, body.log, device, body.a, list(body.lines))
        self.taken += body.end - have
        self.grown.add(body.log)
        now = feeds.held(self._conn, body.log)
        if now is not None:
            seeds.keep(self._conn, now.local_no, body.seeds)
        if now is not None and device != self._me.key:
            feeds.put_seal(self._conn, now.local_no, body.end, body.sig)


def verdicts(refused: Mapping[str, Verdict]) -> dict[str, str]:
    """Refusals as they travel."""
    return {log: verdict.value for log, verdict in refused.items()}
