"""Brings into a feed what the people of that site did elsewhere, as quotes by the server's own device, each once.

What a device reads anyway is not quoted: the entries of its own feed and of the feeds above it.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Mapping

import sqlalchemy as sa

from sync_server.authority.rights import above
from sync_server.durable.database import reading, writing
from sync_server.durable.tables import cursor, delivered, interest, org, owed
from sync_server.reading import components, folder, interests, naming, quoting, router
from sync_server.reading.interests import ANEW, LACKS, SERVED
from sync_server.reading.quoting import Carried
from sync_server.reading.readers import Rests, Share, guarded
from sync_server.segments import hosted
from sync_server.segments.hosted import Note
from sync_server.settings import Server
from vaxdesk.domain import times
from vaxdesk.journal.line import BadLine, encode
from vaxdesk.registry import bulk
from vaxdesk.registry.entry import insert_new

_log = logging.getLogger("vaxdesk.server")
_NAME = "delivery"
_PEOPLE = 300  # in one transaction: what a day's list holds
_BROUGHT = sa.select(delivered.c.entry).where(
    delivered.c.feed_no == sa.bindparam("feed"), bulk.among(delivered.c.entry, "ids")
)
_CLAIMED = (
    interest.update()
    .where(interest.c.feed_no == sa.bindparam("feed"), bulk.among(interest.c.person, "ids"))
    .values(served=SERVED)
)
_SHORT = 5000  # bytes of a line whose quote fits, whatever JSON makes of its letters
_LATEST = 1 << 40  # a time as long as any


def go_through(server: Server, share: Share, rests: Rests) -> int:
    """Serves every feed that lacks something; returns how many entries were brought."""
    with reading(server.engine) as conn:
        due = [] if _refolding(conn) else _due(conn, share, _today(server))
    return sum(
        guarded(rests, _NAME, feed_no, lambda one=feed_no: _serve(server, one))
        for feed_no in due
        if not rests.rests(_NAME, feed_no)
    )


def bring(
    conn: sa.Connection, server: Server, feed_no: int, ids: Iterable[int], *, anew: Collection[int] = ()
) -> list[Carried]:
    """Writes entries into a feed unless they stand there or were brought before; returns those written.

    Args:
        anew: entries that are brought all the same: the desks there may have let them go.
    """
    names = naming.names(conn)
    missing = set(ids) - _brought(conn, feed_no, ids) - set(anew)
    found = quoting.carried(conn, names, missing, besides=read_anyway(conn, feed_no))
    found += quoting.carried(conn, names, anew, besides=()) if anew else []
    carried = [one for one in found if _fits(one)]
    hosted.write(conn, server, feed_no, [Note(kind="quote", payload=one.quote) for one in carried])
    insert_new(conn, delivered, [{"feed_no": feed_no, "entry": one.id} for one in carried])
    return carried


def read_anyway(conn: sa.Connection, feed_no: int) -> tuple[int, ...]:
    """The feed itself and those above it."""
    return above(conn.execute(sa.select(org.c.path).where(org.c.org_no == feed_no)).scalar_one())


def _serve(server: Server, feed_no: int) -> int:
    count = 0
    while True:
        with writing(server.engine) as conn:
            # What is marked anew while this lasts waits for these rows and is served in another turn.
            wanted = _claim_people(conn, feed_no, _today(server))
            entries = _claim_owed(conn, feed_no)
            if not wanted and not entries:
                return count
            groups = components.members(conn, wanted)
            entries |= components.everything_about(conn, {one for same in groups.values() for one in same})
            back = _come_back(conn, feed_no, wanted, groups, _today(server))
            anew = components.everything_about(conn, back) if back else ()
            count += len(bring(conn, server, feed_no, entries, anew=anew))


def _claim_people(conn: sa.Connection, feed_no: int, today: str) -> dict[int, int]:
    """People of whom something may be missing, with what was noted of them."""
    due = (interest.c.feed_no == feed_no, interest.c.served <= LACKS)
    conn.execute(interest.update().where(*due, interest.c.until_day < today).values(served=SERVED))
    columns = sa.select(interest.c.person, interest.c.served)
    now = columns.where(*due, interest.c.from_day <= today).limit(_PEOPLE).with_for_update()
    people = {row.person: row.served for row in conn.execute(now)}
    if people:
        conn.execute(_CLAIMED, {"feed": feed_no, "ids": set(people)})
    return people


def _come_back(
    conn: sa.Connection, feed_no: int, wanted: Mapping[int, int], groups: Mapping[int, frozenset[int]], today: str
) -> set[int]:
    """Records of people who come again after the site was to hold them no more."""
    together = {one for same in groups.values() if len(same) > 1 for one in same}
    over = interests.has_run_out(conn, feed_no, together, today)
    for one in wanted:
        if over & groups[one]:
            interests.go_on(conn, feed_no, over & groups[one], like=one)
    return over | {one for one, noted in wanted.items() if noted == ANEW}


def _claim_owed(conn: sa.Connection, feed_no: int) -> set[int]:
    mine = owed.c.feed_no == feed_no
    entries = set(conn.execute(sa.select(owed.c.entry).where(mine).limit(_PEOPLE).with_for_update()).scalars())
    conn.execute(owed.delete().where(mine, owed.c.entry.in_(entries)))
    return entries


def _due(conn: sa.Connection, share: Share, today: str) -> list[int]:
    people = sa.select(interest.c.feed_no).where(interest.c.served <= LACKS, interest.c.from_day <= today)
    entries = sa.select(owed.c.feed_no)
    feeds = conn.execute(people.distinct()).scalars().all() + conn.execute(entries.distinct()).scalars().all()
    return sorted({one for one in feeds if one % share.of == share.part})


def _refolding(conn: sa.Connection) -> bool:
    """Whether the fold is being made anew and does not yet hold all that the router has spoken of."""
    first, second = cursor.alias("first"), cursor.alias("second")
    behind = (first.c.name == folder.NAME, second.c.name == router.NAME, first.c.pos < second.c.pos)
    pairs = sa.select(first.c.feed_no).join(second, second.c.feed_no == first.c.feed_no).where(*behind)
    missing = sa.select(second.c.feed_no).where(
        second.c.name == router.NAME,
        second.c.pos > 0,
        ~sa.exists().where(first.c.name == folder.NAME, first.c.feed_no == second.c.feed_no),
    )
    return any(conn.execute(query.limit(1)).first() is not None for query in (pairs, missing))


def _brought(conn: sa.Connection, feed_no: int, ids: Iterable[int]) -> set[int]:
    return set(conn.execute(_BROUGHT, {"feed": feed_no, "ids": set(ids)}).scalars())


def _fits(one: Carried) -> bool:
    """Whether the quote of an entry is no longer than a quote may be; only a line with raw control letters is not."""
    if len(one.quote.line.encode()) <= _SHORT:
        return True
    try:
        encode("quote", one.quote, t=_LATEST)
    except BadLine:
        _log.warning("an entry of feed %d is too long to be quoted", one.feed)
        return False
    return True


def _today(server: Server) -> str:
    return times.day_of(server.now())
