"""What the paper of a filled-in part of the safety self-assessment says."""

from __future__ import annotations

from vaxdesk.desk import rules
from vaxdesk.desk.context import Desk
from vaxdesk.desk.paper_moment import printed_at
from vaxdesk.documents.checklist import ChecklistContents
from vaxdesk.domain.places.checklist import before_it
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.registry.queries import places, things


def checklist_paper(desk: Desk, reference: str) -> ChecklistContents | Refused:
    """A part as it was filled in, beside the time before; refused when it does not stand any more."""
    with desk.store.reading() as conn:
        done = places.checklists(conn, desk.store.names)
        station = things.station(conn)
        users = {one.no: one.name for one in things.users(conn)}
    shown = next((one for one in done if one.id == reference), None)
    if shown is None:
        return Refused(reason=Refusal.PLACE_GONE)
    return ChecklistContents(
        station=station,
        form=rules.checklist(),
        shown=shown,
        before=before_it(shown, done),
        by=users.get(shown.user, ""),
        printed_at=printed_at(desk),
    )
