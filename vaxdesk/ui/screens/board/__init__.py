"""The session board: everybody of the day, where each stands, and how the day goes."""

from __future__ import annotations

from collections.abc import Callable

from vaxdesk.domain.board_news import BoardNews
from vaxdesk.domain.completeness import Completeness
from vaxdesk.ui.screen import Room, Screen
from vaxdesk.ui.screens.board.model import BoardModel
from vaxdesk.ui.screens.board.view import BoardView


def screen(*, news: Callable[..., BoardNews], meter: Callable[[], Completeness]) -> Screen:
    """The board as the shell registers it; `news(mark, day)` and `meter()` are called on the db lane."""

    def build(room: Room) -> BoardView:
        return BoardView(BoardModel(room, news=news, meter=meter))

    return Screen("board", "board.title", "board", build, shortcut="F3")
