"""Report of a serious adverse event (annex of TT 34/2018/TT-BYT with the WHO core variables), filled or blank."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum

import msgspec
from reportlab.platypus import Flowable, Spacer

from vaxdesk.documents.blocks import Head, Signature
from vaxdesk.documents.dates import day, moment
from vaxdesk.documents.flow import ABOVE, NOTE, SECTION, WIDTH, Page, beside, build, paragraph
from vaxdesk.documents.flowables import Field, Filled, Ticks, written
from vaxdesk.documents.pen import TICK, width_of
from vaxdesk.documents.samples import STATION
from vaxdesk.documents.sheet import LABEL, VALUE
from vaxdesk.domain.aefi import GRADES, AefiForm, FieldType, roman
from vaxdesk.domain.aefi import Field as FormField
from vaxdesk.domain.views import StationView
from vaxdesk.words import say_in

_GAP = 3.0
_LONG_LINES = 3
_COLUMNS = 3


class Room(Enum):
    """Least width to write on in an empty field, in millimetres."""

    SHORT = 26.0
    WORDS = 50.0
    LONG = WIDTH


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One field of the report: a label with its value, or with choices as (text, ticked)."""

    label: str
    value: str = ""
    room: Room = Room.WORDS
    choices: tuple[tuple[str, bool], ...] = ()


class Section(msgspec.Struct, frozen=True, kw_only=True):
    """A headline and the fields below it."""

    title: str
    entries: tuple[Entry, ...]


class AefiContents(msgspec.Struct, frozen=True, kw_only=True):
    """What the report says; empty values become dotted lines.

    Times ISO; `reported_by` is printed under the room for the signature. `investigate_by` and `council_by` are moments
    by which the offices above must have acted (TT 12/2014/TT-BYT article 13); empty for what is not serious.
    """

    station: StationView
    title: str
    basis: str
    sections: tuple[Section, ...]
    reported_by: str = ""
    reported_at: str = ""
    printed_at: str = ""
    investigate_by: str = ""
    council_by: str = ""


def sections_of(form: AefiForm, values: Mapping[str, str], *, language: str = "vi") -> tuple[Section, ...]:
    """The sections of the data file, filled with values by field code; choices are codes joined by commas."""
    sections = []
    for section in form.section:
        fields = (field for field in form.field if field.section == section.code)
        entries = tuple(_entry(field, values.get(field.code, ""), language) for field in fields)
        sections.append(Section(title=section.said(language), entries=entries))
    return tuple(sections)


def render(contents: AefiContents, *, language: str = "vi") -> bytes:
    """The report as PDF, A4, as many pages as it takes."""

    def story() -> list[Flowable]:
        basis = say_in(language, "paper.aefi.basis", decision=contents.basis)
        head = Head(contents.station, name=contents.title.upper(), under=basis, language=language)
        body = [flowable for section in contents.sections for flowable in _section(section)]
        return [head, *_due(contents, language), *body, Spacer(0, 8), _signatures(contents, language)]

    return build(story, Page(contents.title, contents.station, contents.printed_at, language))


def _due(contents: AefiContents, language: str) -> list[Flowable]:
    """Until when the case is investigated and judged, where everybody sees it."""
    if not contents.investigate_by:
        return []
    by = {"investigate_by": moment(contents.investigate_by), "council_by": moment(contents.council_by)}
    return [paragraph(say_in(language, "paper.aefi.due", **by), NOTE)]


def _entry(field: FormField, value: str, language: str) -> Entry:
    label = f"{field.said(language)}:"
    if field.choice:
        chosen = value.split(",")
        choices = tuple((choice.said(language), choice.code in chosen) for choice in field.choice)
        return Entry(label=label, choices=choices)
    if field.source == "aefi.grade" and value in GRADES:
        value = roman(int(value))  # the label of the form says I-IV
    rooms = {FieldType.TEXT: Room.WORDS, FieldType.LONG: Room.LONG}
    return Entry(label=label, value=day(value), room=rooms.get(field.type, Room.SHORT))


