"""The printed readiness check."""

from __future__ import annotations

from collections.abc import Iterable

from vaxdesk.desk.context import Desk
from vaxdesk.desk.paper_moment import printed_at
from vaxdesk.documents.readiness import ReadinessContents, ReadinessRow
from vaxdesk.registry.queries import things


def sheet(desk: Desk, day: str, *, whole: str, rows: Iterable[tuple[str, str, str, str]]) -> ReadinessContents:
    """The check of a day as it was seen, signed by whoever has the desk.

    Args:
        whole: the sentence about everything.
        rows: thing, light, how it is and what to do, in words.
    """
    with desk.store.reading() as conn:
        station = things.station(conn)
    made = tuple(ReadinessRow(item=item, light=light, now=now, todo=todo) for item, light, now, todo in rows)
    return ReadinessContents(
        station=station, day=day, whole=whole, rows=made, by=desk.user.name, printed_at=printed_at(desk)
    )
