"""Samples of the page of the team."""

from __future__ import annotations

from typing import Any

from vaxdesk.domain import times
from vaxdesk.domain.team.board import TeamBoard
from vaxdesk.domain.team.member import Member
from vaxdesk.domain.team.need import Gap
from vaxdesk.domain.views import UserView
from vaxdesk.ui.gallery import Sample, a_room, question
from vaxdesk.ui.screens.team.member_dialog import MemberDialog
from vaxdesk.ui.screens.team.model import TeamModel, TeamPorts
from vaxdesk.ui.screens.team.view import TeamView

_DAY = "2026-12-01"
_USERS = tuple(
    UserView(no=no, name=name, login=f"u{no}", roles=("reception",))
    for no, name in enumerate(("Lò Thị Mai", "BS. Đặng Quốc Bảo", "Vàng A Sếnh", "Hoàng Thị Nhài"), start=1)
)


def _member(role: str, name: str, start: str = "", end: str = "", **more: Any) -> Member:
    hours = {key: times.at(_DAY, at) if at else 0 for key, at in (("from_at", start), ("until_at", end))}
    return Member(id=f"{role}{name}{start}", day=_DAY, role=role, name=name, **hours, **more)


_MEMBERS = (
    _member("head", "BS. Đặng Quốc Bảo"),
    _member("reception", "Hoàng Thị Nhài", "07:30", "11:30", over=True),
    _member("reception", "Lò Thị Mai", "13:30"),
    _member("data_entry", "Nguyễn Hoàng Phương Thảo Tôn Nữ Thị Quỳnh Giao"),
    _member("screening", "BS. Đặng Quốc Bảo"),
    _member("injecting", "Vàng A Sếnh", "07:30", "16:30"),
    _member("observing", "Cầm Thị Hương"),
    _member("observing", "Hoàng Thị Nhài", "13:30"),
)


def _view(*, members: tuple[Member, ...] = _MEMBERS, **changes: Any) -> TeamView:
    gaps = (Gap("injecting", 2, 1),) if members else (Gap("screening", 1, 0), Gap("injecting", 2, 0))
    board = TeamBoard(
        day=_DAY, members=members, gaps=gaps, users=_USERS, known=("Cầm Thị Hương",), days=("2026-11-24",)
    )
    nothing = lambda *_, **__: None  # noqa: E731
    ports = TeamPorts(
        board=lambda _: board, put=nothing, end=nothing, arrange=nothing, remove=nothing, take_over=nothing,
        today=lambda: _DAY,
    )  # fmt: skip
    model = TeamModel(a_room(), ports)
    model.look()
    model.become(**changes)
    return TeamView(model)


def _ask_remove(view: TeamView) -> None:
    view._open(_MEMBERS[1])
    view.findChild(MemberDialog)._remove()


GALLERY: tuple[Sample, ...] = (
    Sample("team-empty", lambda: _view(members=())),
    Sample("team-afternoon", _view),
    Sample("team-typing", lambda: _view(typed="ho", role="injecting")),
    question("team-member", _view, lambda view: view._open(_MEMBERS[1])),
    question("team-ask-remove", _view, _ask_remove),
    Sample("team-stranger", lambda: _view(typed="Giàng Thị Dở", role="emergency")),
)
