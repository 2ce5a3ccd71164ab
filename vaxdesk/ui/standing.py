"""How the desk stands: what the top bar and the status line show."""

from __future__ import annotations

import msgspec

from vaxdesk.domain.clock import ClockState


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """Figures are entries of this desk; instants are seconds since 1970, 0 when there is none."""

    station: str
    day: str  # ISO, the day of the session
    user: str = ""
    roles: tuple[str, ...] = ()  # values of Role
    saved: int = 0
    waiting: int = 0
    waiting_since: int = 0
    last_contact: int = 0
    sending: bool = False
    enrolled: bool = True  # whether this desk has a server to send to
    clock: ClockState = ClockState.PLAUSIBLE
    day_confirmed: bool = False  # somebody confirmed today's date while the clock is in doubt
