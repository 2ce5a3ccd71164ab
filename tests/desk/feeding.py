"""What the server would do: its feed shows the log of an entry, up to that entry."""

from __future__ import annotations

from vaxdesk.desk.context import Desk
from vaxdesk.journal import ref
from vaxdesk.store import delivery, feeds
from vaxdesk.store.feeds import NewItem

FEED = 4012


def show(desk: Desk, reference: str) -> None:
    """The feed has shown an entry and all before it."""
    log, upto = ref.split(reference)
    with desk.store.changing() as conn:
        number = desk.store.names.number(log)
        before = delivery.standings(conn, [number])[number].confirmed
        pos = feeds.newest(conn, FEED) + 1
        item = NewItem(feed=FEED, pos=pos, fh=bytes(32), local_no=number, from_seq=before, n=upto - before)
        feeds.note(conn, [item])
