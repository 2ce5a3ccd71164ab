"""A question of those above to a site about a case, and the site's answer: closed lists, so that both understand.

A question is an entry `ask` in the site's feed, its answer an entry `answer` of the site. Free words are allowed in
both; they may name people, so such an entry goes when the person is erased (`domain.erasable`).
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum, nonmember

import msgspec

from vaxdesk.domain.issues import IssueKind
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.views import PersonView

DAYS = 3  # in which a question is to be answered, unless somebody says otherwise
MOST_DAYS = 60
MOST_LETTERS = 500
MOST_PICTURES = 4  # with one answer: each takes 40 seconds of a line of 30 kbit/s


class AskWhat(StrEnum):
    """What is asked."""

    WORDS = nonmember("question.what")

    SAME_PERSON = "same_person"
    DOSE_GIVEN = "dose_given"
    DAY_RIGHT = "day_right"
    LOT_RIGHT = "lot_right"
    VALUE_RIGHT = "value_right"
    MISSING = "missing"  # of the server alone, about numbers that do not add up; it always has words
    PAPER_DOSE = "paper_dose"  # this and the next of the server alone, about a complaint; they always have words
    PAPER_PHOTO = "paper_photo"
    OTHER = "other"


class AnswerChoice(StrEnum):
    """What may be answered."""

    WORDS = nonmember("question.choice")

    SAME_PERSON = "same_person"
    TWO_PEOPLE = "two_people"
    GIVEN = "given"
    NOT_GIVEN = "not_given"
    ENTERED_TWICE = "entered_twice"
    RIGHT = "right"
    WRONG = "wrong"
    COMPLETE = "complete"
    TO_ENTER = "to_enter"
    TO_SEND = "to_send"
    ON_PAPER = "on_paper"
    NOT_ON_PAPER = "not_on_paper"
    PICTURED = "pictured"
    NO_PAPER = "no_paper"
    YES = "yes"
    NO = "no"
    CANNOT_TELL = "cannot_tell"


_CHOICES: dict[AskWhat, tuple[AnswerChoice, ...]] = {
    AskWhat.SAME_PERSON: (AnswerChoice.SAME_PERSON, AnswerChoice.TWO_PEOPLE),
    AskWhat.DOSE_GIVEN: (AnswerChoice.GIVEN, AnswerChoice.NOT_GIVEN, AnswerChoice.ENTERED_TWICE),
    AskWhat.DAY_RIGHT: (AnswerChoice.RIGHT, AnswerChoice.WRONG),
    AskWhat.LOT_RIGHT: (AnswerChoice.RIGHT, AnswerChoice.WRONG),
    AskWhat.VALUE_RIGHT: (AnswerChoice.RIGHT, AnswerChoice.WRONG),
    AskWhat.MISSING: (AnswerChoice.COMPLETE, AnswerChoice.TO_ENTER, AnswerChoice.TO_SEND),
    AskWhat.PAPER_DOSE: (AnswerChoice.ON_PAPER, AnswerChoice.NOT_ON_PAPER, AnswerChoice.NO_PAPER),
    AskWhat.PAPER_PHOTO: (AnswerChoice.PICTURED, AnswerChoice.NO_PAPER),
    AskWhat.OTHER: (AnswerChoice.YES, AnswerChoice.NO),
}
_FIRST: dict[str, AskWhat] = {
    IssueKind.DUP_PERSON: AskWhat.SAME_PERSON,
    IssueKind.CROWD: AskWhat.VALUE_RIGHT,
    IssueKind.SAME_CCCD_DIFF_NAME: AskWhat.SAME_PERSON,
    IssueKind.SHORT_INTERVAL: AskWhat.DAY_RIGHT,
    IssueKind.DUP_INJECTION: AskWhat.DOSE_GIVEN,
    IssueKind.LOT_BAD: AskWhat.LOT_RIGHT,
    IssueKind.FIELD_CONFLICT: AskWhat.VALUE_RIGHT,
}
_WORDED = frozenset((AskWhat.MISSING, AskWhat.PAPER_DOSE, AskWhat.PAPER_PHOTO, AskWhat.OTHER))
OF_COMPLAINTS = (
    AskWhat.PAPER_DOSE, AskWhat.PAPER_PHOTO, AskWhat.LOT_RIGHT, AskWhat.DAY_RIGHT, AskWhat.VALUE_RIGHT, AskWhat.OTHER,
)  # fmt: skip
OF_CASES = tuple(one for one in AskWhat if one not in (AskWhat.MISSING, AskWhat.PAPER_DOSE, AskWhat.PAPER_PHOTO))
WITH_WORDS = frozenset((AnswerChoice.WRONG, AnswerChoice.CANNOT_TELL))  # alone these help nobody


class QuestionView(msgspec.Struct, frozen=True, kw_only=True):
    """A question that stands, and its answer where there is one.

    `refs` are the entries that it is about, `until` the day by which an answer is hoped for. `asked_by` and
    `answered_by` are numbers of users, `t` and `answered_t` seconds since 1970 by the devices that wrote.
    """

    id: str
    issue: str
    what: str
    text: str = ""
    refs: tuple[str, ...] = ()
    person: str = ""
    until: str = ""
    photos: int = 0  # of the paper that may come with the answer, at most
    t: int = 0
    asked_by: int = 0
    answer: str = ""  # reference of the entry that answers; empty while it is open
    choice: str = ""
    words: str = ""
    pictures: tuple[str, ...] = ()  # first letters of the SHA-256 of each photo that belongs to the answer
    answered_t: int = 0
    answered_by: int = 0

    @property
    def choices(self) -> tuple[AnswerChoice, ...]:
        """What may be answered to it."""
        return choices(self.what)


class QuestionTask(msgspec.Struct, frozen=True, kw_only=True):
    """A question as the site sees it: with the people whom it concerns, and whether its day has passed."""

    question: QuestionView
    people: tuple[PersonView, ...] = ()
    late: bool = False


def choices(what: str) -> tuple[AnswerChoice, ...]:
    """What may be answered to a question; one that this program does not know is answered like any other."""
    known = AskWhat(what) if what in list(AskWhat) else AskWhat.OTHER
    return (*_CHOICES[known], AnswerChoice.CANNOT_TELL)


def proposed(kind: str) -> AskWhat:
    """The question that suits a kind of case best."""
    return _FIRST.get(kind, AskWhat.OTHER)


def due(today: str) -> str:
    """The day by which an answer is hoped for, from today's ISO day."""
    return (date.fromisoformat(today) + timedelta(days=DAYS)).isoformat()


