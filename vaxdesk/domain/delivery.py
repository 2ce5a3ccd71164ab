"""How far an entry has come on its way: saved here, sent, confirmed by the server, or in need of somebody's attention.

"Sent" is only the server's word that it filed the entry; "confirmed" is the entry seen in the feed that the server
signed. Between the two anything may still happen, so screens never show one for the other (decision 0016).
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum, nonmember

import msgspec


class Delivery(StrEnum):
    """The state of an entry, the least first: a visit is as far as the entry that is least far."""

    WORDS = nonmember("delivery.state")

    ATTENTION = "attention"  # the server would not take it, or an issue about it is open
    SAVED = "saved"
    SENT = "sent"
    CONFIRMED = "confirmed"


class LogStanding(msgspec.Struct, frozen=True, kw_only=True):
    """How far a log has come.

    Args:
        confirmed: entries that the feed has shown.
        sent: entries that the server said it filed.
        verdict: code of the refusal, empty while nothing is refused.
        desk: name of the PC that wrote it, empty when it is not known.
        here: whether this device wrote it.
        held: whether its entries are held at all; those that are not came quoted by the server.
    """

    confirmed: int = 0
    sent: int = 0
    verdict: str = ""
    desk: str = ""
    here: bool = False
    held: bool = True


class EntryDelivery(msgspec.Struct, frozen=True, kw_only=True):
    """How far one entry has come, and at which PC it was written."""

    state: Delivery
    desk: str = ""
    here: bool = False
    verdict: str = ""
    issues: tuple[str, ...] = ()  # kinds of the open issues about it


_ORDER = list(Delivery)
NOWHERE = LogStanding(held=False)


def state_of(log: LogStanding, seq: int) -> Delivery:
    """The state of entry `seq` of a log."""
    if seq <= log.confirmed or not log.held:
        return Delivery.CONFIRMED
    if log.verdict:
        return Delivery.ATTENTION
    return Delivery.SENT if seq <= log.sent else Delivery.SAVED


def of_entry(log: LogStanding, seq: int, issues: tuple[str, ...] = ()) -> EntryDelivery:
    """State and author's PC of entry `seq` of a log; an open issue wants attention however far the entry has come."""
    state = Delivery.ATTENTION if issues else state_of(log, seq)
    return EntryDelivery(state=state, desk=log.desk, here=log.here, verdict=log.verdict, issues=issues)


def least(states: Iterable[Delivery]) -> Delivery:
    """How far several entries have come together; of none: nothing is left to do."""
    return min(states, key=_ORDER.index, default=Delivery.CONFIRMED)
