"""The unlocked desk as the running program holds it: who acts now, and on which day."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from vaxdesk.desk.context import Desk
from vaxdesk.domain.views import UserView

T = TypeVar("T")


class Session:
    """Holds the current `Desk`. Read `desk` inside work on the db lane, so that a change of user or day is seen."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @property
    def desk(self) -> Desk:
        """The desk in the hands of the current user, on the session's day."""
        return self._desk

    def hand_to(self, desk: Desk) -> None:
        """Another user took the desk over, or the day changed."""
        self._desk = desk

    @property
    def user(self) -> UserView:
        """Who acts now."""
        return self._desk.user

    def bind(self, verb: Callable[..., T]) -> Callable[..., T]:
        """A use case with the desk filled in at call time: the callable that a screen's model is given."""

        def call(*args: object, **kwargs: object) -> T:
            return verb(self._desk, *args, **kwargs)

        return call
