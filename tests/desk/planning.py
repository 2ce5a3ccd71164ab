"""Sessions, people and allotments as tests of planning begin with."""

from __future__ import annotations

from vaxdesk.desk.context import Desk, Done
from vaxdesk.desk.plan import allotting, proposing, sessions
from vaxdesk.domain.payloads import Person, Plan
from vaxdesk.domain.plan.choice import Choice, Way
from vaxdesk.domain.plan.proposal import Proposal

SESSION_DAY = "2026-12-01"
HAMLET = Choice(way=Way.AREA, text="cu vai")


def plan(desk: Desk, **fields: object) -> str:
    entry = Plan(**{"day": SESSION_DAY, "products": ["COM-A"], "slots": {"07:30": 2, "08:30": 2}, **fields})
    made = sessions.add(desk, entry)
    assert isinstance(made, Done), made
    return made.value


def people(desk: Desk, n: int, **fields: str) -> list[str]:
    values = {"dob": "1990-01-01", "adr": "Thôn Cu Vai", "commune": "Xà Hồ", "grp": "9", **fields}
    with desk.store.writing(user=desk.user.no) as w:
        return [w.add("person", Person(name=f"Lò Thị {chr(65 + at)}", **values)) for at in range(n)]


def allot(desk: Desk, session: str, choice: Choice = HAMLET) -> Proposal:
    proposal = proposing.propose(desk, session, choice)
    assert isinstance(proposal, Proposal)
    assert isinstance(allotting.allot(desk, proposal), Done)
    return proposal


def slots(desk: Desk, session: str) -> dict[str, str]:
    """Hour of each person of a session."""
    return {one.person.name: one.slot for one in sessions.page(desk, session).people}
