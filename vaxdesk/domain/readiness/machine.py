"""Rules about this PC: printer, scanner, camera, second place, clock, disk, battery, line.

The limits are the desk's own; no circular names any. They are set so that amber leaves a day to act.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from vaxdesk.domain.clock import ClockState
from vaxdesk.domain.readiness.findings import Finding, Item, Light
from vaxdesk.domain.scanner_check import ScannerVerdict

TRIED_DAYS = 7  # a test by hand counts for a week: cables are pulled when the room is cleaned
DISK_LEAST = 1 << 30  # bytes; a day with 500 people takes some 10 MB, the copies beside it the rest
DISK_ENOUGH = 5 << 30
BATTERY_ENOUGH = 80  # per cent in the evening before, unplugged
LINE_ENOUGH = 600  # seconds for the data of a whole day
SILENT_DAYS = 3  # without any contact
BYTES_A_PERSON = 150  # that a day's entries of one person take on the wire, measured at about 90 (tests/bench)


def printer(names: Collection[str], chosen: str, tried: str, *, today: str) -> Finding:
    """Whether the printer used here is there and printed lately.

    Args:
        names: printers that this PC knows.
        chosen: the one that papers go to, empty while none was chosen.
        tried: ISO day on which somebody saw the test page come out, empty for never.
        today: ISO day.
    """
    if not names:
        return _of(Item.PRINTER, Light.RED, "none")
    if chosen not in names:
        return _of(Item.PRINTER, Light.AMBER, "gone" if chosen else "unchosen", name=chosen)
    return _tried(Item.PRINTER, tried, today=today, name=chosen)


def scanner(verdict: ScannerVerdict | None, tried: str, *, today: str) -> Finding:
    """Whether the scanner read the test sheet; a station without one types, so nothing here is red.

    Args:
        verdict: of the last test on this PC, None when none was made.
        tried: ISO day of that test.
    """
    if verdict is None:
        return _of(Item.SCANNER, Light.AMBER, "never")
    if verdict is not ScannerVerdict.FINE:
        return _of(Item.SCANNER, Light.AMBER, "bad", verdict=verdict.value)
    return _tried(Item.SCANNER, tried, today=today)


def camera(count: int, tried: str, *, today: str) -> Finding:
    """Whether there is a camera and it gave a picture lately; a scanner or the keyboard does the same work."""
    if not count:
        return _of(Item.CAMERA, Light.AMBER, "none")
    return _tried(Item.CAMERA, tried, today=today)


def second_place(folder: str, trouble: str) -> Finding:
    """Whether each save is copied to a stick or second disk.

    Args:
        folder: the place, empty for none.
        trouble: why a copy fails just now (`follow.why`), empty while all is well.
    """
    if not folder:
        return _of(Item.SECOND_PLACE, Light.RED, "none")
    if trouble:
        return _of(Item.SECOND_PLACE, Light.RED, "fails", folder=folder, why=trouble)
    return _of(Item.SECOND_PLACE, Light.GREEN, "fine", folder=folder)


def clock(state: ClockState, *, confirmed: bool) -> Finding:
    """Whether the clock can be true; a date that the lead confirmed is as good."""
    if state is ClockState.PLAUSIBLE:
        return _of(Item.CLOCK, Light.GREEN, "fine")
    return _of(Item.CLOCK, Light.AMBER if confirmed else Light.RED, "confirmed" if confirmed else "doubt", why=state)


def disk(free: int) -> Finding:
    """Whether there is room for the day; bytes free where the store lies."""
    facts = {"gb": f"{free / (1 << 30):.1f}"}
    if free < DISK_LEAST:
        return _of(Item.DISK, Light.RED, "full", **facts)
    if free < DISK_ENOUGH:
        return _of(Item.DISK, Light.AMBER, "low", **facts)
    return _of(Item.DISK, Light.GREEN, "fine", **facts)


def battery(percent: int | None, *, plugged: bool) -> Finding:
    """Whether a power cut is survived: `percent` None for a PC without a battery."""
    if percent is None:
        return _of(Item.BATTERY, Light.AMBER, "none")
    if plugged or percent >= BATTERY_ENOUGH:
        return _of(Item.BATTERY, Light.GREEN, "plugged" if plugged else "charged", percent=percent)
    return _of(Item.BATTERY, Light.AMBER, "low", percent=percent)


def line(*, enrolled: bool, seconds: int | None, contact: str, today: str) -> Finding:
    """How long the data of a day would take; the desk works without a line, so nothing here is red.

    Args:
        seconds: for a day's data on the line as it was lately, None while nothing is known of it.
        contact: ISO day of the last contact, empty for never.
    """
    if not enrolled:
        return _of(Item.LINE, Light.AMBER, "alone")
    if not contact:
        return _of(Item.LINE, Light.AMBER, "never")
    silent = (date.fromisoformat(today) - date.fromisoformat(contact)).days
    if silent > SILENT_DAYS:
        return _of(Item.LINE, Light.AMBER, "silent", days=silent)
    if seconds is None:
        return _of(Item.LINE, Light.GREEN, "heard")
    fast = seconds <= LINE_ENOUGH
    return _of(Item.LINE, Light.GREEN if fast else Light.AMBER, "fine" if fast else "slow", minutes=-(-seconds // 60))


def _tried(item: Item, tried: str, *, today: str, **facts: str) -> Finding:
    if not tried:
        return _of(item, Light.AMBER, "untried", **facts)
    old = (date.fromisoformat(today) - date.fromisoformat(tried)).days > TRIED_DAYS
    return _of(item, Light.AMBER if old else Light.GREEN, "old" if old else "fine", day=tried, **facts)


def _of(item: Item, light: Light, word: str, **facts: object) -> Finding:
    return Finding(item=item, light=light, word=word, facts=facts)
