"""People on a sheet whom no list has: entered from paper without receiving them today."""

from __future__ import annotations

from collections.abc import Collection

from vaxdesk.desk import reception
from vaxdesk.desk.context import Desk, Done
from vaxdesk.domain import rights
from vaxdesk.domain.identity import Alike
from vaxdesk.domain.payloads import Person
from vaxdesk.domain.refusals import Refused
from vaxdesk.domain.registration import Flawed
from vaxdesk.domain.visit import PAPER


def enter(desk: Desk, person: Person, *, not_these: Collection[str] = ()) -> Done | Refused | Flawed | Alike:
    """Enters a person as the sheet says; `value` is the reference.

    Flawed when a field is wrong; Alike when somebody not in `not_these` may be the same person.
    """
    refused = desk.refuses(rights.Act.ENTER_LATE) or desk.refuses(rights.Act.REGISTER)
    if refused:
        return refused
    with desk.store.writing(user=desk.user.no) as w:
        reference = reception.enter(desk, w, person, not_these=not_these, source=PAPER)
        if not isinstance(reference, str):
            return reference
        w.flush()
    return Done(refs=(reference,), kinds=w.kinds, value=reference)
