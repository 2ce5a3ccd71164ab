"""What the paper of a sealed day says."""

from __future__ import annotations

import sqlalchemy as sa

from vaxdesk.desk.context import Desk
from vaxdesk.desk.paper_moment import iso_moment, printed_at
from vaxdesk.desk.rules import schedule
from vaxdesk.desk.sealing import day_end
from vaxdesk.documents.day_seal import DaySealContents, LotLine, StaffLine
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.queries import seals as queries
from vaxdesk.registry.queries import things, visits
from vaxdesk.store import enrolment


def day_seal(desk: Desk, day: str = "") -> DaySealContents | Refused:
    """The paper of a day's latest seal; refused when the day is not sealed."""
    on = day or desk.day
    end = day_end(desk, on)
    with desk.store.reading() as conn:
        names = desk.store.names
        of_day = [one for one in queries.seals(conn, names) if one.day == on]
        if not of_day:
            return Refused(reason=Refusal.NOT_SEALED, facts={"day": on})
        latest = of_day[-1]
        station, joined = things.station(conn), enrolment.enrolment(conn)
        users = {one.no: one.name for one in things.users(conn)}
        return DaySealContents(
            station=station,
            sealed=queries.as_seal(latest, joined.unit_code if joined else station.code),
            sealed_at=iso_moment(latest.at),
            sealed_by=users.get(latest.user, ""),
            outcomes=visits.counts(conn, on)[1],
            lots=_lots(conn, names, on),
            staff=_staff(conn, on, users),
            observed=latest.observed,
            after=end.after,
            printed_at=printed_at(desk),
        )


def _lots(conn: sa.Connection, names: LogNames, day: str) -> tuple[LotLine, ...]:
    known = {one.id: one for one in things.lots(conn, names)}
    called = {one.code: one.name for one in schedule().product}
    lines = (
        LotLine(vaccine=called.get(lot.product, lot.product), lot=lot.number, doses=doses, vials=vials)
        for reference, (doses, vials) in queries.doses_by_lot(conn, names, day).items()
        if (lot := known.get(reference)) is not None
    )
    return tuple(sorted(lines, key=lambda line: (-line.doses, line.lot)))


def _staff(conn: sa.Connection, day: str, users: dict[int, str]) -> tuple[StaffLine, ...]:
    return tuple(
        StaffLine(
            name=users.get(no, str(no)),
            received=steps.get("checkin", 0),
            screened=steps.get("screen", 0),
            injected=steps.get("inject", 0),
            released=steps.get("leave", 0),
        )
        for no, steps in sorted(queries.steps_by_user(conn, day).items())
    )
