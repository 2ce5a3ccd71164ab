"""What the police handed back: looked at row by row, then taken over as corrections with their evidence."""

from __future__ import annotations

from collections.abc import Collection
from hashlib import sha256
from pathlib import Path

import sqlalchemy as sa

from vaxdesk.desk.cleaning.book import read_list
from vaxdesk.desk.context import Desk, Done
from vaxdesk.desk.corrections import amend
from vaxdesk.documents.police_book import result_words
from vaxdesk.domain import rights
from vaxdesk.domain.cleaning.answers import Answer, Known, ReturnedList, SheetRow, compared, corrections, judge
from vaxdesk.domain.cleaning.reasons import CleaningReason
from vaxdesk.domain.payloads_cleaning import Verified
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.views import PersonView
from vaxdesk.registry.queries import identity, people, recipients, verified
from vaxdesk.store.writer import Writer

BATCH = 300  # rows in one transaction
_PRINT = 12  # hex digits of the file's digest that people compare by eye


def look(desk: Desk, path: Path) -> ReturnedList | Refused:
    """Reads a workbook that came back and compares it with the store; beside other work.

    Raises:
        Trouble: FILE_UNREADABLE, SHEET_UNREADABLE.
    """
    returned = read_list(path)
    digest = sha256(path.read_bytes()).hexdigest()
    with desk.store.reading() as conn:
        sheet = verified.list_by_ref(conn, desk.store.names, returned.sheet) if returned.sheet else None
        if sheet is None:
            return Refused(reason=Refusal.LIST_UNKNOWN)
        known = _known(desk, conn, returned.rows, sheet.no)
    answers = judge(returned.rows, known, today=desk.day, words=result_words())
    return ReturnedList(file=path.name, sha256=digest, sheet=sheet, answers=answers, day=desk.day)


def _known(desk: Desk, conn: sa.Connection, rows: tuple[SheetRow, ...], no: str) -> dict[str, Known]:
    """Whom the keys name now: of several records of one person the one that stands, under the key as handed out."""
    names = desk.store.names
    stands = {row.key: identity.standing(conn, names, row.key) for row in rows if row.key}
    views = people.many(conn, names, list(dict.fromkeys(stands.values())))
    written = frozenset(row.police["doc"] for row in rows if row.police.get("doc"))
    carriers = recipients.carriers(conn, names, written)
    before = verified.of_people(conn, names, list(views))
    taken = {person: view.row for person, view in before.items() if view.sheet == no}
    found: dict[str, Known] = {}
    for row in rows:
        if row.key and stands[row.key] in views:
            others = carriers.get(row.police.get("doc", ""), frozenset()) - {stands[row.key]}
            found.setdefault(row.key, Known(views[stands[row.key]], bool(others), taken.get(stands[row.key], 0)))
    return found


def take(
    desk: Desk, returned: ReturnedList, *, rows: Collection[int], by: str, note: str = "", start: int = 0
) -> Done | Refused:
    """Takes answers over, the next `BATCH` of the chosen rows; `value` is where the following ones start.

    Each becomes a correction, if something differs, and the note that the person was compared. What was corrected
    here after the file was looked at is not overwritten: such a row is left out, and shows at the next look.

    Args:
        rows: numbers of the rows chosen.
        by: who signed for the police; needed.
    """
    refused = desk.refuses(rights.Act.CLEAN_PEOPLE)
    if refused:
        return refused
    if not by.strip():
        return Refused(reason=Refusal.SIGNER_MISSING)
    wanted = [one for one in returned.answers if one.row in set(rows) and one.may_take]
    batch = wanted[start : start + BATCH]
    refs: list[str] = []
    with desk.store.writing(user=desk.user.no) as w:
        views = people.many(w.conn, w.names, [one.person for one in batch])
        for answer in batch:
            person = views.get(answer.person)
            if person is None or person.voided or any(getattr(person, one.field) != one.now for one in answer.changes):
                continue
            refs += _written(w, returned, answer, person, by=by.strip(), note=note.strip())
        w.flush()
    return Done(refs=tuple(refs), kinds=w.kinds, value=start + len(batch))


def _written(
    w: Writer, returned: ReturnedList, answer: Answer, person: PersonView, *, by: str, note: str
) -> tuple[str, ...]:
    """The correction, if something differs, and that the person was compared."""
    evidence = _evidence(returned, answer, by)
    refs = amend(w, person.id, corrections(answer, person), why=CleaningReason.POLICE.value, evidence=evidence)
    said = Verified(
        day=returned.day,
        result=answer.result.value if answer.result else "",
        sheet=returned.sheet.id,
        row=answer.row,
        by=by,
        evidence=returned.sha256,
        note="; ".join(part for part in (note, answer.note) if part),
        data=compared(answer, person),
    )
    return (*refs, w.add("verified", said, of=person.id))


def _evidence(returned: ReturnedList, answer: Answer, by: str) -> str:
    """As it stands in the history of the person, in any language: list, row, who signed, the file's first digits."""
    return f"{returned.sheet.no} #{answer.row} · {by} · {returned.sha256[:_PRINT]}"
