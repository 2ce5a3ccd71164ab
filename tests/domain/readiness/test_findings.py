"""The readiness check: every light of every thing, and the sentences that go with it."""

from __future__ import annotations

from typing import Any

import pytest

from vaxdesk import words
from vaxdesk.domain.clock import ClockState
from vaxdesk.domain.readiness import day, findings, machine
from vaxdesk.domain.readiness.findings import Finding, Item, Light
from vaxdesk.domain.scanner_check import ScannerVerdict

TODAY = "2026-11-27"
GIB = 1 << 30


def line(**changes: Any) -> Finding:
    return machine.line(**{"enrolled": True, "seconds": 90, "contact": TODAY, "today": TODAY, **changes})


CASES = [
    (machine.printer((), "", "", today=TODAY), Light.RED, "none"),
    (machine.printer(("HP",), "", "", today=TODAY), Light.AMBER, "unchosen"),
    (machine.printer(("HP",), "Canon", TODAY, today=TODAY), Light.AMBER, "gone"),
    (machine.printer(("HP",), "HP", "", today=TODAY), Light.AMBER, "untried"),
    (machine.printer(("HP",), "HP", "2026-11-19", today=TODAY), Light.AMBER, "old"),
    (machine.printer(("HP",), "HP", "2026-11-20", today=TODAY), Light.GREEN, "fine"),
    (machine.scanner(None, "", today=TODAY), Light.AMBER, "never"),
    (machine.scanner(ScannerVerdict.INPUT_METHOD_ON, TODAY, today=TODAY), Light.AMBER, "bad"),
    (machine.scanner(ScannerVerdict.FINE, "2026-11-01", today=TODAY), Light.AMBER, "old"),
    (machine.scanner(ScannerVerdict.FINE, TODAY, today=TODAY), Light.GREEN, "fine"),
    (machine.camera(0, "", today=TODAY), Light.AMBER, "none"),
    (machine.camera(1, "", today=TODAY), Light.AMBER, "untried"),
    (machine.camera(1, "2026-11-01", today=TODAY), Light.AMBER, "old"),
    (machine.camera(1, TODAY, today=TODAY), Light.GREEN, "fine"),
    (machine.second_place("", ""), Light.RED, "none"),
    (machine.second_place("E:\\", "disk_full"), Light.RED, "fails"),
    (machine.second_place("E:\\", ""), Light.GREEN, "fine"),
    (machine.clock(ClockState.PLAUSIBLE, confirmed=False), Light.GREEN, "fine"),
    (machine.clock(ClockState.FAR_AHEAD, confirmed=True), Light.AMBER, "confirmed"),
    (machine.clock(ClockState.BEFORE_RELEASE, confirmed=False), Light.RED, "doubt"),
    (machine.disk(GIB - 1), Light.RED, "full"),
    (machine.disk(GIB), Light.AMBER, "low"),
    (machine.disk(5 * GIB), Light.GREEN, "fine"),
    (machine.battery(None, plugged=True), Light.AMBER, "none"),
    (machine.battery(12, plugged=True), Light.GREEN, "plugged"),
    (machine.battery(80, plugged=False), Light.GREEN, "charged"),
    (machine.battery(79, plugged=False), Light.AMBER, "low"),
    (line(enrolled=False), Light.AMBER, "alone"),
    (line(contact=""), Light.AMBER, "never"),
    (line(contact="2026-11-23"), Light.AMBER, "silent"),
    (line(contact="2026-11-24", seconds=None), Light.GREEN, "heard"),
    (line(seconds=600), Light.GREEN, "fine"),
    (line(seconds=601), Light.AMBER, "slow"),
    (day.roster(0), Light.AMBER, "empty"),
    (day.roster(300), Light.GREEN, "fine"),
    (day.team(0, ("screening",)), Light.AMBER, "unnamed"),
    (day.team(3, ("screening", "emergency")), Light.RED, "missing"),
    (day.team(5, ()), Light.GREEN, "fine"),
    (day.stock(0, 0, counted=True), Light.RED, "none"),
    (day.stock(0, 9, counted=False), Light.AMBER, "uncounted"),
    (day.stock(99, 100, counted=True), Light.AMBER, "short"),
    (day.stock(100, 100, counted=False), Light.GREEN, "fine"),
]


@pytest.mark.parametrize(("found", "light", "word"), CASES, ids=lambda one: getattr(one, "word", str(one)))
def test_a_light_and_its_word(found: Finding, light: Light, word: str) -> None:
    assert (found.light, found.word) == (light, word)


def test_each_thing_is_covered_and_each_word_is_said_in_both_languages() -> None:
    assert {found.item for found, _, _ in CASES} == set(Item)
    for language in words.LANGUAGES:
        words.use(language)
        for found, light, word in CASES:
            assert words.say(f"readiness.is.{found.item}.{word}", **said(found))
            if light is not Light.GREEN:
                assert words.say(f"readiness.todo.{found.item}.{word}", **said(found))


def said(found: Finding) -> dict[str, Any]:
    """Facts as a screen fills them in: codes become words there."""
    return {name: "…" if isinstance(value, tuple) else value for name, value in found.facts.items()}


def test_what_is_short_is_counted() -> None:
    assert day.stock(70, 100, counted=True).facts == {"doses": 70, "people": 100, "lack": 30}
    assert line(seconds=61).facts == {"minutes": 2}
    assert line(contact="2026-11-20").facts == {"days": 7}
    assert machine.disk(3 * GIB).facts == {"gb": "3.0"}


def test_the_worst_light_is_the_light_of_all() -> None:
    found = [one for one, _, _ in CASES]
    green = [one for one in found if one.light is Light.GREEN]
    assert findings.overall(()) is Light.GREEN
    assert findings.overall(green) is Light.GREEN
    assert findings.overall([*green, day.roster(0)]) is Light.AMBER
    assert findings.overall(found) is Light.RED
    assert [one.word for one in findings.by_weight([day.roster(3), day.roster(0), day.stock(0, 1, counted=True)])] == [
        "none", "empty", "fine",
    ]  # fmt: skip
    assert findings.counts([day.roster(0), day.roster(1), day.roster(2)]) == {
        Light.GREEN: 2, Light.AMBER: 1, Light.RED: 0,
    }
