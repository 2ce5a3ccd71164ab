"""What the schedule of that day says of a dose on paper: words to look at, never a bar, for the dose was given."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from vaxdesk.domain import schedule as rules
from vaxdesk.domain.course import Circumstances, course
from vaxdesk.domain.days import span
from vaxdesk.domain.limits import TooEarly
from vaxdesk.domain.outcomes import DoseKind
from vaxdesk.domain.products import Product, Schedule
from vaxdesk.domain.refusals import Note, Notice, Refusal, Refused
from vaxdesk.domain.schedule import Due
from vaxdesk.domain.views import DoseView

TOO_EARLY = "too_early"  # of the code that is kept where the dose came too early, before its cause
Remark = Note | Refused | TooEarly
_THIS = "\uffff"  # sorts behind every reference: of two doses on one day this one was typed later


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What the paper itself says of the dose; `number` counts over all doses, 0 where the paper has none."""

    lot_no: str = ""
    expiry: str = ""
    number: int = 0


class Judged(msgspec.Struct, frozen=True, kw_only=True):
    """A dose on paper with its place in the course, and what somebody should look at.

    `rules`: version of the schedule; `ml` as text.
    """

    kind: DoseKind
    kind_no: int
    overall_no: int
    ml: str
    rules: str
    remarks: tuple[Remark, ...] = ()

    @property
    def codes(self) -> list[str]:
        """What is kept with the dose: the code of each remark."""
        return [_code(one) for one in self.remarks]


def judge(
    schedule: Schedule,
    history: Iterable[DoseView],
    *,
    product: Product,
    dob: str,
    day: str,
    said: Said | None = None,
    anaphylaxis_after: tuple[str, ...] = (),
) -> Judged:
    """The place of a dose that was given on a past day, by the rules in force on that day.

    Args:
        history: doses on record; none of this day.
        said: the number on the paper is kept even where the dose is counted otherwise.
    """
    said = said or Said()
    doses = list(history)
    then = date.fromisoformat(day)
    answer = rules.next_dose(
        schedule, doses, product=product.code, dob=dob, day=day,
        person=Circumstances(anaphylaxis_after=anaphylaxis_after),
    )  # fmt: skip
    remarks: list[Remark] = list(_lot(said, day))
    remarks += answer.notes if isinstance(answer, Due) else (answer,)
    mine = DoseView(id=_THIS, date=day, product=product.code, here=True)
    placed = course(schedule, [*doses, mine], dob=dob, day=then).given
    at, place = next((at, one) for at, one in enumerate(placed, start=1) if one.dose is mine)
    if said.number and said.number != at:
        remarks.append(Note(code=Notice.NUMBER_DIFFERS, facts={"said": said.number, "counted": at}))
    half = place.kind is DoseKind.BOOSTER and product.booster_ml
    return Judged(
        kind=place.kind,
        kind_no=place.kind_no,
        overall_no=said.number or at,
        ml=product.booster_ml if half else product.ml,
        rules=schedule.version,
        remarks=tuple(remarks),
    )


def on_record(history: Iterable[DoseView], day: str) -> DoseView | None:
    """A dose of exactly that day that is known already, one given here before one that was learned."""
    return min((one for one in history if one.date == day), key=lambda one: (not one.here, one.id), default=None)


def _lot(said: Said, day: str) -> Iterable[Remark]:
    last = span(said.expiry)
    if last is not None and last.latest.isoformat() < day:
        yield Refused(reason=Refusal.LOT_EXPIRED, facts={"lot": said.lot_no, "expiry": said.expiry})


def _code(remark: Remark) -> str:
    if isinstance(remark, TooEarly):
        return f"{TOO_EARLY}_{remark.cause.value}"
    return (remark.code if isinstance(remark, Note) else remark.reason).value
