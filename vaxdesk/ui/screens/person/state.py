"""What the person page shows."""

from __future__ import annotations

import msgspec

from vaxdesk.domain.payloads import Person
from vaxdesk.domain.person_record import PersonRecord
from vaxdesk.domain.refusals import Refused
from vaxdesk.domain.registration import FieldFlaw


class PersonState(msgspec.Struct, frozen=True, kw_only=True):
    """`record` is None before a person was chosen; `draft` is being corrected while `editing`."""

    today: str = ""
    now: int = 0
    busy: bool = False
    record: PersonRecord | None = None
    next_screen: str = ""
    editing: bool = False
    draft: Person = Person(name="")
    flaws: tuple[FieldFlaw, ...] = ()
    asked: bool = False
    reason: str = ""
    refused: Refused | None = None
