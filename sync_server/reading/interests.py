"""Which feed wants to hold what is known of whom, and what it may be lacking (sync design 3.5).

A site holds people of its lists from some days before to some days after the day of the list, and whom it has served,
for some weeks. Days are counted from the server's own clock at reception.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

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
NOWHERE = 0  # no feed has this number

_NEWS = (
    interest.update()
    .where(bulk.among(interest.c.person, "ids"), interest.c.feed_no != sa.bindparam("beside"))
    .where(interest.c.served + 0 == SERVED)  # not by the index of whom is served: that is nearly everybody
    .values(served=LACKS)
)
_GIVEN = sa.select(delivered.c.entry, delivered.c.feed_no).where(bulk.among(delivered.c.entry, "ids"))
_GIVEN_SOON = sa.union(_GIVEN, sa.select(owed.c.entry, owed.c.feed_no).where(bulk.among(owed.c.entry, "ids")))


def _opened(dialect: Any) -> sa.Insert:
    """Opens a window, or widens it."""
    over = interest.c.until_day < sa.bindparam("today")
    new = dialect.insert(interest).values(
        {name: sa.bindparam(name) for name in ("feed_no", "person", "from_day", "until_day")} | {"served": LACKS}
    )
    first, last = new.excluded.from_day, new.excluded.until_day
    return new.on_conflict_do_update(
        index_elements=[interest.c.feed_no, interest.c.person],
        set_={
            "from_day": sa.case((sa.or_(over, interest.c.from_day > first), first), else_=interest.c.from_day),
            "until_day": sa.case((interest.c.until_day < last, last), else_=interest.c.until_day),
            "served": sa.case((over, ANEW), else_=interest.c.served),
        },
    )


_OPENED = {"sqlite": _opened(sqlite), "postgresql": _opened(postgresql)}


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


def open_windows(conn: sa.Connection, windows: Mapping[tuple[int, int], Window], *, today: str) -> None:
    """Notes that feeds want people, by number of the feed and surrogate; what a feed wanted already stays, unless that
    time had run out.

    Then the desks there may have let go what they held, and are brought it anew.
    """
    rows = [
        {"feed_no": feed_no, "person": one, "from_day": window.from_day, "until_day": window.until_day, "today": today}
        for (feed_no, one), window in sorted(windows.items())
    ]
    if rows:
        conn.execute(_OPENED[conn.dialect.name], rows)


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


def news(conn: sa.Connection, persons: Mapping[int, Collection[int]]) -> None:
    """Something about people has come: whoever wants them may lack it, except the feed it came in.

    Args:
        persons: by the number of that feed; under `NOWHERE` those that are news everywhere.
    """
    rows = [{"ids": ids, "beside": feed_no} for feed_no, ids in sorted(persons.items()) if ids]
    if rows:
        conn.execute(_NEWS, rows)


def owe(conn: sa.Connection, entries: Mapping[tuple[int, int], Iterable[int]], homes: Mapping[int, int]) -> None:
    """Changes are owed to every feed that was given, is owed or has at home what they are about.

    That is all but the one they came in.

    Args:
        entries: objects that a changing entry is about, by the feed that it came in and its surrogate.
        homes: the feed that an object was written in.
    """
    about = {one for objects in entries.values() for one in objects}
    holders: dict[int, set[int]] = {one: {homes[one]} if one in homes else set() for one in about}
    for row in conn.execute(_GIVEN_SOON, {"ids": about}):
        holders[row.entry].add(row.feed_no)
    owe_each(conn, _pairs(entries, holders))


def _pairs(entries: Mapping[tuple[int, int], Iterable[int]], holders: dict[int, set[int]]) -> set[tuple[int, int]]:
    """What is owed to whom; whoever is owed a change is owed what takes that back."""
    pairs: set[tuple[int, int]] = set()
    while True:
        more = {
            (feed_no, entry)
            for (came_in, entry), objects in entries.items()
            for one in objects
            for feed_no in holders[one] - {came_in}
        } - pairs
        if not more:
            return pairs
        pairs |= more
        for feed_no, entry in more:
            if entry in holders:
                holders[entry].add(feed_no)


def owe_each(conn: sa.Connection, pairs: Iterable[tuple[int, int]]) -> None:
    """Single entries are owed to feeds: the number of a feed, and a surrogate."""
    insert_new(conn, owed, [{"feed_no": feed_no, "entry": entry} for feed_no, entry in sorted(pairs)])


def brought(conn: sa.Connection, entries: Collection[int]) -> set[tuple[int, int]]:
    """Into which feeds some entries are known to have been quoted: the number of a feed, and a surrogate."""
    rows = conn.execute(_GIVEN, {"ids": list(entries)}) if entries else ()
    return {(row.feed_no, row.entry) for row in rows}


def _moved(day: str, by: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=by)).isoformat()
