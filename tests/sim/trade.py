"""What the desks of a world write: a day's entries, corrections, and now and then what no program of today knows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random

from vaxdesk.domain.payload import Payload
from vaxdesk.domain.payloads import (
    Amend,
    Appt,
    CheckIn,
    Count,
    Differ,
    Inject,
    Leave,
    Lot,
    Person,
    Same,
    Screen,
    Stock,
    Void,
)
from vaxdesk.store.writer import Writer

_NAMES = ("Nguyễn Thị Hoa", "H’Bia Niê", "Trần Văn Đức", "Lê Ngọc Ánh", "Y Blô Êban", "Đặng Thị Hoà")
_DAYS = ("2026-11-24", "2026-11-25", "2026-11-26")


class Later(Payload):
    """A kind of a later program, and fields that this one does not know."""

    words: str
    depth: list[dict[str, int]] = []


class LaterCheckIn(Payload):
    """A check-in with a field of a later program."""

    day: str
    no: int = 0
    mood: str = ""


class Poison(Payload):
    """An injection whose fields are not what they must be: kept and carried, never folded."""

    day: int
    at: str


class Trade:
    """Writes entries about what a desk knows.

    Args:
        known: references that the desk holds, by kind.
        later: the desk runs a later program.
    """

    def __init__(self, rng: Random, known: Callable[[str], Sequence[str]], *, later: bool) -> None:
        self._rng, self._known, self._later = rng, known, later

    def write(self, w: Writer) -> str:
        """Adds one entry; tells its kind."""
        acts = [self.person, self.person, self.checkin, self.screen, self.inject, self.leave, self.appt, self.amend,
                self.void, self.same, self.differ, self.lot, self.stock, self.count, self.poison]  # fmt: skip
        act = self._rng.choice([*acts, self.later, self.later_checkin] if self._later else acts)
        act(w)
        return act.__name__

    def person(self, w: Writer) -> None:
        doc = f"0660900{self._rng.randrange(40):05}"  # few, so that the same card is met at several desks
        w.add("person", Person(name=self._rng.choice(_NAMES), dob=str(self._rng.randint(1940, 2020)), doc=doc))

    def appt(self, w: Writer) -> None:
        w.add("appt", Appt(day=self._day(), row=self._rng.randrange(500)), of=self._someone(w))

    def checkin(self, w: Writer) -> None:
        w.add("checkin", CheckIn(day=self._day(), no=self._rng.randrange(300)), of=self._someone(w))

    def later_checkin(self, w: Writer) -> None:
        w.add("checkin", LaterCheckIn(day=self._day(), mood="calm"), of=self._someone(w))

    def screen(self, w: Writer) -> None:
        screen = Screen(day=self._day(), form="qd5785", answers={"1": False}, conclusion="eligible", consent=True)
        w.add("screen", screen, of=self._someone(w))

    def inject(self, w: Writer) -> None:
        lot = self._any("lot")
        dose = Inject(day=self._day(), at=int(w.now()), product="AZ", lot=lot, lot_no="ABV1", expiry="2027-01-31")
        w.add("inject", dose, of=self._someone(w))

    def poison(self, w: Writer) -> None:
        w.add("inject", Poison(day=7, at="noon"), of=self._someone(w))

    def leave(self, w: Writer) -> None:
        w.add("leave", Leave(day=self._day(), at=int(w.now())), of=self._someone(w))

    def amend(self, w: Writer) -> None:
        field = self._rng.choice(("name", "tel", "adr", "doc"))
        w.change("amend", Amend(set={field: f"{self._rng.randrange(1000)}"}, why="typed wrong"), of=self._someone(w))

    def void(self, w: Writer) -> None:
        kind = self._rng.choice(("person", "checkin", "inject", "same", "amend"))
        of = self._any(kind) or self._someone(w)
        w.change("void", Void(v=self._rng.random() < 0.7, why="wrong person"), of=of)

    def same(self, w: Writer) -> None:
        w.add("same", Same(a=self._someone(w), b=self._someone(w), why="card"))

    def differ(self, w: Writer) -> None:
        w.add("differ", Differ(a=self._someone(w), b=self._someone(w), why="twins"))

    def lot(self, w: Writer) -> None:
        w.add("lot", Lot(product="AZ", number=f"ABV{self._rng.randrange(9)}", expiry="2027-01-31", doses_per_vial=10))

    def stock(self, w: Writer) -> None:
        w.add("stock", Stock(lot=self._any("lot"), doses=self._rng.randint(-20, 50), reason="receipt"))

    def count(self, w: Writer) -> None:
        w.add("count", Count(lot=self._any("lot"), seen=self._rng.randrange(60)))

    def later(self, w: Writer) -> None:
        w.add("hologram", Later(words="sau này", depth=[{"z": self._rng.randrange(9)}]), of=self._someone(w))

    def _day(self) -> str:
        return self._rng.choice(_DAYS)

    def _any(self, kind: str) -> str:
        known = self._known(kind)
        return self._rng.choice(known) if known else ""

    def _someone(self, w: Writer) -> str:
        return self._any("person") or w.add("person", Person(name=self._rng.choice(_NAMES), dob="1990"))
