"""Stock-takes: what lies in the store or at a table is counted; a difference becomes a movement of its own."""

from __future__ import annotations

from collections.abc import Mapping

from vaxdesk.desk.context import Desk, Done
from vaxdesk.desk.stockroom.moving import add_move, lot_of
from vaxdesk.domain import rights
from vaxdesk.domain.payloads import Count, Stock
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.stock.movement import MOST_DOSES, MoveReason
from vaxdesk.registry.queries import counted
from vaxdesk.registry.queries import stock as queries


def count(desk: Desk, seen: Mapping[str, int], *, place: str = "", why: str = "") -> Done | Refused:
    """Notes doses seen of each lot at a place; where the books say otherwise they are put right by an adjustment.

    What comes into the books later though it happened before is told from a difference (`registry.queries.counted`);
    an adjustment that is taken back takes its count back with it.

    Args:
        seen: doses by reference of the lot; of an open vial what is still in it.

    Returns:
        Done, whose `value` are the differences by lot; Refused NO_RIGHT, NO_DOSES, NO_VACCINE, or REASON_NEEDED when
        something differs and nobody says why.
    """
    refused = desk.refuses(rights.Act.KEEP_STOCK)
    if refused:
        return refused
    if not seen or any(not 0 <= doses <= MOST_DOSES for doses in seen.values()):
        return Refused(reason=Refusal.NO_DOSES, facts={"most": MOST_DOSES})
    refs, off = [], {}
    with desk.store.writing(user=desk.user.no) as w:
        stands = queries.stands(w.conn, w.names, desk.day)
        books = {lot: stands[lot].balances.get(place, 0) for lot in seen if lot in stands}
        if len(books) < len(seen) or any(lot_of(w, lot) is None for lot in seen):
            return Refused(reason=Refusal.NO_VACCINE)
        first = {lot for lot in seen if not stands[lot].kept}
        if not why.strip() and any(doses != books[lot] and lot not in first for lot, doses in seen.items()):
            return Refused(reason=Refusal.REASON_NEEDED)
        for lot, doses in seen.items():
            book, known = books[lot], queries.moves(w.conn, w.names, lot, place)
            head = {"lot": lot, "place": place, "day": desk.day, "why": why.strip()}
            rev, knew = queries.next_rev(w.conn, w.names, lot), counted.knew(w.conn, w.names, lot, desk.day)
            taken = w.add("count", Count(seen=doses, moves=known, book=book, knew=knew, **head), rev=rev)
            refs.append(taken)
            if doses != book:
                off[lot] = doses - book
                entry = Stock(doses=doses - book, reason=MoveReason.ADJUST.value, move=taken, **head)
                refs.append(add_move(w, entry))
        w.flush()
    return Done(refs=tuple(refs), kinds=w.kinds, value=off)
