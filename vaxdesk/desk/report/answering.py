"""What is asked of the station, and its answer with all that any format of it needs."""

from __future__ import annotations

import sqlalchemy as sa

from vaxdesk.desk import printing
from vaxdesk.desk.context import Desk, Done
from vaxdesk.desk.paper_moment import printed_at
from vaxdesk.documents.report.files import Contents, names_people
from vaxdesk.domain import rights
from vaxdesk.domain.papers import Paper
from vaxdesk.domain.plan.session import CampaignView
from vaxdesk.domain.refusals import Refused
from vaxdesk.domain.report.asked import Asked, Format
from vaxdesk.domain.report.facts import Unit
from vaxdesk.domain.report.table import ReportKind
from vaxdesk.domain.views import StationView
from vaxdesk.registry import rules
from vaxdesk.registry.queries import plan, things
from vaxdesk.registry.queries.home import Home
from vaxdesk.registry.reporting import Reporter
from vaxdesk.store import enrolment


def answer(desk: Desk, asked: Asked) -> Contents | Refused:
    """The report that is asked for; one that names people is for those who may give out data that do."""
    refused = refuses(desk, asked.kind)
    if refused:
        return refused
    with desk.store.reading() as conn:
        station = things.station(conn)
        unit = _unit(conn, station)
        made = Reporter(conn, desk.store.names, Home(lambda _: unit.key), (unit,)).answer(asked)
    return Contents(
        report=made.report,
        names=made.names,
        rows=made.rows,
        station=station,
        unit=unit.key,
        made_at=desk.now(),
        printed_at=printed_at(desk),
        mapping=rules.dhis2(),
        codes=rules.fhir(),
        aefi=rules.aefi(),
    )


def refuses(desk: Desk, kind: ReportKind, format_: Format = Format.PDF) -> Refused | None:
    """Why the user may not have a report in a format; None when they may."""
    return desk.refuses(rights.Act.EXPORT_PEOPLE if names_people(kind, format_) else rights.Act.REPORT)


def given_out(desk: Desk, asked: Asked, *, pages: int = 0, copies: int = 1) -> Done | Refused:
    """Notes that a report was printed or saved; `pages` is 0 for what has none."""
    return printing.printed(desk, Paper.REPORT, pages=pages, copies=copies, day=asked.until)


def rounds(desk: Desk) -> tuple[CampaignView, ...]:
    """Campaigns of the plan, newest first: a report on a round takes its days from one."""
    with desk.store.reading() as conn:
        return plan.campaigns(conn, desk.store.names)


def _unit(conn: sa.Connection, station: StationView) -> Unit:
    """This station under the code that the server knows it by, or its own."""
    joined = enrolment.enrolment(conn)
    code = joined.unit_code if joined else station.code
    return Unit(key=code, code=code, name=station.name)
