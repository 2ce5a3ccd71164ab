"""The month sheet of a fridge: each day's readings as figures and as a line over the allowed range."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence

import msgspec
from reportlab.platypus import Flowable, KeepTogether, Spacer

from vaxdesk.documents.blocks import Head
from vaxdesk.documents.fitting import Style
from vaxdesk.documents.flow import Page, build
from vaxdesk.documents.flowables import Drawn
from vaxdesk.documents.fonts import REGULAR
from vaxdesk.documents.pen import FIRM, Align, Box, Pen, Rise
from vaxdesk.documents.samples import STATION
from vaxdesk.documents.stock_grid import Column, facts, grid, signatures
from vaxdesk.domain.payloads_stock import UNMEASURED
from vaxdesk.domain.stock.cold import Cabinet, Half, Reading, TempState, half_of, judge
from vaxdesk.domain.times import clock_of
from vaxdesk.domain.views import StationView
from vaxdesk.words import say_in

_SCALE = Style(REGULAR, 7.5, 5.0)
_LEFT, _HEIGHT = 12.0, 62.0
_ROOM = 30  # tenths of °C shown beyond range and readings


class TempsContents(msgspec.Struct, frozen=True, kw_only=True):
    """A month (`YYYY-MM`) of a fridge; readings in the order of their times, `names` of users by number."""

    station: StationView
    fridge: str
    cabinet: Cabinet
    month: str
    readings: tuple[Reading, ...]
    names: dict[int, str] = {}
    printed_at: str = ""


def render(contents: TempsContents, *, language: str = "vi") -> bytes:
    """The sheet as PDF, A4."""

    def said(key: str, **about: object) -> str:
        return say_in(language, f"stock.paper.{key}", **about)

    cabinet = contents.cabinet
    span = said("temps.range", low=tenths(cabinet.low), high=tenths(cabinet.high))
    month = "/".join(reversed(contents.month.split("-")))

    def story() -> list[Flowable]:
        return [
            Head(contents.station, name=said("temps.title"), under=said("temps.under", month=month), language=language),
            *facts((said("temps.fridge"), contents.fridge), (said("temps.allowed"), span)),
            Spacer(0, 6),
            TempChart(contents.readings, cabinet, month=contents.month, language=language),
            Spacer(0, 6),
            grid(_columns(language), _rows(contents, language)),
            Spacer(0, 8),
            KeepTogether(
                signatures(
                    ((said("by_keeper"), ""), (said("by_head"), contents.station.head)),
                    place=contents.station.commune,
                    at=contents.printed_at,
                    language=language,
                )
            ),
        ]

    return build(story, Page(said("temps.title"), contents.station, contents.printed_at, language))


def tenths(value: int) -> str:
    """`4,5` of tenths of °C; empty for what nobody measured."""
    if value == UNMEASURED:
        return ""
    sign = "−" if value < 0 else ""
    return f"{sign}{abs(value) // 10},{abs(value) % 10}"


class TempChart(Drawn):
    """A line through the readings of a month, the allowed range shaded, days below."""

    def __init__(self, readings: Sequence[Reading], cabinet: Cabinet, *, month: str, language: str) -> None:
        super().__init__()
        self._readings, self._cabinet, self._language = readings, cabinet, language
        self._days = monthrange(int(month[:4]), int(month[5:7]))[1]
        shown = [one.tenths for one in readings]
        self._low = min([cabinet.low, *shown]) - _ROOM
        self._high = max([cabinet.high, *shown]) + _ROOM

    def measure(self, width: float) -> float:  # noqa: ARG002 - always as high
        return _HEIGHT + 6

    def stroke(self, pen: Pen, width: float) -> None:
        area = Box(_LEFT, 0, width - _LEFT, _HEIGHT)
        top, foot = self._up(self._cabinet.high), self._up(self._cabinet.low)
        pen.frame(area)
        pen.frame(Box(area.x, top, area.width, foot - top), shade=True)
        for value in (self._cabinet.low, self._cabinet.high):
            at = Box(0, self._up(value) - 2, _LEFT - 1.5, 4)
            pen.write(tenths(value), at, style=_SCALE, align=Align.RIGHT, rise=Rise.MIDDLE)
        cell = area.width / self._days
        for day in range(1, self._days + 1):
            at = Box(area.x + (day - 1) * cell, _HEIGHT + 0.8, cell, 4)
            pen.write(str(day), at, style=_SCALE, align=Align.CENTRE)
        points = [(area.x + self._across(one) * cell, self._up(one.tenths)) for one in self._readings]
        for start, end in zip(points, points[1:], strict=False):
            pen.rule(start, end, weight=FIRM)
        for x, y in points:
            pen.frame(Box(x - 0.7, y - 0.7, 1.4, 1.4), weight=FIRM)

    def _across(self, one: Reading) -> float:
        """Place of a reading in days from the first of the month: mornings left in the day, afternoons right."""
        half = half_of(clock_of(one.at))
        return int(one.day[8:10]) - 1 + (0.25 if half is Half.MORNING else 0.75)

    def _up(self, value: int) -> float:
        return _HEIGHT * (self._high - value) / (self._high - self._low)


def _columns(language: str) -> tuple[Column, ...]:
    def said(key: str) -> str:
        return say_in(language, f"stock.paper.temps.{key}")

    return (
        Column(said("day"), 1.2), Column(said("clock"), 0.9), Column(said("now"), 0.9, True),
        Column(said("low"), 0.9, True), Column(said("high"), 0.9, True), Column(said("state"), 1.7),
        Column(said("did"), 3.4), Column(said("by"), 2.0),
    )  # fmt: skip


def _rows(contents: TempsContents, language: str) -> list[tuple[str, ...]]:
    return [
        (
            f"{one.day[8:10]}/{one.day[5:7]}",
            clock_of(one.at),
            tenths(one.tenths),
            tenths(one.low),
            tenths(one.high),
            say_in(language, f"{TempState.WORDS}.{judge(contents.cabinet, one.tenths, one.low, one.high).value}"),
            one.did,
            contents.names.get(one.user, ""),
        )
        for one in contents.readings
    ]


def _sample(day: int, clock: int, value: int, **more: object) -> Reading:
    at = 1_793_404_800 + ((day - 1) * 24 + clock - 7) * 3600  # hours from the first of November 2026 on, Viet Nam time
    return Reading(id=f"x{day}{clock}", fridge="Tủ 1", cabinet="fridge", day=f"2026-11-{day:02}", at=at, tenths=value,
                   user=1, **more)  # fmt: skip


SAMPLE = TempsContents(
    station=STATION,
    fridge="Tủ 1",
    cabinet=Cabinet("fridge", 20, 80),
    month="2026-11",
    readings=(
        *(_sample(day, clock, 40 + (day * 7 + clock) % 25) for day in range(1, 23) for clock in (7, 15)),
        _sample(23, 7, 95, low=41, high=112, did="Mất điện từ 3 giờ, chuyển vắc xin sang hòm lạnh"),
        _sample(23, 15, 52),
    ),
    names={1: "Lò Thị Mai"},
    printed_at="2026-11-24T16:30",
)
