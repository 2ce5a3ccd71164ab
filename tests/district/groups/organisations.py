"""Organisations that send their lists by the portal, and the station that gets them."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from sync_server.durable.database import reading
from sync_server.durable.tables_portal import portal_group
from sync_server.reading import naming
from tests.portal.group_lists import PEOPLE, begin, confirm, look, workbook
from tests.portal.people import Visitor
from tests.servers import RunningServer
from tests.sync_server.clinics import Clinic, read, today
from vaxdesk.domain.payloads import Appt, Plan
from vaxdesk.registry.queries import invited
from vaxdesk.registry.tables import appt

WHO = [*PEOPLE[:2], {"B": "Vi Thị Mai", "C": "04/05/1991", "D": "1"}, PEOPLE[2]]  # the last cannot be taken


class Organisation:
    """Somebody who registers an organisation at the portal."""

    def __init__(self, server: RunningServer) -> None:
        self.server, self.visitor = server, Visitor(server)

    def sends(self, org: str = "TYT-01", rows: Iterable[dict[str, str]] = WHO, **changed: str) -> str:
        """All steps until the station has the list; gives the code."""
        begin(self.visitor, self.server, org, **changed)
        look(self.visitor, workbook(rows))
        code = confirm(self.visitor)
        read(self.server)
        return code

    def reads(self, code: str) -> str:
        """What the code shows."""
        self.visitor.open("/group/mine")
        self.visitor.send("/group/mine", registration=code)
        return self.visitor.text

    def cancels(self, code: str) -> None:
        """Takes the registration back."""
        self.reads(code)
        self.visitor.send("/group/cancel")

    def close(self) -> None:
        self.visitor.close()


def marks(server: RunningServer) -> list[str]:
    """What names the requests in addresses, in the order of sending."""
    rows = server.rows(sa.select(portal_group.c.digest).order_by(portal_group.c.at_ms))
    return [bytes(row.digest).hex() for row in rows]


_OF_LISTS = (appt.c.roster != 0, appt.c.plan == 0)


def lines(server: RunningServer) -> list[tuple[str, str, int]]:
    """Day, slot and taken-off mark of each line of lists, as they stand."""
    wanted = sa.select(appt.c.day, appt.c.slot, appt.c.voided).where(*_OF_LISTS).order_by(appt.c.id)
    return [tuple(row) for row in server.rows(wanted)]


def references(server: RunningServer) -> list[str]:
    """The lines as references."""
    with reading(server.engine) as conn:
        names = naming.names(conn)
        found = conn.execute(sa.select(appt.c.id).where(*_OF_LISTS).order_by(appt.c.id)).scalars()
        return [names.ref(one) for one in found]


def gives_hours(clinic: Clinic, of: Iterable[str], *, plus: int = 6, who: str = "") -> str:
    """The station puts people into a session, as desks do: a line there, the old one taken off; gives the session.

    Args:
        who: the record that stands for the person, where it is another than that of the list.
    """
    server = clinic.pen.server
    day = today(server, plus=plus)
    plan = clinic.write("plan", Plan(day=day, place="Nhà văn hóa", slots={"07:30": 40}))
    with reading(server.engine) as conn:
        held = invited.lines(conn, naming.names(conn), list(of))
    for one in held:
        line = Appt(day=day, slot="07:30", roster=one.roster, row=one.row, plan=plan)
        clinic.write("appt", line, of=who or one.person)
        clinic.void(one.id, rev=50)
    clinic.send()
    read(server)
    return plan
