"""Whether a person may be invited to a session by what is known of them today."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum, nonmember

import msgspec

from vaxdesk.domain.course import Circumstances
from vaxdesk.domain.limits import TooEarly
from vaxdesk.domain.plan.kinds import is_meant
from vaxdesk.domain.plan.likeness import Likeness, Remembered
from vaxdesk.domain.products import Schedule
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.schedule import Due, due_after, next_doses
from vaxdesk.domain.views import DoseView


class LeftOut(StrEnum):
    """Why somebody chosen is not invited."""

    WORDS = nonmember("plan.left_out")

    ALLOTTED = "allotted"
    TOO_EARLY = "too_early"
    COMPLETE = "complete"
    OTHER_KIND = "other_kind"
    AGE = "age"
    BIRTH = "birth"
    CONTRAINDICATED = "contraindicated"
    OTHER_PRODUCT = "other_product"
    NOT_IN_USE = "not_in_use"
    NO_PLACE = "no_place"


_OF_REFUSAL = {
    Refusal.COMPLETE: LeftOut.COMPLETE,
    Refusal.INJECTED_SAME_DAY: LeftOut.TOO_EARLY,
    Refusal.TOO_YOUNG: LeftOut.AGE,
    Refusal.TOO_OLD: LeftOut.AGE,
    Refusal.BIRTH_UNKNOWN: LeftOut.BIRTH,
    Refusal.BIRTH_TOO_VAGUE: LeftOut.BIRTH,
    Refusal.PRODUCT_CONTRAINDICATED: LeftOut.CONTRAINDICATED,
    Refusal.MIXING: LeftOut.OTHER_PRODUCT,
}


# Of several products' reasons the one that says most: whoever must only wait is told so, whatever else is on the list.
_TELLING = (
    LeftOut.TOO_EARLY,
    LeftOut.OTHER_KIND,
    LeftOut.COMPLETE,
    LeftOut.CONTRAINDICATED,
    LeftOut.OTHER_PRODUCT,
    LeftOut.AGE,
    LeftOut.BIRTH,
    LeftOut.NOT_IN_USE,
)


class Fit(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody may be given at a session: product by code, kind of dose and its number."""

    product: str
    kind: str
    kind_no: int


class Fitness:
    """Judges people for one session; who is alike is judged once, since a drive looks at many.

    Pregnancy and illness are not known ahead: screening decides on the day.

    Args:
        products: codes, the one that is rather given first; none: any that is in use on the day.
        kinds: doses meant, as `plan.kinds` has them; none: any.
        day: ISO day of the session.
    """

    def __init__(self, schedule: Schedule, *, products: Iterable[str], kinds: Iterable[str], day: str) -> None:
        self._schedule, self._kinds, self._day = schedule, frozenset(kinds), day
        today = date.fromisoformat(day)
        self._codes = tuple(products) or tuple(one.code for one in schedule.product if one.in_force(today))
        self._likeness = Likeness(schedule, today)
        self._known = Remembered[Fit | LeftOut]()

    def of(self, dob: str, doses: Sequence[DoseView], anaphylaxis_after: tuple[str, ...] = ()) -> Fit | LeftOut:
        """Which product may be given as which dose, rather one without a reason to write; or why none may."""
        alike = (anaphylaxis_after, *self._likeness.of(dob, doses))
        return self._known.of(alike, lambda: self._judge(dob, doses, anaphylaxis_after))

    def _judge(self, dob: str, doses: Sequence[DoseView], anaphylaxis_after: tuple[str, ...]) -> Fit | LeftOut:
        person = Circumstances(anaphylaxis_after=anaphylaxis_after)
        second: Fit | None = None
        reasons: list[LeftOut] = []
        each = next_doses(self._schedule, doses, products=self._codes, dob=dob, day=self._day, person=person)
        for code, judged in each:
            if not isinstance(judged, Due):
                reasons.append(_reason(judged))
            elif is_meant(self._kinds, kind=judged.kind.value, number=judged.kind_no):
                fit = Fit(product=code, kind=judged.kind.value, kind_no=judged.kind_no)
                if not any(note.needs_reason for note in judged.notes):
                    return fit
                second = second or fit
            else:
                reasons.append(LeftOut.OTHER_KIND)
        return second or min(reasons, key=_TELLING.index, default=LeftOut.NOT_IN_USE)


def _reason(judged: TooEarly | Refused) -> LeftOut:
    if isinstance(judged, TooEarly):
        return LeftOut.TOO_EARLY
    return _OF_REFUSAL.get(judged.reason, LeftOut.NOT_IN_USE)


class Waits:
    """Who has earlier doses and is due for the next one on or before a day, by the rules of today."""

    def __init__(self, schedule: Schedule, *, day: str, today: str) -> None:
        self._schedule, self._day, self._today = schedule, day, today
        self._likeness = Likeness(schedule, date.fromisoformat(today))
        self._known = Remembered[bool]()

    def of(self, dob: str, doses: Sequence[DoseView]) -> bool:
        """Whether somebody waits."""
        return self._known.of(self._likeness.of(dob, doses), lambda: self._judge(dob, doses))

    def _judge(self, dob: str, doses: Sequence[DoseView]) -> bool:
        found = due_after(self._schedule, doses, dob=dob, day=self._today)
        return found is not None and found.day <= self._day
