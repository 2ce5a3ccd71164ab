"""What may be asked and answered: closed lists, words where a choice alone helps nobody, days within reach."""

from __future__ import annotations

import pytest

from vaxdesk.domain.cases import question
from vaxdesk.domain.cases.question import AnswerChoice, AskWhat, QuestionView, check_answer, check_question
from vaxdesk.domain.issues import IssueKind
from vaxdesk.domain.refusals import Refusal

TODAY = "2026-11-27"


def asked(**changes: str) -> Refusal | None:
    values = {"what": "same_person", "text": "", "until": "2026-11-30", "today": TODAY} | changes
    refused = check_question(**values)
    return refused.reason if refused else None


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({}, None),
        ({"what": "other", "text": "Ai tiêm?"}, None),
        ({"what": "other", "text": "  "}, Refusal.QUESTION_MISSING),
        ({"what": "why"}, Refusal.QUESTION_MISSING),
        ({"text": "x" * 501}, Refusal.TEXT_TOO_LONG),
        ({"until": "2026-11-26"}, Refusal.QUESTION_DAY),
        ({"until": TODAY}, None),
        ({"until": "2027-01-26"}, None),
        ({"until": "2027-01-27"}, Refusal.QUESTION_DAY),
        ({"until": "mai"}, Refusal.QUESTION_DAY),
        ({"until": "20261130"}, Refusal.QUESTION_DAY),
    ],
)
def test_a_question_is_checked(changes: dict[str, str], refusal: Refusal | None) -> None:
    assert asked(**changes) == refusal


@pytest.mark.parametrize(
    ("what", "choice", "text", "refusal"),
    [
        ("same_person", "two_people", "", None),
        ("same_person", "given", "", Refusal.ANSWER_MISSING),
        ("same_person", "", "x", Refusal.ANSWER_MISSING),
        ("day_right", "wrong", " ", Refusal.REASON_NEEDED),
        ("day_right", "wrong", "20/11", None),
        ("dose_given", "cannot_tell", "", Refusal.REASON_NEEDED),
        ("dose_given", "given", "x" * 501, Refusal.TEXT_TOO_LONG),
        ("of another program", "yes", "", None),
    ],
)
def test_an_answer_is_checked(what: str, choice: str, text: str, refusal: Refusal | None) -> None:
    refused = check_answer(what, choice=choice, text=text)
    assert (refused.reason if refused else None) == refusal


@pytest.mark.parametrize(
    ("choice", "pictures", "most", "refusal"),
    [
        ("pictured", 1, 4, None),
        ("pictured", 0, 4, Refusal.PICTURE_MISSING),
        ("no_paper", 0, 4, None),
        ("no_paper", 4, 4, None),
        ("pictured", 5, 9, Refusal.TOO_MANY_PICTURES),
        ("pictured", 1, 0, Refusal.TOO_MANY_PICTURES),
    ],
)
def test_photos_go_with_an_answer_where_the_question_allows_them(
    choice: str, pictures: int, most: int, refusal: Refusal | None
) -> None:
    refused = check_answer("paper_photo", choice=choice, text="", pictures=pictures, most=most)
    assert (refused.reason if refused else None) == refusal


def test_questions_about_paper_are_asked_about_complaints_alone_and_say_about_whom() -> None:
    paper = {AskWhat.PAPER_DOSE, AskWhat.PAPER_PHOTO}
    assert paper <= set(question.OF_COMPLAINTS) and not paper & set(question.OF_CASES)
    assert {asked(what=one.value) for one in paper} == {Refusal.QUESTION_MISSING}
    assert AskWhat.MISSING not in (*question.OF_COMPLAINTS, *question.OF_CASES)


def test_every_question_may_be_answered_that_nobody_knows() -> None:
    for what in AskWhat:
        view = QuestionView(id="x", issue="y", what=what)
        assert view.choices[-1] is AnswerChoice.CANNOT_TELL
        assert len(view.choices) == len(set(view.choices)) > 2


def test_a_kind_proposes_its_question_and_three_days() -> None:
    assert question.proposed(IssueKind.DUP_INJECTION) is AskWhat.DOSE_GIVEN
    assert question.proposed(IssueKind.STOCK_NEGATIVE) is AskWhat.OTHER
    assert question.due(TODAY) == "2026-11-30"
