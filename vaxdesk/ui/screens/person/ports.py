"""What the person page is given: use cases with the desk filled in, to be called on the db lane."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from vaxdesk.domain.outcomes import Stage
from vaxdesk.domain.person_record import PersonRecord
from vaxdesk.domain.views import PersonView


@dataclass(frozen=True)
class PersonPorts:
    """Use cases, and what the page must know of the desk.

    Args:
        record: everything about a person, None when the reference is unknown or was taken back.
        correct: reference; `changes= why=`; answers what was saved (`refs` empty when nothing), Refused or Flawed.
        check_in: reference; answers what was saved with an Arrival, or Refused.
        decline, withdraw: reference; `why=`.
        undo: reference of an entry; `why=`.
        plead: reference; `way= paper= day=`; writes down that the person asks for an erasure.
        today: ISO day of the session.
        now: seconds since 1970.
        product: name of a product by its code.
        next_screen: key of the screen for a person of a stage, empty when this desk does not go on there.
        print_slip: prints the slip of the queue, None when this desk does not.
        may_enter_late: whether whoever is signed in may add doses of elsewhere; UI thread.
    """

    record: Callable[[str], PersonRecord | None]
    correct: Callable[..., Any]
    check_in: Callable[..., Any]
    decline: Callable[..., Any]
    withdraw: Callable[..., Any]
    undo: Callable[..., Any]
    plead: Callable[..., Any]
    today: Callable[[], str]
    now: Callable[[], int]
    product: Callable[[str], str] = str
    next_screen: Callable[[Stage], str] = lambda _: ""
    print_slip: Callable[[PersonView], None] | None = None
    may_enter_late: Callable[[], bool] = lambda: False
