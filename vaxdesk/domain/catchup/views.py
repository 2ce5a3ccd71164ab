"""What the screens see of paper that is typed in later: frozen, made by the use cases."""

from __future__ import annotations

import msgspec

from vaxdesk.domain.catchup.checking import Difference, Field
from vaxdesk.domain.catchup.judging import Judged
from vaxdesk.domain.catchup.prior import PriorDose
from vaxdesk.domain.catchup.stack import TypedSheet
from vaxdesk.domain.refusals import Allowed, Refused
from vaxdesk.domain.views import DoseView, PersonView


class Weighed(msgspec.Struct, frozen=True, kw_only=True):
    """A sheet before it is saved.

    Args:
        answer: whether it may be saved; refused with DOSE_ON_RECORD, the sheet may be marked as known instead.
        judged: place of the dose in the course and what to look at; None where no dose was given.
        on_record: the dose of that day which is known already.
    """

    person: PersonView
    doses: tuple[DoseView, ...]
    answer: Allowed | Refused
    judged: Judged | None = None
    on_record: DoseView | None = None


class ToRead(msgspec.Struct, frozen=True, kw_only=True):
    """A sheet to be read again: what it is found by in the stack (place, name, PC), nothing of what was saved else."""

    entry: str
    sheet: int
    name: str
    desk: str = ""  # PC where it was typed, empty for this one
    who: Field
    what: Field


class Rechecked(msgspec.Struct, frozen=True, kw_only=True):
    """What a check found: how many sheets were read, where they say otherwise, and the rows of those."""

    sample: int
    differences: tuple[Difference, ...]
    rows: tuple[TypedSheet, ...]


class Offered(msgspec.Struct, frozen=True, kw_only=True):
    """Doses told of a person: those that the record lacks, and those on record already."""

    person: PersonView
    doses: tuple[DoseView, ...] = ()
    fresh: tuple[PriorDose, ...] = ()
    known: tuple[PriorDose, ...] = ()
