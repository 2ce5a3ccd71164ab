"""What people do with a stack of paper at the window: announce it, find the person of a sheet, save it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from tests.flows import acts
from tests.flows.desktop import CONTROL, Desktop
from vaxdesk.domain.payloads import Person
from vaxdesk.registry.queries import people
from vaxdesk.ui.screens.catchup.state import Panel

ALT = Qt.KeyboardModifier.AltModifier
OTHER = "bong lua vang 1986"
THEN = "2026-11-20"
HC1 = json.loads((Path(__file__).parents[1] / "data" / "qr-samples.json").read_text("utf-8"))["hc1"][0]["payload"]
KEYS, PERSON_S = 20, 6.0  # a sheet of somebody on the list
KEY_S, LOOK_S = 0.28, 1.35
NAMES = ("An", "Binh", "Chi", "Dung", "Giang", "Hoa", "Khanh", "Lan", "Minh", "Nga", "Oanh")
LISTED = tuple(
    Person(
        name=f"Hoàng Thị {name}", dob=f"19{70 + at}-03-12", sex="F", doc=f"0151{70 + at}00{7300 + at}", adr="Suối Giao",
        tel=f"09770011{at:02d}", grp="9", province="Yên Bái", district="Trạm Tấu", commune="Xà Hồ",
    )
    for at, name in enumerate(NAMES)
)  # fmt: skip


def typing(day: Desktop):
    return day.view("catchup")._model.typing.state


def announce(day: Desktop, *, sheets: int) -> None:
    """Ctrl+5, Ctrl+N, and the announcement field by field."""
    day.press(Qt.Key.Key_5, CONTROL)
    day.until(lambda: day.shell.current == "catchup")
    day.settled()
    day.press(Qt.Key.Key_N, CONTROL)
    day.until(lambda: day.state("catchup").panel is Panel.HEAD)
    day.type(f"20112026\r{sheets}\r")
    day.type("to 2\r")  # team
    day.type("1\r")  # here
    day.type("2\r")  # Comirnaty
    day.type("fk1234\r")
    day.type("31122026\r")
    day.type("\r")
    day.until(lambda: day.state("catchup").panel is Panel.TYPING)
    day.settled()


def find(day: Desktop, text: str) -> None:
    day.type(text)
    day.settled()
    day.until(lambda: typing(day).settled and typing(day).weighed)


def save(day: Desktop) -> None:
    before = len(typing(day).rows)
    day.type("\r")
    day.until(lambda: len(typing(day).rows) == before + 1)
    day.settled()


def reference(day: Desktop, one: Person) -> str:
    with day.desk.store.reading() as conn:
        return people.by_number(conn, day.desk.store.names, one.doc)[0].id


def listed(desktop_: Desktop, monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    acts.set_up(desktop_)
    acts.take_list(desktop_, monkeypatch, acts.sheet_of(path, LISTED))
