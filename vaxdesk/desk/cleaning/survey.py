"""One look at all recipients: doubtful numbers, names written oddly, and whom to ask the police about."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable

from vaxdesk.desk.context import Desk, Done
from vaxdesk.desk.corrections import amend
from vaxdesk.domain import rights
from vaxdesk.domain.cleaning.findings import CommuneCount, Doubtful, Fix, Survey
from vaxdesk.domain.cleaning.numbers import flaws, name_proposals, number_proposals
from vaxdesk.domain.cleaning.police import ListKind, kind_of
from vaxdesk.domain.cleaning.reasons import CleaningReason
from vaxdesk.domain.places.communes import bare_commune
from vaxdesk.domain.refusals import Refused
from vaxdesk.domain.views import PersonView
from vaxdesk.registry.queries import people, recipients

_EVERY = 500  # people between two looks whether somebody still waits for the answer
BATCH = 500  # corrections in one transaction: other saves wait no longer


def survey(desk: Desk, *, cancelled: Callable[[], bool] = lambda: False) -> Survey | None:
    """Looks at everybody beside other work; None when cancelled."""
    numbers, names = [], []
    counts: dict[str, Counter[ListKind]] = defaultdict(Counter)
    written: dict[str, Counter[str]] = defaultdict(Counter)
    seen = 0
    with desk.store.reading() as conn:
        shared = recipients.documents_of_several(conn)
        for reference, person in recipients.everyone(conn, desk.store.names):
            seen += 1
            if not seen % _EVERY and cancelled():
                return None
            odd, fixes, spelt = flaws(person, today=desk.day), number_proposals(person), name_proposals(person)
            if odd or fixes:
                numbers.append(Doubtful(reference, odd, fixes))
            if spelt:
                names.append(Doubtful(reference, (), spelt))
            kind = kind_of(person, today=desk.day, clashes=person.doc in shared)
            if kind:
                place = bare_commune(person.commune)
                counts[place][kind] += 1
                written[place][person.commune] += 1
    communes = (
        CommuneCount(commune=written[place].most_common(1)[0][0], counts=dict(found))  # as most people write it
        for place, found in sorted(counts.items())
    )
    numbers.sort(key=lambda one: not one.proposals)  # what can be put right by one key comes first
    return Survey(people=seen, numbers=tuple(numbers), names=tuple(names), communes=tuple(communes))


def views(desk: Desk, references: tuple[str, ...]) -> dict[str, PersonView]:
    """The people of a page."""
    with desk.store.reading() as conn:
        return people.many(conn, desk.store.names, references)


def apply(desk: Desk, fixes: tuple[Fix, ...], *, start: int = 0) -> Done | Refused:
    """Writes agreed proposals, the next `BATCH` of them; `value` is where the following ones start.

    What was corrected in the meantime is left alone. One entry a person, whatever number of its fields.
    """
    refused = desk.refuses(rights.Act.CLEAN_PEOPLE)
    if refused:
        return refused
    batch = fixes[start : start + BATCH]
    by_person: dict[str, list[Fix]] = defaultdict(list)
    for one in batch:
        by_person[one.person].append(one)
    refs: list[str] = []
    with desk.store.writing(user=desk.user.no) as w:
        known = people.many(w.conn, w.names, list(by_person))
        for reference, wanted in by_person.items():
            now = known.get(reference)
            if now is None or now.voided:
                continue
            changed = {one.field: one.after for one in wanted if getattr(now, one.field) == one.before}
            refs += amend(w, reference, changed, why=_why(changed))
        w.flush()
    return Done(refs=tuple(refs), kinds=w.kinds, value=start + len(batch))


def _why(changed: dict[str, str]) -> str:
    spelling = changed.keys() <= {"name", "guardian"}
    return (CleaningReason.SPELLING if spelling else CleaningReason.NORMAL_FORM).value
