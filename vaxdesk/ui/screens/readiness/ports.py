"""What the readiness page is handed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from vaxdesk.domain.readiness.findings import Finding
from vaxdesk.ui.printing import PaperJob, PrintPorts
from vaxdesk.ui.screens.readiness.state import Machine, Recorded, Tried


@dataclass(frozen=True)
class ReadinessPorts:
    """What the page needs.

    Args:
        days: the days that may be checked, ISO: today and tomorrow.
        look: `look(day)` finds what the store knows; db lane.
        recorded: `recorded(day)`, the last check that was recorded, or None; db lane.
        keep: `keep(day, findings)` records a check; db lane.
        machine: what the operating system says of this PC; paper lane.
        cameras: how many cameras there are; eye lane.
        try_camera: takes one picture, Trouble when there is none; eye lane.
        second_place: folder of the second place and why it fails; UI thread.
        tried: what was tested by hand on this PC; UI thread. `keep_tried` remembers it.
        now: seconds since 1970, now.
        printing: the printers of this PC.
        test_page: the page that tests printer and scanner.
        sheet: `sheet(day, findings)`, the printed check.
    """

    days: Callable[[], tuple[str, str]]
    look: Callable[[str], tuple[Finding, ...]]
    recorded: Callable[[str], Recorded | None]
    keep: Callable[[str, Sequence[Finding]], Any]
    machine: Callable[[], Machine]
    cameras: Callable[[], int]
    try_camera: Callable[[], None]
    second_place: Callable[[], tuple[str, str]]
    tried: Callable[[], Tried]
    keep_tried: Callable[[Tried], None]
    now: Callable[[], int]
    printing: PrintPorts
    test_page: Callable[[], PaperJob]
    sheet: Callable[[str, tuple[Finding, ...]], PaperJob]
