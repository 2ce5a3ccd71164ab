"""A dose of a record as it is told to other systems, the same at the desk and in the public part."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from vaxdesk.certificates import numbering
from vaxdesk.certificates.statement import StatedDose
from vaxdesk.certificates.values import Values
from vaxdesk.certificates.verdict import ProvenDose
from vaxdesk.domain.outcomes import DoseKind
from vaxdesk.domain.products import Schedule
from vaxdesk.domain.views import DoseView


class Counted(Protocol):
    """A dose with its kind and number as the course counts it; `product`: code of our schedule, or empty."""

    @property
    def dose(self) -> DoseView: ...
    @property
    def product(self) -> str: ...
    @property
    def kind(self) -> DoseKind: ...
    @property
    def kind_no(self) -> int: ...


def stated(
    given: Counted, values: Values, *, name: str, place: str, here: bool, overall: int, course: int
) -> StatedDose:
    """A dose with the codes of the value sets.

    Args:
        name: of the vaccine, for people.
        here: written down where it was given.
        overall: which dose of the person it is, from 1.
        course: doses of the primary course that was begun with.
    """
    dose, known = given.dose, values.by_ours(given.product)
    _, series = numbering.numbered(overall, course=course)
    return StatedDose(
        dose=ProvenDose(
            date=dose.date,
            product=known.mp if known else "",
            name=name,
            vaccine=known.vp if known else "",
            maker=known.ma if known else "",
            number=given.kind_no,
            series=series if given.kind is DoseKind.PRIMARY else 0,
            lot=dose.lot,
            place=place,
            country=values.file.country if here else "",
            ours=given.product,
            booster=given.kind is not DoseKind.PRIMARY,
        ),
        ref=dose.id,
        here=here,
        series=given.kind.value,
        overall=overall,
    )


def begun_with(given: Iterable[Counted], schedule: Schedule) -> int:
    """Doses of the primary course that was begun with."""
    first = schedule.find(next((one.product for one in given if one.product), ""))
    return first.doses if first else schedule.default_doses
