"""The exercise at hand: looked at after every save, begun when somebody chooses it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from vaxdesk.domain.exercises.book import Topic
from vaxdesk.domain.exercises.did import Target
from vaxdesk.ui.jobs import Err
from vaxdesk.ui.screen import Room
from vaxdesk.ui.state_model import StateModel


class PracticeState(msgspec.Struct, frozen=True, kw_only=True):
    """`topic` None before the first look; `done` a mark a step; `passed` topics passed so far."""

    topic: Topic | None = None
    target: Target = Target()
    done: tuple[bool, ...] = ()
    passed: frozenset[Topic] = frozenset()

    @property
    def is_passed(self) -> bool:
        """Whether the exercise at hand was passed."""
        return bool(self.done) and all(self.done)

    @property
    def following(self) -> Topic | None:
        """The next exercise that was not passed yet, after the one at hand; None when all were."""
        order = list(Topic)
        at = order.index(self.topic) + 1 if self.topic else 0
        rest = [*order[at:], *order[:at]]
        return next((one for one in rest if one not in self.passed and one is not self.topic), None)


class PracticeModel(StateModel[PracticeState]):
    """The band's model.

    Args:
        look: the exercise at hand (`Lesson`); db lane.
        begin: `begin(topic)` begins one; db lane.
    """

    def __init__(self, room: Room, *, look: Callable[[], Any], begin: Callable[[Topic], Any]) -> None:
        super().__init__(PracticeState())
        self._room, self._look, self._begin = room, look, begin

    def look(self) -> None:
        """See how far the exercise has come."""
        self._room.lanes.db.run_newest("exercise", self._look, self._heard, self._failed)

    def begin(self, topic: Topic) -> None:
        """Begin an exercise, anew if it is the one at hand."""
        self._room.lanes.db.run(lambda: self._begin(topic), self._heard, self._failed)

    def go_on(self) -> None:
        """Begin the next one that was not passed."""
        following = self.state.following
        if following:
            self.begin(following)

    def open_desk(self, screen: str) -> None:
        """Open the screen on which the exercise begins."""
        self._room.go(screen)

    def _heard(self, lesson: Any) -> None:
        if lesson is not None:
            self.become(topic=lesson.topic, target=lesson.target, done=lesson.done, passed=lesson.passed)

    def _failed(self, err: Err) -> None:
        self._room.notices.failed(err)
