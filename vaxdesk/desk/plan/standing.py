"""A session or a campaign as it stands, or why nothing can be done with it."""

from __future__ import annotations

import sqlalchemy as sa

from vaxdesk.domain.plan.session import CampaignView, SessionView
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.queries import plan as queries


def session(conn: sa.Connection, names: LogNames, reference: str, *, closed: bool = False) -> SessionView | Refused:
    """A session that is planned.

    Args:
        closed: one that was declared over will do too.
    """
    found = queries.session(conn, names, reference)
    if found is None or found.cancelled:
        return Refused(reason=Refusal.SESSION_GONE)
    return Refused(reason=Refusal.SESSION_CLOSED) if found.closed and not closed else found


def campaign(conn: sa.Connection, names: LogNames, reference: str, *, closed: bool = False) -> CampaignView | Refused:
    """A campaign; see `session`."""
    found = next((one for one in queries.campaigns(conn, names) if one.id == reference), None)
    if found is None:
        return Refused(reason=Refusal.CAMPAIGN_GONE)
    return Refused(reason=Refusal.CAMPAIGN_CLOSED) if found.closed and not closed else found
