"""Who is invited to a session, slot by slot: the list by which people are called, A4 upright."""

from __future__ import annotations

from datetime import date

import msgspec
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Table

from vaxdesk.documents.blocks import Head
from vaxdesk.documents.dates import day as written_day
from vaxdesk.documents.flow import CELL, CELL_HEAD, GRID, NOTE, SECTION, Page, build, paragraph
from vaxdesk.documents.samples import STATION
from vaxdesk.domain.views import StationView
from vaxdesk.words import say_in

# Millimetres, together the width of the text.
_COLUMNS = (("number", 10), ("name", 46), ("dob", 25), ("sex", 12), ("phone", 25), ("address", 42), ("told", 20))
_TOGETHER = 6  # a slot of so few people is not parted from its heading


class Invited(msgspec.Struct, frozen=True, kw_only=True):
    """A person of the list; `dob` ISO, `sex` M or F or empty. `document` and `code` are for spreadsheet and slip."""

    name: str
    dob: str = ""
    sex: str = ""
    phone: str = ""
    address: str = ""
    document: str = ""
    code: str = ""
    code_text: str = ""


class SlotList(msgspec.Struct, frozen=True, kw_only=True):
    """A slot with its people."""

    hour: str
    places: int
    people: tuple[Invited, ...] = ()


class InvitationsContents(msgspec.Struct, frozen=True, kw_only=True):
    """All slots of a session; `day` and `printed_at` ISO."""

    station: StationView
    day: str
    place: str
    vaccine: str
    slots: tuple[SlotList, ...]
    campaign: str = ""
    printed_at: str = ""

    @property
    def people(self) -> int:
        """How many are invited."""
        return sum(len(one.people) for one in self.slots)


def render(contents: InvitationsContents, *, language: str = "vi") -> bytes:
    """The list as PDF."""
    name = say_in(language, "plan.paper.invitations")
    page = Page(f"{name} {written_day(contents.day)}", contents.station, contents.printed_at, language)
    return build(lambda: _story(contents, name, language), page)


def _story(contents: InvitationsContents, name: str, language: str) -> list[Flowable]:
    story: list[Flowable] = [
        Head(contents.station, name=name, under=under(contents, language), language=language),
        paragraph(say_in(language, "plan.paper.invited", n=contents.people), NOTE),
    ]
    number = 1
    for slot in contents.slots:
        if slot.people:
            facts = {"hour": slot.hour, "people": len(slot.people), "places": slot.places}
            heading = paragraph(say_in(language, "plan.paper.slot", **facts), SECTION)
            rows = [_row(number + at, one, language) for at, one in enumerate(slot.people)]
            story += _block(heading, rows, language)
            number += len(slot.people)
    return story


def under(contents: InvitationsContents, language: str) -> str:
    """Day, place and vaccine of the session in one line, what is not known left out."""
    parts = (weekday(contents.day, language), contents.place, contents.vaccine, contents.campaign)
    return " · ".join(part for part in parts if part)


def weekday(day: str, language: str) -> str:
    """`Thứ Ba, 01/12/2026`."""
    name = say_in(language, f"plan.weekday.{date.fromisoformat(day).weekday()}")
    return f"{name}, {written_day(day)}"


def _block(heading: Flowable, rows: list[list], language: str) -> list[Flowable]:
    head = [paragraph(say_in(language, f"plan.paper.column.{key}"), CELL_HEAD) for key, _ in _COLUMNS]
    widths = [width * mm for _, width in _COLUMNS]
    table = Table([head, *rows], colWidths=widths, style=GRID, repeatRows=1)
    return [KeepTogether([heading, table])] if len(rows) <= _TOGETHER else [heading, table]


def _row(number: int, one: Invited, language: str) -> list[Flowable | str]:
    sex = say_in(language, f"clinical.sex.{one.sex}") if one.sex else ""
    texts = (str(number), one.name, written_day(one.dob), sex, one.phone, one.address, "")
    return [paragraph(text, CELL) for text in texts]


_PEOPLE = (
    ("Nguyễn Thị Lành", "1990-01-01", "F", "0912345678", "Thôn Cu Vai, xã Hạnh Phúc"),
    ("Lò Văn Páo", "2005-09-05", "M", "0987654321", "Bản Nà Sản, Chiềng Mung"),
    ("Bùi Thị Ắng", "1952", "F", "", "Xóm Bái, Tân Mỹ"),
    ("Giàng A Dế", "1971-11", "M", "0977000111", "Bản Háng Xê"),
)
SAMPLE_PEOPLE = tuple(
    Invited(name=name, dob=dob, sex=sex, phone=phone, address=address, document="015190001234",
            code=f"VXR:05444865523167665884{at}{at * 7 % 97:02d}",
            code_text=f"VXR:0F3K7M9QX2TBW.4{at}-{at * 7 % 97:02d}")
    for at, (name, dob, sex, phone, address) in enumerate(_PEOPLE, start=1)
)  # fmt: skip
SAMPLE = InvitationsContents(
    station=STATION,
    day="2026-12-01",
    place="Nhà văn hóa thôn Cu Vai",
    vaccine="Comirnaty",
    campaign="Đợt 3",
    slots=tuple(SlotList(hour=hour, places=10, people=SAMPLE_PEOPLE) for hour in ("07:30", "08:30", "13:30")),
    printed_at="2026-11-28T16:30",
)
