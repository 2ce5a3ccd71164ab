"""Lots and open vials: expiry, the open-vial clock, which one to use first, and whether to draw from it."""

from __future__ import annotations

from collections.abc import Iterable

from vaxdesk.domain.days import span
from vaxdesk.domain.products import Product
from vaxdesk.domain.refusals import Allowed, Note, Notice, Refusal, Refused
from vaxdesk.domain.views import LotView, VialView

SOON = 30 * 60  # seconds before the end of an open vial's life when whoever draws is told
FIRST_BAD_VVM = 3  # from this stage on the square is as dark as the ring: the vial is not to be used
CLOCK_SLACK = 15 * 60  # seconds that the clocks of two desks may differ


def may_use(lot: LotView, *, day: str, product: Product) -> Allowed | Refused:
    """Whether a lot may be used on an ISO day, up to its expiry (of a mere month the last day of it) or as long as it
    lasts after the thaw, whichever ends first."""
    if lot.product != product.code:
        return Refused(reason=Refusal.OTHER_PRODUCT, facts={"product": product.code, "given": lot.product})
    until = lot.usable_until
    if until < day:
        return _over(lot, day)
    if lot.frozen:
        return Refused(reason=Refusal.LOT_FROZEN, facts={"lot": lot.number})
    if lot.locked:
        return Refused(reason=Refusal.LOT_LOCKED, facts={"lot": lot.number, "lock": lot.locked.partition(": ")[0]})
    if lot.vvm >= FIRST_BAD_VVM:
        return Refused(reason=Refusal.LOT_VVM, facts={"lot": lot.number, "vvm": lot.vvm})
    return Allowed(notes=(Note(code=Notice.LOT_LAST_DAY, facts={"lot": lot.number}),) if until == day else ())


def _over(lot: LotView, day: str) -> Refused:
    """Too late: by the date of the maker, or by the days since it thawed."""
    expiry = span(lot.expiry)
    if expiry is None or expiry.latest.isoformat() < day:
        return Refused(reason=Refusal.LOT_EXPIRED, facts={"lot": lot.number, "expiry": lot.expiry})
    facts = {"lot": lot.number, "thawed": lot.thawed, "days": lot.fridge_days, "until": lot.fridge_until}
    return Refused(reason=Refusal.LOT_THAW_OVER, facts=facts)


def closes_at(vial: VialView, product: Product) -> int:
    """When an open vial must be thrown away, in seconds since 1970 (facts 3.4)."""
    return vial.opened_at + round(product.open_hours * 3600)


def may_draw(vial: VialView, *, now: int, day: str, product: Product) -> Allowed | Refused:
    """Whether a dose may be drawn; one more than the vial's nominal doses goes with a notice, up to `extra_doses`."""
    lot = may_use(vial.lot, day=day, product=product)
    if isinstance(lot, Refused):
        return lot
    left = closes_at(vial, product) - now
    if vial.closed:
        return Refused(reason=Refusal.VIAL_CLOSED, facts={"no": vial.no})
    if vial.opened_at - now > CLOCK_SLACK:
        return Refused(reason=Refusal.VIAL_OPENED_LATER, facts={"no": vial.no})
    if left <= 0:
        return Refused(reason=Refusal.VIAL_TOO_LONG_OPEN, facts={"no": vial.no, "hours": f"{product.open_hours:g}"})
    if vial.given >= vial.doses + product.extra_doses:
        return Refused(reason=Refusal.VIAL_EMPTY, facts={"no": vial.no, "given": vial.given})
    notes = list(lot.notes)
    if vial.given >= vial.doses:
        facts = {"no": vial.no, "given": vial.given, "nominal": vial.doses}
        notes.append(Note(code=Notice.EXTRA_DOSE, facts=facts))
    if left <= SOON:
        notes.append(Note(code=Notice.VIAL_CLOSING_SOON, facts={"no": vial.no, "minutes": -(-left // 60)}))
    return Allowed(notes=tuple(notes))


def first_vial(vials: Iterable[VialView], *, now: int, day: str, product: Product) -> VialView | None:
    """The open vial to draw from next: one with nominal doses left, then the one whose life ends first."""
    usable = [vial for vial in vials if isinstance(may_draw(vial, now=now, day=day, product=product), Allowed)]
    return min(usable, key=lambda vial: (vial.given >= vial.doses, vial.opened_at, vial.no, vial.id), default=None)


def first_lot(lots: Iterable[LotView], *, day: str, product: Product) -> LotView | None:
    """The lot to open next: the one whose last day of use comes first; one whose counted vials are all opened last."""
    usable = [lot for lot in lots if isinstance(may_use(lot, day=day, product=product), Allowed)]
    return min(usable, key=lambda lot: (_used_up(lot), lot.usable_until, lot.number, lot.id), default=None)


def _used_up(lot: LotView) -> bool:
    return 0 < lot.vials <= lot.vials_opened
