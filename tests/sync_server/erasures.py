"""Erasures at a server, and everything that it holds as text."""

from __future__ import annotations

import sqlalchemy as sa

from sync_server.durable.database import reading, writing
from sync_server.durable.tables import segment, stray
from sync_server.keeping.verifying import verify
from sync_server.operating import erasure
from sync_server.segments import hosted
from sync_server.segments.hosted import Note
from tests.servers import RunningServer
from tests.sync_server.clinics import Clinic, read
from vaxdesk.dictionaries import shipped
from vaxdesk.domain.payloads import Forget
from vaxdesk.journal import segment as segments

BASIS = "QĐ 12/2026"


def erase(server: RunningServer, who: str) -> list[str]:
    read(server)
    orders = erasure.carry_out(server.server, who, basis=BASIS)
    read(server)
    return orders


def everything(server: RunningServer) -> str:
    """The whole database as text: every segment inflated, every row of every table."""
    with reading(server.engine) as conn:
        lines = []
        for table in sa.inspect(conn).get_table_names():
            rows = conn.execute(sa.text(f'SELECT * FROM "{table}"')).all()
            lines += [repr(tuple(bytes(one) if isinstance(one, memoryview) else one for one in row)) for row in rows]
        for column in (segment.c.data, stray.c.data):
            for data in conn.execute(sa.select(column)).scalars():
                lines += [one.decode() for one in segments.read(bytes(data), shipped()).lines]
    return "\n".join(lines)


def holds(server: RunningServer) -> bool:
    with reading(server.engine) as conn:
        return verify(conn).whole


def line_at(server: RunningServer, reference: str, org: str = "TYT-01") -> str:
    [found] = [one["line"] for one in server.entries(org) if one["ref"] == reference]
    return found


def order(server: RunningServer, clinic: Clinic, *references: str, marks: list[str] | None = None) -> None:
    said = Forget(entries=list(references), digests=marks or [], person=references[0], basis=BASIS)
    with writing(server.engine) as conn:
        hosted.write(conn, server.server, clinic.pen.feed, [Note(kind="forget", payload=said)])
