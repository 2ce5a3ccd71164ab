"""How far the two signatures under somebody's certificate have come, as the site sees it (QĐ 5772/QĐ-BYT). Pure."""

from __future__ import annotations

from enum import StrEnum, nonmember

import msgspec

from vaxdesk.domain.certificate_due import CertWait
from vaxdesk.domain.certification import WithdrawnFor
from vaxdesk.domain.views import DoseView, PersonView


class VouchState(StrEnum):
    """Where the certificate for somebody's newest dose stands, in the order in which a site works through them."""

    WORDS = nonmember("vouching.state")

    OPEN = "open"  # nobody at the site has signed
    CHANGED = "changed"  # signed, and a dose was corrected or taken back since
    BLOCKED = "blocked"  # something is to be cleared up first
    UNSENT = "unsent"  # signed, waits for the line
    CENTRE = "centre"  # sent, waits for the centre
    SIGNED = "signed"  # by both
    WITHDRAWN = "withdrawn"  # by hand
    EARLY = "early"  # the primary course is not complete: nothing is to be signed


_TO_SIGN = (VouchState.OPEN, VouchState.CHANGED)


class VouchRow(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who was given a dose on a day.

    Args:
        doses: those of the day; none where the one that was signed for has been taken back.
        wait: what is to be cleared up, or what the centre waits for; empty for nothing.
        vouch: reference of the newest signature for a dose of the day, empty for none; `vouched_at` in seconds, `by` is
            the name of who signed.
        signed_at, until: seconds; when the centre signed, how long that holds; 0 while it has not.
        withdrawn: why the centre's certificate no longer holds.
    """

    person: PersonView
    doses: tuple[DoseView, ...]
    state: VouchState
    wait: str = ""
    vouch: str = ""
    vouched_at: int = 0
    by: str = ""
    signed_at: int = 0
    until: int = 0
    withdrawn: WithdrawnFor | None = None

    @property
    def to_sign(self) -> bool:
        """Whether the site can sign now."""
        return self.state in _TO_SIGN and bool(self.doses)


class VouchDay(msgspec.Struct, frozen=True, kw_only=True):
    """The people of a day in the order of their states.

    Args:
        others: other days of late on which doses were given, the newest first, each with how many wait for the site.
        may: whether the user may sign.
    """

    day: str
    rows: tuple[VouchRow, ...] = ()
    others: tuple[tuple[str, int], ...] = ()
    may: bool = True

    @property
    def to_sign(self) -> tuple[VouchRow, ...]:
        """Those for whom the site can sign now."""
        return tuple(one for one in self.rows if one.to_sign)


def state_of(
    *, wait: CertWait | None, vouched: bool, lapsed: bool, sent: bool, signed: bool, by_hand: bool
) -> VouchState:
    """The state of somebody's newest dose.

    Args:
        wait: what keeps a certificate from being stated, or an open issue.
        vouched: the site stands for the dose as it is now.
        lapsed: it stood for another state of it.
        sent: that it does has reached the server.
        signed: the centre's certificate holds and says what the record says.
        by_hand: somebody withdrew that very certificate.
    """
    if signed and not lapsed:
        return VouchState.SIGNED
    if by_hand and not lapsed:
        return VouchState.WITHDRAWN
    if wait is not None:
        return VouchState.EARLY if wait is CertWait.COURSE else VouchState.BLOCKED
    if vouched:
        return VouchState.CENTRE if sent else VouchState.UNSENT
    return VouchState.CHANGED if lapsed else VouchState.OPEN
