"""The lists of facilities, areas and staff: seen, added to, corrected, locked, and left."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import sqlalchemy as sa

from vaxdesk.desk import rules
from vaxdesk.desk.context import Desk, Done
from vaxdesk.domain import rights
from vaxdesk.domain.names import fold
from vaxdesk.domain.payloads import Amend, Staff, Void
from vaxdesk.domain.places.entries import changes, payload_of
from vaxdesk.domain.places.judging import PlaceRules
from vaxdesk.domain.places.matching import Fate, PlaceRow, check_against, check_all
from vaxdesk.domain.places.pointing import Pointing
from vaxdesk.domain.places.records import Key, PlaceRecord, StaffRole, What
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.registry import registers
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.queries import places, things
from vaxdesk.store.writer import Writer


def all_of(desk: Desk) -> tuple[PlaceRecord, ...]:
    """Every record of the three lists, by name."""
    with desk.store.reading() as conn:
        return places.records(conn, desk.store.names)


def rules_with(conn: sa.Connection, records: Sequence[PlaceRecord]) -> PlaceRules:
    """What judging needs, with these records as what others may name."""
    return PlaceRules(
        provinces=rules.units(),
        communes=rules.communes(),
        pointing=Pointing(records),
        users=frozenset(one.no for one in things.users(conn)),
    )


def looked_at(desk: Desk) -> tuple[PlaceRow, ...]:
    """Every record with what is wrong or odd about it as it stands now: missing fields, repetitions."""
    with desk.store.reading() as conn:
        known = places.records(conn, desk.store.names)
        judged_by = rules_with(conn, known)
    return tuple(row for what in What for row in check_all([one for one in known if one.what is what], judged_by))


def check(desk: Desk, record: PlaceRecord) -> PlaceRow:
    """A record as it is typed, judged; nothing is written."""
    with desk.store.reading() as conn:
        return _checked(conn, desk.store.names, record)


def save(desk: Desk, record: PlaceRecord) -> Done | Refused | PlaceRow:
    """Enters a new record, or corrects the one of that reference; a record that cannot be taken comes back judged."""
    refused = desk.refuses(rights.Act.KEEP_PLACES)
    if refused:
        return refused
    with desk.store.writing(user=desk.user.no) as w:
        judged = _checked(w.conn, w.names, record)
        if judged.fate is Fate.PROBLEM or (judged.fate is Fate.THERE and not record.id):
            return judged
        reference = record.id
        if reference:
            before = _standing(w, reference)
            if before is None:
                return Refused(reason=Refusal.PLACE_GONE)
            amend(w, before, judged.record)
        else:
            before = None
            reference = w.add(record.what.value, payload_of(judged.record))
        if record.what is What.FACILITY:
            speak_for(w, reference, name=judged.record.get(Key.REPRESENTATIVE), before=before)
        w.flush()
    return Done(refs=(reference,), kinds=w.kinds, value=reference)


def set_locked(desk: Desk, member: str, *, locked: bool) -> Done | Refused:
    """Locks a member of staff, who is then offered for no team, or takes the lock away."""
    refused = desk.refuses(rights.Act.KEEP_PLACES)
    if refused:
        return refused
    with desk.store.writing(user=desk.user.no) as w:
        before = _standing(w, member)
        if before is None or before.what is not What.STAFF:
            return Refused(reason=Refusal.PLACE_GONE)
        amend(w, before, before.replaced(locked="1" if locked else ""))
        w.flush()
    return Done(kinds=w.kinds, value=member)


def take_out(desk: Desk, reference: str, *, why: str) -> Done | Refused:
    """Takes a record off its list; what others say of it stays. A facility that others belong to stays until they go.

    Returns:
        Refused NO_RIGHT, REASON_NEEDED, PLACE_GONE, or PLACE_IN_USE with how many records name it.
    """
    refused = desk.refuses(rights.Act.KEEP_PLACES)
    if refused:
        return refused
    if not why.strip():
        return Refused(reason=Refusal.REASON_NEEDED)
    with desk.store.writing(user=desk.user.no) as w:
        if _standing(w, reference) is None:
            return Refused(reason=Refusal.PLACE_GONE)
        inside = sum(reference in one.refs.values() for one in places.records(w.conn, w.names))
        if inside:
            return Refused(reason=Refusal.PLACE_IN_USE, facts={"n": inside})
        made = w.change("void", Void(v=True, why=why.strip()), of=reference)
        w.flush()
    return Done(refs=(made,), kinds=w.kinds, value=reference)


def put_back(desk: Desk, reference: str) -> Done | Refused:
    """Puts a record that was taken out back on its list."""
    refused = desk.refuses(rights.Act.KEEP_PLACES)
    if refused:
        return refused
    with desk.store.writing(user=desk.user.no) as w:
        made = w.change("void", Void(v=False, why=""), of=reference)
        w.flush()
    return Done(refs=(made,), kinds=w.kinds, value=reference)


def amend(w: Writer, before: PlaceRecord, after: PlaceRecord, *, why: str = "") -> None:
    """Writes what differs, inside the caller's transaction; nothing when nothing does."""
    changed = changes(before, after)
    if changed:
        id_ = w.names.id(before.id)
        prior = {name: held for name in changed if (held := registers.holder(w.conn, id_, name))}
        w.change("amend", Amend(set=changed, prior=prior, why=why), of=before.id)


def speak_for(w: Writer, facility: str, *, name: str, before: PlaceRecord | None) -> None:
    """Who represents a facility is its member of staff with that role: given to another, or to somebody new."""
    if name == (before.get(Key.REPRESENTATIVE) if before else ""):
        return
    w.flush()
    members = [one for one in places.records(w.conn, w.names) if one.refs.get(Key.FACILITY) == facility]
    members = [one for one in members if one.what is What.STAFF]
    for one in members:
        if one.get(Key.ROLE) == StaffRole.REPRESENTATIVE and fold(one.name) != fold(name):
            amend(w, one, one.replaced(role=StaffRole.MEDICAL.value))
    same = next((one for one in members if fold(one.name) == fold(name)), None)
    if same is not None:
        amend(w, same, same.replaced(role=StaffRole.REPRESENTATIVE.value, locked=""))
    elif name:
        w.add("staff", Staff(name=name, facility=facility, role=StaffRole.REPRESENTATIVE.value))


def _checked(conn: sa.Connection, names: LogNames, record: PlaceRecord) -> PlaceRow:
    known = places.records(conn, names)
    listed = [one for one in known if one.what is record.what]
    judged = check_against(record, known=listed, rules=rules_with(conn, known))
    return msgspec.structs.replace(judged, record=msgspec.structs.replace(judged.record, id=record.id))


def _standing(w: Writer, reference: str) -> PlaceRecord | None:
    return next((one for one in places.records(w.conn, w.names) if one.id == reference), None)
