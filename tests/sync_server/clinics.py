"""Days at stations, written by devices without a store: people, doses, corrections, as their desks write them."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

import msgspec

from sync_server.durable.database import reading
from sync_server.reading import naming, worker
from tests.servers import RunningServer
from tests.sync_server.pens import T0, Log, Pen, Pulled
from vaxdesk.domain import times
from vaxdesk.domain.payload import Payload
from vaxdesk.domain.payloads import Amend, Appt, CheckIn, History, Inject, Person, Quote, Void
from vaxdesk.journal import line, ref
from vaxdesk.journal.frames import Ask, encode, join
from vaxdesk.registry.queries import identity

LANH = Person(name="Nguyễn Thị Lành", dob="1990-02-01", sex="F", doc="066190001234", tel="0905123456")
BAO = Person(name="Lò Văn Bảo", dob="1985-11-30", sex="M", doc="066085004321")
DAY = "2026-11-26"


class Clinic:
    """A device of a station with a log of this run."""

    def __init__(self, server: RunningServer, org: str = "TYT-01") -> None:
        self.pen = Pen(server, org)
        self.log: Log = self.pen.log()
        self._sent = 0

    def write(self, kind: str, payload: Payload, *, of: str = "", rev: int = 0) -> str:
        """Adds an entry; gives its reference."""
        target: str | int | None = of or None
        if of and ref.split(of)[0] == self.log.name:
            target = ref.split(of)[1]
        self.log.raw(line.encode(kind, payload, t=T0 + len(self.log.lines), user=3, of=target, rev=rev))
        return ref.join(self.log.name, len(self.log.lines))

    def send(self) -> None:
        """Sends what was written since, and reads what the feeds have."""
        body = join([encode(Ask()), *([self.log.segment(self._sent)] if self._sent < len(self.log.lines) else [])])
        reply = self.pen.post(body, Authorization=self.pen.header(body, t=self.pen.server.server.now()))
        assert reply.status_code == 200, reply.text
        assert Pulled(reply.content).no == []
        self._sent = len(self.log.lines)

    def listed(self, person: Person, *, day: str = DAY) -> str:
        """A person with a line on the list of a day."""
        who = self.write("person", person)
        self.write("appt", Appt(day=day), of=who)
        return who

    def dose(self, who: str, *, day: str = DAY, product: str = "COM-A") -> str:
        """A person was received and got a dose."""
        self.write("checkin", CheckIn(day=day, no=1), of=who)
        return self.write("inject", Inject(day=day, at=T0, product=product, lot="", lot_no="L1", expiry=""), of=who)

    def history(self, who: str, date: str, *, product: str = "COM-A") -> str:
        """A dose given earlier."""
        return self.write("history", History(date=date, product=product), of=who)

    def amend(self, what: str, *, rev: int = 1, **fields: str) -> str:
        """A correction."""
        return self.write("amend", Amend(set=fields, why="sửa"), of=what, rev=rev)

    def void(self, what: str, *, rev: int = 1, back: bool = False) -> str:
        """A taking-back, or the restoring of what was taken back."""
        return self.write("void", Void(v=not back, why="nhầm"), of=what, rev=rev)


def changed(person: Person, **fields: str) -> Person:
    """A person with other facts."""
    return msgspec.structs.replace(person, **fields)


def today(server: RunningServer, *, plus: int = 0) -> str:
    return (date.fromisoformat(times.day_of(server.server.now())) + timedelta(days=plus)).isoformat()


def read(server: RunningServer) -> None:
    worker.prepare(server.server)
    worker.until_idle(server.server)


def quotes(server: RunningServer, org: str) -> list[Quote]:
    """What the server's own device has quoted into a feed."""
    texts = [one["line"] for one in server.entries(org) if one["entry"]["k"] == "quote"]
    return [msgspec.convert(msgspec.json.decode(text)["d"], Quote) for text in texts]


def quoted(server: RunningServer, org: str) -> list[str]:
    """References quoted into a feed; one that is there twice is an error."""
    found = Counter(one.id for one in quotes(server, org))
    assert set(found.values()) <= {1}, found
    return sorted(found)


def same_person(server: RunningServer, one: str) -> set[str]:
    with reading(server.engine) as conn:
        return set(identity.references(conn, naming.names(conn), one))
