"""Compares everybody anew, after a change of rules or weights: the same checks and links as behind the folder.

What is compared with what hangs on nothing but the records, so going through all gives what looking at each change has
given, or would have. It goes in portions, each a transaction of its own: pushes are filed meanwhile.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import sqlalchemy as sa

from sync_server.durable.database import reading, writing
from sync_server.reading import linking, naming
from sync_server.settings import Server
from vaxdesk.registry.checks import run
from vaxdesk.registry.tables import person

_MARKED = 5000  # people in one transaction
_LINKED = 500
_AFTER = sa.select(person.c.id).where(person.c.id > sa.bindparam("after"), person.c.voided == 0).order_by(person.c.id)


def link_everybody(server: Server) -> int:
    """Links all pairs that surely are one person and were never decided; returns how many."""
    made = 0
    for some in _people(server, _LINKED):
        with writing(server.engine) as conn:
            by_feed: dict[int, list[int]] = defaultdict(list)
            for one, feed_no in naming.feeds_of(conn, some).items():
                by_feed[feed_no].append(one)
            made += linking.link(conn, server, naming.names(conn), by_feed)
    return made


def mark_everybody(server: Server) -> int:
    """Has the checks look at everybody again; returns how many people that is."""
    people = 0
    for some in _people(server, _MARKED):
        with writing(server.engine) as conn:
            run.mark(conn, "person", some)
        people += len(some)
    return people


def _people(server: Server, most: int) -> Iterator[Sequence[int]]:
    after = 0
    while True:
        with reading(server.engine) as conn:
            some = conn.execute(_AFTER.limit(most), {"after": after}).scalars().all()
        if not some:
            return
        yield some
        after = some[-1]
