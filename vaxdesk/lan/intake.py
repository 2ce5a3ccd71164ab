"""Takes in the segments of a neighbour's message: only what its author signed, and only from authors of this station.

Who the author is, is shown by the certificate that the server gave that device, or by the server's feed: entries
that a signed head covers are the server's word, whoever wrote them. Nothing becomes confirmed here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

import sqlalchemy as sa

from vaxdesk.journal import chain, segment
from vaxdesk.journal.enrolment import read_certificate
from vaxdesk.journal.opening import device_named
from vaxdesk.journal.segment import Segment
from vaxdesk.journal.verdict import BadSegment, Verdict
from vaxdesk.lan import admission
from vaxdesk.lan.relay import Verified
from vaxdesk.store import feeds, neighbours
from vaxdesk.store.enrolment import Enrolment
from vaxdesk.store.feeds import Held

# conn, log, device's public key in hex, number of entries before, lines; writes and folds in the caller's transaction
TakeIn = Callable[[sa.Connection, str, str, int, list[bytes]], object]


class Intake:
    """The taking in of one message, inside one write transaction."""

    def __init__(
        self, conn: sa.Connection, take_in: TakeIn, *, me: Enrolment, shown: Iterable[Verified] = ()
    ) -> None:
        self._conn = conn
        self._take_in = take_in
        self._me = me
        self._revoked = admission.revoked(conn)
        self._shown = {(row.log, row.a + row.n): row.h_end for part in shown for row in part.items}
        self.taken = 0
        self.grown: set[str] = set()
        self.mentioned: set[str] = set()
        self.forked: set[str] = set()
        self.refused: dict[str, Verdict] = {}

    def keep_cards(self, cards: Iterable[str]) -> None:
        """Keeps the certificates that the server gave to devices of this station; others are passed over."""
        for card in cards:
            stated = read_certificate(card, bytes.fromhex(self._me.server))
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
            h_end = segment.verify(body, before, bytes.fromhex(device))
        except BadSegment as error:
            self.refused[body.log] = error.verdict
            return
        verdict = self._objection(body, local, device, h_end)
        if verdict is not None:
            self.refused[body.log] = verdict
            return
        self._hold(body, local, device)

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

    def _objection(self, body: Segment, local: Held | None, device: str, h_end: bytes) -> Verdict | None:
        if not self._is_of_ours(body, device, h_end):
            return Verdict.NOT_YOURS
        if local is None or local.head_seq <= body.a:
            return None
        end = min(local.head_seq, body.end)
        if feeds.lines(self._conn, local.local_no, body.a, end) == list(body.lines[: end - body.a]):
            return None
        self.forked.add(body.log)  # both histories bear the author's signature: one disk, two machines
        return Verdict.FORK

    def _is_of_ours(self, body: Segment, device: str, h_end: bytes) -> bool:
        if self._shown.get((body.log, body.end)) == h_end.hex():
            return True
        if device in self._revoked:
            return False
        known = device == self._me.key or neighbours.card(self._conn, device)
        return bool(known) or neighbours.is_filed_author(self._conn, self._me.feed, device)

    def _hold(self, body: Segment, local: Held | None, device: str) -> None:
        have = max(local.head_seq if local else 0, body.a)
        if body.end <= have:
            return
        self._take_in(self._conn, body.log, device, body.a, list(body.lines))
        self.taken += body.end - have
        self.grown.add(body.log)
        now = feeds.held(self._conn, body.log)
        if now is not None and device != self._me.key:
            feeds.put_seal(self._conn, now.local_no, body.end, body.sig)


def verdicts(refused: Mapping[str, Verdict]) -> dict[str, str]:
    """Refusals as they travel."""
    return {log: verdict.value for log, verdict in refused.items()}
