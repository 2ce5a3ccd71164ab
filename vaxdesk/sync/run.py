"""Rounds until nothing is left to do, straight through: for the command line, tests, and a lane that may wait."""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Protocol

import msgspec
import sqlalchemy as sa

from vaxdesk import __version__
from vaxdesk.dictionaries import shipped
from vaxdesk.sync import answer, intake
from vaxdesk.sync import round as rounds
from vaxdesk.sync.exchange import Exchange
from vaxdesk.sync.pace import FeedDiffers, Pace, TooLarge
from vaxdesk.sync.round import RefusedLog, Settled

_MOST_ROUNDS = 10_000
_MOST_STUMBLES = 8


class Books(intake.Books, Protocol):
    """What a round needs of the store."""

    now: Callable[[], float]

    def reading(self) -> AbstractContextManager[sa.Connection]:
        """A read transaction."""

    def changing(self) -> AbstractContextManager[sa.Connection]:
        """A write transaction."""


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What a run did; see `round.Settled`. Give `pace` to the next run."""

    rounds: int
    confirmed: int
    taken: int
    rescued: int
    refused: tuple[RefusedLog, ...]
    went_back: bool
    server_ms: int
    poll: int
    min_app: str
    pace: Pace


def run(
    books: Books,
    exchange: Exchange,
    *,
    pace: Pace | None = None,
    why: str = "timer",
    tick: Callable[[], float] = time.monotonic,
) -> Report:
    """Exchanges until everything that can be sent is confirmed and everything there is was read.

    Args:
        tick: seconds, for the pace of the line alone.

    Raises:
        Trouble: the line failed; what was settled until then stays. Give `pace.failed(trouble)` to the next run.
    """
    pace = pace or Pace()
    done: list[Settled] = []
    stumbles = 0
    while len(done) < _MOST_ROUNDS:
        try:
            settled, pace = step(books, exchange, pace=pace, why=why, tick=tick)
        except (FeedDiffers, TooLarge) as trouble:
            stumbles += 1
            if stumbles > _MOST_STUMBLES or (pace.full and isinstance(trouble, FeedDiffers)):
                raise
            pace = pace.failed(trouble)
            continue
        done.append(settled)
        why = "more"
        if not settled.again:
            break
    return _report(done, pace)


def step(
    books: Books, exchange: Exchange, *, pace: Pace, why: str, tick: Callable[[], float] = time.monotonic
) -> tuple[Settled, Pace]:
    """One round, and the pace learned from it.

    Raises:
        Trouble: nothing of the round holds here; the server may have filed what was sent.
    """
    who = exchange.enrolment
    with books.reading() as conn:
        draft = rounds.outgoing(
            conn, who, now=books.now(), pace=pace, app=__version__, why=why, dictionaries=shipped()
        )
    body = draft.encode(exchange.sign)
    began = tick()
    reply = exchange.send(body)
    took = tick() - began
    read = answer.read(reply, who, shipped())
    exchange.enrolment = read.enrolment
    with books.changing() as conn:
        settled = rounds.settle(conn, draft, read, books=books, enrolment=who, now=books.now())
    return settled, pace.answered(frames=len(draft.slices), seconds=took, size=len(body) + len(reply))


def _report(done: list[Settled], pace: Pace) -> Report:
    last = done[-1]
    return Report(
        rounds=len(done),
        confirmed=sum(one.confirmed for one in done),
        taken=sum(one.taken for one in done),
        rescued=sum(one.rescued for one in done),
        refused=tuple(refused for one in done for refused in one.refused),
        went_back=any(one.went_back for one in done),
        server_ms=last.server_ms,
        poll=last.poll,
        min_app=last.min_app,
        pace=pace,
    )