def check_question(*, what: str, text: str, until: str, today: str) -> Refused | None:
    """What is wrong with a question as it was filled in; some need words."""
    if what not in list(AskWhat) or (what in _WORDED and not text.strip()):
        return Refused(reason=Refusal.QUESTION_MISSING)
    if len(text) > MOST_LETTERS:
        return Refused(reason=Refusal.TEXT_TOO_LONG, facts={"most": MOST_LETTERS})
    if not _is_day(until) or not today <= until <= _latest(today):
        return Refused(reason=Refusal.QUESTION_DAY, facts={"days": MOST_DAYS})
    return None


def check_answer(what: str, *, choice: str, text: str, pictures: int = 0, most: int = 0) -> Refused | None:
    """What is wrong with an answer.

    Args:
        pictures: how many photos come with it.
        most: how many may, as the question says.
    """
    if choice not in choices(what):
        return Refused(reason=Refusal.ANSWER_MISSING)
    if pictures > min(most, MOST_PICTURES):
        return Refused(reason=Refusal.TOO_MANY_PICTURES, facts={"most": min(most, MOST_PICTURES)})
    if choice == AnswerChoice.PICTURED and not pictures:
        return Refused(reason=Refusal.PICTURE_MISSING)
    if choice in WITH_WORDS and not text.strip():
        return Refused(reason=Refusal.REASON_NEEDED)
    if len(text) > MOST_LETTERS:
        return Refused(reason=Refusal.TEXT_TOO_LONG, facts={"most": MOST_LETTERS})
    return None


def _latest(today: str) -> str:
    return (date.fromisoformat(today) + timedelta(days=MOST_DAYS)).isoformat()


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
