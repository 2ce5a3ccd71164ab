"""Pairs that may be one person: found, shown side by side, declared the same or two, and taken back."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import sqlalchemy as sa

from vaxdesk.desk.context import Desk, Done
from vaxdesk.desk.corrections import amend, field_changes
from vaxdesk.domain import rights
from vaxdesk.domain.cleaning.duplicates import explain
from vaxdesk.domain.cleaning.findings import Alike, Merged, PairCase
from vaxdesk.domain.cleaning.reasons import CleaningReason
from vaxdesk.domain.cleaning.standing import Side, chosen_values, differences
from vaxdesk.domain.payloads import Differ, Same, Void
from vaxdesk.domain.person_record import FieldChange
from vaxdesk.domain.picklists import UndoReason
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.registry import rules
from vaxdesk.registry.queries import alikes, identity, people, verified
from vaxdesk.store.writer import Writer

_MERGED = 200  # of the latest that are listed for taking back


def find(desk: Desk, *, cancelled: Callable[[], bool] = lambda: False) -> tuple[Alike, ...] | None:
    """All pairs among everybody, the surest first; None when cancelled. Beside other work."""
    with desk.store.reading() as conn:
        found = alikes.everywhere(conn, desk.store.names, cancelled=cancelled)
    return None if found is None else tuple(found)


def around(desk: Desk, person: str) -> tuple[Alike, ...]:
    """Pairs of one person with others."""
    with desk.store.reading() as conn:
        return tuple(alikes.around(conn, desk.store.names, person))


def case(desk: Desk, one: str, other: str) -> PairCase | None:
    """A pair; None when it was decided in the meantime, or somebody was taken back."""
    with desk.store.reading() as conn:
        return _case(desk, conn, one, other)


def _case(desk: Desk, conn: sa.Connection, one: str, other: str) -> PairCase | None:
    names = desk.store.names
    left, right = (people.by_ref(conn, names, identity.standing(conn, names, each)) for each in (one, other))
    if left is None or right is None or left.id == right.id or left.voided or right.voided:
        return None
    mine, theirs = (set(identity.references(conn, names, each.id)) for each in (left, right))
    declared = (pair for pair in identity.pairs(conn, names, mine) if pair.kind == "differ")
    if any({pair.a, pair.b} & mine and {pair.a, pair.b} & theirs for pair in declared):
        return None
    found = verified.of_people(conn, names, [left.id, right.id])
    sides = {side: found[one.id] for side, one in ((Side.LEFT, left), (Side.RIGHT, right)) if one.id in found}
    sure = frozenset(side for side, view in sides.items() if view.result.settles)
    return PairCase(
        left=left,
        right=right,
        why=explain(left, right, rules.judge()),
        differences=differences(left, right, verified=sure),
        doses_left=tuple(people.doses(conn, names, left.id)),
        doses_right=tuple(people.doses(conn, names, right.id)),
        verified=sides,
    )


def merge(desk: Desk, one: str, other: str, *, chosen: Mapping[str, Side], why: str = "") -> Done | Refused:
    """Declares two records one person; where they differ, what was chosen stands. `value` is the entry of the merge.

    Nothing is lost: both records stay, doses stay with the record for which they were entered.
    """
    refused = desk.refuses(rights.Act.MERGE_PEOPLE)
    if refused:
        return refused
    with desk.store.writing(user=desk.user.no) as w:
        pair = _case(desk, w.conn, one, other)
        if pair is None:
            return Refused(reason=Refusal.PERSON_GONE)
        reason = why or (pair.why.reason.value if pair.why else "")
        entry = w.add("same", Same(a=pair.left.id, b=pair.right.id, why=reason))
        w.flush()
        stands = people.by_ref(w.conn, w.names, identity.standing(w.conn, w.names, pair.left.id)) or pair.left
        values = chosen_values(stands, pair.left, pair.right, chosen=chosen)
        refs = amend(w, stands.id, values, why=CleaningReason.MERGED.value, evidence=entry)
        w.flush()
    return Done(refs=(entry, *refs), kinds=w.kinds, value=entry)


def differ(desk: Desk, one: str, other: str, *, why: str = "") -> Done | Refused:
    """Declares two records two people: the pair is not proposed again. `value` is the entry."""
    refused = desk.refuses(rights.Act.MERGE_PEOPLE)
    if refused:
        return refused
    with desk.store.writing(user=desk.user.no) as w:
        pair = _case(desk, w.conn, one, other)
        if pair is None:
            return Refused(reason=Refusal.PERSON_GONE)
        entry = w.add("differ", Differ(a=pair.left.id, b=pair.right.id, why=why))
        w.flush()
    return Done(refs=(entry,), kinds=w.kinds, value=entry)


def take_back(desk: Desk, entry: str, *, why: str = UndoReason.WRONG_ENTRY.value) -> Done | Refused:
    """Takes a merge, or that two records differ, back: both records are as before, with the doses of each.

    Values that were chosen at the merge go back to what they were, unless somebody has corrected them since.
    """
    refused = desk.refuses(rights.Act.MERGE_PEOPLE)
    if refused:
        return refused
    with desk.store.writing(user=desk.user.no) as w:
        pair = identity.pair(w.conn, w.names, entry)
        if pair is None:
            return Refused(reason=Refusal.ALREADY_VOIDED)
        records = identity.references(w.conn, w.names, pair.a)
        refs = [w.change("void", Void(v=True, why=why.strip()), of=entry)]
        for record in records if pair.kind == "same" else ():
            refs += _values_back(w, record, entry)
        w.flush()
    return Done(refs=tuple(refs), kinds=w.kinds, value=entry)


def _values_back(w: Writer, person: str, merge_entry: str) -> tuple[str, ...]:
    """Fields that the merge had set say what they would without it, and without others that were taken back."""
    steps = tuple(reversed(field_changes(w.conn, w.names, person)))  # the newest last
    gone = {merge_entry, *(one.evidence for one in steps if _of_merge(one) and not _stands(w, one.evidence))}
    back: dict[str, str] = {}
    for field in {one.field for one in steps if one.evidence == merge_entry}:
        of_field = [one for one in steps if one.field == field]
        kept = [one for one in of_field if not (_of_merge(one) and one.evidence in gone)]
        value = kept[-1].after if kept else of_field[0].before
        if value != of_field[-1].after:
            back[field] = value
    return amend(w, person, back, why=CleaningReason.UNMERGED.value, evidence=merge_entry)


def _of_merge(one: FieldChange) -> bool:
    return one.why in (CleaningReason.MERGED, CleaningReason.UNMERGED)


def _stands(w: Writer, entry: str) -> bool:
    return identity.pair(w.conn, w.names, entry) is not None


def merged(desk: Desk) -> tuple[Merged, ...]:
    """Merges that stand, the newest first."""
    with desk.store.reading() as conn:
        names = desk.store.names
        found = identity.declared(conn, names, "same", limit=_MERGED)
        known = people.many(conn, names, [one for pair in found for one in (pair.a, pair.b)])
        shown = [(pair, identity.standing(conn, names, pair.a)) for pair in found if {pair.a, pair.b} <= known.keys()]
    return tuple(
        Merged(entry=pair.id, person=known[pair.b if stands == pair.b else pair.a],
               other=known[pair.a if stands == pair.b else pair.b])
        for pair, stands in shown
    )  # fmt: skip
