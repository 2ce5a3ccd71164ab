"""The session board bound to the session."""

from __future__ import annotations

from vaxdesk.desk.completeness import meter
from vaxdesk.desk.news import board_news
from vaxdesk.ui.screen import Screen
from vaxdesk.ui.screens.board import screen
from vaxdesk.wiring.session import Session


def board_screen(session: Session) -> Screen:
    """The board of the session's day."""
    return screen(news=session.bind(board_news), meter=session.bind(meter))
