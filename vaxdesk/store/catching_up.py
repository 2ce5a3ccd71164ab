"""After a copy was laid out: takes in the lines that followed it, once the store can be opened."""

from __future__ import annotations

import msgspec

from vaxdesk.journal import chain
from vaxdesk.store import feeds, following
from vaxdesk.store.backup import FOLLOWING
from vaxdesk.store.files import sorted_os_errors
from vaxdesk.store.following import Piece
from vaxdesk.store.store import Store
from vaxdesk.store.tables import logname

_AT_ONCE = 20  # pieces in one transaction


class CaughtUp(msgspec.Struct, frozen=True):
    """Lines taken in, and pieces that do not follow on what is held."""

    entries: int
    left_out: int


def catch_up(store: Store) -> CaughtUp:
    """Takes in what was brought along, and lets the files go once it is committed. Doing it again changes nothing."""
    files = sorted(store.home.glob(f"*{FOLLOWING}"))
    if not files:
        return CaughtUp(0, 0)
    entries = left_out = 0
    waiting: list[Piece] = []
    for piece in (*following.pieces_in(files, store.key), None):
        waiting += [piece] if piece is not None else []
        if piece is not None and len(waiting) < _AT_ONCE:
            continue
        taken, not_taken = _take(store, waiting)
        entries, left_out, waiting = entries + taken, left_out + not_taken, []
    with sorted_os_errors():
        for one in files:
            one.unlink()
    return CaughtUp(entries, left_out)


def _take(store: Store, pieces: list[Piece]) -> tuple[int, int]:
    taken = left_out = 0
    with store.changing() as conn:
        for one in pieces:
            about = one.slice
            held = feeds.held(conn, about.log)
            have = held.head_seq if held else 0
            if about.a + about.n <= have:
                continue
            if about.a == 0:
                before: bytes | None = chain.start(about.log, about.device)
            else:
                before = feeds.entry_hash(conn, held.local_no, about.a) if held else None
            if about.a > have or before is None or _end(before, one) != about.h:
                left_out += 1
                continue
            store.take_in(conn, about.log, about.device, about.a, list(one.lines))
            if about.mine:
                conn.execute(logname.update().where(logname.c.log == about.log), {"mine": 1})
            taken += about.a + about.n - have
    return taken, left_out


def _end(before: bytes, piece: Piece) -> str:
    h = before
    for h in chain.walk(before, piece.lines):  # noqa: B007 - the last hash is compared
        pass
    return h.hex()
