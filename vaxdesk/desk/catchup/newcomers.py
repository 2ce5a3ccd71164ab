"""People on a sheet whom no list has: entered from paper without receiving them today."""

from __future__ import annotations

from collections.abc import Collection

import msgspec

from vaxdesk.desk import reception
from vaxdesk.desk.context import Desk, Done
from vaxdesk.domain import rights
from vaxdesk.domain.identity import Alike
from vaxdesk.domain.payloads import Person
from vaxdesk.domain.refusals import Refused
from vaxdesk.domain.registration import Flawed, check_person, errors
from vaxdesk.domain.visit import PAPER
from vaxdesk.registry.queries.presences import presences


def enter(desk: Desk, person: Person, *, not_these: Collection[str] = ()) -> Done | Refused | Flawed | Alike:
    """Enters a person as the sheet says; `value` is the reference.

    Flawed when a field is wrong; Alike when somebody not in `not_these` may be the same person.
    """
    refused = desk.refuses(rights.Act.ENTER_LATE) or desk.refuses(rights.Act.REGISTER)
    if refused:
        return refused
    flaws = errors(check_person(person, today=desk.day))
    if flaws:
        return Flawed(flaws)
    with desk.store.writing(user=desk.user.no) as w:
        others = [one for one in reception.candidates(w.conn, w.names, person) if one.id not in not_these]
        if others:
            return Alike(tuple(presences(w.conn, w.names, desk.day, others)))
        reference = w.add("person", msgspec.structs.replace(person, source=PAPER))
        w.flush()
    return Done(refs=(reference,), kinds=w.kinds, value=reference)
