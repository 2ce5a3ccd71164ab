"""The ledger of a lot ("sổ theo dõi vắc xin", stock card): date, paper, from or to, in, out, balance, signature."""

from __future__ import annotations

import msgspec
from reportlab.platypus import Flowable, Spacer

from vaxdesk.documents.blocks import Head
from vaxdesk.documents.dates import day as written_day
from vaxdesk.documents.flow import Page, build
from vaxdesk.documents.samples import STATION
from vaxdesk.documents.stock_grid import Column, facts, grid, lot_named, signatures, waste
from vaxdesk.domain.stock.ledger import LedgerLine
from vaxdesk.domain.stock.movement import MoveReason
from vaxdesk.domain.stock.places import table_no
from vaxdesk.domain.views import StationView
from vaxdesk.words import say_in

_FIRST_FIGURE = 3  # columns with figures begin here


class LedgerContents(msgspec.Struct, frozen=True, kw_only=True):
    """The ledger of one lot; `vaccine` is its name, dates ISO. `keeper` signs for the store."""

    station: StationView
    vaccine: str
    maker: str
    number: str
    expiry: str
    doses_per_vial: int
    lines: tuple[LedgerLine, ...]
    keeper: str = ""
    printed_at: str = ""
    thawed: str = ""  # as `Lot.thawed`


def render(contents: LedgerContents, *, language: str = "vi") -> bytes:
    """The ledger as PDF, A4, as many pages as it takes."""

    def said(key: str, **about: object) -> str:
        return say_in(language, f"stock.paper.{key}", **about)

    def story() -> list[Flowable]:
        return [
            Head(contents.station, name=said("ledger.title"), under=said("ledger.under"), language=language),
            *facts(
                (said("vaccine"), contents.vaccine),
                (said("maker"), contents.maker),
                (said("lot"), lot_named(contents.number, contents.thawed, language=language)),
                (said("expiry"), written_day(contents.expiry)),
                (said("doses_per_vial"), str(contents.doses_per_vial)),
            ),
            Spacer(0, 6),
            grid(_columns(language), [row(one, language=language) for one in contents.lines]),
            Spacer(0, 8),
            signatures(
                ((said("by_keeper"), contents.keeper), (said("by_head"), contents.station.head)),
                place=contents.station.commune,
                at=contents.printed_at,
                language=language,
            ),
        ]

    return build(story, Page(said("ledger.title"), contents.station, contents.printed_at, language))


def headings(language: str) -> tuple[str, ...]:
    """The headings of the columns, as on paper so in a sheet."""
    keys = ("day", "paper", "what", "came", "went", "extra", "balance")
    return tuple(say_in(language, f"stock.paper.ledger.{key}") for key in keys)


def what(line: LedgerLine, *, language: str) -> str:
    """What happened, with whom or where."""
    named = say_in(language, f"stock.move.{line.reason}")
    where = say_in(language, "stock.place.table", no=table_no(line.place)) if table_no(line.place) else ""
    reason = waste(line.why, language=language) if line.reason == MoveReason.DISPOSE else line.why
    moved = say_in(language, "stock.paper.moved", n=line.moved) if line.moved else ""
    return " · ".join(part for part in (named, where, line.partner, reason, moved) if part)


def row(line: LedgerLine, *, language: str) -> tuple[str, ...]:
    """One line as the paper shows it; nothing stands where nothing moved."""
    figures = (str(one) if one else "" for one in (line.came, line.went, line.extra))
    return (written_day(line.day), line.paper, what(line, language=language), *figures, str(line.balance), "")


def _columns(language: str) -> tuple[Column, ...]:
    shares = (1.75, 1.75, 4.3, 0.9, 0.9, 0.9, 1.0)
    named = (
        Column(word, share, at >= _FIRST_FIGURE)
        for at, (word, share) in enumerate(zip(headings(language), shares, strict=True))
    )
    return (*named, Column(say_in(language, "stock.paper.ledger.sign"), 1.5))


SAMPLE = LedgerContents(
    station=STATION,
    vaccine="COVID-19 Vaccine Comirnaty (Pfizer)",
    maker="Pfizer-BioNTech",
    number="FK1234",
    expiry="2027-06-30",
    doses_per_vial=6,
    lines=(
        LedgerLine(day="2026-11-20", reason="receipt", came=60, balance=60, paper="12/PX-TTYT", partner="TTYT huyện"),
        LedgerLine(day="2026-11-23", reason="issue", moved=12, balance=60, place="table:1"),
        LedgerLine(day="2026-11-23", reason="used", went=7, extra=1, balance=54),
        LedgerLine(day="2026-11-23", reason="wasted", went=2, balance=52),
        LedgerLine(day="2026-11-24", reason="dispose", went=6, balance=46, why="broken: rơi khi mở tủ", paper="01/BB"),
    ),
    keeper="Lò Thị Mai",
    printed_at="2026-11-24T16:30",
)
