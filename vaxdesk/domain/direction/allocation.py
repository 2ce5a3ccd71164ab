"""Vaccine that units are allocated from above: what is wrong with an allocation, and what has not arrived yet.

A unit has got what was received below it, whatever the paper says; so what is still to arrive is what was allocated
less what was received.
"""

from __future__ import annotations

from collections.abc import Collection

from vaxdesk.domain.payloads_direction import Allocation
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.totals import spans

MOST = 100_000_000  # doses of one allocation: more is a slip of the keys
MOST_DECISION = 80  # letters
MOST_LOT = 40
MOST_NOTE = 200


def check(said: Allocation, *, products: Collection[str], today: str) -> Refused | None:
    """What is wrong with an allocation as it was filled in.

    Args:
        products: codes that may be named.
        today: ISO day; a decision is of no later one.
    """
    if said.product not in products:
        return Refused(reason=Refusal.PRODUCT_UNKNOWN, facts={"product": said.product})
    if not 0 < said.doses <= MOST:
        return Refused(reason=Refusal.NO_DOSES, facts={"most": MOST})
    if not spans.is_day(said.day):
        return Refused(reason=Refusal.DAY_UNREADABLE, facts={"day": said.day})
    if said.day > today:
        return Refused(reason=Refusal.DECISION_AHEAD)
    if not said.decision:
        return Refused(reason=Refusal.DECISION_MISSING)
    for text, most in ((said.decision, MOST_DECISION), (said.lot, MOST_LOT), (said.note, MOST_NOTE)):
        if len(text) > most:
            return Refused(reason=Refusal.TEXT_TOO_LONG, facts={"most": most})
    return None


def counts(doses: int, day: str) -> bool:
    """Whether an allocation is one that a program of ours writes; any other is counted nowhere."""
    return 0 < doses <= MOST and spans.is_day(day)


def awaited(allocated: int, received: int) -> int:
    """Doses that have not arrived yet; what came beyond the allocation is no debt of anybody."""
    return max(allocated - max(received, 0), 0)
