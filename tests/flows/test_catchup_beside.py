"""Beside the stack: how many keys a sheet takes, and prior doses from a certificate or a paper."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.flows import acts
from tests.flows.desktop import CONTROL, ENTER, WallClock, desktop
from tests.flows.stacks import (
    HC1,
    KEY_S,
    KEYS,
    LISTED,
    LOOK_S,
    PERSON_S,
    THEN,
    announce,
    find,
    listed,
    reference,
    save,
    typing,
)
from tests.flows.watch import MOST_CALLS, counting
from vaxdesk.registry.queries import people
from vaxdesk.scanning.reading import read
from vaxdesk.ui.screen import RawScan, ScanSource
from vaxdesk.ui.screens.catchup.state import Panel
from vaxdesk.words import say


def test_a_sheet_of_somebody_on_the_list_stays_within_the_budget(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At most 20 keys and 6 s a person: 0.28 s a key for a slow typist and 1.35 s to look at the sheet (keystroke-level
    model of Card, Moran and Newell), so five keys are 2.75 s; no turn of the window's loop makes them longer."""
    with desktop(qtbot, tmp_path / "home", now=WallClock()) as day:
        listed(day, monkeypatch, tmp_path / "list.xlsx")
        announce(day, sheets=11)
        find(day, "7300")
        save(day)
        keys, busiest = [], []
        for digits in ("7301", "7302", "7303", "7304", "7305"):
            before = day.keys
            with counting() as turns:
                find(day, digits)
                save(day)
            busiest.append(max(turns))
            keys.append(day.keys - before)
        assert max(keys) <= KEYS
        assert max(keys) * KEY_S + LOOK_S <= PERSON_S
        assert max(busiest) <= MOST_CALLS, busiest


def test_a_certificate_brings_prior_doses(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Scanned while a sheet is in hand, its doses are offered, said to be unchecked, and taken in by Enter."""
    scan = read(HC1, today=THEN)
    holder = msgspec.structs.replace(LISTED[0], name=scan.name, dob=scan.dob)
    with desktop(qtbot, tmp_path / "home", now=WallClock()) as day:
        acts.set_up(day)
        acts.take_list(day, monkeypatch, acts.sheet_of(tmp_path / "list.xlsx", (holder, *LISTED[1:3])))
        announce(day, sheets=3)
        day.shell.scanned(RawScan(HC1, ScanSource.CAMERA))
        day.until(lambda: typing(day).offered)
        assert [one.date for one in typing(day).offered.fresh] == [scan.doses[0].date]
        card = day.view("catchup")._typing.card
        assert say("catchup.unchecked") in card._remarks.text()
        day.type("\r")
        day.until(lambda: typing(day).offered is None and typing(day).weighed and typing(day).weighed.doses)
        assert typing(day).weighed.doses[0].date == scan.doses[0].date
        save(day)

        # typed from a paper, by way of the person page
        day.shell.open("person", reference(day, LISTED[1]))
        day.until(lambda: day.state("person").record)
        day.press(Qt.Key.Key_T, CONTROL)
        day.until(lambda: day.state("catchup").panel is Panel.PRIOR)
        day.settled()
        day.type("14082021\r1\rab1\rtyt\r1\r")
        day.settled()
        prior_state = day.view("catchup")._model.prior.state
        assert [one.lot for one in prior_state.offered.fresh] == ["AB1"]
        day.press(ENTER, CONTROL)
        day.settled()
        with day.desk.store.reading() as conn:
            doses = people.doses(conn, day.desk.store.names, reference(day, LISTED[1]))
        assert [(one.date, one.lot, one.place, one.here) for one in doses] == [("2021-08-14", "AB1", "tyt", False)]
