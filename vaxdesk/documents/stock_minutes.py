"""Minutes of the disposal of vaccine ("biên bản hủy"): what, how much, why, and who signs (facts 3.4, 5.5)."""

from __future__ import annotations

import msgspec
from reportlab.platypus import Flowable, KeepTogether, Spacer

from vaxdesk.documents.blocks import Head
from vaxdesk.documents.dates import day as written_day
from vaxdesk.documents.flow import Page, build, paragraph
from vaxdesk.documents.flowables import Field, Filled
from vaxdesk.documents.samples import STATION
from vaxdesk.documents.stock_grid import Column, grid, signatures, waste
from vaxdesk.domain.views import StationView
from vaxdesk.words import say_in


class Thrown(msgspec.Struct, frozen=True, kw_only=True):
    """A lot of which something is disposed; `why` as kept (`WasteReason: note`)."""

    vaccine: str
    number: str
    expiry: str
    vials: int
    doses: int
    why: str


class MinutesContents(msgspec.Struct, frozen=True, kw_only=True):
    """Minutes of a day, ISO; `present` are those named as present, empty lines are left for more."""

    station: StationView
    day: str
    lines: tuple[Thrown, ...]
    paper: str = ""
    present: tuple[str, ...] = ()
    keeper: str = ""
    printed_at: str = ""


_LINES_TO_SIGN = 3


def render(contents: MinutesContents, *, language: str = "vi") -> bytes:
    """The minutes as PDF, A4."""

    def said(key: str, **about: object) -> str:
        return say_in(language, f"stock.paper.{key}", **about)

    def story() -> list[Flowable]:
        under = said("minutes.under", paper=contents.paper or "……………")
        return [
            Head(contents.station, name=said("minutes.title"), under=under, language=language),
            paragraph(said("minutes.today", day=written_day(contents.day), station=contents.station.name)),
            paragraph(said("minutes.present")),
            *_people(contents.present, said("minutes.person"), said("minutes.post")),
            Spacer(0, 5),
            paragraph(said("minutes.agreed")),
            Spacer(0, 3),
            _table(contents.lines, language=language),
            Spacer(0, 5),
            Filled(Field(said("minutes.how"), lines=2)),
            paragraph(said("minutes.copies")),
            Spacer(0, 8),
            KeepTogether(
                signatures(
                    (
                        (said("by_writer"), contents.keeper),
                        (said("by_witness"), ""),
                        (said("by_head"), contents.station.head),
                    ),
                    place=contents.station.commune,
                    at=contents.day,
                    language=language,
                )
            ),
        ]

    return build(story, Page(said("minutes.title"), contents.station, contents.printed_at, language))


def _people(present: tuple[str, ...], name: str, post: str) -> list[Flowable]:
    filled = [*present, *[""] * max(0, _LINES_TO_SIGN - len(present))]
    return [Filled(Field(f"{at}. {name}", who, 0.6), Field(post, "", 0.4)) for at, who in enumerate(filled, 1)]


def _table(lines: tuple[Thrown, ...], *, language: str) -> Flowable:
    def said(key: str) -> str:
        return say_in(language, f"stock.paper.{key}")

    columns = (
        Column(said("no"), 0.5, True),
        Column(said("vaccine"), 3.2),
        Column(said("lot"), 1.6),
        Column(said("expiry"), 1.7),
        Column(said("vials"), 0.8, True),
        Column(said("doses"), 0.9, True),
        Column(said("why"), 3.0),
    )
    rows = [
        (str(at), one.vaccine, one.number, written_day(one.expiry), str(one.vials), str(one.doses),
         waste(one.why, language=language))
        for at, one in enumerate(lines, 1)
    ]  # fmt: skip
    total = ("", said("sum"), "", "", str(sum(one.vials for one in lines)), str(sum(one.doses for one in lines)), "")
    return grid(columns, [*rows, total], last_is_sum=True)


SAMPLE = MinutesContents(
    station=STATION,
    day="2026-11-24",
    paper="01/BB-HVX",
    present=("Hoàng Văn Sình", "Lò Thị Mai"),
    keeper="Lò Thị Mai",
    lines=(
        Thrown(vaccine="COVID-19 Vaccine Comirnaty (Pfizer)", number="FK1234", expiry="2027-06-30", vials=1, doses=6,
               why="broken: rơi khi mở tủ"),
        Thrown(vaccine="COVID-19 Vaccine AstraZeneca", number="ABX5567", expiry="2026-11-20", vials=3, doses=30,
               why="expired"),
    ),
    printed_at="2026-11-24T16:30",
)  # fmt: skip
