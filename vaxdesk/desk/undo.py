"""Taking a step back: a new entry with a reason; the original stays and is shown struck through."""

from __future__ import annotations

from vaxdesk.desk.context import Desk, Done
from vaxdesk.domain import permission, rights
from vaxdesk.domain import visit as visits
from vaxdesk.domain.payloads import Void
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.registry.queries import told
from vaxdesk.registry.queries import visits as queries


def void(desk: Desk, event: str, *, why: str) -> Done | Refused:
    """Takes back one event of a visit.

    Refused without the right to make such an entry oneself, without a reason, or while a later step rests on it.
    """
    refused = desk.refuses(rights.Act.VOID_STEP, why=why)
    if refused:
        return refused
    with desk.store.writing(user=desk.user.no) as w:
        found = queries.event_by_ref(w.conn, w.names, event)
        if found is None:
            return Refused(reason=Refusal.OTHER_VISIT)
        if not rights.may_undo(desk.user.roles, found.kind):
            return Refused(reason=Refusal.NO_RIGHT, facts={"act": rights.Act.VOID_STEP.value})
        visit = visits.fold(queries.of_person(w.conn, w.names, found.person, found.day))
        answer = permission.may_void(visit, found)
        if isinstance(answer, Refused):
            return answer
        rests_on_it = told.made_into(w.conn, w.names, event) if found.kind == "aefi" else ()
        reference = w.change("void", Void(v=True, why=why.strip()), of=event)
        for one in rests_on_it:  # the report of the public, of which it was made, waits again
            w.change("void", Void(v=True, why=why.strip()), of=one)
        w.flush()
    return Done(refs=(reference,), kinds=w.kinds, value=found.person)
