"""Group commit: segments that wait at the same time are filed by one transaction, one sync of the disk serves all.

Requests that are answered together bring their segments together. What comes one by one on SQLite is grouped too: there
is no thread for it, whoever holds the turn files everything that waits, the others find theirs done when it is theirs.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from threading import Lock, Thread
from weakref import WeakKeyDictionary

import sqlalchemy as sa

from sync_server.durable import quick
from sync_server.durable.quick import Statement
from sync_server.segments import placing
from sync_server.segments.placing import Plan, Put

_CHECKPOINT = Statement(sa.text("PRAGMA wal_checkpoint(PASSIVE)"))
_MOST_UNCOPIED = 500  # segments
_MOST = 64  # segments a transaction: the first in it waits for the last
_groups: WeakKeyDictionary[sa.Engine, Group] = WeakKeyDictionary()


class Wish:
    """A plan that waits to be filed, and what became of it."""

    def __init__(self, plan: Plan, pusher: int, now_ms: int) -> None:
        self.plan = plan
        self.pusher = pusher
        self.now_ms = now_ms
        self.done = False
        self.pos: int | None = None
        self.put: Put | None = None  # told where many were filed at a stroke
        self.error: Exception | None = None


class Group:
    """The writers of one database in this process."""

    def __init__(self) -> None:
        self._waiting: deque[Wish] = deque()
        self._turn = Lock()
        self._since = 0

    def place(self, engine: sa.Engine, plan: Plan, *, pusher: int, now_ms: int) -> int | None:
        """Files a plan durably; None when its log has moved since.

        Raises:
            sqlalchemy.exc.DBAPIError: the transaction that it was part of failed; nothing of it is filed.
        """
        wish = Wish(plan, pusher, now_ms)
        self._waiting.append(wish)
        with self._turn:
            while not wish.done:
                self._file(engine, [self._waiting.popleft() for _ in range(min(_MOST, len(self._waiting)))])
        if wish.error is not None:
            raise wish.error
        return wish.pos

    def place_all(self, engine: sa.Engine, wishes: list[Wish]) -> None:
        """Files plans in one transaction; each wish is told what became of it."""
        with self._turn:
            self._file(engine, wishes)

    def _file(self, engine: sa.Engine, wishes: Sequence[Wish]) -> None:
        error: Exception | None = None
        try:
            _place(engine, wishes)
        except sa.exc.IntegrityError:
            pass  # one found no month, or another process began the same log: each is settled by itself then
        except Exception as raised:  # noqa: BLE001 - whatever it was, each of the waiting is told
            error = raised
        for wish in wishes:
            wish.error, wish.done = error, True
        self._since += len(wishes)
        if self._since >= _MOST_UNCOPIED and engine.dialect.name == "sqlite":
            self._since = 0
            Thread(target=_copy, args=(engine,), name="checkpoint", daemon=True).start()


def _copy(engine: sa.Engine) -> None:
    """Copies what the write-ahead log holds into the file: whoever files next would wait for it otherwise."""
    with suppress(sa.exc.DBAPIError):  # the database's own copying goes on all the same
        quick.of(engine).all(_CHECKPOINT)


class _Moved(Exception):
    """One of the logs was moved by somebody else."""


def _place(engine: sa.Engine, wishes: Sequence[Wish]) -> None:
    """Files at a stroke where it can be, else step by step, so that each finds what became of its own."""
    try:
        with quick.of(engine).transaction() as run:
            placed = placing.together(run, wishes)
            if placed is None:
                raise _Moved
        for wish, put in zip(wishes, placed, strict=True):
            wish.pos, wish.put = put.pos, put
    except _Moved:
        with quick.of(engine).transaction() as run:
            placing.lock(run, [wish.plan for wish in wishes])
            for wish in wishes:
                wish.pos = placing.step_by_step(run, wish.plan, pusher=wish.pusher, now_ms=wish.now_ms)


def of(engine: sa.Engine) -> Group:
    """The group of an engine."""
    group = _groups.get(engine)
    return group if group is not None else _groups.setdefault(engine, Group())
