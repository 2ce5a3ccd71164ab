"""Everything about one person on one page: record, today, earlier days, doses, and what was corrected or undone."""

from __future__ import annotations

import msgspec

from vaxdesk.domain.cleaning.police import VerifiedView
from vaxdesk.domain.delivery import Delivery, EntryDelivery
from vaxdesk.domain.identity import Presence
from vaxdesk.domain.plea import PleaView
from vaxdesk.domain.refusals import Allowed, Refused
from vaxdesk.domain.views import DoseView, EventView


class ChangeView(msgspec.Struct, frozen=True, kw_only=True):
    """One correction (`set`) or taking-back (`voids`) of the entry `of`, as it was written; `id` is its own."""

    of: str
    kind: str  # amend, void
    t: int
    user: int
    set: dict[str, str] = {}
    voids: bool = False
    why: str = ""
    evidence: str = ""
    id: str = ""


class FieldChange(msgspec.Struct, frozen=True, kw_only=True):
    """One field set anew: what stood there before, by whom, why and on what evidence; `entry` is the reference of the
    correction."""

    field: str
    before: str
    after: str
    t: int
    user: str
    why: str = ""
    evidence: str = ""
    entry: str = ""
    sent: EntryDelivery = EntryDelivery(state=Delivery.SAVED)
    true_t: int = 0  # as `PastEvent.true_t`


class PastEvent(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of a visit. `undo` answers whether it may be taken back now; `undone_*` say who did.

    `sent` says how far the entry has come, and its taking-back with it. `true_t` is when it was written by the server's
    time, where that is known and the PC's clock was wrong; 0 else.
    """

    event: EventView
    user: str
    undo: Allowed | Refused
    undone_at: int = 0
    undone_by: str = ""
    undone_why: str = ""
    true_t: int = 0
    sent: EntryDelivery = EntryDelivery(state=Delivery.SAVED)


class PastDay(msgspec.Struct, frozen=True):
    """A day of a person, its entries newest first."""

    day: str
    events: tuple[PastEvent, ...]


class PersonRecord(msgspec.Struct, frozen=True, kw_only=True):
    """What the person page shows. `check_in` and `decline` answer whether these may be done now.

    Of a person who was `erased` by law the doses and days are left, and nobody may be received as them.
    """

    presence: Presence
    check_in: Allowed | Refused
    decline: Allowed | Refused
    days: tuple[PastDay, ...] = ()
    doses: tuple[DoseView, ...] = ()
    changes: tuple[FieldChange, ...] = ()
    entered_at: int = 0
    last_contact: int = 0
    erased: bool = False
    enrolled: bool = True  # whether there is a server to send to
    entered: EntryDelivery = EntryDelivery(state=Delivery.SAVED)  # how far the entry of the person has come
    plea: PleaView | None = None  # that what identifies them be erased
    verified: VerifiedView | None = None  # that the police compared the basic data
    may_plead: bool = False  # whether a plea may be written down now
