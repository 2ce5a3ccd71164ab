"""A day at a station counted by hand: 25 people, every outcome, two vaccines, a dose taken back, one transferred, one
late dose from paper. Written as entries by whoever calls, so that desk, fold and server all know the same day.

    COM-A  rows 1–8   injected: 1, 2, 3 first, 4, 5 second, 6 additional, 7 and 8 boosters 1 and 2
           rows 9–12  referred, declined, deferred, contraindicated; row 13 declined (left open in `UNFINISHED`)
           row 14     did not come
           23, 24     not on the list, first dose; 23 had an anaphylaxis and was taken to hospital, 24 a common reaction
    AZ     rows 15–18 injected: 15, 16 first, 17 second, 18 booster; 19 deferred, 20 declined
           row 21     a dose that was taken back, then declined
           row 22     a first dose typed later from paper
           25         not on the list, first dose, a common reaction
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from vaxdesk.domain import times
from vaxdesk.domain.payloads import (
    Aefi,
    Appt,
    CheckIn,
    Decline,
    Inject,
    Leave,
    Lot,
    Person,
    Screen,
    Vial,
    VialClose,
    Void,
)  # fmt: skip

Add = Callable[..., str]

LISTED, PEOPLE = 22, 25
COMA, AZ = "COM-A", "AZ"
NAMES = {1: "Nguyễn Thị Lành", 4: "=Lò Văn Páo", 23: "Vàng A Sếnh", 24: "Bùi Thị Ắng", 25: "Sùng Thị Mỷ"}
# number -> (vaccine, kind, number of the kind)
DOSES = {
    **{one: (COMA, "primary", 1) for one in (1, 2, 3, 23, 24)},
    **{one: (COMA, "primary", 2) for one in (4, 5)},
    6: (COMA, "additional", 1), 7: (COMA, "booster", 1), 8: (COMA, "booster", 2),
    **{one: (AZ, "primary", 1) for one in (15, 16, 25)}, 17: (AZ, "primary", 2), 18: (AZ, "booster", 1),
}  # fmt: skip
CONCLUSIONS = {9: "refer", 11: "defer", 12: "contraindicated", 19: "defer"}
DECLINED = (10, 13, 20, 21)
UNFINISHED, TWICE = 13, 18  # who is left open, or gets a second dose, on the day that does not balance
LOTS = {COMA: ("FK1234", "2027-06-30", 6), AZ: ("AB9876", "2027-03-31", 10)}
VIALS = {1: (COMA, (1, 2, 3, 4, 5, 6), 0), 2: (COMA, (7, 8, 23, 24), 2), 3: (AZ, (15, 16, 17, 18, 25), 5)}

# What each line of the daily report must say, by column.
COUNTED = {
    COMA: {
        "people": 15, "referred": 1, "declined": 2, "deferred": 1, "contraindicated": 1, "unfinished": 0,
        "vaccinated": 10, "primary_1": 5, "primary_2": 2, "primary_3": 0, "additional_1": 1, "booster_1": 1,
        "booster_2": 1, "other_dose": 0, "used": 10, "wasted": 2, "common": 2, "serious": 1, "late": 0,
    },
    AZ: {
        "people": 9, "referred": 0, "declined": 2, "deferred": 1, "contraindicated": 0, "unfinished": 0,
        "vaccinated": 6, "primary_1": 4, "primary_2": 1, "primary_3": 0, "additional_1": 0, "booster_1": 1,
        "booster_2": 0, "other_dose": 0, "used": 6, "wasted": 5, "common": 1, "serious": 0, "late": 1,
    },
}  # fmt: skip
TOTAL = {key: COUNTED[COMA][key] + COUNTED[AZ][key] for key in COUNTED[COMA]}


class HandMade:
    """Writes the day; `refs` are the people by number, `doses` the doses.

    Args:
        add: `add(kind, payload, of=…)` appends an entry and gives its reference.
        balanced: False leaves number 13 open and gives number 18 two doses, so that the AZ vial has one dose too many.
    """

    def __init__(self, add: Add, day: str, *, balanced: bool = True) -> None:
        self._add, self.day, self._balanced = add, day, balanced
        self.refs: dict[int, str] = {}
        self.doses: dict[int, str] = {}
        self._lots = {
            code: add("lot", Lot(product=code, number=number, expiry=expiry, doses_per_vial=size))
            for code, (number, expiry, size) in LOTS.items()
        }
        self._vials: dict[int, str] = {}
        self._open_vials()
        for number in range(1, PEOPLE + 1):
            self._person(number)
            if number not in (14, 22):
                self._visit(number)
        self._late(22)
        self._reactions()
        self._close_vials()

    def at(self, number: int, minutes: int = 0) -> int:
        """Seconds since 1970 of a person's turn, two minutes each from 8:00."""
        return times.at(self.day, "08:00") + number * 120 + minutes * 60

    def _open_vials(self) -> None:
        for no, (code, _, _) in VIALS.items():
            vial = Vial(lot=self._lots[code], no=no, at=self.at(0), doses=LOTS[code][2])
            self._vials[no] = self._add("vial", vial)

    def _close_vials(self) -> None:
        for no, (_, _, wasted) in VIALS.items():
            self._add("vialclose", VialClose(wasted=wasted, why="session_over"), of=self._vials[no], rev=1)

    def _person(self, number: int) -> None:
        person = Person(
            name=NAMES.get(number, f"Người Số {number}"), dob=f"{1950 + number}-03-0{number % 9 + 1}",
            sex="F" if number % 2 else "M", doc=f"0151900{number:05}", tel="0912345678",
            grp="" if number == 25 else "9" if number % 2 else "13", commune="Xà Hồ" if number <= 15 else "Bản Mù",
            adr="Thôn Cu Vai",
        )  # fmt: skip
        self.refs[number] = self._add("person", person)
        if number <= LISTED:
            product = AZ if number >= 15 else COMA
            self._add("appt", Appt(day=self.day, row=number, product=product), of=self.refs[number])

    def _visit(self, number: int) -> None:
        whom = self.refs[number]
        via = "search" if number <= LISTED else "walk_in"
        self._add("checkin", CheckIn(day=self.day, no=number, via=via), of=whom)
        if number != 10:
            conclusion = CONCLUSIONS.get(number, "eligible")
            screen = Screen(day=self.day, form="qd5785", answers={}, conclusion=conclusion, proposed=conclusion)
            self._add("screen", screen, of=whom)
        if number in DOSES:
            self.doses[number] = self._inject(number, *DOSES[number])
            if number == TWICE and not self._balanced:
                self._inject(number, AZ, "booster", 2)
        if number == 21:
            taken_back = self._inject(number, AZ, "primary", 1)
            self._add("void", Void(v=True, why="wrong_person"), of=taken_back, rev=1)
        if number in DECLINED and (self._balanced or number != UNFINISHED):
            self._add("decline", Decline(day=self.day, stage="screened", why="afraid"), of=whom)

    def _inject(self, number: int, code: str, kind: str, kind_no: int, **more: Any) -> str:
        lot_no, expiry, _ = LOTS[code]
        vial = next((self._vials[no] for no, (_, whom, _) in VIALS.items() if number in whom), "")
        dose = Inject(
            day=self.day, at=self.at(number, 10), product=code, lot=self._lots[code], lot_no=lot_no, expiry=expiry,
            vial=vial, ml="0.3" if code == COMA else "0.5", kind=kind, kind_no=kind_no, overall_no=kind_no,
        )  # fmt: skip
        return self._add("inject", {**msgspec.to_builtins(dose), **more}, of=self.refs[number])

    def _late(self, number: int) -> None:
        self.doses[number] = self._inject(number, AZ, "primary", 1, source="paper")

    def _reactions(self) -> None:
        for number, severity, symptoms, more in (
            (4, "common", ["local"], {}),
            (23, "serious", ["anaphylaxis"], {"grade": 2, "treatment": "Adrenalin", "outcome": "recovering"}),
            (24, "common", ["local", "fever_below_39"], {}),
            (25, "common", ["headache"], {"outcome": "recovered"}),
        ):
            found = Aefi(
                day=self.day, severity=severity, onset=self.at(number, 25), symptoms=symptoms,
                inject=self.doses[number], **more,
            )  # fmt: skip
            self._add("aefi", found, of=self.refs[number])
        for number in DOSES:
            state = "transferred" if number == 23 else "reaction" if number in (4, 24, 25) else "well"
            self._add("leave", Leave(day=self.day, at=self.at(number, 41), state=state), of=self.refs[number])
