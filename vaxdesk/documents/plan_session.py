"""The sheet of a session: where and with what, its slots, and the team by role, to be hung up and signed."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Spacer, Table

from vaxdesk.documents.blocks import Head, Signature
from vaxdesk.documents.flow import BODY, CELL, CELL_HEAD, GRID, SECTION, Page, beside, build, paragraph
from vaxdesk.documents.plan_invitations import weekday
from vaxdesk.documents.samples import STATION
from vaxdesk.domain.team.roles import TeamRole
from vaxdesk.domain.views import StationView
from vaxdesk.words import say_in

_SLOTS = (("hour", 40), ("people", 40), ("places", 40), ("note", 60))
_TEAM = (("role", 45), ("name", 75), ("hours", 35), ("sign", 25))
_SIGN = 90.0


class TeamLine(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody of the team; hours as `HH:MM`, empty for beginning and end."""

    role: str
    name: str
    start: str = ""
    end: str = ""


class SessionContents(msgspec.Struct, frozen=True, kw_only=True):
    """A session; `slots` are (hour, people, places). `missing` are (role, how many) that lack. Days ISO."""

    station: StationView
    day: str
    place: str = ""
    vaccine: str = ""
    lots: str = ""
    campaign: str = ""
    note: str = ""
    doses: str = ""
    slots: tuple[tuple[str, int, int], ...] = ()
    team: tuple[TeamLine, ...] = ()
    missing: tuple[tuple[str, int], ...] = ()
    printed_at: str = ""


def render(contents: SessionContents, *, language: str = "vi") -> bytes:
    """The sheet as PDF."""
    name = say_in(language, "plan.paper.session")
    return build(
        lambda: _story(contents, name, language), Page(name, contents.station, contents.printed_at, language)
    )


def _story(contents: SessionContents, name: str, language: str) -> list[Flowable]:
    def said(key: str, **facts: object) -> str:
        return say_in(language, f"plan.sheet.{key}", **facts)

    facts = [
        said(key, value=getattr(contents, key))
        for key in ("campaign", "place", "vaccine", "lots", "doses", "note")
        if getattr(contents, key)
    ]
    under = weekday(contents.day, language)
    slots = [(hour, str(people), str(places), "") for hour, people, places in contents.slots]
    total = sum(people for _, people, _ in contents.slots), sum(places for _, _, places in contents.slots)
    slots.append((said("total"), *map(str, total), ""))
    sign = [
        Signature(place="", at=contents.printed_at, role=said("head"), name=contents.station.head, language=language)
    ]
    return [
        Head(contents.station, name=name, under=under, language=language),
        *(paragraph(one, BODY) for one in facts),
        paragraph(said("slots"), SECTION),
        _table(_SLOTS, slots, said),
        paragraph(said("team"), SECTION),
        _table(_TEAM, _team(contents.team, language), said),
        *(paragraph(one, BODY) for one in _missing(contents.missing, language)),
        Spacer(1, 5 * mm),
        KeepTogether([beside([], sign, right_width=_SIGN)]),
    ]


def _team(team: Sequence[TeamLine], language: str) -> list[tuple[str, ...]]:
    order = {role.value: at for at, role in enumerate(TeamRole)}
    rows = sorted(team, key=lambda one: (order.get(one.role, len(order)), one.start, one.name))
    known = set(order)
    return [
        (
            say_in(language, f"{TeamRole.WORDS}.{one.role}") if one.role in known else one.role,
            one.name,
            hours(one.start, one.end, language),
            "",
        )
        for one in rows
    ]


def hours(start: str, end: str, language: str) -> str:
    """`07:30 – 11:30`, `từ 07:30`, `đến 11:30`, or the whole day."""
    if start and end:
        return f"{start} – {end}"
    if start:
        return say_in(language, "team.from", at=start)
    return say_in(language, "team.until", at=end) if end else say_in(language, "team.whole_day")


def _missing(missing: Sequence[tuple[str, int]], language: str) -> list[str]:
    if not missing:
        return []
    parts = (f"{say_in(language, f'{TeamRole.WORDS}.{role}')} ({n})" for role, n in missing)
    return [say_in(language, "team.missing", roles=", ".join(parts))]


def _table(columns: Sequence[tuple[str, float]], rows: Sequence[Sequence[str]], said: object) -> Table:
    head = [paragraph(said(f"column.{key}"), CELL_HEAD) for key, _ in columns]
    body = [[paragraph(text, CELL) for text in row] for row in rows]
    return Table([head, *body], colWidths=[width * mm for _, width in columns], style=GRID, repeatRows=1)


SAMPLE = SessionContents(
    station=STATION,
    day="2026-12-01",
    place="Nhà văn hóa thôn Cu Vai",
    vaccine="Comirnaty",
    lots="FK1234",
    campaign="Đợt 3 – tiêm nhắc lại",
    note="Mang theo máy phát điện.",
    doses="120",
    slots=(("07:30", 10, 10), ("08:30", 9, 10), ("13:30", 0, 10)),
    team=(
        TeamLine(role="head", name="Hoàng Văn Sình"),
        TeamLine(role="reception", name="Lò Thị Mai", start="07:00", end="11:30"),
        TeamLine(role="screening", name="Cầm Thị Hương"),
        TeamLine(role="injecting", name="Hờ A Chứ", start="13:30"),
        TeamLine(role="observing", name="Vàng Thị Mỷ", end="11:30"),
    ),
    missing=(("injecting", 1),),
    printed_at="2026-11-30T16:30",
)
