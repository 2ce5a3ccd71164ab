"""Whatever two stations may write about people, vaccine, plans and seals, in any order, and corrections of it."""

from __future__ import annotations

import random

from tests.sync_server.clinics import Clinic
from vaxdesk.domain.payloads import (
    Aefi,
    Amend,
    Appt,
    Campaign,
    CheckIn,
    Clock,
    Count,
    DaySeal,
    Decline,
    Inject,
    Lot,
    Person,
    Plan,
    Same,
    Screen,
    Stock,
    Vial,
    VialClose,
    Void,
)  # fmt: skip
from vaxdesk.domain.payloads_cleaning import Verified

DAYS = ("2026-11-24", "2026-11-25", "2026-12-01", "nonsense", "2027-01-01")
DOCS = ("", "", "066150001234", "066190001234", "066190001235", "123")
AT = 1_795_600_000


class World:
    """Two stations that write at random; what one wrote the other may correct."""

    def __init__(self, clinics: tuple[Clinic, Clinic], seed: int) -> None:
        self.clinics = clinics
        self.rng = random.Random(seed)
        self.written: dict[str, list[str]] = {}
        for number in range(3):
            self._note("person", clinics[number % 2].write("person", self._person()))
        for clinic in clinics:
            self._note("lot", clinic.write("lot", Lot(product="AZ", number="a 1", expiry="2027-01-01")))

    def _note(self, kind: str, reference: str) -> None:
        self.written.setdefault(kind, []).append(reference)

    def _any(self, *kinds: str) -> str:
        return self.rng.choice([one for kind in kinds for one in self.written.get(kind, [])] or [""])

    def _person(self) -> Person:
        rng = self.rng
        return Person(
            name=rng.choice(["Lò Thị Dở", "Giàng A Páo"]),
            dob=rng.choice(["1950", "1990-05-01", "2018-02-03", "x", ""]),
            sex=rng.choice(["F", "M", ""]), grp=rng.choice(["1", "9", "17", ""]), doc=rng.choice(DOCS),
            commune=rng.choice(["Xã Cư Êbur", "xã cư ê bur", "Xà Hồ", ""]), nat=rng.choice(["", "", "", "Lào"]),
        )  # fmt: skip

    def step(self) -> None:
        """One entry of any kind by either of them."""
        clinic = self.rng.choice(self.clinics)
        kind = self.rng.choice([*_KINDS, "inject", "inject", "void", "void", "amend", "amend"])
        made = getattr(self, f"_{kind}")(clinic)
        if made:
            self._note(kind, made)

    @property
    def _day(self) -> str:
        return self.rng.choice(DAYS)

    def _new(self, clinic: Clinic) -> str:
        made = clinic.write("person", self._person())
        self._note("person", made)
        return ""

    def _appt(self, clinic: Clinic) -> str:
        session = self.rng.choice([self._any("plan"), ""])
        line = Appt(day=self._day, row=self.rng.randint(0, 5), product=self.rng.choice(["AZ", ""]), plan=session)
        return clinic.write("appt", line, of=self._any("person"))

    def _checkin(self, clinic: Clinic) -> str:
        return clinic.write("checkin", CheckIn(day=self._day, no=1), of=self._any("person"))

    def _decline(self, clinic: Clinic) -> str:
        return clinic.write("decline", Decline(day=self._day, stage="received"), of=self._any("person"))

    def _screen(self, clinic: Clinic) -> str:
        conclusion = self.rng.choice(["eligible", "defer", "refer"])
        form = Screen(day=self._day, form="qd5785", answers={}, conclusion=conclusion)
        return clinic.write("screen", form, of=self._any("person"))

    def _inject(self, clinic: Clinic) -> str:
        rng = self.rng
        dose = Inject(
            day=self._day, at=AT, product=rng.choice(["AZ", "COM-A"]), lot=rng.choice([self._any("lot"), ""]),
            lot_no=rng.choice(["A1", "B/2"]), expiry="", vial=rng.choice([self._any("vial"), ""]),
            kind=rng.choice(["primary", "booster", ""]), kind_no=rng.randint(0, 4), source=rng.choice(["", "paper"]),
        )  # fmt: skip
        return clinic.write("inject", dose, of=self._any("person"))

    def _aefi(self, clinic: Clinic) -> str:
        rng = self.rng
        found = Aefi(
            day=self._day, severity=rng.choice(["common", "serious"]), onset=AT, symptoms=["local", "unheard of"],
            grade=rng.randint(0, 9), inject=rng.choice([self._any("inject"), ""]),
        )  # fmt: skip
        return clinic.write("aefi", found, of=self._any("person"))

    def _lot(self, clinic: Clinic) -> str:
        return clinic.write("lot", Lot(product="COM-A", number="B/2", expiry="2027-01-01", doses_per_vial=6))

    def _vial(self, clinic: Clinic) -> str:
        opened = Vial(lot=self._any("lot"), no=1, at=AT, doses=6, day=self.rng.choice([self._day, ""]))
        return clinic.write("vial", opened)

    def _vialclose(self, clinic: Clinic) -> str:
        vial = self._any("vial")
        closed = VialClose(wasted=self.rng.randint(0, 6), why="broken", day=self._day)
        return clinic.write("vialclose", closed, of=vial, rev=self.rng.randint(1, 3)) if vial else ""

    def _stock(self, clinic: Clinic) -> str:
        reason = self.rng.choice(["receipt", "issue", "return", "transfer", "dispose", "adjust"])
        day = self.rng.choice([self._day, ""])
        moved = Stock(lot=self._any("lot"), doses=self.rng.randint(-20, 60), reason=reason, day=day)
        return clinic.write("stock", moved, rev=1)

    def _count(self, clinic: Clinic) -> str:
        return clinic.write("count", Count(lot=self._any("lot"), seen=self.rng.randint(0, 60), day=self._day), rev=1)

    def _plan(self, clinic: Clinic) -> str:
        drive = self.rng.choice([self._any("campaign"), self._any("campaign"), ""])
        return clinic.write("plan", Plan(day=self._day, slots={"07:30": self.rng.randint(0, 40)}, campaign=drive))

    def _campaign(self, clinic: Clinic) -> str:
        return clinic.write("campaign", Campaign(no=self.rng.choice(["3", " 3 ", "2026-2/b"]), name="Đợt"))

    def _dayseal(self, clinic: Clinic) -> str:
        people = self.rng.randint(0, 9)
        return clinic.write("dayseal", DaySeal(day=self._day, heads={}, people=people, outcomes=people, waiting=1))

    def _clock(self, clinic: Clinic) -> str:
        return clinic.write("clock", Clock(srv=AT + self.rng.choice([0, 86400, -86400 * 4]), rtt_ms=10))

    def _same(self, clinic: Clinic) -> str:
        one, other = self._any("person"), self._any("person")
        return clinic.write("same", Same(a=one, b=other, why="x")) if one != other else ""

    def _amend(self, clinic: Clinic) -> str:
        rng = self.rng
        kind = rng.choice(["person", "person", "inject", "checkin", "aefi", "lot", "appt", "plan", "stock", "dayseal",
                           "campaign"])  # fmt: skip
        what = self._any(kind)
        fields = {
            "person": {
                "dob": rng.choice(["1950", "2015"]), "grp": rng.choice(["2", "3"]), "sex": "F", "doc": rng.choice(DOCS),
            },
            "inject": {"day": self._day, "product": rng.choice(["AZ", "MOD"]), "lot_no": "C3"},
            "checkin": {"day": self._day},
            "aefi": {"severity": rng.choice(["common", "serious"])},
            "lot": {"number": rng.choice(["D4", "E5"]), "product": rng.choice(["AZ", "COM-A"])},
            "appt": {"day": self._day, "product": "COM-A"},
            "plan": {"day": self._day, "slots": "07:30=9"},
            "campaign": {"no": rng.choice(["3", "4"])},
            "stock": {"doses": "7", "day": self._day},
            "dayseal": {"people": "4", "day": self._day},
        }[kind]
        if what:
            clinic.write("amend", Amend(set=fields, why="sửa"), of=what, rev=rng.randint(1, 4))
        return ""

    def _verified(self, clinic: Clinic) -> str:
        rng = self.rng
        data = rng.choice([{}, {"sex": "F"}, {"sex": "F", "dob": "1950"}])
        said = Verified(day="2026-11-24", result=rng.choice(["right", "corrected", "wrong", "?"]), by="x", data=data)
        return clinic.write("verified", said, of=self._any("person"))

    def _void(self, clinic: Clinic) -> str:
        what = self._any(self.rng.choice(sorted(self.written)))
        if what:
            clinic.write("void", Void(v=self.rng.random() < 0.8, why="nhầm"), of=what, rev=self.rng.randint(1, 4))
        return ""


_KINDS = (
    "new", "appt", "checkin", "decline", "screen", "inject", "aefi", "lot", "vial", "vialclose", "stock", "count",
    "plan", "campaign", "dayseal", "clock", "same", "verified",
)  # fmt: skip
