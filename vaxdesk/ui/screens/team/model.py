"""Intents of the page of the team: another day, put somebody in, end them, correct hours, take a line back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from vaxdesk.domain import times
from vaxdesk.domain.payloads import Team
from vaxdesk.domain.plan.slots import clock
from vaxdesk.domain.refusals import Refused
from vaxdesk.domain.team.board import TeamBoard
from vaxdesk.domain.team.member import Member
from vaxdesk.ui.jobs import Err
from vaxdesk.ui.refused import refusal_text
from vaxdesk.ui.screen import Change, Room
from vaxdesk.ui.screens.team.state import Someone, TeamState
from vaxdesk.ui.state_model import StateModel
from vaxdesk.words import say


@dataclass(frozen=True)
class TeamPorts:
    """What the page needs of the desk; all but `today` on the db lane.

    Args:
        put, end, arrange, remove, take_over: answer a Refused, or what they wrote under `value`.
    """

    board: Callable[[str], TeamBoard]
    put: Callable[[Team], Any]
    end: Callable[[str, str], Any]
    arrange: Callable[..., Any]
    remove: Callable[..., Any]
    take_over: Callable[..., Any]
    today: Callable[[], str]


class TeamModel(StateModel[TeamState]):
    """The page's model."""

    def __init__(self, room: Room, ports: TeamPorts) -> None:
        super().__init__(TeamState(day=ports.today(), today=ports.today()))
        self._room, self._ports = room, ports

    def look(self) -> None:
        """Read the team of the day shown."""
        day = self.state.day
        self.become(today=self._ports.today())
        self._room.lanes.db.run_newest("team-board", lambda: self._ports.board(day), self._seen)

    def show_day(self, day: str) -> None:
        """Another day."""
        if day and day != self.state.day:
            self.become(day=day, board=None)
            self.look()

    def step(self, days: int) -> None:
        """Some days on or back."""
        self.show_day((date.fromisoformat(self.state.day) + timedelta(days=days)).isoformat())

    def choose_role(self, role: str) -> None:
        """Where whoever is named next goes."""
        self.become(role=role)

    def type(self, text: str) -> None:
        """Letters of a name."""
        self.become(typed=text)

    def put(self, one: Someone, *, start: str, end: str) -> None:
        """Put somebody into the role chosen; hours as typed, empty for beginning and end of the day."""
        day, role = self.state.day, self.state.role
        entry = Team(day=day, role=role, user=one.user, name=one.name, from_at=_at(day, start), until_at=_at(day, end))

        def done(_: Any) -> None:
            self.become(typed="")

        said = say("team.put_in", name=one.name, role=say(f"team.role.{role}"))
        self._write(lambda: self._ports.put(entry), done, said)

    def put_typed(self, *, start: str, end: str) -> None:
        """Whoever the letters mean first, else somebody without an account by the name as typed."""
        typed = self.state.typed.strip()
        if typed:
            found = self.state.suggestions
            self.put(found[0] if found else Someone(0, typed), start=start, end=end)

    def end(self, member: Member) -> None:
        """Somebody's time in a role ends now."""
        day = self.state.day
        self._write(lambda: self._ports.end(member.id, day), _nothing, say("team.ended", name=member.name))

    def arrange(self, member: Member, *, start: str, end: str) -> None:
        """Correct the hours."""
        day = self.state.day
        hours = {"from_at": _at(day, start), "until_at": _at(day, end)}
        self._write(lambda: self._ports.arrange(member.id, day, **hours), _nothing, say("team.arranged"))

    def remove(self, member: Member, why: str) -> None:
        """Take a line back that was wrong."""
        day = self.state.day
        self._write(lambda: self._ports.remove(member.id, day, why=why), _nothing, say("team.removed"))

    def take_over(self, source: str) -> None:
        """The team of another day works on this one."""
        day = self.state.day

        def done(answer: Any) -> None:
            self._room.notices.ok(say("team.taken_over", n=answer.value))

        self._write(lambda: self._ports.take_over(source=source, day=day), done)

    def _write(self, work: Callable[[], Any], done: Callable[[Any], None], told: str = "") -> None:
        self.become(busy=True)

        def on(answer: Any) -> None:
            self.become(busy=False)
            if isinstance(answer, Refused):
                self._room.notices.warn(refusal_text(answer))
                return
            done(answer)
            if told:
                self._room.notices.ok(told)
            self._room.publish({Change.TEAM, Change.USERS})

        self._room.lanes.db.run(work, on, self._failed)

    def _failed(self, err: Err) -> None:
        self.become(busy=False)
        self._room.notices.failed(err)

    def _seen(self, board: TeamBoard) -> None:
        if board.day == self.state.day:
            self.become(board=board)


def _at(day: str, typed: str) -> int:
    hour = clock(typed)
    return times.at(day, hour) if hour else 0


def _nothing(_: Any) -> None:
    """Nothing more to do."""
