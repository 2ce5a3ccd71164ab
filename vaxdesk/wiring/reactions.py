"""The recording of a reaction bound to the session; two screens open it."""

from __future__ import annotations

from vaxdesk.desk import aefi, rules
from vaxdesk.ui.reaction.ports import ReactionPorts
from vaxdesk.wiring.product_names import product_name
from vaxdesk.wiring.session import Session


def reaction_ports(session: Session) -> ReactionPorts:
    """What the dialog for a reaction is given."""
    return ReactionPorts(
        form=rules.aefi,
        suspect=session.bind(aefi.suspect),
        report=session.bind(aefi.report),
        now=lambda: session.desk.now(),
        product=product_name,
    )
