"""Counts everything again and compares: what each thing adds with what is kept of it, the sums with what is kept.

A unit's sums are compared with what its own things add and what is kept for the units right below it; those are
compared in their turn, so that all are right when each is, and no more than one unit is held in memory.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator

import msgspec
import sqlalchemy as sa

from sync_server.durable.tables import org
from sync_server.durable.tables_identity import identity_tally
from sync_server.durable.tables_missing import gap_tally
from sync_server.durable.tables_totals import lot_tally, rooted, share, tally
from sync_server.totals import aims, allotments, gap_recount, identity_recount, packing, parts, rollup, run
from sync_server.totals.packing import What
from sync_server.totals.parts import Parts
from vaxdesk.domain.totals import spans
from vaxdesk.domain.totals.figures import LOT
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.tables import appt, dayseal, event, lot, person
from vaxdesk.registry.tables_direction import allocation
from vaxdesk.registry.tables_plan import plan

Of = tuple[str, str]  # round, day or span
_PAGE = 2000
_TRIES = 3  # what differs is looked at again after counting what waits: others fold meanwhile
_OF = {
    What.PERSON: (person.c.id, event.c.person, appt.c.person),
    What.LOT: (lot.c.id,),
    What.PLAN: (plan.c.id,),
    What.SEAL: (dayseal.c.id,),
    What.ALLOTTED: (allocation.c.id,),
    What.GIVEN_ON: (allocation.c.id,),
}


class Recount(msgspec.Struct, frozen=True, kw_only=True):
    """What a recount found. `things`, `units`, `gaps`: looked at; the others are how many of them differ from what is
    kept.
    """

    things: int
    units: int
    things_differ: int = 0
    units_differ: int = 0
    hung_elsewhere: int = 0
    gaps: int = 0
    gaps_differ: int = 0

    @property
    def whole(self) -> bool:
        """Whether everything is as it should be."""
        return not (self.things_differ or self.units_differ or self.hung_elsewhere or self.gaps_differ)


def verify(conn: sa.Connection, names: LogNames, *, unfolded: Callable[[], Collection[int]] = tuple) -> Recount:
    """Compares everything, after counting what waits; whoever calls sees to it that nobody else counts meanwhile.

    Args:
        unfolded: feeds in which entries are filed that nobody has folded yet.
    """
    _catch_up(conn, names)
    things, differ = 0, 0
    for what in What:
        for keys in _pages(conn, what):
            things += len(keys)
            differ += len(_still_different(conn, names, what, keys))
    gaps, gaps_differ = gap_recount.differ(conn, catch_up=lambda: _catch_up(conn, names), unfolded=unfolded)
    targets, aims_differ = aims.things(conn)
    differ += identity_recount.people_that_differ(conn, lambda: _catch_up(conn, names))
    return Recount(
        things=things + targets,
        units=conn.execute(sa.select(sa.func.count()).select_from(rooted)).scalar_one(),
        things_differ=differ + aims_differ,
        units_differ=units_that_differ(conn),
        hung_elsewhere=_hung_elsewhere(conn),
        gaps=gaps,
        gaps_differ=gaps_differ,
    )


def units_that_differ(conn: sa.Connection) -> int:
    """How many units have other sums than their own things and the units right below them make."""
    units = conn.execute(sa.select(rooted.c.node, rooted.c.path).order_by(rooted.c.path)).all()
    return sum(not _adds_up(conn, row.node, row.path) for row in units) + _orphans(conn) + _others_that_differ(conn)


def _others_that_differ(conn: sa.Connection) -> int:
    """Units whose targets or identities are added up otherwise."""
    return aims.units_that_differ(conn) + identity_recount.units_that_differ(conn)


def _catch_up(conn: sa.Connection, names: LogNames) -> None:
    while run.catch_up(conn, names, most=_PAGE):
        continue


def _pages(conn: sa.Connection, what: What) -> Iterator[list[int]]:
    """Surrogates of all things of a kind that are in the fold or kept of, some at a time."""
    after = 0
    while True:
        found: set[int] = set()
        for column in (*_OF[what], share.c.key):
            query = sa.select(column).where(column > after).distinct().order_by(column).limit(_PAGE)
            query = query.where(share.c.what == what.value) if column is share.c.key else query
            found.update(conn.execute(query).scalars())
        page = sorted(found)[:_PAGE]
        if not page:
            return
        yield page
        after = page[-1]


def _still_different(conn: sa.Connection, names: LogNames, what: What, keys: Collection[int]) -> set[parts.Key]:
    different: set[parts.Key] = set()
    for _ in range(_TRIES):
        now, before = _of(conn, names)[what](keys)
        different = {key for key in {*now, *before} if now.get(key) != before.get(key)}
        if not different:
            break
        _catch_up(conn, names)
    return different


def _of(conn: sa.Connection, names: LogNames) -> dict[What, Callable[[Collection[int]], tuple[Parts, Parts]]]:
    return {
        What.PERSON: lambda keys: parts.people(conn, names, keys),
        What.LOT: lambda keys: parts.lots(conn, names, keys),
        What.PLAN: lambda keys: parts.plans(conn, keys),
        What.SEAL: lambda keys: parts.seals(conn, keys),
        What.ALLOTTED: lambda keys: allotments.to_units(conn, keys),
        What.GIVEN_ON: lambda keys: allotments.from_units(conn, keys),
    }


def _adds_up(conn: sa.Connection, unit: int, path: str) -> bool:
    """Whether a unit's sums are those of its own things and of the units right below it."""
    sums, lots = _own(conn, unit)
    below = [row.node for row in conn.execute(_below(path)) if row.path.count("/") == path.count("/") + 1]
    for one in below:
        of_one, its_lots = _kept(conn, one)
        for into, found in ((sums, of_one), (lots, its_lots)):
            for span, figures in found.items():
                for name, n in figures.items():
                    if name != rollup.HERE:
                        into[span][name] += n
    kept, kept_lots = _kept(conn, unit)
    return _plain(sums) == _plain(kept) and _plain(lots) == _plain(kept_lots)


