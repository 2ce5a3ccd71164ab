"""What the injection screen is given: use cases with the desk filled in, to be called on the db lane."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from vaxdesk.domain.identity import Identified, Presence
from vaxdesk.domain.refusals import Refused
from vaxdesk.domain.step_views import InjectionSheet
from vaxdesk.domain.views import VisitRow


@dataclass(frozen=True)
class InjectionPorts:
    """Use cases, and what the screen must know of the desk. Those that save answer something with `refs` and `value`.

    Args:
        queue: who was screened and may be injected, by number.
        sheet: a person's sheet by reference; `product= vial= lot=` for what was chosen.
        give: reference; `vial= lot= how=` (Handling); `value` is the Inject as kept; or Refused, or TooEarly.
        decline: reference, `why=`; or Refused.
        undo: reference of an entry, `why=`; `value` is the person; or Refused.
        add_lot: `product= number= expiry= doses_per_vial= thawed= gtin=`; `value` is the lot's reference; or Refused.
        open_vial: reference of a lot; `value` is the vial's reference; or Refused.
        close_vial: reference, `wasted= why=`; or Refused.
        box: a Scan of a maker's box; what it says, with `known` for the lot's reference, or Refused.
        identify: text or bytes of a code, `keyed=` whether letters may have suffered.
        search: people for what was typed.
        user: name of whoever is signed in.
        today: ISO day of the session.
        now: seconds since 1970.
        product: name of a product by its code.
    """

    queue: Callable[[], tuple[VisitRow, ...]]
    sheet: Callable[..., InjectionSheet | Refused]
    give: Callable[..., Any]
    decline: Callable[..., Any]
    undo: Callable[..., Any]
    add_lot: Callable[..., Any]
    open_vial: Callable[..., Any]
    close_vial: Callable[..., Any]
    box: Callable[..., Any]
    identify: Callable[..., Identified]
    search: Callable[[str], tuple[Presence, ...]]
    user: Callable[[], str]
    today: Callable[[], str]
    now: Callable[[], int]
    product: Callable[[str], str] = str
