"""Adverse events: symptoms, anaphylaxis grade, seriousness, deadlines, and what a first report still lacks."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum, nonmember

import msgspec

from vaxdesk.domain.forms import Text
from vaxdesk.domain.payloads import Aefi
from vaxdesk.domain.views import EventView

SERIOUS_GRADE = 2  # from grade II on (TT 51/2017/TT-BYT calls it severe)
GRADES = frozenset("1234")  # of anaphylaxis, as they are written in a report
_ROMAN = ("", "I", "II", "III", "IV")
_ANAPHYLAXIS = "anaphylaxis"  # the symptom of that code
_HOUR = 3600
_SLACK = 5 * 60  # seconds by which the clocks of two desks may differ


class Severity(StrEnum):
    """Common reaction or serious event (tai biến nặng, NĐ 104/2016/NĐ-CP article 3.5)."""

    WORDS = nonmember("clinical.severity")

    COMMON = "common"
    SERIOUS = "serious"


class AefiNeed(StrEnum):
    """What a first report lacks."""

    WORDS = nonmember("clinical.aefi_need")

    SYMPTOMS = "symptoms"
    NOTE = "note"
    GRADE = "grade"
    ONSET = "onset"
    ONSET_BEFORE_DOSE = "onset_before_dose"
    ONSET_IN_FUTURE = "onset_in_future"


class FieldType(StrEnum):
    """How a field of the serious report is filled: `choices` by codes and commas, `partial` by a day, month or year."""

    TEXT = "text"
    LONG = "long"
    NUMBER = "number"
    DAY = "day"
    PARTIAL = "partial"
    CLOCK = "clock"
    CHOICE = "choice"
    CHOICES = "choices"


class _Part(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    pass


class Coded(Text, kw_only=True):
    """A code with its text in both languages."""

    code: str


class Symptom(Coded, kw_only=True):
    """A box to tick; `needs_grade`: then the grade of anaphylaxis is asked, `needs_note`: then words are.

    `suspect`: what to think of anaphylaxis on; `event`: what the serious report calls it.
    """

    suggests_serious: bool = False
    suspect: bool = False
    event: str = ""
    needs_grade: bool = False
    needs_note: bool = False


class Grade(Text, kw_only=True):
    """What a grade of anaphylaxis means."""

    grade: int


class Sign(Coded, kw_only=True):
    """A sign of anaphylaxis, the grade it speaks for and the organ it is of."""

    grade: int
    organ: str


class When(_Part):
    """Holds when a field has this value, or this one among several."""

    field: str
    has: str


class Field(Coded, kw_only=True):
    """A field of the serious report; `source` names what the desk fills in, `office` fields are left to others."""

    section: str
    type: FieldType = FieldType.TEXT
    required: bool = False
    required_for: str = ""  # child
    required_when: When | None = None
    source: str = ""
    office: bool = False
    choice: tuple[Coded, ...] = ()


class AefiForm(_Part):
    """The data file on adverse events."""

    id: str
    decision: str
    title: Text
    investigate_hours: int
    council_days: int
    symptom: tuple[Symptom, ...]
    grade: tuple[Grade, ...]
    sign: tuple[Sign, ...]
    suspect: tuple[Coded, ...]
    section: tuple[Coded, ...]
    field: tuple[Field, ...]


class Deadlines(msgspec.Struct, frozen=True, kw_only=True):
    """Until when a serious event is investigated and judged, in seconds since 1970 (TT 12/2014/TT-BYT article 13)."""

    investigate_by: int
    council_by: int


def load_aefi(text: str) -> AefiForm:
    """The data file.

    Raises:
        msgspec.DecodeError: no TOML, or not of this shape.
    """
    return msgspec.toml.decode(text, type=AefiForm)


def anaphylaxis_grade(form: AefiForm, signs: Iterable[str]) -> int:
    """Grade 1-4 that the ticked signs amount to, 0 when they are no anaphylaxis (TT 51/2017/TT-BYT).

    IV and III by any of their signs; II by signs of two or more organs, of which the skin may be one; I by signs of
    the skin alone.
    """
    ticked = set(signs)
    seen = [sign for sign in form.sign if sign.code in ticked]
    highest = max((sign.grade for sign in seen), default=0)
    if highest >= 3:
        return highest
    organs = {sign.organ for sign in seen}
    if len(organs) >= 2:
        return 2
    return 1 if "skin" in organs else 0


def roman(grade: int) -> str:
    """`I` to `IV`, as the circular counts; empty for none."""
    return _ROMAN[grade]


def proposed_severity(form: AefiForm, *, symptoms: Iterable[str], grade: int, seriousness: str = "") -> Severity:
    """Serious by a stated criterion, by anaphylaxis of grade II or more, or by a symptom that threatens life.

    `seriousness` is the field of the serious report. Whoever reports may raise a common event to a serious one.
    """
    ticked = set(symptoms)
    threatening = any(symptom.suggests_serious and symptom.code in ticked for symptom in form.symptom)
    return Severity.SERIOUS if seriousness or grade >= SERIOUS_GRADE or threatening else Severity.COMMON


def anaphylaxis_after(events: Iterable[EventView]) -> tuple[str, ...]:
    """Codes of the products after which a person had an anaphylaxis; `events`: injections and reactions of all days.

    The reaction names the suspected dose; where it does not, all doses of its day are meant.
    """
    standing = [event for event in events if not event.voided]
    reactions = [
        event
        for event in standing
        if event.kind == "aefi" and (str(event.data.get("grade", 0)) != "0" or _ANAPHYLAXIS in _symptoms(event))
    ]
    suspected = {event.data.get("inject") for event in reactions}
    days = {event.day for event in reactions if not event.data.get("inject")}
    doses = [event for event in standing if event.kind == "inject" and (event.id in suspected or event.day in days)]
    return tuple(sorted({str(dose.data.get("product", "")) for dose in doses} - {""}))


def _symptoms(event: EventView) -> Iterable[str]:
    return event.data.get("symptoms", ())


def deadlines(form: AefiForm, known_at: int) -> Deadlines:
    """Deadlines of a serious event that became known at a moment."""
    hours = _HOUR * form.investigate_hours
    return Deadlines(investigate_by=known_at + hours, council_by=known_at + form.council_days * 24 * _HOUR)


def lacks(form: AefiForm, report: Aefi, *, injected_at: int, now: int) -> tuple[AefiNeed, ...]:
    """What a first report still lacks before it can be saved; `injected_at` 0: the dose was given elsewhere."""
    ticked = [symptom for symptom in form.symptom if symptom.code in report.symptoms]
    found = []
    if not ticked and not report.note.strip():
        found.append(AefiNeed.SYMPTOMS)
    if any(symptom.needs_note for symptom in ticked) and not report.note.strip():
        found.append(AefiNeed.NOTE)
    if any(symptom.needs_grade for symptom in ticked) and not 1 <= report.grade <= 4:
        found.append(AefiNeed.GRADE)
    if report.onset <= 0:
        found.append(AefiNeed.ONSET)
    elif report.onset > now + _SLACK:
        found.append(AefiNeed.ONSET_IN_FUTURE)
    elif report.onset < injected_at - _SLACK:
        found.append(AefiNeed.ONSET_BEFORE_DOSE)
    return tuple(found)
