"""What the recording of a reaction is given: use cases with the desk filled in, to be called on the db lane."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from vaxdesk.domain.aefi import AefiForm
from vaxdesk.domain.after_injection import Suspect
from vaxdesk.domain.refusals import Refused


@dataclass(frozen=True)
class ReactionPorts:
    """Use cases, and what must be known of the desk.

    Args:
        form: the data file on adverse events.
        suspect: a person by reference, with the dose given here last; `dose=` asks for another one.
        report: reference of the person, and the `Aefi`, `told=` where a report of the public led to it; answers
            Saved (`refs`, `value`), Lacking or Refused.
        now: seconds since 1970.
        product: name of a product by its code.
    """

    form: Callable[[], AefiForm]
    suspect: Callable[..., Suspect | Refused]
    report: Callable[..., Any]
    now: Callable[[], int]
    product: Callable[[str], str] = str
