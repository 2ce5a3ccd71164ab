"""Through the window: each save is followed by a copy on the second place; a stick that is out catches up."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from tests.flows import acts
from tests.flows.desktop import PASSWORD, Desktop, WallClock, desktop
from vaxdesk.desk import entrance
from vaxdesk.domain.payloads import Print
from vaxdesk.store import backup, following


def test_what_is_saved_in_the_window_is_on_the_stick_soon(qtbot: QtBot, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    with desktop(qtbot, tmp_path / "pc", now=WallClock()) as pc:
        acts.set_up(pc)
        pc.work.apply({"second_place": str(stick)})
        pc.until(lambda: list(stick.glob("*.vaxbackup")))
        pc.until(lambda: not pc.work.following._busy)
        stick.rename(tmp_path / "out")
        _saved(pc)
        pc.until(lambda: pc.work.following.trouble == "file_not_writable")
        assert "USB không cắm" in pc.shell.notices.current.text
        (tmp_path / "out").rename(stick)
        pc.work.following._timer.start(0)
        pc.until(lambda: pc.work.following.trouble == "" and not pc.work.following._busy)
        held = pc.lines()
        key = pc.desk.store.key
    (copy,) = stick.glob("*.vaxbackup")
    assert sum(one.slice.n for one in following.pieces_in(backup.followers(copy), key)) >= 1
    backup.restore(copy, tmp_path / "new")
    again = entrance.unlock(tmp_path / "new", "mai", PASSWORD, quiet=True)
    with again.store.reading() as conn:
        there = conn.exec_driver_sql("SELECT count(*) FROM entry").scalar()
    again.store.close()
    assert there == len(held)


def _saved(pc: Desktop) -> None:
    with pc.desk.store.writing(user=1) as w:
        w.add("print", Print(what="roster", pages=1))
    pc.work.following.saved()
