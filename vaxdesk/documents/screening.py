"""Screening sheet and consent form of one person, filled or blank, from the texts of the form in force."""

from __future__ import annotations

import msgspec
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, KeepTogether, PageBreak, Spacer, Table

from vaxdesk.documents import flow
from vaxdesk.documents.blocks import CodeBlock, Head, Signature
from vaxdesk.documents.dates import day, parts
from vaxdesk.documents.flow import BODY, CELL, CELL_HEAD, NOTE, READ, SECTION, WIDTH, Page, beside, paragraph
from vaxdesk.documents.flowables import Field, Filled, TickCell, Ticks, written
from vaxdesk.documents.pen import width_of
from vaxdesk.documents.screening_contents import SAMPLE, PriorDose, Question, ScreeningContents
from vaxdesk.documents.sheet import LABEL
from vaxdesk.words import say_in

__all__ = ["SAMPLE", "ScreeningContents", "render", "render_blank"]

_CODE_WIDTH = 36.0
_NO_COLUMN, _ANSWER_COLUMN = 9.0, 15.0
_QUESTION_COLUMN = WIDTH - _NO_COLUMN - 2 * _ANSWER_COLUMN
_ROOM_TO_WRITE = 38.0
_VITALS_A_LINE = 4


def render(contents: ScreeningContents, *, language: str = "vi") -> bytes:
    """Screening sheet and consent form as PDF: the first page for the doctor, the second to be signed."""

    def story() -> list[Flowable]:
        return [*_sheet(contents, language), PageBreak(), *_consent(contents, language)]

    return flow.build(story, Page(contents.title, contents.station, contents.printed_at, language))


def render_blank(contents: ScreeningContents, *, language: str = "vi") -> bytes:
    """The same form with nobody's name and no answers, to be filled by hand."""
    replace = msgspec.structs.replace
    bare = ScreeningContents(
        station=contents.station,
        title=contents.title,
        basis=contents.basis,
        questions=tuple(replace(question, answer=None, note="") for question in contents.questions),
        conclusions=tuple(replace(choice, ticked=False) for choice in contents.conclusions),
        consent=replace(contents.consent, given=None, group="", by="", phone=""),
        vitals=tuple(replace(sign, value="") for sign in contents.vitals),
        footnotes=contents.footnotes,
        child=contents.child,
        printed_at=contents.printed_at,
    )
    return render(bare, language=language)


def _sheet(contents: ScreeningContents, language: str) -> list[Flowable]:
    def words(key: str) -> str:
        return say_in(language, f"paper.screening.{key}")

    basis = say_in(language, "paper.screening.basis", decision=contents.basis)
    return [
        Head(contents.station, name=_title(contents.title, language), under=basis, language=language),
        *_who(contents, language),
        *_prior(contents, language),
        paragraph(words("section.questions"), SECTION),
        _questions(contents, language),
        *_vitals(contents, language),
        paragraph(words("section.conclusion"), SECTION),
        Ticks([(choice.text, choice.ticked) for choice in contents.conclusions]),
        *written(Field(words("remark"), contents.remark), WIDTH),
        Spacer(0, 4),
        _foot(contents, language),
    ]


def _title(text: str, language: str) -> str:
    """In capitals, for whom the form is on a line of its own."""
    whom = say_in(language, "paper.screening.for_whom")
    return text.replace(f" {whom} ", f"\n{whom} ").upper()


def _who(contents: ScreeningContents, language: str) -> list[Flowable]:
    lines = _identity(contents, language)
    if not contents.code:
        return lines
    code = CodeBlock(contents.code, contents.code_text)
    return [beside(lines, [code], right_width=_CODE_WIDTH)]


def _identity(contents: ScreeningContents, language: str) -> list[Flowable]:
    def words(key: str) -> str:
        return say_in(language, f"paper.screening.{key}")

    sexes = tuple((say_in(language, f"paper.sex.{sex}"), contents.sex == sex) for sex in ("M", "F"))
    lines = [
        Filled(Field(words("child_name" if contents.child else "name"), contents.name)),
        Filled(Field(words("dob"), day(contents.dob), 0.46), Field(words("sex"), share=0.54, choices=sexes)),
        Filled(Field(words("document"), contents.document)),
        Filled(Field(words("phone"), contents.phone)),
    ]
    address = Filled(Field(words("address"), contents.address))
    if contents.child:
        guardian = Field(words("guardian"), contents.consent.by, 0.62)
        return [*lines, address, Filled(guardian, Field(words("phone_short"), contents.consent.phone, 0.38))]
    job, work = Field(words("job"), contents.job, 0.42), Field(words("work"), contents.work, 0.58)
    return [*lines, Filled(job, work), address]


