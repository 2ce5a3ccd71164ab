"""Lots and vials at the injection table: make a lot known, open a vial, finish one."""

from __future__ import annotations

from datetime import date

import msgspec
import sqlalchemy as sa

from vaxdesk.desk import rules
from vaxdesk.desk.context import Desk, Done
from vaxdesk.domain import rights, thaw, vials
from vaxdesk.domain.days import span
from vaxdesk.domain.names import clean
from vaxdesk.domain.payloads import Amend, Lot, Vial, VialClose
from vaxdesk.domain.products import Product
from vaxdesk.domain.refusals import Allowed, Refusal, Refused
from vaxdesk.domain.step_views import Stock
from vaxdesk.domain.stock.places import STORE, table_no
from vaxdesk.domain.views import LotView, VialView
from vaxdesk.registry import registers
from vaxdesk.registry.queries import stock as queries
from vaxdesk.registry.queries import store, things
from vaxdesk.store.writer import Writer


def of(desk: Desk) -> Stock:
    """The stock as the injection table sees it."""
    with desk.store.reading() as conn:
        return seen(desk, conn)


def seen(desk: Desk, conn: sa.Connection) -> Stock:
    """The stock, within the caller's reading."""
    lots, opened = things.lots(conn, desk.store.names), things.vials(conn, desk.store.names)
    rule = {one.code: one for one in rules.schedule().product}
    fit_lots = (lot.id for lot in lots if lot.product in rule and _lot_fits(desk, lot, rule[lot.product]))
    known = [vial for vial in opened if vial.lot.product in rule]
    fit_vials = (vial.id for vial in known if _vial_fits(desk, vial, rule[vial.lot.product]))
    place = drawn_from(desk, conn)
    return Stock(
        lots=tuple(lots),
        vials=tuple(opened),
        products=products(desk.day),
        closes={vial.id: vials.closes_at(vial, rule[vial.lot.product]) for vial in known},
        usable=frozenset((*fit_lots, *fit_vials)),
        place=place,
        issued=_issued(desk, conn, place),
        fridge_days=rules.storage().fridge_days,
    )


def drawn_from(desk: Desk, conn: sa.Connection) -> str:
    """The place that new vials are taken from: the store, or, on a day with issues to tables, this PC's table.

    A PC that was told no table takes the first of those that something was issued to (decision 0024).
    """
    issued = queries.issued_on(conn, desk.day)
    if not issued:
        return STORE
    return desk.table if table_no(desk.table) else min(issued, key=table_no)


def lies_here(desk: Desk, conn: sa.Connection, lot: str) -> bool:
    """Whether the books say that a lot lies where new vials are taken from; the store is not asked."""
    place = drawn_from(desk, conn)
    return place == STORE or lot in _issued(desk, conn, place)


def _issued(desk: Desk, conn: sa.Connection, place: str) -> frozenset[str]:
    """Lots of which a table still has unopened vials."""
    if place == STORE:
        return frozenset()
    return frozenset(lot for lot, doses in queries.unopened(conn, desk.store.names, place).items() if doses > 0)


def products(day: str) -> tuple[Product, ...]:
    """Products that may be given on a day by the schedule in use."""
    today = date.fromisoformat(day)
    return tuple(one for one in rules.schedule().product if one.in_force(today))


def product_of_day(desk: Desk) -> str:
    """What this table most likely gives next, as `product_of` says."""
    return product_of(of(desk))


def product_of(stock: Stock) -> str:
    """The first of `products_at_hand`; empty when there is none."""
    return next(iter(products_at_hand(stock)), "")


def products_at_hand(stock: Stock) -> tuple[str, ...]:
    """Products that may be drawn: that of the newest usable open vial first, then by the lots that expire first."""
    opened = [vial.lot.product for vial in stock.vials if vial.id in stock.usable]
    waiting = [lot.product for lot in stock.lots if lot.id in stock.usable]
    return tuple(dict.fromkeys((*reversed(opened), *waiting)))


def add_lot(
    desk: Desk, *, product: str, number: str, expiry: str, thawed: str = "", doses_per_vial: int = 0, maker: str = "",
    vials: int = 0,
) -> Done | Refused:  # fmt: skip
    """Makes a lot known; `value` is its reference. One of this product, number and thaw that is known is not doubled.

    Args:
        expiry: ISO day, or a month, of which the last day counts.
        thawed: as `Lot.thawed`; empty where nobody knows.
        doses_per_vial: 0 for what is usual with the product.
    """
    lot = judged(desk, product, number, expiry, thawed)
    if isinstance(lot, Refused):
        return lot
    with desk.store.writing(user=desk.user.no) as w:
        reference = make_known(w, lot, doses_per_vial=doses_per_vial, maker=maker, vials=vials)
        w.flush()
    return Done(refs=(reference,), kinds=w.kinds, value=reference)


