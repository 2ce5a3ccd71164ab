"""Group commit for SQLite: segments that arrive while the disk is busy are filed together by the next transaction.

There is no thread for it: whoever holds the turn files everything that waits, the others find theirs done when the
turn comes to them. One sync of the disk then serves as many requests as came meanwhile.
"""

from __future__ import annotations

from collections import deque
from threading import Lock
from weakref import WeakKeyDictionary

import sqlalchemy as sa

from sync_server.durable import quick
from sync_server.segments import placing
from sync_server.segments.placing import Plan

_MOST = 64  # segments a transaction: the first in it waits for the last
_groups: WeakKeyDictionary[sa.Engine, Group] = WeakKeyDictionary()


class _Wish:
    """A plan that waits to be filed, and what became of it."""

    def __init__(self, plan: Plan, pusher: int, now_ms: int) -> None:
        self.plan = plan
        self.pusher = pusher
        self.now_ms = now_ms
        self.done = False
        self.pos: int | None = None
        self.error: Exception | None = None


class Group:
    """The writers of one database in this process."""

    def __init__(self) -> None:
        self._waiting: deque[_Wish] = deque()
        self._turn = Lock()

    def place(self, engine: sa.Engine, plan: Plan, *, pusher: int, now_ms: int) -> int | None:
        """Files a plan durably; None when its log has moved since.

        Raises:
            sqlalchemy.exc.DBAPIError: the transaction that it was part of failed; nothing of it is filed.
        """
        wish = _Wish(plan, pusher, now_ms)
        self._waiting.append(wish)
        with self._turn:
            while not wish.done:
                self._file(engine, [self._waiting.popleft() for _ in range(min(_MOST, len(self._waiting)))])
        if wish.error is not None:
            raise wish.error
        return wish.pos

    def _file(self, engine: sa.Engine, wishes: list[_Wish]) -> None:
        error: Exception | None = None
        try:
            with quick.of(engine).transaction() as run:
                for wish in wishes:
                    wish.pos = placing.step_by_step(run, wish.plan, pusher=wish.pusher, now_ms=wish.now_ms)
        except Exception as raised:  # noqa: BLE001 - whatever it was, each of the waiting is told
            error = raised
        for wish in wishes:
            wish.error, wish.done = error, True


def of(engine: sa.Engine) -> Group:
    """The group of an engine."""
    group = _groups.get(engine)
    return group if group is not None else _groups.setdefault(engine, Group())
