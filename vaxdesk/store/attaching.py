"""Attachments: large entries in a log of their own, which is sent behind everything else (decision 0025).

A log is a chain, so what stands in it cannot overtake. In the log of the run a photo would hold up every entry after
it for as long as a slow line needs; in a log beside it nothing waits for a photo.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from vaxdesk import __version__
from vaxdesk.journal import ref
from vaxdesk.store import kv
from vaxdesk.store.store import Store
from vaxdesk.store.tables import logname
from vaxdesk.store.writer import LogHead, Writer

MINE = 2  # value of `logname.mine` that tells an own log of attachments from the logs that name each other


@contextmanager
def attaching(store: Store, *, user: int) -> Iterator[Writer]:
    """A writer on this run's log of attachments; its entries are folded and committed together, or not at all.

    Raises:
        Trouble: the disk or the file failed, nothing is saved.
    """
    with store.changing() as conn:
        head = store.aside or _begin(store, conn)
        writer = Writer(conn, store.names, head, user=user, now=store.now, doubt=store.doubt, rng=store.rng)
        if head.seq == 0:
            about = {"station": kv.text(conn, "station"), "pc": kv.text(conn, "pc")}
            writer.open(version=__version__, uptime=store.uptime(), aside=True, **about)
        yield writer
        writer.flush()
    store.aside = writer.head


def _begin(store: Store, conn: sa.Connection) -> LogHead:
    device, name = kv.text(conn, "device"), ref.log_name(store.rng.getrandbits(ref.LOG_BITS))
    number = store.names.number(name)
    conn.execute(logname.update().where(logname.c.local_no == number), {"device": device, "mine": MINE})
    return LogHead.begin(name, number=number, device=device, previous=("", ""))
