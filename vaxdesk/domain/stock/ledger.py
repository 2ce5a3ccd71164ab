"""The ledger of a lot over the whole station: what came in and went out, line by line, with the running balance."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from vaxdesk.domain.stock.balance import Flow
from vaxdesk.domain.stock.movement import MoveReason, MoveView

USED = "used"  # reasons of the ledger's own, beside those of movements
WASTED = "wasted"
LATER = "came_later"
_LAST = (USED, WASTED, LATER)  # of a day
_INSIDE = frozenset({MoveReason.ISSUE.value, MoveReason.RETURN.value})  # nothing comes or goes


class Later(msgspec.Struct, frozen=True, kw_only=True):
    """Doses by which the books up to a stock-take fell after it (below 0: rose); no difference of the store."""

    day: str
    place: str
    doses: int


class LedgerLine(msgspec.Struct, frozen=True, kw_only=True):
    """One line. `moved`: doses that went to a table or came back, which change nothing; `move`: its entry, if any.

    `extra`: of the doses used those above the vials' nominal ones, which were never in the balance.
    """

    day: str
    reason: str
    came: int = 0
    went: int = 0
    moved: int = 0
    extra: int = 0
    balance: int = 0
    paper: str = ""
    partner: str = ""
    place: str = ""
    why: str = ""
    move: str = ""
    user: int = 0


def ledger(
    moves: Iterable[MoveView], uses: Mapping[str, Flow], later: Iterable[Later] = ()
) -> list[LedgerLine]:
    """Lines by day: movements as entered, then the doses given and wasted that day, and what came after its counts.

    Args:
        uses: what came of vials and doses, by ISO day.
    """
    lines = [_of_move(one) for one in moves if one.place or not _inside(one)]
    for day, flow in uses.items():
        lines += _of_uses(day, flow)
    lines += [_of_later(one) for one in later]
    lines.sort(key=lambda line: (line.day, line.reason in _LAST))
    balance, found = 0, []
    for line in lines:
        balance += line.came - line.went + line.extra
        found.append(msgspec.structs.replace(line, balance=balance))
    return found


def _inside(one: MoveView) -> bool:
    """Whether the doses only changed their place; half an issue whose other half is not known did more."""
    return one.reason in _INSIDE and bool(one.pair)


def _of_move(one: MoveView) -> LedgerLine:
    inside = _inside(one)
    return LedgerLine(
        day=one.day,
        reason=one.reason,
        came=max(0, one.doses) if not inside else 0,
        went=max(0, -one.doses) if not inside else 0,
        moved=abs(one.doses) if inside else 0,
        paper=one.paper,
        partner=one.partner,
        place=one.place,
        why=one.why,
        move=one.id,
        user=one.user,
    )


def _of_later(one: Later) -> LedgerLine:
    return LedgerLine(
        day=one.day, reason=LATER, came=max(0, one.doses), went=max(0, -one.doses), place=one.place
    )


def _of_uses(day: str, flow: Flow) -> list[LedgerLine]:
    found = []
    if flow.used or flow.extra:
        found.append(LedgerLine(day=day, reason=USED, went=flow.used, extra=flow.extra))
    if flow.wasted:
        found.append(LedgerLine(day=day, reason=WASTED, went=flow.wasted))
    return found
