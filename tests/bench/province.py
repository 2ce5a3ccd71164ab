"""A province for loads: districts, stations with a device each, some days of doses, and staff who are signed in."""

from __future__ import annotations

import random
import secrets
import time
from collections.abc import Iterator, Sequence

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from sync_server.authority import orgs
from sync_server.authority.orgs import UnitRow
from sync_server.district import sessions
from sync_server.district.sessions import Session, Stage
from sync_server.durable.database import writing
from sync_server.joining import devices
from sync_server.operating import giving
from sync_server.settings import Server
from tests.bench.load import T0, Sender
from vaxdesk.domain import times
from vaxdesk.domain.outcomes import GivenRole
from vaxdesk.domain.payload import Payload
from vaxdesk.domain.payloads import Appt, CheckIn, Inject, Open, Person, Print
from vaxdesk.journal import line

DISTRICTS = 10
_DAY = 86_400
_FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "H'", "Y", "Lò", "Vi", "Hoàng", "Đinh")
_GIVEN = ("An", "Bình", "Cúc", "Dung", "Hạnh", "Khánh", "Lan", "Mai", "Nga", "Oanh", "Phúc", "Quý", "Sáng", "Tâm")


class Clerk(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody of a district who is signed in: the token of their cookie, the mark of their forms, their unit."""

    user_no: int
    token: str
    mark: str
    unit: int


def built(server: Server, devices_: int) -> list[Sender]:
    """Ten districts with stations below them by turns, and a device at each, entered straight into the database."""
    tree = [
        UnitRow(code="VN", name="Việt Nam", kind="country"),
        UnitRow(code="66", name="Đắk Lắk", kind="province", parent="VN"),
        *(UnitRow(code=f"H{at}", name=f"Huyện {at}", kind="district", parent="66") for at in range(DISTRICTS)),
    ]
    stations = [
        UnitRow(code=f"T{at}", name=f"Trạm y tế {at}", kind="station", parent=f"H{at % DISTRICTS}")
        for at in range(devices_)
    ]
    made = []
    with writing(server.engine) as conn:
        orgs.take_in(conn, [*tree, *stations])
        for row in stations:
            one = Sender(Ed25519PrivateKey.generate(), secrets.randbits(48), orgs.find(conn, row.code).org_no)
            add = {"org_no": one.feed, "public": one.public, "box": None, "name": row.code}
            devices.add(conn, one.device, **add, now_ms=server.now_ms())
            made.append(one)
    return made


def staffed(server: Server, count: int) -> list[tuple[str, int]]:
    """Users at the districts by turns, who reconcile and look after devices; login and unit of each."""
    made = []
    with writing(server.engine) as conn:
        for at in range(count):
            unit = orgs.find(conn, f"H{at % DISTRICTS}")
            wanted = giving.NewUser(login=f"staff{at}", name=f"Cán bộ {at}", password="hoa ban trang 24")
            giving.add_user(conn, server, unit, wanted, role=GivenRole.RECONCILE)
            giving.grant(conn, server, f"staff{at}@{unit.code}", unit, role=GivenRole.ADMIN)
            made.append((f"staff{at}@{unit.code}", unit.org_no))
    return made


def signed_in(server: Server, users: Sequence[tuple[str, int]]) -> list[Clerk]:
    """A session of each, past the second factor."""
    with writing(server.engine) as conn:
        numbers = [giving.known(conn, login).user_no for login, _ in users]
        tokens = [sessions.begin(conn, server, number, Stage.IN) for number in numbers]
    return [
        Clerk(user_no=number, token=token, mark=_mark(number, token), unit=unit)
        for number, token, (_, unit) in zip(numbers, tokens, users, strict=True)
    ]


def _mark(number: int, token: str) -> str:
    return Session(token=token, user_no=number, stage=Stage.IN, stale=False).csrf


class Pages:
    """The lines of one station: people of the day, served one after the other, five lines each."""

    def __init__(self, sender: Sender, number: int, seed: int = 24) -> None:
        self._rng = random.Random(f"{seed} {number}")
        self._number = number
        self._written = 0
        self.lines = [line.encode("open", Open(device=sender.public.hex(), station=f"T{number}", app="0"), t=T0)]

    def more(self, count: int, *, day: str, entries: int = 0) -> list[bytes]:
        """So many more people, or as many entries as are asked for; gives the new lines."""
        new: list[bytes] = []
        while len(new) < (entries or count * 5):
            new += self._person(len(self.lines) + len(new), day)
        if entries:
            new = new[:entries]
        self.lines += new
        return new

    def twin(self, of: Person, *, day: str) -> list[bytes]:
        """A person who is listed elsewhere as well, so alike that somebody has to look."""
        seq = len(self.lines)
        new = [self._line("person", of, seq + 1), self._line("appt", Appt(day=day), seq + 2, of=seq + 1)]
        self.lines += new
        return new

    def _person(self, seq: int, day: str) -> Iterator[bytes]:
        self._written += 1
        lot, no = f"L{self._number % 7}", self._written
        yield self._line("person", self._somebody(), seq + 1)
        yield self._line("appt", Appt(day=day), seq + 2, of=seq + 1)
        yield self._line("checkin", CheckIn(day=day, no=no), seq + 3, of=seq + 1)
        dose = Inject(day=day, at=T0, product="COM-A", lot="", lot_no=lot, expiry="")
        yield self._line("inject", dose, seq + 4, of=seq + 1)
        yield self._line("print", Print(what=f"certificate {no}"), seq + 5)

    def _somebody(self) -> Person:
        rng = self._rng
        name = f"{rng.choice(_FAMILY)} Thị {rng.choice(_GIVEN)} {rng.choice(_GIVEN)}"
        number = f"0{rng.randrange(10**8, 10**9)}"
        born = f"{rng.randint(1940, 2018)}-{rng.randint(1, 12):02}-{rng.randint(1, 28):02}"
        return Person(name=name, dob=born, sex="F", doc=f"066{rng.randrange(10**8, 10**9)}", tel=number)

    def _line(self, kind: str, payload: Payload, seq: int, *, of: int | None = None) -> bytes:
        return line.encode(kind, payload, t=T0 + seq * 12, user=3, of=of)


def twins(count: int) -> list[tuple[Person, Person]]:
    """So many pairs of one woman written twice, with the same telephone and nearly the same name."""
    made = []
    for at in range(count):
        word = "".join("abcdefghkl"[int(digit)] for digit in f"{at:04}").title()
        who = {"dob": f"19{50 + at % 50}-01-1{at % 9}", "sex": "F", "tel": f"0905{at:06}"}
        made.append((Person(name=f"Nguyễn Thị Lành {word}", **who), Person(name=f"Nguyễn Thị Lanh {word}", **who)))
    return made


def days(count: int) -> list[str]:
    """Today and the days before, as ISO."""
    return [times.day_of(time.time() - at * _DAY) for at in range(count)]
