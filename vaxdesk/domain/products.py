"""The schedule file: vaccines and the dated rules on intervals, mixing, additional and booster doses."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cache, lru_cache
from typing import TypeVar

import msgspec

from vaxdesk.domain.days import Wait
from vaxdesk.domain.forms import Text
from vaxdesk.domain.names import fold


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    pass


class _Dated(_Part, kw_only=True):
    """A rule in force from one day to another, both included; no day means no bound."""

    valid_from: date | None = None
    valid_to: date | None = None
    source: str = ""

    def in_force(self, day: date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (self.valid_to is None or day <= self.valid_to)


class Interval(_Part, kw_only=True):
    """Time since the dose before: recommended from and to, and the minimum below which no dose is given."""

    recommended_from: Wait
    minimum: Wait
    recommended_to: Wait | None = None


class Product(_Dated, kw_only=True):
    """A vaccine. Ages in completed years, `age_below` excluded; from `age_care_from` only with a reason.

    `doses_per_vial`: usual first, then others that occur. `extra_doses`: how many more a vial may yield.
    `open_hours`: life of an open (or diluted) vial. `variant_of`: a more special form of that product,
    told from it by its own names or by `markers` beside the other's name.
    """

    code: str
    name: str
    short: Text
    aliases: tuple[str, ...]
    markers: tuple[str, ...] = ()
    doses: int
    age_from: int
    ml: str
    doses_per_vial: tuple[int, ...]
    open_hours: float
    maker: str = ""
    platform: str = ""
    variant_of: str = ""
    age_below: int | None = None
    age_care_from: int | None = None
    interval: Interval | None = None
    booster_ml: str = ""
    extra_doses: int = 0
    diluent_ml: str = ""
    observe_minutes: int = 30
    components: tuple[str, ...] = ()
    never_pregnant: bool = False


class Mixing(_Dated, kw_only=True):
    """Products of `next` may follow products of `given`."""

    given: tuple[str, ...]
    next: tuple[str, ...]


class Additional(_Dated, kw_only=True):
    """The additional dose: who gets it after which course, with what, how long after."""

    wait: Wait
    after: tuple[str, ...]
    next: tuple[str, ...]
    age_from: int


class Booster(_Dated, kw_only=True):
    """Booster number `no`. Below `group_age_from` years it is for special groups, with a reason."""

    no: int
    wait: Wait
    age_from: int
    age_below: int | None = None
    group_age_from: int = 0
    after_covid: Wait | None = None


class AfterCovid(_Dated, kw_only=True):
    """Waiting time after COVID-19 at these ages."""

    age_from: int
    age_below: int
    wait: Wait


class Schedule(_Part, kw_only=True, cache_hash=True):
    """A schedule file. `version` is kept with every dose that was judged by it."""

    id: str
    version: str
    default_doses: int
    product: tuple[Product, ...]
    mixing: tuple[Mixing, ...] = ()
    additional: tuple[Additional, ...] = ()
    booster: tuple[Booster, ...] = ()
    booster_mixing: tuple[Mixing, ...] = ()
    after_covid: tuple[AfterCovid, ...] = ()

    def find(self, code: str) -> Product | None:
        """The product of a code."""
        return _by_code(self).get(code)


@cache
def _by_code(schedule: Schedule) -> dict[str, Product]:
    return {product.code: product for product in reversed(schedule.product)}


_Rule = TypeVar("_Rule", bound=_Dated)


def load_schedule(text: str) -> Schedule:
    """A schedule file.

    Raises:
        msgspec.DecodeError: no TOML, or not of this shape.
    """
    return msgspec.toml.decode(text, type=Schedule)


def in_force(rules: Iterable[_Rule], day: date) -> list[_Rule]:
    """The rules that hold on a day."""
    return [rule for rule in rules if rule.in_force(day)]


@lru_cache(maxsize=4096)  # a list of 100,000 rows names a dozen products
def recognise_product(schedule: Schedule, text: str) -> str | None:
    """The code of a vaccine from how lists, papers and portals write it; None when not known or not one.

    Names are found as whole words, longest first, without regard to case and marks. A special form outranks the
    form it is a variant of (`Pfizer (Comirnaty) trẻ em` is the children's vaccine).
    """
    words = rest = f" {_key(text)} "
    found = set()
    for name, code in _names(schedule):
        if f" {name} " in rest:
            found.add(code)
            rest = rest.replace(f" {name} ", " | ")
    for product in schedule.product:
        marked = product.variant_of in found and any(f" {_key(marker)} " in words for marker in product.markers)
        if marked or product.code in found:
            found = found - {product.variant_of} | {product.code}
    return found.pop() if len(found) == 1 else None


def _key(text: str) -> str:
    """Folded; both letters that look like µ as one."""
    return fold(text.casefold())


@cache
def _names(schedule: Schedule) -> list[tuple[str, str]]:
    """Folded names with their codes, longest first."""
    known = [
        (_key(name), product.code)
        for product in schedule.product
        for name in (product.code, product.name, *product.aliases)
    ]
    return sorted(known, key=lambda pair: -len(pair[0]))