def _section(section: Section) -> Iterator[Flowable]:
    yield paragraph(section.title, SECTION)
    for row in _rows(section.entries):
        yield from _line(row)


def _rows(entries: tuple[Entry, ...]) -> Iterator[list[Entry]]:
    """Fields side by side as long as they find room on a line."""
    row: list[Entry] = []
    for entry in entries:
        if row and sum(map(_needs, row)) + _needs(entry) > WIDTH:
            yield row
            row = []
        row.append(entry)
    yield row


def _needs(entry: Entry) -> float:
    if entry.choices:
        return width_of(entry.label, LABEL) + sum(width_of(text, LABEL) + TICK + 6 for text, _ in entry.choices)
    return width_of(entry.label, LABEL) + max(entry.room.value, width_of(entry.value, VALUE)) + _GAP


def _line(row: list[Entry]) -> list[Flowable]:
    if len(row) == 1 and row[0].choices and _needs(row[0]) > WIDTH:
        return [paragraph(row[0].label, ABOVE), Ticks(row[0].choices, columns=_COLUMNS)]
    if row[0].room is Room.LONG:
        return written(Field(row[0].label, row[0].value, lines=_LONG_LINES), WIDTH)
    whole = sum(map(_needs, row))
    return [Filled(*(Field(e.label, e.value, _needs(e) / whole, choices=e.choices) for e in row))]


def _signatures(contents: AefiContents, language: str) -> Flowable:
    head, reporter = (
        Signature(
            place=place,
            at=at,
            role=say_in(language, f"paper.aefi.{role}"),
            name=name,
            language=language,
        )
        for place, at, role, name in (
            ("", "", "head", contents.station.head),
            (contents.station.commune, contents.reported_at, "reporter", contents.reported_by),
        )
    )
    return beside([head], [reporter], right_width=WIDTH / 2)


SAMPLE = AefiContents(
    station=STATION,
    title="Báo cáo trường hợp tai biến nặng sau tiêm chủng",
    basis="TT 34/2018/TT-BYT; TT 51/2017/TT-BYT",
    sections=(
        Section(
            title="1. Thông tin chung",
            entries=(
                Entry(label="Họ và tên:", value="Lò Văn Páo"),
                Entry(label="Ngày sinh:", value="05/09/2005", room=Room.SHORT),
                Entry(label="Giới:", choices=(("Nam", True), ("Nữ", False))),
                Entry(label="Dân tộc:", value="Thái"),
                Entry(label="Thôn/ấp, số nhà:", value="Bản Nà Sản"),
                Entry(label="Xã/phường:", value="Chiềng Mung"),
                Entry(label="Tỉnh/thành phố:", value="Sơn La"),
            ),
        ),
        Section(
            title="3. Diễn biến",
            entries=(
                Entry(label="Ngày xuất hiện:", value="24/11/2026", room=Room.SHORT),
                Entry(label="Giờ xuất hiện:", value="08:52", room=Room.SHORT),
                Entry(
                    label="Biểu hiện:",
                    choices=(
                        ("Phản ứng tại chỗ nặng (> 3 ngày hoặc vượt quá khớp gần nhất)", False),
                        ("Co giật do sốt", False),
                        ("Hội chứng sốc nhiễm độc", False),
                        ("Phản vệ", True),
                        ("Khó thở", True),
                        ("Khác", False),
                    ),
                ),
                Entry(
                    label="Mô tả diễn biến:",
                    value="Sau tiêm 12 phút: nổi mày đay toàn thân, khó thở, tức ngực, mạch 118 lần/phút, huyết áp "
                    "90/60 mmHg. Phản vệ độ II. Tiêm bắp adrenalin 0,5 mg lúc 08:54, thở oxy, đỡ dần.",
                    room=Room.LONG,
                ),
            ),
        ),
    ),
    reported_by="ĐD. Giàng Thị Mai",
    reported_at="2026-11-24T10:15",
    printed_at="2026-11-24T10:16",
)
