"""One stack at two PCs at once: both windows show the sum, say what was typed twice, and one of it is left on both."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.flows import acts
from tests.flows.desktop import CONTROL, Desktop, WallClock, desktop
from tests.flows.stacks import LISTED, announce, find, save, typing
from tests.servers import running_server
from tests.stations import filed
from vaxdesk.store import kv
from vaxdesk.ui.screens.catchup.twice_dialog import AskTwice

_TURNS = 20


def named(pc: Desktop, name: str) -> None:
    with pc.desk.store.changing() as conn:
        kv.put(conn, "pc", name.encode())


def turn_to(pc: Desktop, other: Desktop) -> None:
    """From one PC to the other."""
    other.aside()
    pc.front()
    pc.shell.listen(True)


def send(*pcs: Desktop) -> None:
    """They send and fetch in turn until all hold the same, as the loops do by themselves in time."""
    for _ in range(_TURNS):
        for pc in pcs:
            pc.settled()
            pc.work.loop.now()
            pc.until(lambda pc=pc: acts.nothing_waits(pc))
        if all(pc.lines() == pcs[0].lines() for pc in pcs):
            return
    raise AssertionError("they never came to hold the same")


def take_up(pc: Desktop) -> None:
    """Ctrl+5 and Enter on the only stack."""
    pc.press(Qt.Key.Key_5, CONTROL)
    pc.until(lambda: pc.shell.current == "catchup" and pc.state("catchup").stacks)
    pc.settled()
    pc.type("\r")
    pc.until(lambda: typing(pc).stack)
    pc.settled()


def type_in(pc: Desktop, *digits: str) -> None:
    for one in digits:
        find(pc, one)
        save(pc)


def both_say_it(*pcs: Desktop) -> None:
    """Five entries are four sheets; who was typed twice is named."""
    for pc in pcs:
        pc.until(lambda pc=pc: len(typing(pc).rows) == 5)
        state = typing(pc)
        assert (state.stack.typed, state.stack.missing, len(state.twice)) == (4, 1, 1)
        said = pc.view("catchup")._typing._beside
        assert said.isVisible() and LISTED[1].name in said.text()
        assert sum(row.twice for row in state.rows) == 2


def test_a_stack_typed_at_two_windows(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    clock = WallClock()
    with (
        running_server(tmp_path) as server,
        desktop(qtbot, tmp_path / "door", now=clock) as door,
        desktop(qtbot, tmp_path / "table", now=clock) as table,
    ):
        server.now = clock
        for pc, name in ((door, "BAN-1"), (table, "BAN-2")):
            pc.front()
            acts.set_up(pc, server=server.url, code=server.enrol_code("TYT-01"))
            named(pc, name)
            pc.aside()
        turn_to(door, table)
        acts.take_list(door, monkeypatch, acts.sheet_of(tmp_path / "list.xlsx", LISTED))
        announce(door, sheets=5)
        send(door, table)
        type_in(door, "7300", "7301")
        turn_to(table, door)
        take_up(table)
        type_in(table, "7301", "7302", "7303")
        send(door, table)
        both_say_it(door, table)
        assert typing(door).shared and typing(door).shared == typing(table).shared

        table.press(Qt.Key.Key_T, CONTROL)
        ask = table.asked(AskTwice)
        table.type("\r")
        table.answered(ask)
        table.until(lambda: not typing(table).twice)
        send(table, door)
        for pc in (door, table):
            pc.until(lambda pc=pc: len(typing(pc).rows) == 4 and not typing(pc).twice)
            assert not pc.view("catchup")._typing.twice.isVisible()
            assert (typing(pc).stack.typed, typing(pc).stack.missing) == (4, 1)
        assert door.lines() == filed(server)
