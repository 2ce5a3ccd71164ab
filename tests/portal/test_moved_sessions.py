"""A session that its station moves takes along whoever registered online, known to the desk or not."""

from __future__ import annotations

import sqlalchemy as sa

from sync_server.durable.tables_portal import portal_signup
from tests.portal.people import Visitor
from tests.portal.registrations import register
from tests.portal.test_register import clinic, hour, lines  # noqa: F401  a station with one session of two hours
from tests.portal.test_schedule import free
from tests.servers import RunningServer
from tests.sync_server.clinics import Clinic, read, today
from vaxdesk.registry.tables import appt


def test_a_session_that_a_station_without_a_line_moved_takes_along_whoever_registered_meanwhile(
    either: RunningServer, clinic: Clinic, visitor: Visitor  # noqa: F811
) -> None:
    code = register(visitor, either, hour(either))
    read(either)
    other = register(visitor, either, hour(either), name="Nguyễn Văn Bảo", doc="066090001235", sex="M")
    moved = today(either, plus=9)
    clinic.amend(clinic.plan, day=moved)  # written before the desk heard of either
    clinic.send()
    assert moved != clinic.day
    read(either)
    first, second = sorted(either.rows(sa.select(portal_signup)), key=lambda row: row.at_ms)
    assert (first.day, second.day) == (moved, moved)
    assert {row.day for row in either.rows(sa.select(appt).where(appt.c.plan == first.plan))} == {moved}
    assert [one["set"] for one in lines(either, "amend")] == [{"day": moved}] * 3, "the session, and each line once"
    shown = f"{moved[8:]}/{moved[5:7]}/{moved[:4]}"
    for one in (code, other):
        visitor.send("/registration", registration=one)
        assert shown in visitor.text and "07:30" in visitor.text
    assert free(either) == {"07:30": 0, "08:30": 2}, "their places go with them"
    read(either)
    assert len(lines(either, "amend")) == 3, "again changes nothing"


def test_what_the_station_moved_itself_is_corrected_by_nobody_else(
    either: RunningServer, clinic: Clinic, visitor: Visitor  # noqa: F811
) -> None:
    register(visitor, either, hour(either))
    read(either)
    (row,) = either.rows(sa.select(portal_signup))
    there, back = today(either, plus=9), clinic.day
    for rev, day in enumerate((there, back), 1):
        clinic.amend(clinic.plan, rev=rev, day=day)
        clinic.amend(row.ref, rev=rev, day=day)
        clinic.send()
        read(either)
    assert len(lines(either, "amend")) == 4
    clinic.amend(clinic.plan, rev=3, day=there)  # and once more without its people
    clinic.send()
    read(either)
    assert [one["set"] for one in lines(either, "amend")][4:] == [{"day": there}] * 2
    assert either.rows(sa.select(appt.c.day))[0].day == there
