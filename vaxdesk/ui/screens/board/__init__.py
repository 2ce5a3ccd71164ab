"""The session board: everybody of the day, where each stands, and how the day goes."""

from __future__ import annotations

from collections.abc import Callable

from vaxdesk.domain.board_news import BoardNews
from vaxdesk.ui.screen import Screen
from vaxdesk.ui.screens.board.model import BoardModel
from vaxdesk.ui.screens.board.view import BoardView


def screen(*, news: Callable[..., BoardNews]) -> Screen:
    """The board as the shell registers it; `news(mark, day)` is called on the db lane."""
    return Screen("board", "board.title", "board", lambda room: BoardView(BoardModel(room, news=news)), shortcut="F3")
