"""All doses of the people of a case on one time line, with the days between them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

import msgspec
import sqlalchemy as sa

from sync_server.district.cases.views import Change, DoseRow, Written
from vaxdesk.domain.issues import least_days
from vaxdesk.registry import bulk, rules
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.queries.people import dose_view
from vaxdesk.registry.tables import event

_DOSES = (
    sa.select(event)
    .where(bulk.among(event.c.person, "ids"), event.c.kind.in_(("inject", "history")))
    .order_by(event.c.day, event.c.stamp, event.c.h)
)


def rows(conn: sa.Connection, people: Collection[int]) -> list[sa.Row]:
    """Doses under any of some records, taken-back ones included, oldest first."""
    return list(conn.execute(_DOSES, {"ids": list(people)})) if people else []


def line(
    names: LogNames,
    found: Collection[sa.Row],
    *,
    letters: Mapping[int, str],
    written: Mapping[int, Written],
    changes: Mapping[str, tuple[Change, ...]],
    meant: Collection[str],
    mine: Collection[int],
) -> tuple[DoseRow, ...]:
    """The time line.

    Args:
        letters: of records by surrogate.
        meant: references of the doses that the case is about.
        mine: units where whoever looks may change entries.
    """
    made: list[DoseRow] = []
    before: DoseRow | None = None
    least_of = least_days(rules.schedule())
    for row in found:
        view = dose_view(names, row)
        by = written.get(row.id, Written(user="", unit="", unit_no=0, t=row.stamp))
        one = DoseRow(
            id=view.id, letter=letters.get(row.person, ""), kind=row.kind, day=view.date,
            product=view.product or view.product_text, lot=view.lot, place=view.place or by.unit, written=by,
            voided=bool(row.voided), meant=view.id in meant, mine=by.unit_no in mine,
            changes=changes.get(view.id, ()),
        )  # fmt: skip
        if before is not None and not one.voided:
            one = _after(before, one, least_of(before.product))
        made.append(one)
        before = before if one.voided else one
    return tuple(made)


def _after(before: DoseRow, one: DoseRow, least: int) -> DoseRow:
    first, second = _day(before.day), _day(one.day)
    if first is None or second is None:
        return one
    days = (second - first).days
    return msgspec.structs.replace(one, days=days, least=least if days < least else 0)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None  # only a year or month is known
