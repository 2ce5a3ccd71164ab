"""What the papers and workbooks of the plan say."""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from vaxdesk.desk import rules
from vaxdesk.desk.context import Desk
from vaxdesk.desk.paper_moment import printed_at
from vaxdesk.desk.plan import standing
from vaxdesk.desk.plan.hands import doses_at_hand
from vaxdesk.documents.plan_invitations import InvitationsContents, Invited, SlotList
from vaxdesk.documents.plan_session import SessionContents, TeamLine
from vaxdesk.documents.plan_tasks import TasksContents
from vaxdesk.domain import own_codes, times
from vaxdesk.domain.plan.session import AllottedView, CampaignView, SessionView
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.team.need import gaps
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.queries import plan as queries
from vaxdesk.registry.queries import team, things


class _Seen(msgspec.Struct, frozen=True):
    session: SessionView
    people: tuple[AllottedView, ...]
    campaign: str


def invitations(desk: Desk, session: str) -> InvitationsContents | Refused:
    """Everybody invited to a session by slot; the code is that of the line, as on the day's list."""
    with desk.store.reading() as conn:
        seen = _seen(conn, desk.store.names, session)
        if isinstance(seen, Refused):
            return seen
        station = things.station(conn)
    if not seen.people:
        return Refused(reason=Refusal.NOBODY_CHOSEN)
    hours = sorted({*seen.session.slots, *(one.slot for one in seen.people)})
    slots = tuple(
        SlotList(
            hour=hour,
            places=seen.session.slots.get(hour, 0),
            people=tuple(_invited(one) for one in seen.people if one.slot == hour),
        )
        for hour in hours
    )
    return InvitationsContents(
        station=station,
        day=seen.session.day,
        place=seen.session.place or station.name,
        vaccine=_vaccines(seen.session),
        slots=slots,
        campaign=seen.campaign,
        printed_at=printed_at(desk),
    )


def session(desk: Desk, reference: str) -> SessionContents | Refused:
    """The sheet of a session with the team of its day."""
    with desk.store.reading() as conn:
        names = desk.store.names
        seen = _seen(conn, names, reference)
        if isinstance(seen, Refused):
            return seen
        members = team.of_day(conn, names, seen.session.day)
        doses = doses_at_hand(conn, names, seen.session)
        station = things.station(conn)
    planned = seen.session
    return SessionContents(
        station=station,
        day=planned.day,
        place=planned.place or station.name,
        vaccine=_vaccines(planned),
        lots=", ".join(planned.lots),
        campaign=seen.campaign,
        note=planned.note,
        doses=str(sum(doses.values())) if doses else "",
        slots=tuple(
            (hour, planned.filled.get(hour, 0), planned.slots.get(hour, 0))
            for hour in sorted({*planned.slots, *planned.filled})
        ),
        team=tuple(TeamLine(one.role, one.name, _clock(one.from_at), _clock(one.until_at)) for one in members),
        missing=tuple((gap.role, gap.missing) for gap in gaps(rules.team_needs(), members)),
        printed_at=printed_at(desk),
    )


def tasks(desk: Desk, campaign: str) -> TasksContents | Refused:
    """The task plan of a campaign."""
    with desk.store.reading() as conn:
        names = desk.store.names
        found = standing.campaign(conn, names, campaign, closed=True)
        if isinstance(found, Refused):
            return found
        listed = queries.tasks(conn, names, campaign)
        station = things.station(conn)
    return TasksContents(
        station=station,
        campaign=_named(found),
        tasks=listed,
        today=desk.today(),
        from_day=found.from_day,
        until_day=found.until_day,
        printed_at=printed_at(desk),
    )


def _seen(conn: sa.Connection, names: LogNames, reference: str) -> _Seen | Refused:
    found = standing.session(conn, names, reference, closed=True)
    if isinstance(found, Refused):
        return found
    campaign = standing.campaign(conn, names, found.campaign, closed=True)
    named = "" if isinstance(campaign, Refused) else _named(campaign)
    return _Seen(found, queries.allotted(conn, names, reference), named)


def _named(campaign: CampaignView) -> str:
    return " – ".join(part for part in (campaign.no, campaign.name) if part)


def _invited(one: AllottedView) -> Invited:
    person, code = one.person, own_codes.roster_code(one.id)
    return Invited(
        name=person.name,
        dob=person.dob,
        sex=person.sex,
        phone=person.tel or person.guardian_tel,
        address=", ".join(part for part in (person.adr, person.commune) if part),
        document=person.doc or person.old_doc,
        code=code,
        code_text=own_codes.hand_text(code),
    )


def _vaccines(session: SessionView) -> str:
    found = (rules.schedule().find(code) for code in session.products)
    return ", ".join(one.name for one in found if one)


def _clock(at: int) -> str:
    return times.clock_of(at) if at else ""
