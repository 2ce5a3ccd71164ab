"""Doses of many people at once, and what an anaphylaxis is judged by: two statements a block, however many they are."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
import sqlalchemy as sa

from vaxdesk.domain.views import DoseView, EventView
from vaxdesk.registry import bulk
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.queries import people
from vaxdesk.registry.tables import event
from vaxdesk.registry.visits import same_people, view

_DOSES = ("inject", "history")
_STEPS = (
    sa.select(event)
    .where(bulk.among(event.c.person, "ids"), event.c.kind.in_((*_DOSES, "aefi")), event.c.voided == 0)
    .order_by(event.c.day, event.c.stamp, event.c.h)
)


class Had(msgspec.Struct, frozen=True):
    """What a person had under any record: doses, oldest first; doses given here and reactions, where there was one."""

    doses: tuple[DoseView, ...] = ()
    reactions: tuple[EventView, ...] = ()


NOTHING = Had()


def of_many(conn: sa.Connection, names: LogNames, references: Iterable[str]) -> dict[str, Had]:
    """By person, for each of these; whoever had nothing is left out."""
    asked = {names.known(one): one for one in references}
    stands = same_people(conn, list(asked))
    rows: dict[int, list[sa.Row]] = {}
    for row in conn.execute(_STEPS, {"ids": list(stands)}).all():
        rows.setdefault(stands[row.person], []).append(row)
    return {one: _had(names, rows[stands[id_]]) for id_, one in asked.items() if stands[id_] in rows}


def _had(names: LogNames, rows: list[sa.Row]) -> Had:
    doses = tuple(people.dose_view(names, row) for row in rows if row.kind in _DOSES)
    if all(row.kind in _DOSES for row in rows):
        return Had(doses)
    return Had(doses, tuple(view(names, row) for row in rows if row.kind != "history"))
