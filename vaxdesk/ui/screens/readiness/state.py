"""What the readiness page shows."""

from __future__ import annotations

import msgspec

from vaxdesk.domain.readiness.findings import Finding, Item
from vaxdesk.domain.scanner_check import ScannerVerdict, SheetStep


class Machine(msgspec.Struct, frozen=True):
    """What the operating system says: bytes free, battery in per cent (None: no battery), whether it is plugged in."""

    free: int
    battery: int | None
    plugged: bool


class Tried(msgspec.Struct, frozen=True):
    """ISO days on which somebody tested printer, scanner and camera here, empty for never; the scanner's verdict."""

    printer: str = ""
    scanner: str = ""
    verdict: ScannerVerdict | None = None
    camera: str = ""


class Recorded(msgspec.Struct, frozen=True):
    """The last recorded check: seconds since 1970, by whom."""

    at: int
    by: str


class ReadinessState(msgspec.Struct, frozen=True, kw_only=True):
    """`day` of `days` is checked; `found` by item, as far as it is known yet; `scanning` the codes read so far.

    `asking`: the test page was sent to the printer, and somebody must say whether it came out.
    """

    days: tuple[str, str] = ("", "")
    day: str = ""
    looking: bool = False
    found: dict[Item, Finding] = {}
    asking: bool = False
    scanning: dict[SheetStep, str] | None = None
    recorded: Recorded | None = None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What was found, in the order of the page."""
        return tuple(self.found[item] for item in Item if item in self.found)
