"""The practice station: synthetic people on today's list, a team, lots; everything as a real station has it."""

from __future__ import annotations

import time
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from random import Random

from vaxdesk.desk import entrance, practising, station
from vaxdesk.desk.context import Desk
from vaxdesk.desk.practice_people import people
from vaxdesk.domain import times
from vaxdesk.domain.outcomes import Role
from vaxdesk.domain.payloads import Amend, Appt, History, Lot, Roster, Stock, Team, User
from vaxdesk.domain.stock.movement import MoveReason
from vaxdesk.domain.team.roles import TeamRole
from vaxdesk.registry.queries import things
from vaxdesk.store.keyfile import Cost
from vaxdesk.store.writer import Writer

LOGIN = "thuchanh"
PASSWORD = "thuchanh"  # nothing is protected by these: the people of the practice station do not exist
PIN = "123456"
LISTED = 300
_SEED = 20261123
_USERS = (
    ("Hoàng Thị Nhài", "nhai", Role.RECEPTION, TeamRole.RECEPTION),
    ("BS. Đặng Quốc Bảo", "bao", Role.SCREENING, TeamRole.SCREENING),
    ("Vàng A Sếnh", "senh", Role.INJECTION, TeamRole.INJECTING),
    ("Lương Thị Hiền", "hien", Role.OBSERVATION, TeamRole.OBSERVING),
)
_GUESTS = (("Lò Văn Tình", TeamRole.INJECTING), ("BS. Trần Thị Vân", TeamRole.OBSERVING))  # without an account
_SLOTS = ("07:30", "08:30", "09:30", "13:30", "14:30", "15:30")


def make(home: Path, *, now: Callable[[], float] = time.time) -> Desk:
    """Makes the practice station in an empty folder.

    Raises:
        Trouble: STORE_EXISTS, or the disk failed.
    """
    opened = station.create(
        home,
        station="TH-0001",
        name="Trạm Y tế xã Thực Hành",
        user="Người thực hành",
        login=LOGIN,
        password=PASSWORD,
        now=now,
        cost=Cost(memory=19456, passes=2, lanes=1),
    )
    desk = opened.desk
    with desk.store.changing() as conn:
        practising.mark(conn, desk.day)
    with desk.store.writing(user=desk.user.no) as w:
        facts = {"address": "Bản Nà Sản", "commune": "Xã Thực Hành", "province": "Tỉnh Sơn La", "phone": "0212000000"}
        w.change("amend", Amend(set=facts), of=things.station_entry(w.conn, w.names))
        _team(w, desk)
        _lots(w, desk.day)
        _list(w, desk.day)
    for no in range(desk.user.no, desk.user.no + len(_USERS) + 1):
        entrance.set_pin(desk, no, PIN)
    return desk


def _team(w: Writer, desk: Desk) -> None:
    """Users, each in the team of the day, and two more hands."""
    head = {"day": desk.day, "role": TeamRole.HEAD.value}
    w.add("team", Team(**head, user=desk.user.no, name=desk.user.name))
    for number, (name, login, role, place) in enumerate(_USERS, start=desk.user.no + 1):
        w.add("user", User(no=number, name=name, login=login, roles=[role.value]))
        w.add("team", Team(day=desk.day, role=place.value, user=number, name=name))
    for name, place in _GUESTS:
        w.add("team", Team(day=desk.day, role=place.value, name=name))


def _lots(w: Writer, day: str) -> None:
    """Two lots that were received, so that the store has something to issue and to count."""
    year = int(day[:4])
    for product, number, expiry, doses, vials in (
        ("COM-A", "FK8917", f"{year + 1}-03-31", 6, 60),
        ("AZ", "NK0076", f"{year + 1}-01-31", 10, 20),
    ):
        lot = w.add("lot", Lot(product=product, number=number, expiry=expiry, doses_per_vial=doses, vials=vials))
        receipt = {"reason": MoveReason.RECEIPT.value, "day": day, "paper": "07/PX", "partner": "TTYT Thực Hành"}
        w.add("stock", Stock(lot=lot, doses=doses * vials, vials=vials, vvm=1, **receipt), rev=1)


def _list(w: Writer, day: str) -> None:
    rng = Random(_SEED)
    year = int(day[:4])
    chosen = list(islice((one for one in people(LISTED * 2, _SEED, year=year) if _adult(one.dob, year)), LISTED))
    roster = w.add("roster", Roster(file="Danh_sach_thuc_hanh.xlsx", sha256="", day=day, rows=LISTED, accepted=LISTED))
    persons = [w.add("person", one) for one in chosen]
    for row, one in enumerate(persons, start=9):
        w.add("appt", Appt(day=day, slot=_SLOTS[(row - 9) * len(_SLOTS) // LISTED], roster=roster, row=row), of=one)
    long_ago = times.day_of(w.now() - 200 * 86400)
    for one in rng.sample(persons, LISTED // 2):
        dose = History(date=long_ago, product="COM-A", lot="FG1234", place="TYT Thực Hành", n=1, source="list")
        w.add("history", dose, of=one)


def _adult(dob: str, year: int) -> bool:
    return year - int(dob[:4]) > 18  # by the year alone: nobody of the list turns eighteen this year
