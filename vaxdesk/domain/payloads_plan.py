"""Entry payloads about campaigns, planned sessions, their tasks and teams; part of the catalogue in `payloads`.

They name staff and places, never recipients: who is invited stands in `appt` entries, which name a person by
reference only.
"""

from __future__ import annotations

from vaxdesk.domain.payload import Payload


class Campaign(Payload):
    """A drive ("đợt tiêm") with its decision and its first and last day."""

    no: str  # as written: 3, 2026-2
    name: str
    decision: str = ""  # number of the paper that orders it
    from_day: str = ""
    until_day: str = ""
    closed: str = ""  # ISO day on which it was declared over: set by `amend`


class Plan(Payload):
    """A planned session (facts 5.5, "lịch tiêm"): where, when, with what, and the places of each hour."""

    day: str
    campaign: str = ""  # reference
    place: str = ""
    products: list[str] = []  # codes; empty: not known yet, any that is in use
    lots: list[str] = []  # numbers of the lots meant for it
    slots: dict[str, int] = {}  # `07:30` -> places; corrected as the text `07:30=10 08:30=10`
    kinds: list[str] = []  # SessionDose, or DoseKind for all of a kind; empty: any
    note: str = ""
    closed: str = ""  # ISO day on which it was declared over: set by `amend`
    portal: int = 50  # percent of the places of each hour that the public part of the server may give away


class Task(Payload):
    """A task of the plan that the guidance's section II demands; `code` is that of the shipped list or empty."""

    campaign: str  # reference
    title: str
    code: str = ""
    lead: str = ""  # the unit that leads
    partners: str = ""  # the units that cooperate
    person: str = ""  # who answers for it
    deadline: str = ""  # ISO day
    state: str = "todo"  # TaskState
    note: str = ""


class Team(Payload):
    """Somebody works in a role on a day ("ê kíp"); who stops at noon is ended by `amend`, the next is a new entry."""

    day: str
    role: str  # TeamRole
    plan: str = ""  # reference of the session, where one was planned
    user: int = 0  # number of the user, 0 for somebody without an account
    name: str = ""
    from_at: int = 0  # seconds since 1970 as arranged; 0: from the beginning
    until_at: int = 0  # 0: to the end
    over: bool = False  # ended before the day was: set by `amend`
