"""What was done about cases at this desk: noted with the entries, so that the last can be undone with one key."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from sync_server.district.cases.views import Act, Deed, Found
from sync_server.durable.tables import given_user
from sync_server.durable.tables_cases import case_act

_SHOWN = 30
_NAMED = sa.select(case_act, given_user.c.name.label("name")).select_from(
    case_act.outerjoin(given_user, given_user.c.user_no == case_act.c.user_no)
)


def note(
    conn: sa.Connection, found: Found, what: Deed, *, user_no: int, at_ms: int, written: Sequence[str], feed_no: int
) -> int:
    """Notes an act about a case in the transaction of its entries; gives its number."""
    row = {"issue": found.id, "kind": found.kind, "what": what.value, "user_no": user_no, "at_ms": at_ms, "settled": 0}
    row |= {"about": ",".join(found.refs), "written": ",".join(written), "feed_no": feed_no}
    return conn.execute(case_act.insert(), row).inserted_primary_key[0]


def of_case(conn: sa.Connection, case: str) -> list[Act]:
    """What was done about a case, the latest first."""
    return _views(conn.execute(_NAMED.where(case_act.c.issue == case).order_by(case_act.c.id.desc()).limit(_SHOWN)))


def of_user(conn: sa.Connection, user_no: int, *, before: int = 0, size: int = _SHOWN) -> list[Act]:
    """What somebody did, the latest first.

    Args:
        before: only acts before that of this number.
    """
    query = _NAMED.where(case_act.c.user_no == user_no).order_by(case_act.c.id.desc()).limit(size)
    return _views(conn.execute(query.where(case_act.c.id < before) if before else query))


def row(conn: sa.Connection, no: int) -> sa.Row | None:
    """An act as it was noted, locked until the transaction ends."""
    return conn.execute(sa.select(case_act).where(case_act.c.id == no).with_for_update()).first()


def last(conn: sa.Connection, user_no: int) -> int:
    """The number of the latest act of somebody that stands; 0 when there is none."""
    mine = sa.select(sa.func.max(case_act.c.id)).where(case_act.c.user_no == user_no, case_act.c.undone_ms.is_(None))
    return conn.execute(mine).scalar() or 0


def about(conn: sa.Connection, case: str) -> tuple[str, tuple[str, ...]]:
    """Kind and entries of a case that is over, from what was done about it; empty when nothing was."""
    found = conn.execute(
        sa.select(case_act.c.kind, case_act.c.about).where(case_act.c.issue == case).order_by(case_act.c.id.desc())
    ).first()
    return (found.kind, tuple(one for one in found.about.split(",") if one)) if found else ("", ())


def undone(conn: sa.Connection, no: int, *, at_ms: int) -> None:
    """Notes that an act was undone."""
    conn.execute(case_act.update().where(case_act.c.id == no).values(undone_ms=at_ms))


def _views(rows: Iterable[sa.Row]) -> list[Act]:
    return [
        Act(
            no=one.id,
            case=one.issue,
            kind=one.kind,
            what=one.what,
            user_no=one.user_no,
            name=one.name or "",
            at_ms=one.at_ms,
            settled=bool(one.settled),
            undone=one.undone_ms is not None,
        )
        for one in rows
    ]