def _prior(contents: ScreeningContents, language: str) -> list[Flowable]:
    def words(key: str, **facts: int) -> str:
        return say_in(language, f"paper.screening.{key}", **facts)

    doses = contents.prior if contents.prior else (PriorDose(),) * (2 if contents.child else 3)
    known = contents.prior is not None
    ticks = [(words("prior_none"), known and not contents.prior), (words("prior_some"), bool(contents.prior))]
    lines = [] if contents.prior == () else [
        Filled(
            Field(words("prior_dose", number=number), dose.vaccine, 0.66),
            Field(words("prior_date"), day(dose.date), 0.34),
        )
        for number, dose in enumerate(doses, start=1)
    ]  # fmt: skip
    return [Spacer(0, 2), Ticks(ticks, columns=2), *lines]


def _questions(contents: ScreeningContents, language: str) -> Flowable:
    heads = [paragraph(say_in(language, f"paper.screening.{key}"), CELL_HEAD) for key in ("item", "no", "yes")]
    rows = [["", *heads]]
    for question in contents.questions:
        rows.append([
            paragraph(question.no, CELL_HEAD),
            _asked(question),
            TickCell(question.answer is False),
            TickCell(question.answer is True),
        ])  # fmt: skip
    widths = [side * mm for side in (_NO_COLUMN, _QUESTION_COLUMN, _ANSWER_COLUMN, _ANSWER_COLUMN)]
    return Table(rows, colWidths=widths, repeatRows=1, style=flow.GRID)


def _asked(question: Question) -> list[Flowable]:
    """The item, and what is to be filled in beside it, on the same line if there is room to write."""
    if not question.note_label:
        return [paragraph(question.text, CELL)]
    whole = f"{question.text}. {question.note_label}:"
    if width_of(whole, LABEL) + max(width_of(question.note, LABEL), _ROOM_TO_WRITE) < _QUESTION_COLUMN:
        return [Filled(Field(whole, question.note))]
    return [paragraph(question.text, CELL), Filled(Field(f"{question.note_label}:", question.note))]


def _vitals(contents: ScreeningContents, language: str) -> list[Flowable]:
    if not contents.vitals:
        return []
    lines, share = [], 1 / _VITALS_A_LINE
    for first in range(0, len(contents.vitals), _VITALS_A_LINE):
        row = contents.vitals[first : first + _VITALS_A_LINE]
        lines.append(Filled(*(Field(f"{sign.label}:", sign.value, share, sign.unit) for sign in row)))
    return [KeepTogether([paragraph(say_in(language, "paper.screening.section.vitals"), SECTION), *lines])]


def _foot(contents: ScreeningContents, language: str) -> Flowable:
    hour, minute, *_ = parts(contents.screened_at)
    when = say_in(language, "paper.screening.time", hour=hour or "……", minute=minute or "……")
    signature = Signature(
        place=contents.station.commune,
        at=contents.screened_at,
        role=say_in(language, "paper.screening.screener"),
        name=contents.screened_by,
        language=language,
    )
    notes = [paragraph(when, BODY), *(paragraph(note, NOTE) for note in contents.footnotes)]
    return beside(notes, [signature], right_width=WIDTH / 2)


def _consent(contents: ScreeningContents, language: str) -> list[Flowable]:
    who = "child" if contents.child else "adult"

    def words(key: str) -> str:
        return say_in(language, f"paper.consent.{key}")

    consent = contents.consent
    role = words(f"signer.{who}")
    signature = Signature(place=contents.station.commune, at="", role=role, name="", language=language)
    answers = [(consent.agree, consent.given is True), (consent.refuse, consent.given is False)]
    return [
        Head(contents.station, name=words(f"title.{who}"), under=words("under"), language=language),
        *(paragraph(words(f"{who}.{point}"), READ) for point in ("benefit", "reaction", "contact")),
        Filled(Field(words("group"), consent.group)),
        Spacer(0, 8),
        paragraph(words("understood"), READ),
        Ticks(answers, columns=2),
        Spacer(0, 8),
        *_signer(contents, language),
        Spacer(0, 10),
        beside([], [signature], right_width=WIDTH / 2),
    ]


def _signer(contents: ScreeningContents, language: str) -> list[Flowable]:
    def words(key: str) -> str:
        return say_in(language, f"paper.consent.{key}")

    if contents.child:
        return [
            Filled(Field(words("guardian"), contents.consent.by)),
            Filled(Field(words("phone"), contents.consent.phone)),
            Filled(Field(words("child_name"), contents.name, 0.65), Field(words("dob"), day(contents.dob), 0.35)),
        ]
    return [
        Filled(Field(words("name"), contents.name, 0.65), Field(words("dob"), day(contents.dob), 0.35)),
        Filled(Field(words("phone"), contents.phone)),
    ]
