"""A fold in memory of a few quotes: what an answer says of people, by the same rules, before it is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from hashlib import sha256

import sqlalchemy as sa
from sqlalchemy.pool import StaticPool

from vaxdesk.domain.payloads import Quote
from vaxdesk.journal import line, ref
from vaxdesk.registry import fold
from vaxdesk.registry.entry import Incoming
from vaxdesk.registry.names import SEQ_BITS, LogNames


@contextmanager
def of(quotes: Iterable[Quote]) -> Iterator[tuple[sa.Connection, LogNames]]:
    """The tables that some quotes make, as long as the block lasts."""
    engine = sa.create_engine("sqlite://", poolclass=StaticPool)
    try:
        with engine.begin() as conn:
            names = _names()
            fold.create(conn)
            fold.apply(conn, names, _incoming(names, quotes))
            yield conn, names
    finally:
        engine.dispose()


def _incoming(names: LogNames, quotes: Iterable[Quote]) -> Iterator[Incoming]:
    base = names.number(ref.log_name(0)) << SEQ_BITS
    for seq, quote in enumerate(quotes, 1):
        made = line.encode("quote", quote, t=0)
        yield Incoming(base | seq, made, sha256(made).digest())


def _names() -> LogNames:
    logs: list[str] = []

    def number_of(log: str) -> int:
        logs.append(log)
        return len(logs)

    return LogNames(number_of=number_of, find=lambda _log: None, name_of=lambda number: logs[number - 1])
