"""Each exercise tells done from not done, and nothing else counts for it."""

from __future__ import annotations

from typing import Any

import pytest

from vaxdesk import words
from vaxdesk.domain.exercises.book import BOOK, FEVER, Topic, judged, of
from vaxdesk.domain.exercises.did import Did, Target

WHO = Target(person="1.5", name="Lò Thị Dở", dob="1990-01-31", doc="015190001234", new_name="Lò Thị Bình")


def did(kind: str, *, about: str = "1.5", ref: str = "1.9", **data: Any) -> Did:
    return Did(kind=kind, ref=ref, of=about, data=data)


CASES: list[tuple[Topic, list[Did], tuple[bool, ...]]] = [
    (Topic.RECEIVE, [], (False,)),
    (Topic.RECEIVE, [did("checkin", about="1.6", via="search")], (False,)),
    (Topic.RECEIVE, [did("checkin", via="search")], (True,)),
    (Topic.NUMBER, [did("checkin", via="search")], (False,)),
    (Topic.NUMBER, [did("checkin", about="1.6", via="card")], (False,)),
    (Topic.NUMBER, [did("checkin", via="typed")], (True,)),
    (Topic.NUMBER, [did("checkin", via="card")], (True,)),
    (Topic.WALK_IN, [did("person", name="Lò Thị Dở", dob="1991")], (False, False)),
    (Topic.WALK_IN, [did("person", ref="1.20", name="LÒ THỊ DỞ", dob="1990-01-31")], (True, False)),
    (
        Topic.WALK_IN,
        [did("person", ref="1.20", name="lo thi do", dob="1990-01-31"), did("checkin", about="1.20")],
        (True, True),
    ),
    (Topic.WALK_IN, [did("checkin", about="1.20")], (False, False)),
    (Topic.SCREEN, [did("screen", conclusion="defer")], (False,)),
    (Topic.SCREEN, [did("screen", conclusion="eligible")], (True,)),
    (Topic.DEFER, [did("inject")], (False, False)),
    (Topic.DEFER, [did("screen", conclusion="defer", vitals={"temp": 36.6})], (False, True)),
    (Topic.DEFER, [did("screen", conclusion="defer")], (False, True)),
    (Topic.DEFER, [did("screen", conclusion="caution", vitals={"temp": FEVER})], (True, False)),
    (Topic.DEFER, [did("screen", conclusion="defer", vitals={"temp": FEVER})], (True, True)),
    (Topic.INJECT, [did("inject")], (True, False)),
    (Topic.INJECT, [did("inject", vial="1.3")], (True, True)),
    (Topic.INJECT, [], (False, False)),
    (Topic.REACTION, [did("aefi", symptoms=["headache"])], (False,)),
    (Topic.REACTION, [did("aefi")], (False,)),
    (Topic.REACTION, [did("aefi", symptoms=["headache", "local"])], (True,)),
    (Topic.LEAVE, [did("leave", early=False)], (False,)),
    (Topic.LEAVE, [did("leave", early=True, why=" ")], (False,)),
    (Topic.LEAVE, [did("leave", early=True, why="xe sắp chạy")], (True,)),
    (Topic.UNDO, [did("amend")], (False,)),
    (Topic.UNDO, [did("void", v=True)], (True,)),
    (Topic.CORRECT, [did("amend", set={"tel": "0912345678"})], (False,)),
    (Topic.CORRECT, [did("amend", about="1.6", set={"name": "Lò Thị Bình"})], (False,)),
    (Topic.CORRECT, [did("void")], (False,)),
    (Topic.CORRECT, [did("amend", set={"name": "Lò Thị Bình"})], (True,)),
]


@pytest.mark.parametrize(("topic", "done", "marks"), CASES, ids=lambda one: str(one)[:20])
def test_steps_are_marked_by_what_was_done(topic: Topic, done: list[Did], marks: tuple[bool, ...]) -> None:
    assert judged(of(topic), done, WHO) == marks


def test_there_are_ten_and_each_is_tried_both_ways() -> None:
    assert [one.topic for one in BOOK] == list(Topic)
    assert len(BOOK) == 10
    for one in BOOK:
        mine = [marks for topic, _, marks in CASES if topic is one.topic]
        assert any(all(marks) for marks in mine) and any(not any(marks) for marks in mine), one.topic


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_each_step_is_said_with_what_it_needs(language: str) -> None:
    words.use(language)
    for one in BOOK:
        assert words.say(f"{Topic.WORDS}.{one.topic}")
        for step in one.steps:
            facts = {"name": WHO.name, "dob": "31/01/1990", "doc": WHO.doc, "new_name": WHO.new_name, "temp": "38,5"}
            assert words.say(f"exercise.step.{step.word}", **facts)
