"""What the public told after doses of this station, as tasks: the nurse calls back and says what came of it."""

from __future__ import annotations

from vaxdesk.desk.context import Desk, Done
from vaxdesk.domain import rights
from vaxdesk.domain.payloads import Called, Void
from vaxdesk.domain.picklists import UndoReason
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.told_task import ToldTask, check_call, is_late
from vaxdesk.registry.queries import people, told
from vaxdesk.registry.queries import visits as queries


def waiting(desk: Desk) -> tuple[int, int]:
    """How many reports wait for somebody, and how many of them are serious."""
    with desk.store.reading() as conn:
        return told.count(conn)


def tasks(desk: Desk) -> tuple[ToldTask, ...]:
    """Reports that wait, serious ones first, each with the person and the dose; none of people who are not here."""
    names, now = desk.store.names, desk.now()
    with desk.store.reading() as conn:
        found = told.waiting(conn, names)
        known = people.many(conn, names, {one.person for one in found})
        return tuple(
            ToldTask(
                report=one, person=known[one.person], dose=queries.event_by_ref(conn, names, one.dose),
                late=is_late(one, now=now),
            )
            for one in found
            if one.person in known
        )  # fmt: skip


def call(desk: Desk, report: str, *, result: str, at: int = 0, text: str = "") -> Done | Refused:
    """Says what was done about a report; one that nobody was reached about goes on waiting.

    Args:
        result: `CallResult`, without REACTION: that is said by `aefi.report`.
        at: when they were called, seconds since 1970; 0 for one that was only read.

    Returns:
        Refused NO_RIGHT, TOLD_GONE when it was corrected or answered meanwhile, TOLD_SERIOUS, CALL_TIME, TEXT_TOO_LONG.
    """
    refused = desk.refuses(rights.Act.RECORD_AEFI)
    if refused:
        return refused
    with desk.store.writing(user=desk.user.no) as w:
        found = told.by_ref(w.conn, w.names, report)
        wrong = check_call(found, result=result, at=at, text=text, now=desk.now())
        if wrong or found is None:
            return wrong or Refused(reason=Refusal.TOLD_GONE)
        said = Called(told=report, result=result, at=at, text=text.strip())
        reference = w.add("called", said, of=found.person)
        w.flush()
    return Done(refs=(reference,), kinds=w.kinds)


def take_back(desk: Desk, entry: str) -> Done | Refused:
    """Takes back what was said about a report: it waits again."""
    refused = desk.refuses(rights.Act.RECORD_AEFI)
    if refused:
        return refused
    with desk.store.writing(user=desk.user.no) as w:
        reference = w.change("void", Void(v=True, why=UndoReason.WRONG_ENTRY.value), of=entry)
        w.flush()
    return Done(refs=(reference,), kinds=w.kinds)
