"""Brings into a feed what the people of that site did elsewhere, as quotes by the server's own device, each once.

What a device reads anyway is not quoted: the entries of its own feed and of the feeds above it.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence, Sized

import sqlalchemy as sa

from sync_server.authority.rights import above
from sync_server.durable.database import reading, writing
from sync_server.durable.tables import cursor, delivered, interest, org, owed
from sync_server.reading import components, folder, interests, naming, quoting, router
from sync_server.reading.interests import ANEW, LACKS, SERVED
from sync_server.reading.quoting import Carried
from sync_server.reading.readers import Rests, Share, by_feeds
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
_LACKING = interest.c.served.in_((ANEW, LACKS))
_BEGUN = interest.c.from_day <= sa.bindparam("today")
_DUE = sa.union(
    sa.select(interest.c.feed_no).where(
        _LACKING, _BEGUN, interest.c.feed_no % sa.bindparam("of") == sa.bindparam("part")
    ),
    sa.select(owed.c.feed_no).where(owed.c.feed_no % sa.bindparam("of") == sa.bindparam("part")),
)
_THERE = bulk.among(interest.c.feed_no + 0, "ids")  # by the index of what is lacking, which is little
_OVER = interest.update().where(_THERE, _LACKING, interest.c.until_day < sa.bindparam("today")).values(served=SERVED)
_WANTED = (
    sa.select(interest.c.feed_no, interest.c.person, interest.c.served)
    .where(_THERE, _LACKING, _BEGUN)
    .limit(_PEOPLE)
    .with_for_update()
)
_CLAIMED = (
    interest.update()
    .where(interest.c.feed_no == sa.bindparam("feed"), bulk.among(interest.c.person, "ids"))
    .values(served=SERVED)
)
_OWED = (
    sa.select(owed.c.feed_no, owed.c.entry).where(bulk.among(owed.c.feed_no, "ids")).limit(_PEOPLE).with_for_update()
)
_PAID = owed.delete().where(owed.c.feed_no == sa.bindparam("feed"), bulk.among(owed.c.entry, "ids"))
_PATHS = sa.select(org.c.org_no, org.c.path).where(bulk.among(org.c.org_no, "ids"))
_SHORT = 5000  # bytes of a line whose quote fits, whatever JSON makes of its letters
_LATEST = 1 << 40  # a time as long as any


def go_through(server: Server, share: Share, rests: Rests) -> int:
    """Serves every feed that lacks something; returns how many entries were brought."""
    with reading(server.engine) as conn:
        given = {"today": _today(server), "of": share.of, "part": share.part}
        due = sorted(conn.execute(_DUE, given).scalars())
        if not due or _refolding(conn):
            return 0
    return by_feeds(rests, _NAME, due, lambda *feeds: _serve(server, feeds))


def bring(
    conn: sa.Connection, server: Server, feed_no: int, ids: Iterable[int], *, anew: Collection[int] = ()
) -> list[Carried]:
    """Writes entries into a feed unless they stand there or were brought before; returns those written.

    Args:
        anew: entries that are brought all the same: the desks there may have let them go.
    """
    names = naming.names(conn)
    missing = set(ids) - _brought(conn, feed_no, ids) - set(anew)
    found = quoting.carried(conn, names, missing, besides=read_anyway(conn, feed_no)[feed_no])
    found += quoting.carried(conn, names, anew, besides=()) if anew else []
    carried = [one for one in found if _fits(one)]
    hosted.write(conn, server, feed_no, [Note(kind="quote", payload=one.quote) for one in carried])
    insert_new(conn, delivered, [{"feed_no": feed_no, "entry": one.id} for one in carried])
    return carried


def read_anyway(conn: sa.Connection, *feeds: int) -> dict[int, tuple[int, ...]]:
    """Of each feed the numbers of what devices there read: itself and those above it."""
    return {row.org_no: above(row.path) for row in conn.execute(_PATHS, {"ids": feeds})}


def _serve(server: Server, feeds: Sequence[int]) -> int:
    """Serves feeds, so many people and so many debts by one transaction."""
    count = 0
    while True:
        with writing(server.engine) as conn:
            # What is marked anew while this lasts waits for these rows and is served in another turn.
            wanted = _claim_people(conn, feeds, _today(server))
            entries = _claim_owed(conn, feeds)
            count += _bring_all(conn, server, wanted, entries)
        if max(_count(wanted), _count(entries)) < _PEOPLE:
            return count


def _count(by_feed: Mapping[int, Sized]) -> int:
    return sum(map(len, by_feed.values()))


def _bring_all(
    conn: sa.Connection, server: Server, wanted: Mapping[int, Mapping[int, int]], owing: Mapping[int, set[int]]
) -> int:
    """Brings feeds what they lack of people, and single entries; those that lack nothing after all are passed by."""
    groups = components.members(conn, (one for people in wanted.values() for one in people))
    about = components.about_each(conn, (one for same in groups.values() for one in same))
    homes = naming.feeds_of(conn, (one for entries in (*about.values(), *owing.values()) for one in entries))
    feeds = sorted({*wanted, *owing})
    anyway = read_anyway(conn, *feeds)
    count = 0
    for feed_no in feeds:
        people = wanted.get(feed_no, {})
        back = _come_back(conn, feed_no, people, groups, _today(server))
        entries = owing.get(feed_no, set()).union(*(about[one] for who in people for one in groups[who]))
        anew = {one for who in back for one in about[who]}
        if anew or any(homes.get(one, feed_no) not in anyway[feed_no] for one in entries):
            count += len(bring(conn, server, feed_no, entries, anew=anew))
    return count


def _claim_people(conn: sa.Connection, feeds: Sequence[int], today: str) -> dict[int, dict[int, int]]:
    """People of whom feeds may miss something, by feed, with what was noted of them."""
    there = {"ids": feeds, "today": today}
    conn.execute(_OVER, there)
    found: dict[int, dict[int, int]] = defaultdict(dict)
    for feed_no, who, noted in conn.execute(_WANTED, there):
        found[feed_no][who] = noted
    if found:
        conn.execute(_CLAIMED, [{"feed": feed_no, "ids": list(people)} for feed_no, people in found.items()])
    return found


def _come_back(
    conn: sa.Connection, feed_no: int, wanted: Mapping[int, int], groups: Mapping[int, frozenset[int]], today: str
) -> set[int]:
    """Records of people who come again after the site was to hold them no more."""
    together = {one for who in wanted for one in groups[who] if len(groups[who]) > 1}
    over = interests.has_run_out(conn, feed_no, together, today)
    for one in wanted:
        if over & groups[one]:
            interests.go_on(conn, feed_no, over & groups[one], like=one)
    return over | {one for one, noted in wanted.items() if noted == ANEW}


def _claim_owed(conn: sa.Connection, feeds: Sequence[int]) -> dict[int, set[int]]:
    """Entries that feeds are owed, by feed."""
    found: dict[int, set[int]] = defaultdict(set)
    for feed_no, entry in conn.execute(_OWED, {"ids": feeds}):
        found[feed_no].add(entry)
    if found:
        conn.execute(_PAID, [{"feed": feed_no, "ids": list(entries)} for feed_no, entries in found.items()])
    return found


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
