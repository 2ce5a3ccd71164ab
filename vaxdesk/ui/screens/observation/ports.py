"""What observation is given: use cases with the desk filled in, to be called on the db lane."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from vaxdesk.domain.after_injection import Watched
from vaxdesk.domain.identity import Identified


@dataclass(frozen=True)
class ObservationPorts:
    """Use cases, and what the screen must know of the desk.

    Args:
        watching: everyone under observation, whose time is over first.
        release: reference of the person; `state= why=`; answers Saved (`refs`) or Refused.
        identify: text or bytes as they arrived, `keyed=` whether letters may have suffered.
        undo: reference of an entry; `why=`.
        now: seconds since 1970; called on the UI thread.
        product: name of a product by its code.
        sound: whether an alarm may be heard.
    """

    watching: Callable[[], tuple[Watched, ...]]
    release: Callable[..., Any]
    identify: Callable[..., Identified]
    undo: Callable[..., Any]
    now: Callable[[], int]
    product: Callable[[str], str] = str
    sound: Callable[[], bool] = bool
