"""Which round a person's day at a unit belongs to, and whose days are counted again when sessions and rounds change.

Whoever stands on the list of a planned session is of its round, or of none where the session is. Others who came that
day, off the street or from a list without a session, are of the round of the unit's sessions of the day, where all of
them are of one. A round is told by its number: sites write the campaign each for itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

import sqlalchemy as sa

from sync_server.durable.tables import logname
from sync_server.durable.tables_totals import share
from sync_server.totals.packing import What
from vaxdesk.domain.direction.target import round_of
from vaxdesk.registry import bulk
from vaxdesk.registry.names import SEQ_BITS
from vaxdesk.registry.queries.home import log_of
from vaxdesk.registry.tables import appt, person
from vaxdesk.registry.tables_plan import campaign, plan

Day = tuple[int, str]  # feed, day
PersonDay = tuple[int, int, str]  # feed, record that stands, day
_CAMPAIGNS = sa.select(campaign.c.id, campaign.c.no).where(campaign.c.voided == 0, bulk.among(campaign.c.id, "ids"))
# In the order in which a report takes the lines of a day (`registry.queries.report`): the last one counts.
_LINES = (
    sa.select(logname.c.feed_no, person.c.canon, appt.c.day, plan.c.campaign)
    .join(person, person.c.id == appt.c.person)
    .join(plan, plan.c.id == appt.c.plan)
    .join(logname, logname.c.local_no == log_of(appt.c.id))
    .where(bulk.among(appt.c.person, "ids"), appt.c.voided == 0, plan.c.voided == 0)
    .order_by(appt.c.row.desc(), appt.c.id)
)
_FIRST = sa.cast(logname.c.local_no, sa.BigInteger) * (1 << SEQ_BITS)  # surrogate of an entry of the log
_SESSIONS = (
    sa.select(logname.c.feed_no, plan.c.day, plan.c.campaign)
    .join(plan, plan.c.id.between(_FIRST, _FIRST + ((1 << SEQ_BITS) - 1)))
    .where(bulk.among(logname.c.feed_no, "feeds"), bulk.among(plan.c.day, "days"), plan.c.voided == 0)
    .distinct()
)
_ON_LIST = sa.select(appt.c.person).where(bulk.among(appt.c.plan, "ids"), appt.c.plan != sa.literal_column("0"))
_OF_CAMPAIGN = sa.select(plan.c.id).where(bulk.among(plan.c.campaign, "ids"))
_CAME = sa.select(share.c.key).where(
    share.c.what == What.PERSON.value, share.c.feed_no == sa.bindparam("feed"), share.c.day == sa.bindparam("when")
)


def of_campaigns(conn: sa.Connection, ids: Iterable[int]) -> dict[int, str]:
    """The number of the round of each campaign that stands, as it is the same wherever somebody typed it."""
    return {row.id: round_of(row.no) for row in conn.execute(_CAMPAIGNS, {"ids": list(set(ids))})}


def of_people(conn: sa.Connection, people: Collection[int], days: Collection[PersonDay]) -> dict[PersonDay, str]:
    """The round that each person's day at a unit belongs to, empty for none.

    Args:
        people: surrogates, all records of each person among them.
    """
    lines = {(row.feed_no, row.canon, row.day): row.campaign for row in conn.execute(_LINES, {"ids": list(people)})}
    sessions = _sessions(conn, {(feed, day) for feed, canon, day in days if (feed, canon, day) not in lines})
    known = of_campaigns(conn, {*lines.values(), *(one for some in sessions.values() for one in some)})

    def told(one: PersonDay) -> str:
        if one in lines:
            return known.get(lines[one], "")
        found = {known.get(drive, "") for drive in sessions.get((one[0], one[2]), ())}
        return found.pop() if len(found) == 1 else ""

    return {one: told(one) for one in days}


def _sessions(conn: sa.Connection, days: Collection[Day]) -> dict[Day, set[int]]:
    """The campaigns of the sessions that are planned at units on some days, 0 for none."""
    found: dict[Day, set[int]] = defaultdict(set)
    wanted = {"feeds": sorted({feed for feed, _ in days}), "days": sorted({day for _, day in days})}
    for row in conn.execute(_SESSIONS, wanted) if days else ():
        found[row.feed_no, row.day].add(row.campaign)
    return found


def follow(
    conn: sa.Connection, campaigns: Collection[int], plans: Collection[int], now: dict, before: dict
) -> set[tuple[str, int]]:
    """What is to be counted again (`queue.mark`) when some campaigns and sessions have changed.

    Args:
        now, before: what the sessions add, and what is kept of them (`parts.plans`).
    """
    found: set[tuple[str, int]] = set()
    if campaigns:
        found |= {("plan", one) for one in conn.execute(_OF_CAMPAIGN, {"ids": list(campaigns)}).scalars()}
    if plans:
        found |= {("person", one) for one in conn.execute(_ON_LIST, {"ids": list(plans)}).scalars()}
    days = {key[2:] for key in {*now, *before} if now.get(key) != before.get(key)}
    for feed, day in sorted(days):
        found |= {("person", one) for one in conn.execute(_CAME, {"feed": feed, "when": day}).scalars()}
    return {place for place in found if place[1]}
