"""Checks of doses: two on a day, too soon after the one before, from a lot that is unknown or out of date."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from datetime import date

import sqlalchemy as sa

from vaxdesk.domain.issues import IssueKind
from vaxdesk.domain.thaw import last_day
from vaxdesk.registry import bulk, rules
from vaxdesk.registry.checks.finding import Finding
from vaxdesk.registry.tables import HAS_LOT, HAS_VIAL, event, lot, vial
from vaxdesk.registry.visits import data_of, same_people

KINDS = (IssueKind.DUP_INJECTION, IssueKind.SHORT_INTERVAL)
_DOSES = sa.select(event).where(
    bulk.among(event.c.person, "ids"), event.c.kind.in_(("inject", "history")), event.c.voided == 0
)
_OF_PEOPLE = sa.select(event).where(bulk.among(event.c.person, "ids"), event.c.kind == "inject")
_OF_LOTS = sa.select(event).where(bulk.among(event.c.lot, "ids"), HAS_LOT, event.c.kind == "inject")
_LOTS = sa.select(lot).where(bulk.among(lot.c.id, "ids"), lot.c.voided == 0)
_VIALS = sa.select(vial).where(bulk.among(vial.c.id, "ids"), vial.c.voided == 0)
_DRAWN = (
    sa.select(event.c.vial, sa.func.count().label("n"))
    .join(vial, sa.and_(vial.c.id == event.c.vial, vial.c.lot == event.c.lot))
    .where(bulk.among(vial.c.id, "ids"), HAS_VIAL, event.c.kind == "inject", event.c.voided == 0)
    .group_by(event.c.vial)
)


def of_people(conn: sa.Connection, people: Collection[int], least_days: Callable[[str], int]) -> list[Finding]:
    """Two doses of a person on one day, and doses sooner than the least time after the one before."""
    stands = same_people(conn, people)
    by_person: dict[int, list[sa.Row]] = defaultdict(list)
    for row in conn.execute(_DOSES, {"ids": list(stands)}):
        by_person[stands[row.person]].append(row)
    found: list[Finding] = []
    for doses in by_person.values():
        about = tuple({row.person for row in doses})
        found += _twice(doses, about)
        found += _early(doses, about, least_days)
    return found


def _twice(doses: list[sa.Row], about: tuple[int, ...]) -> Iterator[Finding]:
    by_day: dict[str, list[int]] = defaultdict(list)
    for row in doses:
        if row.kind == "inject":
            by_day[row.day].append(row.id)
    for day, ids in by_day.items():
        if len(ids) > 1:
            yield Finding(kind=IssueKind.DUP_INJECTION, refs=tuple(ids), about=about, facts={"day": day})


def _early(doses: list[sa.Row], about: tuple[int, ...], least_days: Callable[[str], int]) -> Iterator[Finding]:
    dated = sorted(((_day(row.day), row) for row in doses if _day(row.day)), key=lambda one: (one[0], one[1].h))
    for (before, first), (after, second) in zip(dated, dated[1:], strict=False):
        least, days = least_days(data_of(first.kind, first.d)["product"]), (after - before).days
        if second.kind == "inject" and 0 < days < least:
            facts = {"days": str(days), "least": str(least), "day": second.day}
            yield Finding(kind=IssueKind.SHORT_INTERVAL, refs=(first.id, second.id), about=about, facts=facts)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None  # only a year or month is known


def lots(conn: sa.Connection, people: Collection[int], supplies: Collection[int]) -> tuple[set[int], list[Finding]]:
    """Doses from a lot that nobody entered here, or that was out of date; the doses looked at, and what was found.

    A dose that was given elsewhere is judged there.
    """
    rows = {row.id: row for row in conn.execute(_OF_PEOPLE, {"ids": people})}
    rows |= {row.id: row for row in conn.execute(_OF_LOTS, {"ids": supplies})}
    known = {row.id: row for row in conn.execute(_LOTS, {"ids": list({row.lot for row in rows.values()})})}
    found = []
    for row in rows.values():
        why = "" if row.voided or row.origin else _wrong(row, known.get(row.lot))
        if why:
            facts = {"why": why, "day": row.day}
            found.append(Finding(kind=IssueKind.LOT_BAD, refs=(row.id,), about=(row.person,), facts=facts))
    return {*rows, *people}, found


def _wrong(row: sa.Row, lot_row: sa.Row | None) -> str:
    if lot_row is None:
        return "unknown"
    if lot_row.expiry and lot_row.expiry < row.day:
        return "expired"
    until = last_day(lot_row.thawed, rules.storage().fridge_days.get(lot_row.product, 0))
    return "thaw_over" if until and until < row.day else ""


def vials(conn: sa.Connection, people: Collection[int], supplies: Collection[int]) -> tuple[set[int], list[Finding]]:
    """Vials from which more doses were given than they hold; the vials looked at, and what was found."""
    wanted = {*supplies, *(row.vial for row in conn.execute(_OF_PEOPLE, {"ids": people}))} - {0}
    rows = conn.execute(_VIALS, {"ids": wanted}).all()
    drawn = {row.vial: row.n for row in conn.execute(_DRAWN, {"ids": [row.id for row in rows]})}
    over = [row for row in rows if row.doses and drawn.get(row.id, 0) > row.doses]
    return wanted, [
        Finding(
            kind=IssueKind.VIAL_OVERDRAWN,
            refs=(row.id,),
            facts={"given": str(drawn[row.id]), "doses": str(row.doses)},
        )
        for row in over
    ]
