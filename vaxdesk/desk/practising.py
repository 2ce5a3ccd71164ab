"""Whether a store is that of a practice station: it never leaves this machine, by whichever way."""

from __future__ import annotations

import sqlalchemy as sa

from vaxdesk.store import kv
from vaxdesk.store.store import Store

_DAY = "practice_day"


def mark(conn: sa.Connection, day: str) -> None:
    """Makes a new store that of a practice station, for good; `day` ISO."""
    kv.put(conn, _DAY, day.encode())


def made_on(store: Store) -> str:
    """The day for which a practice station was made; empty when the store is none."""
    with store.reading() as conn:
        return kv.text(conn, _DAY)
