"""Seals of days as they were written, and what was written about a day."""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from vaxdesk.domain.seal import Seal, SealHead
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.queries.carriers import carrier
from vaxdesk.registry.tables import change, dayseal, event
from vaxdesk.registry.visits import OF_NO_VISIT

_SEALS = sa.select(dayseal).where(dayseal.c.voided == 0).order_by(dayseal.c.day, dayseal.c.stamp, dayseal.c.id)
_STEP = sa.and_(event.c.day == sa.bindparam("day"), event.c.kind.not_in(OF_NO_VISIT))
_EVENTS = sa.select(carrier(event.c.id)).where(_STEP)
_CHANGES = sa.select(carrier(change.c.id)).join(event, change.c.obj == event.c.id).where(_STEP)
_STEPS = ("checkin", "screen", "inject", "leave")
_BY_USER = (
    sa.select(event.c.user, event.c.kind, sa.func.count().label("n"))
    .where(event.c.day == sa.bindparam("day"), event.c.voided == 0, event.c.kind.in_(_STEPS))
    .group_by(event.c.user, event.c.kind)
)
_BY_LOT = (
    sa.select(event.c.lot, sa.func.count().label("n"), sa.func.count(sa.distinct(event.c.vial)).label("vials"))
    .where(event.c.day == sa.bindparam("day"), event.c.voided == 0, event.c.kind == "inject")
    .group_by(event.c.lot)
)


class DaySealView(msgspec.Struct, frozen=True, kw_only=True):
    """A seal: reference, day, when and by whom, its counts, and its heads as log -> `seq:hash`."""

    id: str
    day: str
    at: int
    user: int
    people: int
    outcomes: int
    confirmed: int
    waiting: int
    observed: int
    heads: dict[str, str]


def seals(conn: sa.Connection, names: LogNames) -> list[DaySealView]:
    """All seals that stand, by day, the latest of a day last."""
    return [
        DaySealView(
            id=names.ref(row.id),
            day=row.day,
            at=row.stamp,
            user=row.user,
            people=row.people,
            outcomes=row.outcomes,
            confirmed=row.confirmed,
            waiting=row.waiting,
            observed=row.observed,
            heads=msgspec.json.decode(row.heads, type=dict[str, str]),
        )
        for row in conn.execute(_SEALS)
    ]


def as_seal(one: DaySealView, unit: str) -> Seal:
    """What the paper of a seal says; `unit` is the code of the unit that sealed."""
    heads = (SealHead(log, int(seq), h) for log, head in one.heads.items() for seq, _, h in (head.partition(":"),))
    return Seal(
        unit=unit,
        day=one.day,
        at=one.at,
        people=one.people,
        outcomes=one.outcomes,
        confirmed=one.confirmed,
        waiting=one.waiting,
        heads=tuple(sorted(heads)),
    )


def entries_about(conn: sa.Connection, day: str) -> list[int]:
    """Surrogates of the events of a day, and of the corrections and takings-back of them, or of what quoted them."""
    return [id_ for query in (_EVENTS, _CHANGES) for id_ in conn.execute(query, {"day": day}).scalars()]


def steps_by_user(conn: sa.Connection, day: str) -> dict[int, dict[str, int]]:
    """Steps that stand, by the user who entered them and by kind."""
    found: dict[int, dict[str, int]] = {}
    for row in conn.execute(_BY_USER, {"day": day}):
        found.setdefault(row.user, {})[row.kind] = row.n
    return found


def doses_by_lot(conn: sa.Connection, names: LogNames, day: str) -> dict[str, tuple[int, int]]:
    """Doses given and vials drawn from on a day, by the lot's reference."""
    return {names.ref(row.lot): (row.n, row.vials) for row in conn.execute(_BY_LOT, {"day": day})}
