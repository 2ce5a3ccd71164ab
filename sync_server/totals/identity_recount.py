"""Judges everybody's identity again and adds up again, and compares both with what is kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator

import sqlalchemy as sa

from sync_server.durable.tables_identity import identity
from sync_server.durable.tables_totals import rooted
from sync_server.totals import identities, identity_states
from sync_server.totals.identities import EVERYWHERE
from vaxdesk.registry.tables import person

_PAGE = 2000
_TRIES = 3  # as in `recount`
_OWN = sa.select(identity.c.feed_no, identity.c.place, identity.c.state, sa.func.count().label("n")).group_by(
    identity.c.feed_no, identity.c.place, identity.c.state
)


def people_that_differ(conn: sa.Connection, catch_up: Callable[[], None]) -> int:
    """How many people are kept otherwise than they stand.

    Args:
        catch_up: counts what others have folded meanwhile.
    """
    wrong = 0
    for ids in _pages(conn):
        different: set[int] = set()
        for _ in range(_TRIES):
            now = identity_states.now_of(conn, identity_states.records(conn, ids))
            before = identities.kept(conn, ids)
            different = {one for one in {*now, *before} if now.get(one) != before.get(one)}
            if not different:
                break
            catch_up()
        wrong += len(different)
    return wrong


def _pages(conn: sa.Connection) -> Iterator[list[int]]:
    after = 0
    while True:
        found: set[int] = set()
        for column in (person.c.id, identity.c.person):
            found.update(conn.execute(sa.select(column).where(column > after).order_by(column).limit(_PAGE)).scalars())
        page = sorted(found)[:_PAGE]
        if not page:
            return
        yield page
        after = page[-1]


def units_that_differ(conn: sa.Connection) -> int:
    """Units of which the sums are not those of their own people and of the units right below them."""
    own: dict[int, Counter[tuple[str, str]]] = {}
    for row in conn.execute(_OWN):
        mine = own.setdefault(row.feed_no, Counter())
        mine[row.place, row.state] += row.n
        mine[EVERYWHERE, row.state] += row.n
    differ = 0
    below: dict[int, Counter[tuple[str, str]]] = {}
    units = conn.execute(sa.select(rooted.c.node, rooted.c.path)).all()
    for row in sorted(units, key=lambda one: -one.path.count("/")):  # the lowest first
        kept = Counter(identities.kept_of(conn, row.node))
        differ += kept != own.get(row.node, Counter()) + below.pop(row.node, Counter())
        above = row.path.rstrip("/").split("/")[-2]
        if above:
            below[int(above)] = below.get(int(above), Counter()) + kept
    return differ
