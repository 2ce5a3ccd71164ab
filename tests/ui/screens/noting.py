"""Ports that note what they are asked, and a room in which it is heard what a model says; for models with a queue."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, TypeVar

import msgspec

from vaxdesk.ui.lanes import InlineLane, Lanes, ManualLane
from vaxdesk.ui.notices import Notices
from vaxdesk.ui.screen import Change, Room


class Saved(msgspec.Struct, frozen=True):
    value: Any = None
    refs: tuple[str, ...] = ("e9",)


class Noting:
    """`answers` by name of the port: a value, a function of what was asked, or an exception to raise."""

    def __init__(self, *, manual: bool, **answers: Any) -> None:
        self.calls: list[tuple[str, tuple, dict]] = []
        self.answers = answers
        self.published: list[frozenset[Change]] = []
        self.notices = Notices()
        self.db = ManualLane() if manual else InlineLane()
        self.room = Room(
            lanes=replace(Lanes.inline(), db=self.db),
            notices=self.notices,
            publish=lambda kinds: self.published.append(frozenset(kinds)),
            go=lambda *_: None,
            badge=lambda *_: None,
        )

    def port(self, name: str) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            self.calls.append((name, args, kwargs))
            answer = self.answers.get(name)
            if isinstance(answer, Exception):
                raise answer
            return answer(*args, **kwargs) if callable(answer) else answer

        return call

    def called(self, name: str) -> list[tuple[tuple, dict]]:
        return [(args, kwargs) for called, args, kwargs in self.calls if called == name]

    def close(self) -> None:
        self.notices.dismiss()
        self.room.lanes.close()


B = TypeVar("B", bound=Noting)


@contextmanager
def made(kind: Callable[..., B]) -> Iterator[Callable[..., B]]:
    """Makes benches of a kind, and closes all of them in the end."""
    benches: list[B] = []

    def make(**answers: Any) -> B:
        benches.append(kind(**answers))
        return benches[-1]

    yield make
    for one in benches:
        one.close()
