"""The board read again without reading it all: only the people whom new entries are about."""

from __future__ import annotations

import sqlalchemy as sa

from vaxdesk.desk import board
from vaxdesk.desk.context import Desk
from vaxdesk.domain.board_news import BoardNews, Mark
from vaxdesk.registry.names import SEQ_BITS
from vaxdesk.registry.queries.history import people_of_entries
from vaxdesk.store.lines import heads as heads_of

_MOST = 100  # so many people and more are read faster all at once


def board_news(desk: Desk, mark: Mark, day: str) -> BoardNews:
    """The board's lines since a mark of the same day; all of them for an empty mark or another day.

    Args:
        mark: from the last answer, empty at first.
        day: of the last answer.
    """
    with desk.store.reading() as conn:
        heads = heads_of(conn)
        touched = _touched(conn, mark, heads) if mark and day == desk.day else None
        people = None if touched is None else frozenset(map(desk.store.names.ref, touched))
    rows = board.rows(desk, only=people) if people is None or people else ()
    return BoardNews(day=desk.day, mark=heads, rows=rows, people=people)


def _touched(conn: sa.Connection, mark: Mark, heads: Mark) -> set[int] | None:
    """Surrogates of the people whom entries since the mark are about; None when they are too many."""
    found: set[int] = set()
    for number, head in heads.items():
        known = mark.get(number, 0)
        if head > known:
            base = number << SEQ_BITS
            found |= people_of_entries(conn, base | known + 1, base | head, limit=_MOST)
        if len(found) >= _MOST:
            return None
    return found
