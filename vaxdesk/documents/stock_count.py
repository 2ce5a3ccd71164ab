"""The sheet of a stock-take: lots with what the books say, room for what is seen; or what was counted, afterwards."""

from __future__ import annotations

import msgspec
from reportlab.platypus import Flowable, KeepTogether, Spacer

from vaxdesk.documents.blocks import Head
from vaxdesk.documents.dates import day as written_day
from vaxdesk.documents.flow import Page, build
from vaxdesk.documents.samples import STATION
from vaxdesk.documents.stock_grid import Column, facts, grid, lot_named, signatures
from vaxdesk.domain.stock.places import table_no
from vaxdesk.domain.views import StationView
from vaxdesk.words import say_in


class CountLine(msgspec.Struct, frozen=True, kw_only=True):
    """A lot to be counted; `seen` below 0: not counted yet, the room is left empty. `thawed` as `Lot.thawed`."""

    vaccine: str
    number: str
    expiry: str
    doses_per_vial: int
    book: int
    seen: int = -1
    thawed: str = ""


class CountContents(msgspec.Struct, frozen=True, kw_only=True):
    """A stock-take of a place on an ISO day."""

    station: StationView
    day: str
    lines: tuple[CountLine, ...]
    place: str = ""
    keeper: str = ""
    printed_at: str = ""


def render(contents: CountContents, *, language: str = "vi") -> bytes:
    """The sheet as PDF, A4, as many pages as it takes."""

    def said(key: str, **about: object) -> str:
        return say_in(language, f"stock.paper.{key}", **about)

    no = table_no(contents.place)
    place = say_in(language, "stock.place.table", no=no) if no else say_in(language, "stock.place.store")

    def story() -> list[Flowable]:
        return [
            Head(contents.station, name=said("count.title"), under=said("count.under"), language=language),
            *facts((said("place"), place), (said("day"), written_day(contents.day))),
            Spacer(0, 6),
            grid(_columns(language), [_row(one, language=language) for one in contents.lines]),
            Spacer(0, 8),
            KeepTogether(
                signatures(
                    ((said("by_counter"), ""), (said("by_keeper"), contents.keeper),
                     (said("by_head"), contents.station.head)),
                    place=contents.station.commune,
                    at=contents.day,
                    language=language,
                )
            ),
        ]  # fmt: skip

    return build(story, Page(said("count.title"), contents.station, contents.printed_at, language))


def _columns(language: str) -> tuple[Column, ...]:
    keys = (("vaccine", 3.0), ("lot", 1.6), ("expiry", 1.9), ("doses_per_vial", 1.0))
    figures = (("count.book", 1.2), ("count.seen", 1.4), ("count.off", 1.2))
    return (
        *(Column(say_in(language, f"stock.paper.{key}"), share) for key, share in keys),
        *(Column(say_in(language, f"stock.paper.{key}"), share, True) for key, share in figures),
        Column(say_in(language, "stock.paper.count.why"), 2.0),
    )


def _row(one: CountLine, *, language: str) -> tuple[str, ...]:
    counted = one.seen >= 0
    seen, off = (str(one.seen), f"{one.seen - one.book:+d}" if one.seen != one.book else "0") if counted else ("", "")
    lot = lot_named(one.number, one.thawed, language=language)
    head = one.vaccine, lot, written_day(one.expiry), str(one.doses_per_vial)
    return (*head, str(one.book), seen, off, "")


SAMPLE = CountContents(
    station=STATION,
    day="2026-11-24",
    keeper="Lò Thị Mai",
    lines=(
        CountLine(vaccine="COVID-19 Vaccine Comirnaty (Pfizer)", number="FK1234", expiry="2027-06-30",
                  doses_per_vial=6, book=46, seen=45, thawed="2026-11-07"),
        CountLine(vaccine="COVID-19 Vaccine AstraZeneca", number="ABX5567", expiry="2026-12-05", doses_per_vial=10,
                  book=30),
    ),
    printed_at="2026-11-24T16:30",
)  # fmt: skip
