"""Whether the device's clock can be true. Nothing is ordered by it, but papers carry its date."""

from __future__ import annotations

from enum import StrEnum, nonmember

# No device runs this program before it was made; raised with each release.
BUILT = 1795392000  # 2026-11-23
_BACK = 600  # seconds that a clock may lag behind the last entry: users set clocks by hand
_AHEAD = 180 * 86400  # the longest a station is believed to work without any contact


class ClockState(StrEnum):
    """What a start-up check says of the clock."""

    WORDS = nonmember("shell.clock")

    PLAUSIBLE = "plausible"
    BEFORE_RELEASE = "before_release"
    BEFORE_LAST_ENTRY = "before_last_entry"
    FAR_AHEAD = "far_ahead"


def judge(now: float, *, last_entry: int = 0, last_server: int = 0, last_offset: int = 0) -> ClockState:
    """Compares the clock with what it can be compared with (sync design 2.8).

    Args:
        now: seconds since 1970 as the device believes.
        last_entry: device time of the newest entry written here, 0 if none.
        last_server: newest signed server time held, 0 if none.
        last_offset: server time minus device time at that contact.
    """
    if now < BUILT:
        return ClockState.BEFORE_RELEASE
    if last_entry and now < last_entry - _BACK:
        return ClockState.BEFORE_LAST_ENTRY
    if last_server and (now > last_server + _AHEAD or abs(last_offset) > _AHEAD):
        return ClockState.FAR_AHEAD
    return ClockState.PLAUSIBLE
