"""What correcting a session does to the people who have a place in it, before it is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import msgspec

from vaxdesk.domain.plan.fitness import Fit, LeftOut
from vaxdesk.domain.plan.proposal import free_places
from vaxdesk.domain.plan.session import AllottedView, SessionView


class Shift(msgspec.Struct, frozen=True, kw_only=True):
    """A person who stays, and what becomes of the line: `slot` and `product` as they will be."""

    one: AllottedView
    slot: str
    product: str = ""


class Effects(msgspec.Struct, frozen=True, kw_only=True):
    """Args:
    stay: people who keep a place.
    waiting: people who lose it and are to be planned anew, with the reason.
    told: how many of those who stay must be told another day, place or hour.
    """

    stay: tuple[Shift, ...] = ()
    waiting: tuple[tuple[AllottedView, LeftOut], ...] = ()
    told: int = 0
    day: str = ""  # ISO, where it is another one
    place: bool = False

    @property
    def rehoured(self) -> int:
        """How many get another hour."""
        return sum(shift.slot != shift.one.slot for shift in self.stay)

    @property
    def nobody(self) -> bool:
        """Whether nobody need be told anything."""
        return not self.told and not self.waiting

    def by_reason(self) -> dict[LeftOut, tuple[AllottedView, ...]]:
        """Those who lose their place, by reason."""
        found: dict[LeftOut, tuple[AllottedView, ...]] = {}
        for one, reason in self.waiting:
            found[reason] = (*found.get(reason, ()), one)
        return found


def foresee(
    before: SessionView,
    people: Iterable[AllottedView],
    *,
    day: str,
    place: str,
    slots: Mapping[str, int],
    fits: Mapping[str, Fit | LeftOut],
) -> Effects:
    """Who keeps the hour, who gets another, and for whom there is none.

    An hour that is no longer planned gives its people to the free places of the others, in order; one that has fewer
    places than people keeps them, as a slot that was overfilled on purpose does.

    Args:
        people: in the order of their slots.
        fits: by person, where day, vaccines or doses change: what each may be given then, or why nothing.
    """
    some = tuple(people)
    unfit = [(one, found) for one in some if isinstance(found := fits.get(one.person.id), LeftOut)]
    stay = [one for one in some if not isinstance(fits.get(one.person.id), LeftOut)]
    free = iter(free_places(slots, Counter(one.slot for one in stay)))
    hours = [(one, one.slot if one.slot in slots else next(free, "")) for one in stay]
    shifts = [Shift(one=one, slot=hour, product=_product(one, fits)) for one, hour in hours if hour]
    waiting = (*unfit, *((one, LeftOut.NO_PLACE) for one, hour in hours if not hour))
    moved = day != before.day or place != before.place
    told = sum(moved or shift.slot != shift.one.slot for shift in shifts)
    return Effects(
        stay=tuple(shifts),
        waiting=waiting,
        told=told,
        day=day if day != before.day else "",
        place=place != before.place,
    )


def _product(one: AllottedView, fits: Mapping[str, Fit | LeftOut]) -> str:
    found = fits.get(one.person.id)
    return found.product if isinstance(found, Fit) else one.product
