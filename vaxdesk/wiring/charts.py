"""The charts bound to the session."""

from __future__ import annotations

from vaxdesk.desk import charts
from vaxdesk.ui.screen import Screen
from vaxdesk.ui.screens.charts import screen
from vaxdesk.wiring.product_names import product_name
from vaxdesk.wiring.session import Session


def charts_screen(session: Session) -> Screen:
    """The charts of the session's day."""
    return screen(look=session.bind(charts.look), product=product_name)