def _below(path: str) -> sa.Select:
    return sa.select(rooted.c.node, rooted.c.path).where(rooted.c.path > path, rooted.c.path < f"{path[:-1]}0")


def _plain(found: dict[Of, Counter]) -> dict[Of, dict]:
    plain = {span: {name: n for name, n in one.items() if n} for span, one in found.items()}
    return {span: one for span, one in plain.items() if one}


def _own(conn: sa.Connection, unit: int) -> tuple[dict[Of, Counter], dict[Of, Counter]]:
    """What the unit's own things add, by round and span."""
    days: dict[Of, Counter] = defaultdict(Counter)
    lots_of_days: dict[Of, Counter] = defaultdict(Counter)
    packs = conn.execute(
        sa.select(share.c.what, share.c.day, share.c.pack, sa.func.count().label("n"))
        .where(share.c.feed_no == unit)
        .group_by(share.c.what, share.c.day, share.c.pack)
    )
    for row in packs:
        round_no, found, of_lots = packing.adds(row.what, bytes(row.pack))
        for which in {rollup.ALL, round_no}:
            for into, some in ((days[which, row.day], found), (lots_of_days[which, row.day], of_lots)):
                for name, n in some.items():
                    into[name] += n * row.n
    sums: dict[Of, Counter] = defaultdict(Counter)
    lots: dict[Of, Counter] = defaultdict(Counter)
    for (which, day), one in days.items():
        one["sites"] += one["people"] > 0
        for span in spans.of_day(day):
            sums[which, span].update(one)
            lots[which, span].update(lots_of_days[which, day])
        sums[which, f"d{day}"][rollup.HERE] += one["people"]
    return sums, lots


def _kept(conn: sa.Connection, unit: int) -> tuple[dict[Of, Counter], dict[Of, Counter]]:
    sums: dict[Of, Counter] = defaultdict(Counter)
    lots: dict[Of, Counter] = defaultdict(Counter)
    for row in conn.execute(sa.select(tally).where(tally.c.node == unit)):
        packing.add_heads(row.heads, sums[row.round_no, row.span])
        packing.add_kinds(row.kinds, sums[row.round_no, row.span])
    for row in conn.execute(sa.select(lot_tally).where(lot_tally.c.node == unit)).mappings():
        lots[row["round_no"], row["span"]].update({(row["product"], row["lot"], name): row[name] for name in LOT})
    return sums, lots


def _orphans(conn: sa.Connection) -> int:
    """Units with sums or shares that hang nowhere."""
    found: set[int] = set()
    for column in (tally.c.node, lot_tally.c.node, gap_tally.c.node, identity_tally.c.node, share.c.feed_no):
        hung = sa.select(rooted.c.node).where(rooted.c.node == column)
        found |= set(conn.execute(sa.select(column).where(~hung.exists()).distinct()).scalars())
    return len(found)


def _hung_elsewhere(conn: sa.Connection) -> int:
    """Units that hang elsewhere in the tree of units."""
    query = sa.select(sa.func.count()).select_from(rooted.join(org, org.c.org_no == rooted.c.node))
    return conn.execute(query.where(org.c.path != rooted.c.path)).scalar_one()
