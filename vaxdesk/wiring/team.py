"""Binds the page of the team to the desk."""

from __future__ import annotations

from vaxdesk.ui.screen import Half, Room, Screen
from vaxdesk.ui.screens.team.model import TeamModel, TeamPorts
from vaxdesk.ui.screens.team.view import TeamView
from vaxdesk.wiring.session import Session


def team_screen(session: Session) -> Screen:
    """The second screen of the office."""

    def build(room: Room) -> TeamView:
        return TeamView(TeamModel(room, _ports(session)))

    return Screen("team", "team.title", "users", build, shortcut="Ctrl+2", half=Half.OFFICE)


def _ports(session: Session) -> TeamPorts:
    from vaxdesk.desk.team import members

    return TeamPorts(
        board=session.bind(members.board),
        put=session.bind(members.put),
        end=session.bind(members.end),
        arrange=session.bind(members.arrange),
        remove=session.bind(members.remove),
        take_over=session.bind(members.take_over),
        today=lambda: session.desk.day,
    )
