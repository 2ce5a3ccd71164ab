"""Units of 2021 in which people are still written: what each became, who chooses, and records brought over."""

from __future__ import annotations

import msgspec

from vaxdesk.desk import rules
from vaxdesk.desk.context import Desk, Done
from vaxdesk.domain import rights
from vaxdesk.domain.payloads import Amend, UnitMap, Void
from vaxdesk.domain.picklists import UndoReason
from vaxdesk.domain.places.communes import Commune
from vaxdesk.domain.places.units import Choice, OldCommune, Placed, choice_of, placed_in
from vaxdesk.domain.places.views import Resident
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.units import Scheme
from vaxdesk.registry import registers
from vaxdesk.registry.queries import places
from vaxdesk.store.writer import Writer

BATCH = 500  # people brought over in one transaction, so that saves get through in between


def waiting(desk: Desk) -> tuple[OldCommune, ...]:
    """Communes of 2021 in which people are written: those that need a choice first, then by how many people."""
    with desk.store.reading() as conn:
        counts = places.old_communes(conn)
        remembered = places.maps(conn, desk.store.names)
    found = []
    for code, people in counts.items():
        mine = tuple(one for one in remembered if one[1].from_code == code.zfill(5))
        choice = choice_of(code, communes=rules.communes(), remembered=[one for _, one in mine])
        found.append(OldCommune(code=code, people=people, choice=choice, maps=mine))
    return tuple(sorted(found, key=lambda one: (not one.needs_choice, -one.people, one.code)))


def people_of(desk: Desk, code: str) -> tuple[Resident, ...]:
    """Who is written in a commune of 2021, by address, so that its parts can be told apart."""
    with desk.store.reading() as conn:
        return tuple(places.residents(conn, desk.store.names, code))


def find(text: str, *, limit: int = 50) -> tuple[Commune, ...]:
    """Communes of both schemes by code or by the beginning of the name."""
    return rules.communes().search(text, limit=limit)


def became(code: str) -> tuple[Commune, ...]:
    """Communes of 2025-07 that one of 2021 went into."""
    return rules.communes().successors(code)


def choose(desk: Desk, *, from_code: str, to_code: str, basis: str, area: str = "") -> Done | Refused:
    """Remembers which new commune an old one is, for all of it or for the part that addresses name.

    A choice made before for the same part is taken back. No person is changed by this.

    Returns:
        Refused NO_RIGHT, REASON_NEEDED without a basis, UNIT_NOT_ONE_OF for a commune that did not come of the old one.
    """
    refused = desk.refuses(rights.Act.KEEP_PLACES)
    if refused:
        return refused
    if not basis.strip():
        return Refused(reason=Refusal.REASON_NEEDED)
    if to_code not in [one.code for one in became(from_code)]:
        return Refused(reason=Refusal.UNIT_NOT_ONE_OF)
    old = from_code.zfill(5)
    made = UnitMap(from_code=old, from_scheme=Scheme.OLD.value, to_code=to_code, to_scheme=Scheme.NEW.value,
                   basis=basis.strip(), area=area.strip())
    with desk.store.writing(user=desk.user.no) as w:
        for reference, one in places.maps(w.conn, w.names):
            if (one.from_code, one.area) == (old, made.area):
                w.change("void", Void(v=True, why=UndoReason.WRONG_ENTRY.value), of=reference)
        reference = w.add("unitmap", made)
        w.flush()
    return Done(refs=(reference,), kinds=w.kinds, value=reference)


def bring_over(desk: Desk, code: str) -> Done | Refused:
    """Corrects people who are written in a commune of 2021 to the new one, as it was chosen; `value` is how many.

    Those for whose part of the commune nobody has chosen stay as they are; all that was written stays in the journal.
    At most `BATCH` at a time: called again, it goes on.

    Returns:
        Refused NO_RIGHT, or UNIT_NOT_CHOSEN when nobody can be brought over.
    """
    refused = desk.refuses(rights.Act.KEEP_PLACES) or desk.refuses(rights.Act.CORRECT_PERSON)
    if refused:
        return refused
    with desk.store.writing(user=desk.user.no) as w:
        remembered = [one for _, one in places.maps(w.conn, w.names)]
        moved = 0
        for person in places.residents(w.conn, w.names, code):
            choice = choice_of(code, communes=rules.communes(), remembered=remembered, address=person.address)
            if choice is None or not choice.chosen or moved >= BATCH:
                continue
            _move(w, person.id, choice, basis=_basis(choice, remembered))
            moved += 1
        if not moved:
            return Refused(reason=Refusal.UNIT_NOT_CHOSEN)
        w.flush()
    return Done(kinds=w.kinds, value=moved)


def _basis(choice: Choice, remembered: list[UnitMap]) -> str:
    found = [one.basis for one in remembered if (one.from_code, one.to_code) == (choice.old.code, choice.chosen)]
    return found[-1] if found else ""


def _move(w: Writer, person: str, choice: Choice, *, basis: str) -> None:
    commune = next(one for one in choice.candidates if one.code == choice.chosen)
    unit = placed_in(commune, rules.units(), like=Placed())
    values = msgspec.structs.asdict(unit)
    id_ = w.names.id(person)
    prior = {name: held for name in values if (held := registers.holder(w.conn, id_, name))}
    w.change("amend", Amend(set=values, prior=prior, why=basis), of=person)
