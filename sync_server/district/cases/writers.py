"""Who wrote entries, where and when: numbers of users are those of their unit, unless the server gave them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import sqlalchemy as sa

from sync_server.district.cases.views import Written
from sync_server.district.cases.worklist import unit_names
from sync_server.durable.tables import given_user, logname
from sync_server.reading import moments, naming
from vaxdesk.registry import bulk
from vaxdesk.registry.names import SEQ_BITS, LogNames
from vaxdesk.registry.tables import user
from vaxdesk.registry.tables_exchange import held
from vaxdesk.registry.visits import FROM_ABOVE

_HELD = sa.select(held.c.id, held.c.stamp, held.c.user, held.c.doubt).where(bulk.among(held.c.id, "ids"))
_GIVEN = sa.select(given_user.c.user_no, given_user.c.name).where(bulk.among(given_user.c.user_no, "ids"))
_FIRST = logname.c.local_no * (1 << SEQ_BITS)
_OWN = (
    sa.select(user.c.no, user.c.name)
    .join(logname, user.c.id.between(_FIRST, _FIRST + (1 << SEQ_BITS) - 1))
    .where(logname.c.feed_no == sa.bindparam("feed"), bulk.among(user.c.no, "ids"))
    .order_by(user.c.id)
)


def of(conn: sa.Connection, names: LogNames, ids: Iterable[int]) -> dict[int, Written]:
    """Who wrote each of some entries; those that the fold does not hold are left out."""
    rows = conn.execute(_HELD, {"ids": set(ids)}).all()
    feeds = naming.feeds_of(conn, [row.id for row in rows])
    when = moments.of(conn, names, {row.id: row.stamp for row in rows})
    units = unit_names(conn, sorted(set(feeds.values())))
    said = _names(conn, {(feeds.get(row.id, 0), row.user) for row in rows})
    return {
        row.id: Written(
            user=said.get((feeds.get(row.id, 0), row.user), ""),
            unit=units.get(feeds.get(row.id, 0), ""),
            unit_no=feeds.get(row.id, 0),
            t=row.stamp,
            true_t=when[row.id].true_t,
            received_ms=when[row.id].received_ms,
            in_doubt=bool(row.doubt),
        )
        for row in rows
    }


def given_names(conn: sa.Connection, numbers: Iterable[int]) -> dict[int, str]:
    """Names of users whom the server gave."""
    wanted = {one for one in numbers if one >= FROM_ABOVE}
    return {row.user_no: row.name for row in conn.execute(_GIVEN, {"ids": wanted})} if wanted else {}


def _names(conn: sa.Connection, wanted: set[tuple[int, int]]) -> dict[tuple[int, int], str]:
    """Names by unit and number; the newest entry of a number holds."""
    given = given_names(conn, {no for _, no in wanted})
    by_feed: dict[int, set[int]] = defaultdict(set)
    for feed_no, no in wanted:
        if 0 < no < FROM_ABOVE:
            by_feed[feed_no].add(no)
    own = {
        (feed_no, row.no): row.name
        for feed_no, numbers in by_feed.items()
        for row in conn.execute(_OWN, {"feed": feed_no, "ids": numbers})
    }
    return own | {(feed_no, no): given[no] for feed_no, no in wanted if no in given}


def named(conn: sa.Connection, people: Iterable[tuple[int, int]]) -> dict[tuple[int, int], str]:
    """Names of users by the number of their unit and their own."""
    return _names(conn, set(people))
