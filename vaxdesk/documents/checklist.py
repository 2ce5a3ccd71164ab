"""A part of the safety self-assessment as it was filled in, with what differs from the last time, to be signed."""

from __future__ import annotations

import msgspec
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, Spacer, Table

from vaxdesk.assets import resources
from vaxdesk.documents import flow
from vaxdesk.documents.blocks import Head, Signature
from vaxdesk.documents.dates import day as written_day
from vaxdesk.documents.flow import CELL, CELL_HEAD, NOTE, WIDTH, Page, beside, paragraph
from vaxdesk.documents.samples import STATION
from vaxdesk.domain.places.checklist import Answer, ChecklistForm, Part, differences, load_checklist
from vaxdesk.domain.places.views import CheckedList
from vaxdesk.domain.views import StationView
from vaxdesk.words import say_in

_NO, _ANSWER, _NOTE = 9.0, 34.0, 44.0


class ChecklistContents(msgspec.Struct, frozen=True, kw_only=True):
    """A filled-in part of the list `form`, and the one before it; `by` is the name of who filled it in."""

    station: StationView
    form: ChecklistForm
    shown: CheckedList
    before: CheckedList | None = None
    by: str = ""
    printed_at: str = ""


def render(contents: ChecklistContents, *, language: str = "vi") -> bytes:
    """The part as PDF, with a table of its items and two signatures."""
    title = contents.form.said(language)
    under = f"{_part(contents, language)} · {_said(language, 'day', day=written_day(contents.shown.day))}"

    def story() -> list[Flowable]:
        return [
            Head(contents.station, name=title.upper(), under=under, language=language),
            *_remarks(contents, language),
            _items(contents, language),
            Spacer(0, 8),
            KeepTogether(_signatures(contents, language)),
        ]

    return flow.build(story, Page(title, contents.station, contents.printed_at, language))


def _said(language: str, key: str, **facts: object) -> str:
    return say_in(language, f"places.paper.{key}", **facts)


def _part(contents: ChecklistContents, language: str) -> str:
    part = Part(contents.shown.part)
    name = say_in(language, f"{Part.WORDS}.{part.value}")
    return _said(language, "part", part=name, title=contents.form.part[part].said(language))


def _remarks(contents: ChecklistContents, language: str) -> list[Flowable]:
    told = []
    if not contents.form.official:
        told.append(_said(language, "not_official", decision=contents.form.decision))
    if contents.before is None:
        told.append(_said(language, "no_before"))
    return [*(paragraph(text, NOTE) for text in told), Spacer(0, 4)]


def _items(contents: ChecklistContents, language: str) -> Flowable:
    shown, before = contents.shown, contents.before
    items = contents.form.part[Part(shown.part)].item
    other = {one.item for one in differences(items, shown.answers, before.answers)} if before else set()
    heads = ("", *(_said(language, one) for one in ("item", "answer", "note")))
    rows = [[paragraph(text, CELL_HEAD) for text in heads]]
    for number, item in enumerate(items, 1):
        notes = [shown.notes.get(item.key, "")]
        if before and item.key in other:
            answer = _answer(before.answers.get(item.key, ""), language)
            notes.append(_said(language, "before", day=written_day(before.day), answer=answer))
        answer = _answer(shown.answers.get(item.key, ""), language)
        cells = (str(number), item.said(language), answer, "\n".join(filter(None, notes)))
        rows.append([paragraph(text, CELL) for text in cells])
    widths = (_NO, WIDTH - _NO - _ANSWER - _NOTE, _ANSWER, _NOTE)
    return Table(rows, colWidths=[one * mm for one in widths], style=flow.GRID, repeatRows=1)


def _answer(answer: str, language: str) -> str:
    return say_in(language, f"{Answer.WORDS}.{answer}") if answer in tuple(Answer) else answer or "–"


def _signatures(contents: ChecklistContents, language: str) -> list[Flowable]:
    def signed(role: str, name: str) -> Signature:
        return Signature(place=contents.station.commune, at=contents.shown.day, role=_said(language, role), name=name,
                         language=language)  # fmt: skip

    return [beside([signed("by", contents.by)], [signed("head", contents.station.head)], right_width=WIDTH / 2)]


def _sample() -> ChecklistContents:
    items = ("place", "cold_chain", "infection")
    form = load_checklist((resources() / "checklists" / "qd3518.toml").read_text(encoding="utf-8"))
    answers = {item.key: "yes" for item in form.part[Part.C].item}
    return ChecklistContents(
        station=STATION,
        form=form,
        shown=CheckedList(
            id="",
            part=Part.C.value,
            day="2026-11-27",
            answers={**answers, **dict(zip(items, Answer, strict=True))},
            notes={"cold_chain": "Máy phát hỏng, đã báo huyện"},
        ),
        before=CheckedList(id="", part=Part.C.value, day="2026-11-20", answers=answers),
        by="Lò Thị Mai",
        printed_at="2026-11-27T08:05",
    )


SAMPLE = _sample()
