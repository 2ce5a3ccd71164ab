"""Which feed wants to hold what is known of whom, and what it may be lacking (sync design 3.5).

A site holds people of its lists from some days before to some days after the day of the list, and whom it has served,
for some weeks. Days are counted from the server's own clock at reception.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import lru_cache

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from sync_server.durable.tables import delivered, interest, owed
from sync_server.reading.components import chunks
from sync_server.settings import Settings
from vaxdesk.domain.days import span
from vaxdesk.registry import bulk
from vaxdesk.registry.entry import insert_new

LACKS, SERVED, ANEW = 0, 1, -1  # of `interest.served`; anew: the desks may have let go what they were given before

_NEWS = (
    interest.update()
    .where(bulk.among(interest.c.person, "ids"), interest.c.feed_no != sa.bindparam("beside"))
    .where(interest.c.served == SERVED)
    .values(served=LACKS)
)


class Window(msgspec.Struct, frozen=True):
    """The days, ISO, in which a site holds a person."""

    from_day: str
    until_day: str

    def with_(self, other: Window | None) -> Window:
        """Both windows and what lies between them."""
        if other is None:
            return self
        return Window(min(self.from_day, other.from_day), max(self.until_day, other.until_day))


def served(settings: Settings, today: str) -> Window:
    """Of somebody who is received, or asked for."""
    return _served(today, settings.window_served)


@lru_cache(maxsize=64)
def _served(today: str, days: int) -> Window:
    return Window(today, _moved(today, days))


def listed(settings: Settings, day: str) -> Window | None:
    """Of somebody on the list of a day; None when that is no day."""
    when = span(day)
    if when is None or not when.exact or not 1900 <= when.earliest.year <= 9000:
        return None
    return Window(_moved(day, -settings.window_after), _moved(day, settings.window_before))


def open_windows(conn: sa.Connection, feed_no: int, windows: Mapping[int, Window], *, today: str) -> None:
    """Notes that a feed wants people, by surrogate; what it wanted already stays, unless that time had run out.

    Then the desks there may have let go what they held, and are brought it anew.
    """
    dialect = sqlite if conn.dialect.name == "sqlite" else postgresql
    new = dialect.insert(interest)
    over = interest.c.until_day < today
    merged = new.on_conflict_do_update(
        index_elements=[interest.c.feed_no, interest.c.person],
        set_={
            "from_day": sa.case(
                (sa.or_(over, interest.c.from_day > new.excluded.from_day), new.excluded.from_day),
                else_=interest.c.from_day,
            ),
            "until_day": sa.case(
                (interest.c.until_day < new.excluded.until_day, new.excluded.until_day), else_=interest.c.until_day
            ),
            "served": sa.case((over, ANEW), else_=interest.c.served),
        },
    )
    rows = [
        {"feed_no": feed_no, "person": one, "from_day": window.from_day, "until_day": window.until_day, "served": LACKS}
        for one, window in sorted(windows.items())
    ]
    if rows:
        conn.execute(merged, rows)


def has_run_out(conn: sa.Connection, feed_no: int, persons: Iterable[int], today: str) -> set[int]:
    """Those of some people whom a feed wanted once, and then no more."""
    found: set[int] = set()
    for part in chunks(persons):
        who = (interest.c.feed_no == feed_no, interest.c.person.in_(part), interest.c.until_day < today)
        found |= set(conn.execute(sa.select(interest.c.person).where(*who)).scalars())
    return found


def go_on(conn: sa.Connection, feed_no: int, persons: Iterable[int], *, like: int) -> None:
    """A feed wants other records of a person as long as it wants one of them."""
    until = sa.select(interest.c.until_day).where(interest.c.feed_no == feed_no, interest.c.person == like)
    day = conn.execute(until).scalar_one()
    for part in chunks(persons):
        who = (interest.c.feed_no == feed_no, interest.c.person.in_(part))
        conn.execute(interest.update().where(*who).values(until_day=day))


def lasts(conn: sa.Connection, feed_no: int, person: int, until_day: str) -> bool:
    """Whether a feed wants somebody until a day already."""
    mine = (interest.c.feed_no == feed_no, interest.c.person == person, interest.c.until_day >= until_day)
    return conn.execute(sa.select(interest.c.person).where(*mine)).first() is not None


def news(conn: sa.Connection, persons: Iterable[int], *, beside: int = 0) -> None:
    """Something about people has come: whoever wants them may lack it, except the feed it came in."""
    wanted = set(persons)
    if wanted:
        conn.execute(_NEWS, {"ids": wanted, "beside": beside})


def owe(conn: sa.Connection, entries: Mapping[int, Iterable[int]], homes: Mapping[int, int], *, beside: int) -> None:
    """Changes are owed to every feed that was given, or has at home, what they are about.

    Args:
        entries: objects that each changing entry is about.
        homes: the feed that an object was written in.
        beside: the feed that the changes came in.
    """
    about = {one for objects in entries.values() for one in objects}
    holders: dict[int, set[int]] = {one: {homes[one]} if one in homes else set() for one in about}
    for part in chunks(about):
        given = sa.select(delivered.c.entry, delivered.c.feed_no).where(delivered.c.entry.in_(part))
        for row in conn.execute(given):
            holders[row.entry].add(row.feed_no)
    pairs = {(feed_no, entry) for entry, objects in entries.items() for one in objects for feed_no in holders[one]}
    rows = [{"feed_no": feed_no, "entry": entry} for feed_no, entry in sorted(pairs) if feed_no != beside]
    insert_new(conn, owed, rows)


def _moved(day: str, by: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=by)).isoformat()
