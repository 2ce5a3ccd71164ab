"""Answers that a clerk gives to an organisation, by the form of the page."""

from __future__ import annotations

from tests.district.staffing import Clerk
from tests.sync_server.clinics import today
from vaxdesk.words import say_in

PLACE = "Hội trường công ty"


def vi(key: str, **facts: object) -> str:
    """The words of a page."""
    return say_in("vi", f"district_groups.{key}", **facts)


def offer(clerk: Clerk, mark: str, *, plus: int = 7, **changed: str) -> int:
    """Answers with a day; gives the status."""
    clerk.open(f"/groups/{mark}")
    words = {"verdict": "offered", "day": today(clerk.server, plus=plus), "hour": "8h", "place": PLACE, **changed}
    return clerk.send(f"/groups/{mark}/answer", **words).status_code


def refuse(clerk: Clerk, mark: str, reason: str = "no_vaccine", text: str = "") -> int:
    """Answers with a reason; gives the status."""
    clerk.open(f"/groups/{mark}")
    return clerk.send(f"/groups/{mark}/answer", verdict="refused", reason=reason, text=text).status_code


def take_back(clerk: Clerk, mark: str) -> int:
    """Takes the answer back; gives the status."""
    clerk.open(f"/groups/{mark}")
    return clerk.send(f"/groups/{mark}/take-back").status_code
