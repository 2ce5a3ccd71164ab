"""Those who come first, as many as there are places for: however many are looked at, few are kept."""

from __future__ import annotations

from typing import Any

import msgspec

from vaxdesk.domain.plan.fitness import Fit, LeftOut
from vaxdesk.domain.views import PersonView

NAMED = 20  # of those left out for one reason, who are named; the others are counted

Key = tuple[Any, ...]


class Left(msgspec.Struct, frozen=True):
    """Who is left out for one reason: how many, and the first of them."""

    n: int
    people: tuple[PersonView, ...] = ()


class Shortlist:
    """Takes people in any order.

    Args:
        places: how many of those who fit are kept.
    """

    def __init__(self, places: int) -> None:
        self.seen = 0
        self._fit = _Least(places)
        self._beyond = _Least(places + NAMED)
        self._left: dict[LeftOut, _Least] = {}

    def take(self, key: Key, person: PersonView, found: Fit | LeftOut) -> None:
        """A person with the place in the order, and what was found of them."""
        self.seen += 1
        if isinstance(found, LeftOut):
            self._left.setdefault(found, _Least(NAMED)).add((key, self.seen), person)
        else:
            self._fit.add((key, self.seen), (person, found))
            self._beyond.add((key, self.seen), person)

    def fit(self) -> tuple[tuple[PersonView, Fit], ...]:
        """Those who have a place, in order."""
        return self._fit.first()

    def left(self) -> dict[LeftOut, Left]:
        """Those who have not, by reason."""
        found = {reason: Left(some.n, some.first()) for reason, some in self._left.items()}
        beyond = self._fit.n - len(self.fit())
        if beyond > 0:
            found[LeftOut.NO_PLACE] = Left(beyond, self._beyond.first()[len(self.fit()) :])
        return found


class _Least:
    """The first of all that are added, by key; holds at most some hundred more than it is asked for."""

    _SLACK = 512

    def __init__(self, most: int) -> None:
        self.n = 0
        self._most = most
        self._held: list[tuple[Key, Any]] = []

    def add(self, key: Key, one: Any) -> None:
        self.n += 1
        if self._most:
            self._held.append((key, one))
            if len(self._held) > 2 * self._most + self._SLACK:
                self._cut()

    def first(self) -> tuple[Any, ...]:
        self._cut()
        return tuple(one for _, one in self._held)

    def _cut(self) -> None:
        self._held.sort(key=lambda pair: pair[0])
        del self._held[self._most :]