def make_known(w: Writer, lot: Lot, *, doses_per_vial: int = 0, maker: str = "", vials: int = 0) -> str:
    """The reference of a judged lot inside the caller's transaction; entered when it is not known yet."""
    known = _same(w, lot)
    if known is not None:
        if lot.thawed != known.thawed and lot.thawed:
            set_fields(w, known.id, {"thawed": lot.thawed}, why="")
            w.flush()
        return known.id
    usual = rules.schedule().find(lot.product)
    entry = msgspec.structs.replace(
        lot,
        doses_per_vial=doses_per_vial or (usual.doses_per_vial[0] if usual else 0),
        maker=maker or (usual.maker if usual else ""),
        vials=vials,
    )
    reference = w.add("lot", entry)
    w.flush()
    return reference


def set_fields(w: Writer, lot: str, values: dict[str, str], *, why: str) -> str:
    """Corrects fields of a lot inside the caller's transaction; reference of the correction."""
    w.flush()
    id_ = w.names.id(lot)
    prior = {name: held for name in values if (held := registers.holder(w.conn, id_, name))}
    return w.change("amend", Amend(set=values, prior=prior, why=why), of=lot)


def _same(w: Writer, lot: Lot) -> LotView | None:
    """The lot in the books that boxes belong to: of the same thaw, or one of which nobody said when it thawed."""
    mine = [one for one in things.lots(w.conn, w.names) if (one.product, one.number) == (lot.product, lot.number)]
    mine.sort(key=lambda one: (one.thawed != lot.thawed, one.frozen))
    for one in mine:
        first = store.first_used(w.conn, w.names, one.id)
        if thaw.same_box(lot.thawed, known=one.thawed, first_used=first):
            return one
    return None


def judged(desk: Desk, product: str, number: str, expiry: str, thawed: str = "") -> Lot | Refused:
    """Product, number in capitals, last day of use and thaw, or what is wrong with them."""
    tidy, last = clean(number).upper(), span(expiry)
    refused = desk.refuses(rights.Act.MANAGE_LOTS)
    if refused:
        return refused
    if rules.schedule().find(product) is None:
        return Refused(reason=Refusal.PRODUCT_UNKNOWN, facts={"product": product})
    if not tidy:
        return Refused(reason=Refusal.LOT_NUMBER_MISSING)
    if last is None or len(expiry) < len("2026-01"):
        return Refused(reason=Refusal.EXPIRY_UNREADABLE, facts={"expiry": expiry})
    if last.latest.isoformat() < desk.day:
        return Refused(reason=Refusal.LOT_EXPIRED, facts={"lot": tidy, "expiry": expiry})
    days = rules.storage().fridge_days.get(product, 0)
    wrong = thaw.judge(thawed, days, day=desk.day)
    return wrong or Lot(
        product=product, number=tidy, expiry=last.latest.isoformat(), thawed=thawed if days else ""
    )


def open_vial(desk: Desk, lot: str) -> Done | Refused:
    """Opens a vial of a lot; its clock starts now. `value` is its reference."""
    refused = desk.refuses(rights.Act.MANAGE_VIALS)
    if refused:
        return refused
    with desk.store.writing(user=desk.user.no) as w:
        found = next((one for one in things.lots(w.conn, w.names) if one.id == lot), None)
        vial = vial_of(desk, found, place=drawn_from(desk, w.conn))
        if isinstance(vial, Refused):
            return vial
        reference = w.add("vial", vial)
        w.flush()
    return Done(refs=(reference,), kinds=w.kinds, value=reference)


def vial_of(desk: Desk, lot: LotView | None, *, place: str) -> Vial | Refused:
    """The next vial of a lot, as it is entered when opened now, taken from a place."""
    product = rules.schedule().find(lot.product) if lot else None
    if lot is None or product is None:
        return Refused(reason=Refusal.NO_VACCINE)
    usable = vials.may_use(lot, day=desk.day, product=product)
    if isinstance(usable, Refused):
        return usable
    doses = lot.doses_per_vial or product.doses_per_vial[0]
    return Vial(lot=lot.id, no=lot.vials_opened + 1, at=desk.now(), doses=doses, place=place, day=desk.day)


def close_vial(desk: Desk, vial: str, *, wasted: int = 0, why: str = "") -> Done | Refused:
    """Finishes a vial; doses thrown away need a reason (facts 3.4)."""
    refused = desk.refuses(rights.Act.MANAGE_VIALS)
    if refused:
        return refused
    if wasted > 0 and not why.strip():
        return Refused(reason=Refusal.REASON_NEEDED)
    with desk.store.writing(user=desk.user.no) as w:
        found = next((one for one in things.vials(w.conn, w.names, open_only=False) if one.id == vial), None)
        if found is None:
            return Refused(reason=Refusal.NO_VACCINE)
        if found.closed:
            return Refused(reason=Refusal.VIAL_CLOSED, facts={"no": found.no})
        closing = VialClose(wasted=max(0, wasted), why=why.strip(), day=desk.day)
        reference = w.change("vialclose", closing, of=vial)
        w.flush()
    return Done(refs=(reference,), kinds=w.kinds, value=vial)


def _lot_fits(desk: Desk, lot: LotView, product: Product) -> bool:
    return isinstance(vials.may_use(lot, day=desk.day, product=product), Allowed)


def _vial_fits(desk: Desk, vial: VialView, product: Product) -> bool:
    return isinstance(vials.may_draw(vial, now=desk.now(), day=desk.day, product=product), Allowed)
