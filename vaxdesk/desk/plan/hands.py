"""What a session may count on: doses at hand, and people who inject."""

from __future__ import annotations

import sqlalchemy as sa

from vaxdesk.domain.plan.session import SessionView
from vaxdesk.domain.team.roles import TeamRole
from vaxdesk.domain.views import LotView
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.queries import stock, team, things


def doses_at_hand(conn: sa.Connection, names: LogNames, session: SessionView) -> dict[str, int]:
    """Doses of the session's products and lots that have not expired by its day; {} when nothing is known of them.

    By the balance of a lot whose receipt or count is known; else by the vials that were noted with it.
    """
    stands = stock.stands(conn, names, session.day)
    known: dict[str, int] = {}
    for one in things.lots(conn, names):
        if not _meant(one, session):
            continue
        stand = stands.get(one.id)
        if stand is not None and stand.kept:
            doses = sum(stand.balances.values())
        elif one.vials and one.doses_per_vial:
            doses = one.vials * one.doses_per_vial - one.doses_given
        else:
            continue
        known[one.product] = known.get(one.product, 0) + max(0, doses)
    return known


def injectors(conn: sa.Connection, names: LogNames, session: SessionView) -> int:
    """How many of the team of the day inject; 0 when it is not set."""
    members = team.of_day(conn, names, session.day)
    return len({one.who for one in members if one.role == TeamRole.INJECTING and not one.over})


def _meant(lot: LotView, session: SessionView) -> bool:
    product = not session.products or lot.product in session.products
    return product and (not session.lots or lot.number in session.lots) and lot.usable_until >= session.day
