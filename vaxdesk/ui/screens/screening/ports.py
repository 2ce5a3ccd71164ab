"""What the screening screen is given: use cases with the desk filled in, to be called on the db lane."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from vaxdesk.domain.identity import Identified, Presence
from vaxdesk.domain.refusals import Refused
from vaxdesk.domain.step_views import ScreeningSheet
from vaxdesk.domain.views import VisitRow


@dataclass(frozen=True)
class ScreeningPorts:
    """Use cases, and what the screen must know of the desk.

    Args:
        queue: who waits to be screened, by number.
        sheet: a person's sheet by reference.
        save: reference and Screen, `product=`; answers something with `refs` and `value` (the Screen as kept),
            Refused or Incomplete.
        decline: reference, `why=`; answers something with `refs`, or Refused.
        undo: reference of an entry, `why=`.
        identify: text or bytes of a code, `keyed=` whether letters may have suffered.
        search: people for what was typed.
        today: ISO day of the session.
        product: name of a product by its code.
        next_screen: key of the screen that this desk goes on to when nobody else waits here, empty when another desk
            does.
    """

    queue: Callable[[], tuple[VisitRow, ...]]
    sheet: Callable[[str], ScreeningSheet | Refused]
    save: Callable[..., Any]
    decline: Callable[..., Any]
    undo: Callable[..., Any]
    identify: Callable[..., Identified]
    search: Callable[[str], tuple[Presence, ...]]
    today: Callable[[], str]
    product: Callable[[str], str] = str
    next_screen: Callable[[], str] = str
