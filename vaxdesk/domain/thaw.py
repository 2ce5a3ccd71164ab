"""How long vaccine lasts once it is out of the freezer (facts 3.4; days are data, `storage.toml`).

A lot of one number may come in boxes that thawed on different days: each day is a lot of its own in the books, so that
every vial is judged by the day of its own box.
"""

from __future__ import annotations

from datetime import date, timedelta

from vaxdesk.domain.days import span
from vaxdesk.domain.refusals import Refusal, Refused

FROZEN = "frozen"  # in place of a day: it still lies in a freezer
SOON_DAYS = 7  # a lot that may be used for so many days more, or fewer, is a warning


def last_day(thawed: str, fridge_days: int) -> str:
    """The last ISO day of use in a fridge; empty without a limit, or when nobody said since when it stands there."""
    since = span(thawed) if fridge_days > 0 else None
    return (since.earliest + timedelta(days=fridge_days)).isoformat() if since is not None and since.exact else ""


def judge(thawed: str, fridge_days: int, *, day: str) -> Refused | None:
    """Why this cannot be the day on which vaccine came out of the freezer; None when it can, or where no days count.

    Args:
        thawed: ISO day, `FROZEN`, or empty: not known.
        fridge_days: how long the product lasts in a fridge, 0 without limit.
        day: ISO day of the session.
    """
    if fridge_days <= 0 or not thawed or thawed == FROZEN:
        return None
    since = span(thawed)
    if since is None or not since.exact:
        return Refused(reason=Refusal.THAW_UNREADABLE, facts={"thawed": thawed})
    if since.earliest > date.fromisoformat(day):
        return Refused(reason=Refusal.THAW_IN_FUTURE, facts={"thawed": thawed})
    until = last_day(thawed, fridge_days)
    if until < day:
        return Refused(reason=Refusal.THAW_OVER, facts={"thawed": thawed, "until": until})
    return None


def same_box(thawed: str, *, known: str, first_used: str) -> bool:
    """Whether vaccine of one number that thawed on a day, or is frozen, is what is known under that number already.

    Args:
        thawed: of the boxes at hand; empty: nobody says.
        known: of the lot in the books; empty: nobody said.
        first_used: ISO day on which something was drawn from or moved of that lot first, empty for never. Nothing is
            drawn from boxes before they thaw.
    """
    if not thawed or thawed == known:
        return True
    return not known and (not first_used or thawed <= first_used)
