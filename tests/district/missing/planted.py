"""A station's days with a gap of every kind planted, and a day that adds up."""

from __future__ import annotations

from tests.report_day import HandMade
from tests.sync_server.clinics import LANH, Clinic, changed
from vaxdesk.domain.payloads import (
    Appt,
    Batch,
    CheckIn,
    DaySeal,
    Decline,
    Inject,
    Lot,
    Plan,
    Stock,
    Vial,
    VialClose,
)  # fmt: skip

WHOLE, NOBODY, SHORT, OPEN, VIALS, TABLES, PAPER = (f"2026-11-{day}" for day in (10, 11, 12, 13, 14, 15, 16))
FOUND = {
    NOBODY: {"nothing": (2, 2)},
    SHORT: {"sealed": (1, 3), "unsent": (0, 4)},
    OPEN: {"no_outcome": (1, 2), "unsealed": (0, 2)},
    VIALS: {"vials": (3, 11)},
    TABLES: {"tables": (4, 4)},
    PAPER: {"stacks": (3, 5)},
}
_AT = 1_795_000_000


class Planted:
    """Writes the days; `refs` are people by a word."""

    def __init__(self, clinic: Clinic) -> None:
        self.clinic, self.refs = clinic, {}
        self.other = clinic.pen.log().write(3)
        self.whole()
        self.nobody()
        self.short()
        self.open_visit()
        self.lot = clinic.write("lot", Lot(product="COM-A", number="FK9", expiry="2027-06-30", doses_per_vial=6))
        self.vials()
        self.tables()
        self.paper()

    def person(self, word: str, **fields: str) -> str:
        """A person of a name of their own."""
        number = len(self.refs)
        fresh = {"doc": f"06619000{number:04}", "tel": f"09051{number:05}", "dob": f"19{50 + number}-02-03"}
        made = self.clinic.write("person", changed(LANH, name=f"Nguyễn {word}", **fresh, **fields))
        self.refs[word] = made
        return made

    def seal(self, day: str, people: int, *, other: bool = False) -> str:
        """The day's seal, perhaps with another machine's log, of which nothing was sent."""
        logs = [self.clinic.log, self.other] if other else [self.clinic.log]
        heads = {one.name: f"{len(one.lines)}:{'0' * 16}" for one in logs}
        return self.clinic.write("dayseal", DaySeal(day=day, heads=heads, people=people, outcomes=people))

    def whole(self) -> None:
        """A day counted by hand that adds up, sealed."""
        HandMade(self.clinic.write, WHOLE)
        self.seal(WHOLE, 24)

    def nobody(self) -> None:
        """Two are on the list of a planned session, and nobody came."""
        self.clinic.write("plan", Plan(day=NOBODY, slots={"07:30": 30}))
        for word in ("Một", "Hai"):
            self.clinic.write("appt", Appt(day=NOBODY), of=self.person(word))

    def short(self) -> None:
        """The seal says three people and four entries of another log; two people came."""
        for word in ("Ba", "Bốn"):
            self.declined(self.person(word), SHORT)
        self.refs["seal"] = self.seal(SHORT, 3, other=True)

    def declined(self, who: str, day: str) -> None:
        """Received, and left of their own will."""
        self.clinic.write("checkin", CheckIn(day=day, no=1), of=who)
        self.clinic.write("decline", Decline(day=day, stage="received"), of=who)

    def open_visit(self) -> None:
        """Two were received, one has no outcome, and nobody sealed the day."""
        self.declined(self.person("Năm"), OPEN)
        self.clinic.write("checkin", CheckIn(day=OPEN, no=2), of=self.person("Sáu"))

    def vials(self) -> None:
        """A vial of six with four doses and one written off, a vial of five that nobody closed with three doses."""
        for no, (size, given) in enumerate(((6, 4), (5, 3)), 1):
            vial = self.clinic.write("vial", Vial(lot=self.lot, no=no, at=_AT, doses=size, day=VIALS))
            self.refs[f"vial {no}"] = vial
            for number in range(given):
                self.dose(self.person(f"Lọ {no} {number}"), VIALS, vial)
        closed = VialClose(wasted=1, why="session_over", day=VIALS)
        self.clinic.write("vialclose", closed, of=self.refs["vial 1"], rev=1)
        self.seal(VIALS, 7)

    def dose(self, who: str, day: str, vial: str = "", *, batch: str = "", sheet: int = 0) -> str:
        """Received, and given a dose."""
        self.clinic.write("checkin", CheckIn(day=day, no=1), of=who)
        given = Inject(
            day=day, at=_AT, product="COM-A", lot=self.lot, lot_no="FK9", expiry="2027-06-30", vial=vial, batch=batch,
            sheet=sheet, source="paper" if batch else "",
        )  # fmt: skip
        return self.clinic.write("inject", given, of=who)

    def tables(self) -> None:
        """Ten doses were handed out to a table, six brought back."""
        for doses, reason in ((10, "issue"), (-6, "return")):
            moved = Stock(lot=self.lot, doses=doses, reason=reason, place="table:1", day=TABLES)
            self.clinic.write("stock", moved, rev=1)

    def paper(self) -> None:
        """Five sheets were announced, two typed."""
        self.refs["stack"] = self.clinic.write("batch", Batch(day=PAPER, product="COM-A", sheets=5))
        for word in ("Tờ một", "Tờ hai"):
            self.typed(word)
        self.seal(PAPER, 2)

    def typed(self, word: str) -> str:
        """One more sheet of the stack."""
        return self.dose(self.person(word), PAPER, batch=self.refs["stack"], sheet=len(self.refs))


