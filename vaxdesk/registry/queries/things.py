"""Lots, vials, users and the station."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from vaxdesk.domain.views import LotView, StationView, UserView, VialView
from vaxdesk.registry import bulk, rules
from vaxdesk.registry.names import SEQ_BITS, LogNames
from vaxdesk.registry.tables import HAS_LOT, HAS_VIAL, config, event, lot, user, vial
from vaxdesk.registry.tables_exchange import held

_GIVEN = (
    sa.select(event.c.lot, sa.func.count().label("n"))
    .where(event.c.kind == "inject", event.c.voided == 0, HAS_LOT)
    .group_by(event.c.lot)
)
_DRAWN = (
    sa.select(event.c.vial, sa.func.count().label("n"))
    .where(event.c.kind == "inject", event.c.voided == 0, HAS_VIAL)
    .group_by(event.c.vial)
)
# what a quote brings of another unit's users and name is not of this one
_OWN_USERS = sa.select(user).join(held, held.c.id == user.c.id).where(user.c.voided == 0, held.c.origin == "")
_OWN_CONFIG = sa.select(config).join(held, held.c.id == config.c.id).where(config.c.voided == 0, held.c.origin == "")
_OPENED = sa.select(vial.c.lot, sa.func.count().label("n")).where(vial.c.voided == 0).group_by(vial.c.lot)


def lots(conn: sa.Connection, names: LogNames) -> list[LotView]:
    """All lots of the station, first to be used up first: by their last day of use."""
    given = {row.lot: row.n for row in conn.execute(_GIVEN)}
    opened = {row.lot: row.n for row in conn.execute(_OPENED)}
    rows = conn.execute(sa.select(lot).where(lot.c.voided == 0).order_by(lot.c.expiry, lot.c.number, lot.c.id))
    found = [_lot(names, row, opened.get(row.id, 0), given.get(row.id, 0)) for row in rows]
    return sorted(found, key=lambda one: one.usable_until)


def _lot(names: LogNames, row: Any, opened: int, given: int) -> LotView:
    return LotView(
        id=names.ref(row.id),
        product=row.product,
        number=row.number,
        expiry=row.expiry,
        doses_per_vial=row.doses_per_vial,
        maker=row.maker,
        vials=row.vials,
        vials_opened=opened,
        doses_given=given,
        locked=row.locked,
        vvm=row.vvm,
        thawed=row.thawed,
        fridge_days=rules.storage().fridge_days.get(row.product, 0),
    )


def lot_numbers(conn: sa.Connection, names: LogNames, references: Collection[str]) -> dict[str, str]:
    """The number of the lot behind each reference of a lot or a vial; others are left out."""
    ids = {names.known(one): one for one in references}
    query = sa.select(lot.c.id, lot.c.number).where(bulk.among(lot.c.id, "ids"))
    inside = sa.select(vial.c.id, lot.c.number).join(lot, lot.c.id == vial.c.lot).where(bulk.among(vial.c.id, "ids"))
    rows = [row for one in (query, inside) for row in conn.execute(one, {"ids": list(ids)})] if ids else []
    return {ids[row.id]: row.number for row in rows}


def vials(conn: sa.Connection, names: LogNames, *, open_only: bool = True) -> list[VialView]:
    """Opened vials, first opened first."""
    by_id = {one.id: one for one in lots(conn, names)}
    drawn = {row.vial: row.n for row in conn.execute(_DRAWN)}
    query = sa.select(vial).where(vial.c.voided == 0).order_by(vial.c["at"], vial.c.id)
    if open_only:
        query = query.where(vial.c.closed == 0)
    found = []
    for row in conn.execute(query):
        of = by_id.get(names.ref(row.lot))
        if of is not None:
            found.append(
                VialView(
                    id=names.ref(row.id),
                    lot=of,
                    no=row.no,
                    opened_at=row._mapping["at"],
                    doses=row.doses,
                    given=drawn.get(row.id, 0),
                    closed=bool(row.closed),
                    place=row.place,
                )
            )
    return found


def users(conn: sa.Connection, *, foreign: Collection[int] = ()) -> list[UserView]:
    """Users of the station by number; the newest entry of a number holds.

    Args:
        foreign: local numbers of logs whose users are not ours.
    """
    found: dict[int, UserView] = {}
    for row in conn.execute(_OWN_USERS.order_by(user.c.id)):
        if row.id >> SEQ_BITS in foreign:
            continue
        roles = tuple(role for role in row.roles.split(",") if role)
        found[row.no] = UserView(
            no=row.no, name=row.name, login=row.login, roles=roles, title=row.title, active=bool(row.active)
        )
    return [found[no] for no in sorted(found)]


def user_entry(conn: sa.Connection, names: LogNames, no: int) -> str:
    """Reference of a user's entry; empty when there is no such user."""
    found = conn.execute(
        _OWN_USERS.with_only_columns(user.c.id).where(user.c.no == no).order_by(user.c.id.desc())
    ).scalar()
    return names.ref(found) if found else ""


def station(conn: sa.Connection, *, foreign: Collection[int] = ()) -> StationView:
    """The station as its latest configuration says; `foreign` logs speak of other units."""
    rows = conn.execute(_OWN_CONFIG.order_by(config.c.id.desc()))
    row = next((one for one in rows if one.id >> SEQ_BITS not in foreign), None)
    if row is None:
        return StationView(code="", name="")
    values = {name: row._mapping[name] for name in StationView.__struct_fields__}
    return StationView(**values)


def station_entry(conn: sa.Connection, names: LogNames) -> str:
    """Reference of the entry that holds the station's configuration."""
    found = conn.execute(
        _OWN_CONFIG.with_only_columns(config.c.id).order_by(config.c.id.desc()).limit(1)
    ).scalar()
    return names.ref(found) if found else ""
