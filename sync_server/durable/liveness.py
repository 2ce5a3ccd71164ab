"""Whether a kept connection still leads to the database: asked only of one that lay idle for a while.

A database that was started again has ended them all. To ask before each use costs as much as a question itself; a
connection that answered a moment ago is believed, and whoever is unlucky then is told that the database is away.
"""

from __future__ import annotations

import time
from typing import Any

import sqlalchemy as sa

_BELIEVED = 1.0  # seconds since it was last given back
_BACK = "vaxdesk given back"


def watch(engine: sa.Engine) -> None:
    """Sees to it for the connections of an engine; if one does not answer, none of those kept is used any more."""

    def given_back(_raw: Any, record: Any) -> None:
        record.info[_BACK] = time.monotonic()

    def taken(raw: Any, record: Any, _proxy: Any) -> None:
        if time.monotonic() - record.info.get(_BACK, 0.0) < _BELIEVED:
            return
        try:
            engine.dialect.do_ping(raw)
        except engine.dialect.loaded_dbapi.Error as error:
            raise sa.exc.InvalidatePoolError from error

    sa.event.listen(engine, "checkin", given_back)
    sa.event.listen(engine, "checkout", taken)
