"""The code on a maker's box: product, lot and expiry of it; an unknown number is asked for once and remembered."""

from __future__ import annotations

from vaxdesk.desk import rules
from vaxdesk.desk.context import Desk, Done
from vaxdesk.domain import rights
from vaxdesk.domain.payloads import Gtin
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.scans import Scan, ScanKind
from vaxdesk.domain.stock.gs1 import read_box
from vaxdesk.domain.stock.views import BoxSeen
from vaxdesk.registry.queries import store, things
from vaxdesk.scanning.reading import read


def box_of(desk: Desk, scan: str | bytes | Scan, *, keyed: bool = False) -> BoxSeen | Refused | None:
    """What a scanned code says of a box; None when it is the code of something else."""
    if not isinstance(scan, Scan):
        scan = read(scan, keyed=keyed, today=desk.day)
    if scan.kind is not ScanKind.GS1:
        return None
    box = read_box(scan.extras[0]) if scan.extras else None
    if box is None:
        return Refused(reason=Refusal.BOX_UNREADABLE)
    with desk.store.reading() as conn:
        answer = store.gtin_of(conn, box.gtin)
        lots = things.lots(conn, desk.store.names)
    product = answer.product if answer else ""
    mine = [one for one in lots if one.number == box.lot.upper() and product in ("", one.product)]
    if not product and len({one.product for one in mine}) == 1 and mine[0].expiry == box.expiry:
        product = mine[0].product
    mine.sort(key=lambda one: (one.frozen, one.usable_until < desk.day))  # of several the one to draw from
    return BoxSeen(
        box=box,
        product=product,
        doses_per_vial=answer.doses_per_vial if answer else 0,
        known=mine[0].id if mine and product else "",
    )


def remember(desk: Desk, number: str, *, product: str, doses_per_vial: int = 0) -> Done | Refused:
    """Notes what the number on boxes stands for; what is noted already is not noted again."""
    refused = desk.refuses(rights.Act.MANAGE_LOTS)
    if refused:
        return refused
    usual = rules.schedule().find(product)
    if usual is None:
        return Refused(reason=Refusal.PRODUCT_UNKNOWN, facts={"product": product})
    doses = doses_per_vial or usual.doses_per_vial[0]
    with desk.store.writing(user=desk.user.no) as w:
        held = store.gtin_of(w.conn, number)
        if held and (held.product, held.doses_per_vial) == (product, doses):
            return Done()
        entry = Gtin(gtin=number, product=product, doses_per_vial=doses, maker=usual.maker)
        reference = w.add("gtin", entry, rev=store.next_gtin_rev(w.conn, number))
        w.flush()
    return Done(refs=(reference,), kinds=w.kinds, value=reference)
