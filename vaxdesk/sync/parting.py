"""The last exchange of a device that was revoked: hands over what waits, and learns what the server has kept.

No I/O of its own, like a round: `outgoing` reads, `Last.encode` signs, `settle` notes. What the server's signature does
not name stays waiting, so nothing is given up that is not on the server.
"""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from vaxdesk.journal import parting, segment
from vaxdesk.journal.frames import join
from vaxdesk.journal.signing import Sign
from vaxdesk.store import enrolment as shelf
from vaxdesk.store import feeds, outbox
from vaxdesk.store.enrolment import Enrolment
from vaxdesk.store.outbox import Slice

_ROOM = 512 * 1024  # bytes of lines a request: some tens of kilobytes on the line
_FIRST = 500


class Last(msgspec.Struct, frozen=True, kw_only=True):
    """What is handed over in one request."""

    slices: tuple[Slice, ...]

    def encode(self, sign: Sign) -> tuple[bytes, dict[str, tuple[str, int]]]:
        """The body, and which entries of which log each digest stands for: up to which."""
        pieces = [(one, _segment(one, sign)) for one in self.slices]
        names = {parting.digest(data): (one.log, one.a + len(one.lines)) for one, data in pieces}
        return join([data for _, data in pieces]), names


def outgoing(conn: sa.Connection, enrolment: Enrolment) -> Last:
    """What neither a feed nor the server's acknowledgement covers yet; nothing left means that all is handed over."""
    given = shelf.handed_over(conn)
    logs = [
        msgspec.structs.replace(one, covered=max(one.covered, given.get(one.log, 0))) for one in feeds.unsent(conn)
    ]
    waiting = [one for one in logs if one.head_seq > one.covered]
    return Last(slices=tuple(outbox.slices(conn, waiting, device=enrolment.key, first=_FIRST, room=_ROOM)))


def settle(conn: sa.Connection, names: dict[str, tuple[str, int]], kept: list[str]) -> None:
    """Notes what the server has kept; `kept` was checked against its signature."""
    given = shelf.handed_over(conn)
    for digest in kept:
        if digest in names:
            log, upto = names[digest]
            given[log] = max(given.get(log, 0), upto)
    shelf.hand_over(conn, given)


def _segment(piece: Slice, sign: Sign) -> bytes:
    if piece.sig:
        return segment.seal(piece.log, piece.a, piece.lines, piece.sig, seeds=piece.seeds)
    return segment.build(piece.log, sign, piece.a, piece.lines, piece.h_end, seeds=piece.seeds)
