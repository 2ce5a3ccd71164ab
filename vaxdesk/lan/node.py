"""The exchange at work: one loop on one thread that calls, listens, knocks and talks; the store is asked elsewhere.

`ask(work, done)` has the db lane do `work(swapper)` and then calls `done(result)` from any thread, with None when the
store failed. Nothing blocks here, so one slow or hostile neighbour costs the others nothing.
"""

from __future__ import annotations

import selectors
import time
from collections import deque
from collections.abc import Callable
from functools import partial
from typing import Any

import msgspec

from vaxdesk.lan.circle import Circle
from vaxdesk.lan.doors import Wake
from vaxdesk.lan.finder import Finder
from vaxdesk.lan.neighbour import Neighbour
from vaxdesk.lan.party import Party
from vaxdesk.lan.search import Place, Search
from vaxdesk.lan.state import LanState
from vaxdesk.lan.swapper import Outcome, Swapper

Ask = Callable[[Callable[[Swapper], Any], Callable[[Any], None]], None]

ROUND_S = 2.0
_IDLE_S = 0.25


class Node:
    """Makes no thread: `work` is the work of one. `poke` and `stop` may be called from any other.

    Args:
        tell: is given each new state, on the loop's thread.
        came: is given the names of logs of which entries came, likewise.
        now: seconds since 1970, for what a page shows.
    """

    def __init__(
        self,
        party: Party,
        place: Place,
        *,
        ask: Ask,
        tell: Callable[[LanState], None] = lambda _: None,
        came: Callable[[frozenset[str]], None] = lambda _: None,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._ask, self._tell, self._came, self._now = ask, tell, came, now
        self._selector = selectors.DefaultSelector()
        finder = Finder(party.run, place.typed)
        self.circle = Circle(party, selector=self._selector, finder=finder)
        self._search = Search(party, place, selector=self._selector, circle=self.circle, finder=finder)
        self._results: deque[tuple[Callable[[Any], None], Any]] = deque()
        self._signature: Any = None
        self._looking = self._poked = self._first = self._stopping = False
        self._next_round = 0.0
        self._wake = Wake()
        self.state = LanState(on=True)

    def poke(self) -> None:
        """Something was saved here, or the server has answered: tell the neighbours at once."""
        self._poked = self._first = True
        self._wake.ring()

    def stop(self) -> None:
        """End the loop soon."""
        self._stopping = True
        self._wake.ring()

    def work(self, stopped: Callable[[], bool] = lambda: False) -> None:
        """Works until it is stopped."""
        self._selector.register(self._wake, selectors.EVENT_READ, lambda _: self._wake.heard())
        self._search.open()
        try:
            while not (self._stopping or stopped()):
                self._step()
        finally:
            self.circle.close()
            self._search.close()
            self._wake.close()
            self._selector.close()

    def _step(self) -> None:
        for key, _ in self._selector.select(self._patience()):
            if key.fileobj.fileno() >= 0:  # it may have been parted with by what came before it
                key.data(time.monotonic())
        while self._results:
            done, result = self._results.popleft()
            done(result)
        now = time.monotonic()
        if now >= self._next_round:
            self._next_round = now + ROUND_S
            self._round(now)
        if self._poked and not self._looking:
            first, self._first = self._first, False
            self._poked, self._looking = False, True
            self._ask(lambda swapper: swapper.signature(), partial(self._later, partial(self._looked, first)))
        self.circle.check(now)
        self._search.check(now)
        for one in tuple(self.circle.all):
            self._serve(one)
        self._show(now)

    def _patience(self) -> float:
        return 0.0 if self._results else min(max(self._next_round - time.monotonic(), 0.0), _IDLE_S)

    def _round(self, now: float) -> None:
        self._poked = True
        self.circle.breathe(now)
        for one in self.circle.all:
            if one.conversation:
                one.conversation.round()
        self._search.round(now)

    # the store

    def _later(self, done: Callable[[Any], None], result: Any) -> None:
        """From any thread: the result is dealt with on the loop's."""
        self._results.append((done, result))
        self._wake.ring()

    def _looked(self, first: bool, signature: Any) -> None:
        self._looking = False
        if signature is None or signature == self._signature:
            return
        self._signature = signature
        for one in self.circle.all:
            if one.conversation:
                one.conversation.changed(at_once=first)
                if not first:
                    one.conversation.round()

    def _serve(self, one: Neighbour) -> None:
        wish = None if one.closed else one.wish()
        if wish is not None:
            self._ask(wish.work, partial(self._later, partial(self._back, one)))

    def _back(self, one: Neighbour, result: Any) -> None:
        if isinstance(result, Outcome):
            self._count(result)
        if one.conversation is not None:
            talk, now = one.conversation, time.monotonic()
            self.circle.guard(one, lambda: (talk.back(result), one.pump(now)))
            self.circle.moved(one, now)

    def _count(self, result: Outcome) -> None:
        if result.logs:
            self._came(result.logs)
        self._become(
            taken=self.state.taken + result.taken,
            confirmed=self.state.confirmed + result.confirmed,
            forked=self.state.forked or bool(result.forked),
        )

    # what a page shows

    def _show(self, now: float) -> None:
        now_t = int(self._now())
        seen = [one.seen(now, now_t=now_t) for one in self.circle.all if one.run]
        self._become(
            listening=self._search.listening,
            trouble=self._search.trouble,
            refused=self.circle.refused(now),
            peers=tuple(sorted(seen, key=lambda peer: (peer.name, peer.device))),
        )

    def _become(self, **changes: Any) -> None:
        state = msgspec.structs.replace(self.state, **changes)
        if state != self.state:
            self.state = state
            self._tell(state)
