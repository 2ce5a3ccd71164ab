"""A planned session and a campaign as everybody sees them, and what new ones begin with."""

from __future__ import annotations

import msgspec

from vaxdesk.domain.plan.slots import left_to_portal
from vaxdesk.domain.views import PersonView


class CampaignView(msgspec.Struct, frozen=True, kw_only=True):
    """A drive; days are ISO and may be empty. `closed`: the day on which it was declared over."""

    id: str
    no: str
    name: str
    decision: str = ""
    from_day: str = ""
    until_day: str = ""
    closed: str = ""


class SessionView(msgspec.Struct, frozen=True, kw_only=True):
    """A session; `slots` are places by hour, `filled` people by hour, also of an hour that is no longer planned.

    `closed`: the day on which it was declared over; nobody is allotted to it any more. `portal`: percent of the places
    of each hour that people may take by themselves on the server's public pages.
    """

    id: str
    day: str
    campaign: str = ""
    place: str = ""
    products: tuple[str, ...] = ()
    lots: tuple[str, ...] = ()
    slots: dict[str, int] = {}
    kinds: tuple[str, ...] = ()
    note: str = ""
    filled: dict[str, int] = {}
    cancelled: bool = False
    closed: str = ""
    portal: int = 50

    @property
    def places(self) -> int:
        """Places of all slots."""
        return sum(self.slots.values())

    @property
    def kept(self) -> int:
        """Places that are left to the portal."""
        return sum(left_to_portal(self.slots, self.portal).values())

    @property
    def people(self) -> int:
        """People allotted."""
        return sum(self.filled.values())


class AllottedView(msgspec.Struct, frozen=True, kw_only=True):
    """A person's place in a session; `id` is the `appt` entry. `product`: what is meant for them, where it is known."""

    id: str
    plan: str
    slot: str
    person: PersonView
    product: str = ""


class Defaults(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What `resources/plans/session.toml` says."""

    hours: tuple[str, ...]
    places: int
    people_an_hour: int
    slot_minutes: int
    injectors: int


def read_defaults(text: str) -> Defaults:
    """The defaults from the text of the file."""
    return msgspec.toml.decode(text, type=Defaults)
