"""What reception is given: use cases with the desk filled in, to be called on the db lane."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from vaxdesk.domain.identity import Found, Identified, Presence
from vaxdesk.domain.payloads import Person
from vaxdesk.domain.views import PersonView


class Saved(Protocol):
    """Answer of a use case that saved something: references of the entries, and what it answers."""

    refs: tuple[str, ...]
    value: Any


@dataclass(frozen=True)
class ElsewherePorts:
    """Asking the server about one person.

    Args:
        ask: `ask(doc)` draws the question up; db lane; a parcel, or Refused.
        carry: `carry(parcel)` asks; net lane; an answer with `found` (person, doses).
        fetch: begins the round that brings what was found; UI thread.
    """

    ask: Callable[[str], Any]
    carry: Callable[[Any], Any]
    fetch: Callable[[], None]


@dataclass(frozen=True)
class ReceptionPorts:
    """Use cases, and what the screen must know of the desk.

    Args:
        identify: text or bytes as they arrived, `keyed=` whether letters may have suffered.
        look: one person by reference, `scan=` the card to compare with.
        search: people for what was typed.
        hides: whether the last search may have found nobody because older records are hidden; UI thread.
        lately: who was received last.
        alike: who may be the person being registered.
        check_in: reference; `via= take= guardian_present=`; answers Saved with an Arrival, or Refused.
        register: a Person; `not_these= guardian_present=`; answers Saved with an Arrival, Refused, Flawed or Alike.
        decline: reference; `why=`.
        undo: reference of an entry; `why=`.
        today: ISO day of the session.
        now: seconds since 1970.
        product: name of a product by its code.
        next_screen: key of the screen that follows reception at this desk, empty when another desk goes on.
        print_slip: prints the slip of the queue, None when this desk does not.
        elsewhere: asks the server about somebody unknown here, None where that cannot be.
    """

    identify: Callable[..., Identified]
    look: Callable[..., Found | None]
    search: Callable[[str], tuple[Presence, ...]]
    lately: Callable[[], tuple[Presence, ...]]
    alike: Callable[[Person], tuple[Presence, ...]]
    check_in: Callable[..., Any]
    register: Callable[..., Any]
    decline: Callable[..., Any]
    undo: Callable[..., Any]
    today: Callable[[], str]
    now: Callable[[], int]
    product: Callable[[str], str] = str
    next_screen: Callable[[], str] = str
    print_slip: Callable[[PersonView], None] | None = None
    hides: Callable[[], bool] = lambda: False
    elsewhere: ElsewherePorts | None = None
