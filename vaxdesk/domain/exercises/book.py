"""The ten exercises, in the order of a day, and how each tells that a step was done.

They are the work that the platform's guidance has nurses and volunteers trained in (facts 8.5): reception, screening,
injection, observation and reactions, and mending a mistake.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum, nonmember

import msgspec

from vaxdesk.domain.exercises.did import Did, Target
from vaxdesk.domain.names import fold

FEVER = 38.5  # °C, told in the exercise; above 37.5 the form defers (QĐ 5785)
Test = Callable[[Sequence[Did], Target], bool]


class Topic(StrEnum):
    """The exercises; the words of each stand under `exercise.<topic>`."""

    WORDS = nonmember("exercise.title")

    RECEIVE = "receive"
    NUMBER = "number"
    WALK_IN = "walk_in"
    SCREEN = "screen"
    DEFER = "defer"
    INJECT = "inject"
    REACTION = "reaction"
    LEAVE = "leave"
    UNDO = "undo"
    CORRECT = "correct"


class Step(msgspec.Struct, frozen=True):
    """One thing to be done: `exercise.step.<word>` says it, `done` looks for it."""

    word: str
    done: Test


class Exercise(msgspec.Struct, frozen=True):
    """An exercise with its steps; `desk` is the screen where it begins."""

    topic: Topic
    desk: str
    steps: tuple[Step, ...]


def judged(exercise: Exercise, did: Sequence[Did], target: Target) -> tuple[bool, ...]:
    """Which steps were done, each by itself: who does more, or in another order, fails nothing."""
    return tuple(step.done(did, target) for step in exercise.steps)


def of(topic: Topic) -> Exercise:
    """The exercise of a topic."""
    return next(one for one in BOOK if one.topic is topic)


def _received(did: Sequence[Did], target: Target) -> bool:
    return any(one.kind == "checkin" and one.of == target.person for one in did)


def _received_by_number(did: Sequence[Did], target: Target) -> bool:
    return any(
        one.kind == "checkin" and one.of == target.person and one.data.get("via") not in ("search", "walk_in")
        for one in did
    )


def _registered(did: Sequence[Did], target: Target) -> list[Did]:
    return [
        one
        for one in did
        if one.kind == "person"
        and fold(one.data.get("name", "")) == fold(target.name)
        and one.data.get("dob", "") == target.dob
    ]


def _received_anew(did: Sequence[Did], target: Target) -> bool:
    people = {one.ref for one in _registered(did, target)}
    return any(one.kind == "checkin" and one.of in people for one in did)


def _screened(did: Sequence[Did], conclusion: str) -> list[Did]:
    return [one for one in did if one.kind == "screen" and one.data.get("conclusion") == conclusion]


def _measured(did: Sequence[Did], degrees: float) -> bool:
    return any(one.kind == "screen" and one.data.get("vitals", {}).get("temp") == degrees for one in did)


def _gave(did: Sequence[Did], *, from_vial: bool) -> bool:
    return any(one.kind == "inject" and (bool(one.data.get("vial")) or not from_vial) for one in did)


def _reacted(did: Sequence[Did], symptom: str) -> bool:
    return any(one.kind == "aefi" and symptom in one.data.get("symptoms", ()) for one in did)


def _left_early(did: Sequence[Did]) -> bool:
    return any(one.kind == "leave" and one.data.get("early") and str(one.data.get("why", "")).strip() for one in did)


def _corrected(did: Sequence[Did], target: Target) -> bool:
    return any(
        one.kind == "amend" and one.of == target.person and one.data.get("set", {}).get("name") == target.new_name
        for one in did
    )


BOOK: tuple[Exercise, ...] = (
    Exercise(Topic.RECEIVE, "reception", (Step("receive_name", _received),)),
    Exercise(Topic.NUMBER, "reception", (Step("receive_number", _received_by_number),)),
    Exercise(
        Topic.WALK_IN,
        "reception",
        (
            Step("register", lambda did, target: bool(_registered(did, target))),
            Step("receive_new", _received_anew),
        ),
    ),
    Exercise(
        Topic.SCREEN,
        "screening",
        (Step("eligible", lambda did, _: bool(_screened(did, "eligible"))),),
    ),
    Exercise(
        Topic.DEFER,
        "screening",
        (
            Step("fever", lambda did, _: _measured(did, FEVER)),
            Step("defer", lambda did, _: bool(_screened(did, "defer"))),
        ),
    ),
    Exercise(
        Topic.INJECT,
        "injection",
        (
            Step("give", lambda did, _: _gave(did, from_vial=False)),
            Step("from_vial", lambda did, _: _gave(did, from_vial=True)),
        ),
    ),
    Exercise(Topic.REACTION, "observation", (Step("reaction", lambda did, _: _reacted(did, "local")),)),
    Exercise(Topic.LEAVE, "observation", (Step("leave_early", lambda did, _: _left_early(did)),)),
    Exercise(Topic.UNDO, "board", (Step("undo", lambda did, _: any(one.kind == "void" for one in did)),)),
    Exercise(Topic.CORRECT, "reception", (Step("correct", _corrected),)),
)
