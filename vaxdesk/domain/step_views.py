"""What the screening desk and the injection table see of a person: frozen, made by the use cases, shown by the ui."""

from __future__ import annotations

import msgspec

from vaxdesk.domain.forms import Form
from vaxdesk.domain.limits import TooEarly
from vaxdesk.domain.picklists import Route, Site
from vaxdesk.domain.products import Product
from vaxdesk.domain.refusals import Allowed, Note, Refused
from vaxdesk.domain.schedule import Due
from vaxdesk.domain.screening import Gap
from vaxdesk.domain.stock.places import STORE
from vaxdesk.domain.views import DoseView, LotView, PersonView, VialView
from vaxdesk.domain.visit import Visit

Judgement = Due | TooEarly | Refused


class ScreeningSheet(msgspec.Struct, frozen=True, kw_only=True):
    """A person at the screening desk: the form to fill, the age it is for, and whether it may be filled now.

    `age` in completed years by the youngest reading of the birth date, None when it is not known. `product` is what
    the station gives today, empty when not known. `may_override`: whoever is signed in may leave the rule.
    """

    person: PersonView
    visit: Visit
    doses: tuple[DoseView, ...]
    form: Form
    age: int | None
    product: str = ""
    answer: Allowed | Refused = Allowed()
    may_override: bool = False


class Incomplete(msgspec.Struct, frozen=True):
    """Not saved: what is still to be filled."""

    missing: tuple[Gap, ...]


class Handling(msgspec.Struct, frozen=True, kw_only=True):
    """How a dose is given: site, route, who drew it up, who gave it, and the reason if a notice asks for one."""

    site: str = Site.LEFT_DELTOID.value
    route: str = Route.INTRAMUSCULAR.value
    prepared_by: str = ""
    given_by: str = ""
    why: str = ""


class Stock(msgspec.Struct, frozen=True, kw_only=True):
    """Lots and open vials of the station, and the products that the schedule allows on the day.

    `closes`: when an open vial must be thrown away, by reference, in seconds since 1970. `usable`: references of lots
    and vials from which a dose may be drawn now. `place`: from which a new vial is taken; where that is a table,
    `issued` are the lots of which it still has unopened vials. `fridge_days` as `Overview.fridge_days`.
    """

    lots: tuple[LotView, ...] = ()
    vials: tuple[VialView, ...] = ()
    products: tuple[Product, ...] = ()
    closes: dict[str, int] = {}
    usable: frozenset[str] = frozenset()
    place: str = STORE
    issued: frozenset[str] = frozenset()
    fridge_days: dict[str, int] = {}

    def issued_first(self) -> tuple[LotView, ...]:
        """The lots to open from: those issued to this table where any are, else all."""
        mine = tuple(lot for lot in self.lots if lot.id in self.issued)
        return mine or self.lots


class InjectionSheet(msgspec.Struct, frozen=True, kw_only=True):
    """A person at the injection table.

    `allowed` is the order of the day (received, screened, consent, no dose yet); `judged` is the schedule's answer for
    `product`. `vial` and `lot` are proposed by rule (open vial first, first expired first out) unless chosen, `draw`
    says whether they may be used. `staff`: names of those who may inject. `last_contact` in seconds since 1970, 0 for
    never: doses given elsewhere since then cannot be known here.
    """

    person: PersonView
    visit: Visit
    doses: tuple[DoseView, ...]
    allowed: Allowed | Refused
    product: str = ""
    judged: Judgement | None = None
    stock: Stock = Stock()
    vial: VialView | None = None
    lot: LotView | None = None
    draw: Allowed | Refused | None = None
    staff: tuple[str, ...] = ()
    last_contact: int = 0

    @property
    def notes(self) -> tuple[Note, ...]:
        """All notices that go with the dose, those of the schedule before those of the vial."""
        due = self.judged.notes if isinstance(self.judged, Due) else ()
        return (*due, *(self.draw.notes if isinstance(self.draw, Allowed) else ()))

    @property
    def needs_reason(self) -> bool:
        """Whether whoever injects must write why."""
        return any(note.needs_reason for note in self.notes)

    @property
    def ready(self) -> bool:
        """Whether nothing but a reason stands between the person and the dose."""
        return (
            isinstance(self.allowed, Allowed)
            and isinstance(self.judged, Due)
            and isinstance(self.draw, Allowed)
            and self.lot is not None
        )
