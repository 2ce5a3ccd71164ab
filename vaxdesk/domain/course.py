"""A person's doses in order, each with its kind: which belong to the primary course and which came after it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec

from vaxdesk.domain.days import Span, age, span
from vaxdesk.domain.outcomes import DoseKind
from vaxdesk.domain.products import Schedule, recognise_product
from vaxdesk.domain.views import DoseView

_LATER_KINDS = (DoseKind.ADDITIONAL, DoseKind.BOOSTER)


class Circumstances(msgspec.Struct, frozen=True, kw_only=True):
    """What the schedule must know of a person beside age and doses; all of it comes from screening and AEFI.

    `covid_on`: day of the last COVID-19, may be partial. `anaphylaxis_after`: codes of products that caused one.
    """

    pregnant: bool = False
    weeks: int = 0
    breastfeeding: bool = False
    immunocompromised: bool = False
    covid_on: str = ""
    anaphylaxis_after: tuple[str, ...] = ()
    conclusion: str = ""


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """A dose with its place in the course; `product` is empty when not recognised, `on` None when undated."""

    dose: DoseView
    product: str
    on: Span | None
    kind: DoseKind
    kind_no: int


class Course(msgspec.Struct, frozen=True, kw_only=True):
    """All doses up to a day in order. `needed`: primary doses of the course. `later`: doses on record after the day."""

    given: tuple[Given, ...]
    needed: int
    later: tuple[DoseView, ...] = ()

    def of(self, kind: DoseKind) -> tuple[Given, ...]:
        return tuple(one for one in self.given if one.kind is kind)

    @property
    def last(self) -> Given | None:
        return self.given[-1] if self.given else None

    @property
    def complete(self) -> bool:
        return len(self.of(DoseKind.PRIMARY)) >= self.needed

    @property
    def primary_products(self) -> tuple[str, ...]:
        """Known products of the primary course."""
        return tuple(one.product for one in self.of(DoseKind.PRIMARY) if one.product)


def course(schedule: Schedule, history: Iterable[DoseView], *, dob: str, day: date, product: str = "") -> Course:
    """The course that a history amounts to on a day; `product` is that of a first dose to come.

    The first doses are the primary course, whatever a list calls them, as many as its first known product needs
    (three of Abdala: its "mũi 3" is primary). After it the recorded kind holds; where there is none, the third dose
    of whoever is entitled to an additional one by product is that, any other a booster. A dose recorded twice,
    once from a list and once from here, counts once.
    """
    dated = sorted(((dose, span(dose.date)) for dose in _once(history)), key=_order)
    later = tuple(dose for dose, on in dated if on and on.earliest > day)
    before = [(dose, on, _product(schedule, dose, on, dob)) for dose, on in dated if not (on and on.earliest > day)]
    first = schedule.find(next((code for _, _, code in before if code), product))
    needed = first.doses if first else schedule.default_doses
    given: list[Given] = []
    for dose, on, code in before:
        kind = _kind(schedule, given, needed=needed, recorded=dose.kind)
        number = 1 + sum(one.kind is kind for one in given)
        given.append(Given(dose=dose, product=code, on=on, kind=kind, kind_no=number))
    return Course(given=tuple(given), needed=needed, later=later)


def _order(pair: tuple[DoseView, Span | None]) -> tuple[date, int, str]:
    dose, on = pair
    return (on.earliest if on else date.min, dose.overall_no or dose.kind_no, dose.id)


def _once(history: Iterable[DoseView]) -> list[DoseView]:
    """Without what a list or paper says of a dose that another entry has too: same exact day, no other product."""
    kept: list[DoseView] = []
    for dose in sorted(history, key=lambda dose: (not dose.here, not dose.product, dose.id)):
        if dose.here or not any(_same(dose, other) for other in kept):
            kept.append(dose)
    return kept


def _same(dose: DoseView, other: DoseView) -> bool:
    on = span(dose.date)
    same_product = dose.product == other.product or not dose.product
    return on is not None and on.exact and dose.date == other.date and same_product


def _product(schedule: Schedule, dose: DoseView, on: Span | None, dob: str) -> str:
    """The product's code, also from its text; a child's dose under the adult name is the children's form."""
    code = dose.product or recognise_product(schedule, dose.product_text) or ""
    product = schedule.find(code)
    years = age(dob, on.latest) if on else None
    if product is None or years is None:
        return code if product else ""
    lowest = product.age_from if product.age_care_from is None else product.age_care_from
    for variant in schedule.product:
        if variant.variant_of == code and variant.age_below == lowest and variant.age_from <= years.oldest < lowest:
            return variant.code
    return code


def _kind(schedule: Schedule, given: list[Given], *, needed: int, recorded: str) -> DoseKind:
    if len(given) < needed:
        return DoseKind.PRIMARY
    if recorded in _LATER_KINDS:
        return DoseKind(recorded)
    entitled = {code for rule in schedule.additional for code in rule.after}
    by_product = len(given) == needed and any(one.product in entitled for one in given)
    return DoseKind.ADDITIONAL if by_product else DoseKind.BOOSTER
