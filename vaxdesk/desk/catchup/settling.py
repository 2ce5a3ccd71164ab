"""Sheets that two desks typed at once: one entry stays, the others are taken back, whoever settles it."""

from __future__ import annotations

from vaxdesk.desk.catchup import sheets, stacks, writing
from vaxdesk.desk.context import Desk, Done
from vaxdesk.domain import rights
from vaxdesk.domain.catchup.stack import TypedSheet
from vaxdesk.domain.catchup.twice import Twice, twice
from vaxdesk.domain.payloads import Amend, Void
from vaxdesk.domain.picklists import UndoReason
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.registry.queries import catchup
from vaxdesk.registry.queries import visits as queries
from vaxdesk.store.writer import Writer

_WHY = UndoReason.ENTERED_TWICE.value


def settle(desk: Desk, stack: str, says: str) -> Done | Refused:
    """Leaves one entry about a person; `value` is its TypedSheet.

    What stands is what every desk would let stand (`Twice.stands`). Where another entry says what the paper says, it is
    not that entry which stays, since another desk may take just that one back meanwhile: what it says is written anew.
    So two desks that settle the same sheet at the same time, in whichever way, never leave it without an entry; at
    worst two new ones stand, and are settled again.

    Args:
        says: the entry that says what the paper says.
    """
    refused = desk.refuses(rights.Act.ENTER_LATE, rights.Act.VOID_STEP)
    if refused:
        return refused
    with desk.store.writing(user=desk.user.no) as w:
        of = stacks.found(w.conn, w.names, stack)
        if isinstance(of, Refused):
            return of
        pair = next((one for one in twice(catchup.sheets(w.conn, w.names, of)) if _has(one, says)), None)
        if pair is None:
            return Refused(reason=Refusal.SHEET_ONCE)
        refs = _settle(w, pair, next(row for row in pair.rows if row.entry == says))
        w.flush()
        row = catchup.sheet(w.conn, w.names, of, refs[0])
    return Done(refs=refs, kinds=w.kinds, value=row)


def _has(pair: Twice, entry: str) -> bool:
    return any(row.entry == entry for row in pair.rows)


def _settle(w: Writer, pair: Twice, says: TypedSheet) -> tuple[str, ...]:
    """References of the entry that stands, then of what was written to take the others back."""
    kept, gone, moved = pair.stands.entry, list(pair.extra), []
    if not pair.agrees(says):
        kept, moved = _anew(w, says.entry)
        gone = list(pair.rows)
    refs = [kept, *moved]
    for row in gone:
        found = queries.event_by_ref(w.conn, w.names, row.entry)
        theirs = sheets.reactions(w, found) if found and not (moved and row.entry == says.entry) else []
        refs += [w.change("void", Void(v=True, why=_WHY), of=one) for one in (*theirs, row.entry)]
    return tuple(refs)


def _anew(w: Writer, entry: str) -> tuple[str, list[str]]:
    """What an entry says as a new one, its reactions moved to it; references of the new one and of the moves."""
    found = queries.event_by_ref(w.conn, w.names, entry)
    theirs, made = sheets.reactions(w, found), writing.again(w, found)
    return made, [w.change("amend", Amend(set={"inject": made}, why=_WHY), of=one) for one in theirs]
