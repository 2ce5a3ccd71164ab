"""The fold on both databases, without a journal beside it: entries go in, tables come out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from uuid import uuid4

import pytest
import sqlalchemy as sa

from sync_server.durable.database import open_engine
from sync_server.durable.tables import logname
from sync_server.reading.naming import names as names_of
from tests.postgres import new_database
from vaxdesk.domain.payloads import Payload
from vaxdesk.domain.payloads_sync import Quote
from vaxdesk.journal import chain, line, ref
from vaxdesk.registry import digest, fold
from vaxdesk.registry.entry import Incoming
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.tables import registry

DEVICE = "ab" * 32


class Written:
    """A log as its author writes it."""

    def __init__(self, log: str, *, device: str = DEVICE) -> None:
        self.log = log
        self.lines: list[bytes] = []
        self.hashes = [chain.start(log, device)]

    def add(self, kind: str, payload: Payload | dict, *, of: str | int | None = None, rev: int = 0, **head: int) -> str:
        """Appends an entry, gives its reference."""
        made = line.encode(kind, payload, t=head.get("t", 1_795_400_000 + len(self.lines)), user=head.get("user", 1),
                           of=of, rev=rev, doubt=bool(head.get("q")))
        return self.put(made)

    def put(self, made: bytes) -> str:
        """Appends exact bytes."""
        self.lines.append(made)
        self.hashes.append(chain.step(self.hashes[-1], made))
        return ref.join(self.log, len(self.lines))

    def refs(self) -> list[str]:
        return [ref.join(self.log, seq) for seq in range(1, len(self.lines) + 1)]

    def at(self, reference: str) -> tuple[bytes, bytes]:
        """Bytes and hash of an entry."""
        _, seq = ref.split(reference)
        return self.lines[seq - 1], self.hashes[seq]

    def quote(self, reference: str, **how: str | int) -> Quote:
        """A quote of an entry of this log."""
        made, h = self.at(reference)
        return Quote(id=reference, h=h.hex(), line=made.decode(), **how)


class Fold:
    """A database with an empty fold."""

    def __init__(self, engine: sa.Engine) -> None:
        self.engine = engine
        with engine.begin() as conn:
            logname.create(conn, checkfirst=True)
            fold.create(conn)

    def take(self, *logs: Written) -> None:
        """Folds whole logs."""
        self.fold([(log, reference) for log in logs for reference in log.refs()])

    def fold(self, entries: Iterable[tuple[Written, str]]) -> None:
        """Folds entries in this order, in one transaction."""
        with self.engine.begin() as conn:
            names = names_of(conn)
            fold.apply(conn, names, [self.incoming(names, log, reference) for log, reference in entries])

    def incoming(self, names: LogNames, log: Written, reference: str) -> Incoming:
        made, h = log.at(reference)
        return Incoming(names.id(reference), made, h)

    def empty(self) -> None:
        """Throws away what was folded, keeping the tables."""
        with self.engine.begin() as conn:
            for table in registry.tables.values():
                if table.name != "folded":
                    conn.execute(table.delete())
            conn.exec_driver_sql("DELETE FROM person_words")

    def digests(self) -> dict[str, str]:
        with self.engine.begin() as conn:
            return digest.tables(conn, names_of(conn))

    def ask(self, question, *args, **kw):
        """The answer of a query `question(conn, names, …)`."""
        with self.engine.begin() as conn:
            return question(conn, names_of(conn), *args, **kw)

    def rows(self, table: sa.Table) -> list[dict]:
        with self.engine.begin() as conn:
            return [dict(row) for row in conn.execute(sa.select(table)).mappings()]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fold]:
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path_factory.mktemp('fold') / 'fold.db'}"
    else:
        url = new_database(request.getfixturevalue("postgres"), f"t{uuid4().hex}")
    engine = open_engine(url)
    yield Fold(engine)
    engine.dispose()


@pytest.fixture
def base(database: Fold) -> Fold:
    """An empty fold, on SQLite and then on PostgreSQL."""
    database.empty()
    return database
