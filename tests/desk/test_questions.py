"""Questions of those above at the desk: shown with the people, answered once by who may, and taken back."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from tests.desk.day import saved
from vaxdesk.desk import pictures, questions
from vaxdesk.desk.context import Desk
from vaxdesk.domain.cases.question import QuestionView
from vaxdesk.domain.outcomes import Role
from vaxdesk.domain.payloads import Ask, Complaint, Void
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.registry.queries import pictures as photos
from vaxdesk.registry.queries import questions as queries

Make = Callable[..., str]


def asked(desk: Desk, **fields: object) -> str:
    """A question as the feed of the station brings it."""
    person = fields.pop("of", "")
    with desk.store.writing(user=0) as w:
        payload = Ask(**{"issue": "ab" * 16, "what": "dose_given", "until": "2026-11-30", **fields})
        return w.add("ask", payload, of=person) if person else w.add("ask", payload)


def reason(answer: object) -> Refusal:
    assert isinstance(answer, Refused), answer
    return answer.reason


def test_a_question_is_a_task_until_it_is_answered_and_again_after_a_slip(desk: Desk, make_person: Make) -> None:
    one, other = make_person(desk), make_person(desk, row=2, name="Lò Văn Páo", doc="", tel="0987654321")
    first = asked(desk, of=one, refs=[other], text="Ai tiêm?")
    later = asked(desk, until="2099-01-01", what="other", text="Tủ lạnh?")
    assert questions.waiting(desk) == 2
    task, free = questions.tasks(desk)
    assert (task.question.id, free.question.id) == (first, later)
    assert {person.id for person in task.people} == {one, other}
    assert (task.late, free.late) == (task.question.until < desk.today(), False)
    assert free.people == ()
    done = saved(questions.answer(desk, first, choice="not_given", text="bấm nhầm"))
    assert [one.question.id for one in questions.tasks(desk)] == [later]
    assert reason(questions.answer(desk, first, choice="given")) is Refusal.QUESTION_GONE
    saved(questions.take_back(desk, done.refs[0]))
    assert questions.waiting(desk) == 2


def test_answers_are_checked_and_withdrawn_questions_are_gone(desk: Desk) -> None:
    question = asked(desk, what="lot_right")
    assert reason(questions.answer(desk, question, choice="")) is Refusal.ANSWER_MISSING
    assert reason(questions.answer(desk, question, choice="wrong")) is Refusal.REASON_NEEDED
    assert reason(questions.answer(desk, "0000000000009.7", choice="right")) is Refusal.QUESTION_GONE
    with desk.store.writing(user=0) as w:
        w.change("void", Void(v=True, why="thôi"), of=question)
    assert questions.tasks(desk) == ()
    assert reason(questions.answer(desk, question, choice="right")) is Refusal.QUESTION_GONE


def test_who_may_not_answer_is_told_so(desk: Desk) -> None:
    question = asked(desk)
    nurse = desk.as_user(msgspec.structs.replace(desk.user, roles=(Role.INJECTION.value,)))
    assert reason(questions.answer(nurse, question, choice="given")) is Refusal.NO_RIGHT
    assert reason(questions.take_back(nurse, question)) is Refusal.NO_RIGHT
    clerk = desk.as_user(msgspec.structs.replace(desk.user, roles=(Role.DATA_ENTRY.value,)))
    saved(questions.answer(clerk, question, choice="given"))


def test_photos_of_paper_go_with_the_answer_that_names_them(desk: Desk) -> None:
    with desk.store.writing(user=0) as w:  # a complaint that only the district holds
        complaint = w.add("complaint", Complaint(day="2026-11-26", way="phone", about="dose_missing", name="Y Brim"))
    question = asked(desk, of=complaint, what="paper_photo", text="Ai?", photos=4)
    assert questions.tasks(desk)[0].people == ()
    assert reason(questions.answer(desk, question, choice="pictured")) is Refusal.PICTURE_MISSING
    first, second = b"\xff\xd8" + b"a" * 30_000, b"\xff\xd8" + b"b" * 900
    five = tuple(bytes([one]) for one in range(5))
    assert reason(questions.answer(desk, question, choice="pictured", photos=five)) is Refusal.TOO_MANY_PICTURES
    assert beside(desk, complaint, question) == {}
    done = saved(questions.answer(desk, question, choice="pictured", photos=(first,)))
    assert standing(desk, question).pictures == (pictures.name_of(first),)
    saved(questions.take_back(desk, done.refs[0]))
    assert standing(desk, question).pictures == ()
    saved(questions.answer(desk, question, choice="pictured", photos=(second, first)))
    assert standing(desk, question).pictures == (pictures.name_of(second), pictures.name_of(first))
    held = beside(desk, complaint, question)
    assert pictures.joined(desk, held[pictures.name_of(second)]) == second
    assert pictures.joined(desk, held[pictures.name_of(first)]) == first


def test_no_photo_where_none_is_asked_for_and_nobody_it_could_be_of(desk: Desk, make_person: Make) -> None:
    for question in (asked(desk, of=make_person(desk)), asked(desk, photos=4)):
        done = questions.answer(desk, question, choice="given", photos=(b"x",))
        assert reason(done) is Refusal.TOO_MANY_PICTURES


def standing(desk: Desk, question: str) -> QuestionView:
    with desk.store.reading() as conn:
        return queries.by_ref(conn, desk.store.names, question)


def beside(desk: Desk, about: str, entry: str) -> dict[str, list[str]]:
    with desk.store.reading() as conn:
        return photos.beside(conn, desk.store.names, about, entry)
