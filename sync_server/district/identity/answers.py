"""What the police handed back to the district: looked at row by row, taken over, and taken back as a whole.

Each row that is taken becomes entries in the feed of the unit that wrote the person: a correction, if something
differs, and the result (`verified`), both with the number of whoever took it over.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from hashlib import sha256

import msgspec
import sqlalchemy as sa

from sync_server.district.identity import sheets, workbooks
from sync_server.district.identity.sheets import RIGHT, Sheet
from sync_server.district.who import Who
from sync_server.durable.tables import org
from sync_server.durable.tables_identity import police_take
from sync_server.reading import naming
from sync_server.segments import hosted
from sync_server.segments.hosted import Note
from sync_server.settings import Server
from vaxdesk.documents.police_book import Returned, result_words
from vaxdesk.domain import times
from vaxdesk.domain.cleaning.answers import Answer, Known, ReturnedList, compared, corrections, judge
from vaxdesk.domain.cleaning.reasons import CleaningReason
from vaxdesk.domain.payloads import Amend
from vaxdesk.domain.payloads_cleaning import Verified
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.views import PersonView
from vaxdesk.registry import bulk, registers
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.queries import identity, people, recipients, verified
from vaxdesk.registry.tables_exchange import held

_PRINT = 12  # hex digits of the file's digest that people compare by eye
_PLACES = sa.select(org.c.org_no, org.c.path).where(bulk.among(org.c.org_no, "ids"))
_HELD = sa.select(held.c.id).where(bulk.among(held.c.id, "ids"))


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """What was taken over: the number of the taking, and of how many rows; `left` were corrected meanwhile."""

    id: int
    rows: int
    left: int


def look(
    conn: sa.Connection, server: Server, who: Who, sheet: Sheet, *, name: str, raw: bytes
) -> ReturnedList | Refused:
    """Reads a workbook that came back and compares it with what the records say now; writes nothing."""
    returned = workbooks.read(raw)
    if returned is None:
        return Refused(reason=Refusal.LIST_UNREADABLE)
    if returned.sheet != sheet.view.id:
        return Refused(reason=Refusal.LIST_OF_ANOTHER)
    names, today = naming.names(conn), times.day_of(server.now())
    known = _known(conn, names, who, sheet, returned)
    answers = judge(returned.rows, known, today=today, words=result_words())
    digest = sha256(raw).hexdigest()
    return ReturnedList(file=name, sha256=digest, sheet=sheet.view, answers=answers, day=today)


def _known(conn: sa.Connection, names: LogNames, who: Who, sheet: Sheet, returned: Returned) -> dict[str, Known]:
    """Whom the keys of this list name now, where the record that stands lies in a unit of whoever looks."""
    listed = {ref for _, ref in sheet.people}
    stands = {row.key: identity.standing(conn, names, row.key) for row in returned.rows if row.key in listed}
    views = people.many(conn, names, list(dict.fromkeys(stands.values())))
    mine = _homes(conn, names, who, views)
    written = frozenset(row.police["doc"] for row in returned.rows if row.police.get("doc"))
    carriers = recipients.carriers(conn, names, written)
    before = verified.of_people(conn, names, list(views))
    found: dict[str, Known] = {}
    for row in returned.rows:
        person = stands.get(row.key, "")
        if person in mine:
            others = carriers.get(row.police.get("doc", ""), frozenset()) - {person}
            taken = before[person].row if person in before and before[person].sheet == sheet.view.no else 0
            found.setdefault(row.key, Known(views[person], bool(others), taken))
    return found


def _homes(conn: sa.Connection, names: LogNames, who: Who, refs: Iterable[str]) -> dict[str, int]:
    """Feeds in which people stand, of those in units where somebody verifies."""
    ids = {names.known(one): one for one in refs}
    feeds = naming.feeds_of(conn, ids)
    places = conn.execute(_PLACES, {"ids": set(feeds.values())}).all() if feeds else ()
    mine = {row.org_no for row in places if who.may(RIGHT, row.path)}
    return {ids[one]: feed_no for one, feed_no in feeds.items() if feed_no in mine}


def take(
    conn: sa.Connection, server: Server, who: Who, number: int,
    *, returned: ReturnedList, rows: Collection[int], by: str,
) -> Taken | Refused:  # fmt: skip
    """Takes answers over, in the caller's transaction.

    What was corrected after the file was looked at is not overwritten: such a row is left, and shows at the next look.

    Args:
        rows: numbers of the rows that were chosen.
        by: who signed for the police; needed.

    Returns:
        Refused LIST_UNKNOWN; SIGNER_MISSING; NOT_YET_READ while an earlier taking of the list is on its way to the
        records, so that a second click writes nothing twice; NOBODY_CHOSEN.
    """
    sheet = sheets.find(conn, who, number, lock=True)
    if sheet is None:
        return Refused(reason=Refusal.LIST_UNKNOWN)
    if not by.strip():
        return Refused(reason=Refusal.SIGNER_MISSING)
    names = naming.names(conn)
    if _waits(conn, names, number):
        return Refused(reason=Refusal.NOT_YET_READ)
    wanted = [one for one in returned.answers if one.row in set(rows) and one.may_take]
    views = people.many(conn, names, [one.person for one in wanted])
    homes = _homes(conn, names, who, views)
    sound = [one for one in wanted if one.person in homes and _is_as_seen(one, views[one.person])]
    if not sound:
        return Refused(reason=Refusal.NOBODY_CHOSEN)
    by_feed: dict[int, list[Note]] = defaultdict(list)
    for one in sound:
        by_feed[homes[one.person]] += _notes(conn, names, who, returned, one, views[one.person], by.strip())
    refs = [ref for feed_no in sorted(by_feed) for ref in hosted.write(conn, server, feed_no, by_feed[feed_no])]
    id_ = _noted(conn, server, who, number, returned=returned, rows=len(sound), refs=refs)
    return Taken(id=id_, rows=len(sound), left=len(wanted) - len(sound))


def _noted(
    conn: sa.Connection, server: Server, who: Who, number: int, *, returned: ReturnedList, rows: int, refs: list[str]
) -> int:
    row = {"sheet": number, "user_no": who.user_no, "at_ms": server.now_ms(), "sha256": returned.sha256}
    row |= {"rows": rows, "written": ",".join(refs)}
    return conn.execute(police_take.insert(), row).inserted_primary_key[0]


def _waits(conn: sa.Connection, names: LogNames, number: int) -> bool:
    """Whether entries of the latest taking, or of its undoing, have not come to the records."""
    latest = sa.select(police_take.c.written).where(police_take.c.sheet == number).order_by(police_take.c.id.desc())
    written = conn.execute(latest.limit(1)).scalar()
    refs = written.split(",") if written else []
    ids = {names.known(one) for one in refs}
    return bool(ids) and len(set(conn.execute(_HELD, {"ids": ids}).scalars())) < len(refs)


def _is_as_seen(answer: Answer, person: PersonView) -> bool:
    return not person.voided and all(getattr(person, one.field) == one.now for one in answer.changes)


def _notes(
    conn: sa.Connection, names: LogNames, who: Who, returned: ReturnedList, answer: Answer, person: PersonView, by: str
) -> list[Note]:
    """The correction, if something differs, and that the person was compared."""
    values, id_ = corrections(answer, person), names.known(person.id)
    notes = []
    if values:
        prior = {name: held for name in values if (held := registers.holder(conn, id_, name))}
        evidence = f"{returned.sheet.no} #{answer.row} · {by} · {returned.sha256[:_PRINT]}"
        said = Amend(set=values, prior=prior, why=CleaningReason.POLICE.value, evidence=evidence)
        rev = registers.next_rev(conn, id_)
        notes.append(Note(kind="amend", payload=said, of=person.id, rev=rev, user=who.user_no))
    result = Verified(
        day=returned.day,
        result=answer.result.value if answer.result else "",
        sheet=returned.sheet.id,
        row=answer.row,
        by=by,
        evidence=returned.sha256,
        note=answer.note,
        data=compared(answer, person),
    )
    return [*notes, Note(kind="verified", payload=result, of=person.id, user=who.user_no)]
