"""The erasure of a person (decision 0018, ERASURE.md): what goes and what stays, and the orders for it in each feed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

import msgspec
import sqlalchemy as sa

from sync_server.durable.database import reading, writing
from sync_server.durable.tables import cursor, delivered, device, feed, log, segment
from sync_server.joining.devices import NO_UNIT
from sync_server.reading import components, eraser, folder, naming, quoting
from sync_server.reading.components import chunks
from sync_server.reading.readers import Rests, Share, go_through
from sync_server.settings import Server
from vaxdesk.dictionaries import shipped
from vaxdesk.domain.documents import normalise_document
from vaxdesk.domain.erasable import ALONE, goes, says_more
from vaxdesk.domain.payloads import KINDS, Payload, Quote
from vaxdesk.journal import line, ref
from vaxdesk.journal import segment as segments
from vaxdesk.journal.line import BadLine
from vaxdesk.registry import forgetting
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.tables import change, event, person
from vaxdesk.registry.tables_cases import answer, ask
from vaxdesk.registry.tables_certificates import hcert
from vaxdesk.registry.tables_cleaning import complaint
from vaxdesk.registry.tables_exchange import held as held_
from vaxdesk.registry.tables_exchange import quoted
from vaxdesk.registry.tables_told import called, told

_TURNS = 1000
_THINGS = (("ask", ask), ("complaint", complaint), ("hcert", hcert), ("told", told), ("called", called))  # of people


class Going(msgspec.Struct, frozen=True):
    """An entry that goes: its reference, kind, and the feed in which it stands."""

    ref: str
    kind: str
    feed: int


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What an erasure means.

    Args:
        people: the records that are the person.
        going: entries to be erased, quotes of them included.
        staying: doses, takings-back and other entries that stay although somebody typed words into them.
        feeds: for each feed, which of the records are held there.
    """

    people: tuple[str, ...]
    going: tuple[Going, ...]
    staying: tuple[Going, ...]
    feeds: dict[int, tuple[str, ...]]


def records(conn: sa.Connection, number: str) -> dict[str, list[str]]:
    """People with a document of that number: the reference of each person's standing record, with all records."""
    names, wanted = naming.names(conn), normalise_document(number)
    columns = (person.c.doc, person.c.old_doc, person.c.bhyt)
    found = conn.execute(sa.select(person.c.id).where(sa.or_(*(one == wanted for one in columns)))).scalars().all()
    groups = {same for same in components.members(conn, found).values()}
    return {names.ref(min(group)): sorted(names.ref(one) for one in group) for group in groups}


def plan(conn: sa.Connection, reference: str) -> Plan:
    """What the erasure of a person would take, and what it would leave; nothing is changed.

    Args:
        reference: of a person, or of an entry about no recipient that names somebody (`erasable.ALONE`).
    """
    names = naming.names(conn)
    first = names.known(reference)
    people = components.members(conn, [first])[first] if first else frozenset()
    alone = _alone(conn, first)
    about = _about(conn, people, alone)
    lines = _lines(conn, names, about)
    going, staying = set(), set()
    for id_, kind in about.items():
        payload = _payload(lines.get(id_), kind)
        if payload is None:
            continue
        if goes(kind, payload, about=alone or _subject(conn, id_, kind, people)):
            going.add(id_)
        elif says_more(kind, payload):
            staying.add(id_)
    homes = naming.feeds_of(conn, about)
    quotes = _quotes(conn, names, {*going, *people})
    done = forgetting.entries(conn, {*going, *quotes})
    held: dict[int, set[str]] = defaultdict(set)
    records = () if alone else people
    for one in records:
        if one in homes:
            held[homes[one]].add(names.ref(one))
    for target, feed_no in quotes.values():
        if target in records:
            held[feed_no].add(names.ref(target))
    placed = [(one, about[one], homes[one]) for one in sorted(going) if one in homes]
    placed += [(one, "quote", feed_no) for one, (_, feed_no) in sorted(quotes.items())]
    return Plan(
        people=tuple(sorted(names.ref(one) for one in people)),
        going=tuple(Going(names.ref(one), kind, feed_no) for one, kind, feed_no in placed if one not in done),
        staying=tuple(Going(names.ref(one), about[one], homes[one]) for one in sorted(staying) if one in homes),
        feeds={number: tuple(sorted(refs)) for number, refs in held.items()},
    )


def carry_out(server: Server, reference: str, *, basis: str) -> list[str]:
    """Orders the erasure in every feed concerned, makes the holes, and looks again until nothing more has come.

    Returns the references of the `forget` entries.
    """
    orders: list[str] = []
    for _ in range(_TURNS):
        catch_up(server)
        with writing(server.engine) as conn:
            made = _order(conn, server, plan(conn, reference), basis)
        if not made:
            break
        orders += made
        while eraser.go_through(server, Share(), Rests()):
            continue
    return orders


def catch_up(server: Server) -> None:
    """Folds all that is filed by now, so that a plan overlooks nothing."""
    folder.prepare(server)
    with reading(server.engine) as conn:
        heads = {number: head for number, head in conn.execute(sa.select(feed.c.feed_no, feed.c.head))}
    rests = Rests()
    for _ in range(_TURNS):
        go_through(server, folder.READER, Share(), rests)
        with reading(server.engine) as conn:
            mine = cursor.c.name == folder.NAME
            at = {number: pos for number, pos in conn.execute(sa.select(cursor.c.feed_no, cursor.c.pos).where(mine))}
        if all(at.get(number, 0) >= head for number, head in heads.items()):
            return
    raise RuntimeError("the folder does not come to the end of the feeds")


def clean(engine: sa.Engine, *, whole: bool = False) -> None:
    """Has the database itself let go of what was overwritten: free pages on SQLite, dead rows on PostgreSQL.

    Args:
        whole: PostgreSQL writes every table anew and nobody can use it meanwhile; else room is only marked as free,
            and what stood there is on the disk until it is written over.
    """
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
        if engine.dialect.name == "sqlite":
            raw = conn.connection.dbapi_connection
            raw.execute("VACUUM")
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            conn.execute(sa.text("VACUUM (FULL)" if whole else "VACUUM"))


def _order(conn: sa.Connection, server: Server, wanted: Plan, basis: str) -> list[str]:
    by_feed: dict[int, set[str]] = defaultdict(set)
    for one in wanted.going:
        by_feed[one.feed].add(one.ref)
    orders = []
    for number in sorted(by_feed):  # in the order in which all lock feeds
        first, *others = wanted.feeds.get(number, ()) or ("",)
        named = by_feed[number] | ({first} - {""})
        orders += eraser.order(conn, server, number, named, basis=basis, person=first)
        for record in others:
            orders += eraser.order(conn, server, number, [record], basis=basis, person=record)
    return orders


def _alone(conn: sa.Connection, id_: int) -> str:
    """Kind of an entry that goes by its own reference, empty for a person."""
    kind = conn.execute(sa.select(held_.c.kind).where(held_.c.id == id_)).scalar()
    return kind if kind in ALONE else ""


def _about(conn: sa.Connection, people: Iterable[int], alone: str) -> dict[int, str]:
    """Entries about some records with their kinds: they, their steps, complaints, what was told after a dose,
    questions to sites with their answers and photos, and the changes of these.
    """
    found = dict.fromkeys(people, alone or "person")
    for part in chunks(found):
        steps = sa.select(event.c.id, event.c.kind).where(event.c.person.in_(part))
        found |= {row.id: row.kind for row in conn.execute(steps)}
        for kind, table in _THINGS:
            mine = sa.select(table.c.id).where(table.c.person.in_(part))
            found |= dict.fromkeys(conn.execute(mine).scalars(), kind)
    for part in chunks([one for one, kind in found.items() if kind == "complaint"]):
        asks = sa.select(ask.c.id).where(ask.c.person.in_(part))
        found |= dict.fromkeys(conn.execute(asks).scalars(), "ask")
        photos = sa.select(event.c.id, event.c.kind).where(event.c.person.in_(part))
        found |= {row.id: row.kind for row in conn.execute(photos)}
    for part in chunks(found):
        answers = sa.select(answer.c.id).where(answer.c.ask.in_(part))
        found |= dict.fromkeys(conn.execute(answers).scalars(), "answer")
    for part in chunks(found):
        changes = sa.select(change.c.id, change.c.kind).where(change.c.obj.in_(part))
        found |= {row.id: row.kind for row in conn.execute(changes)}
    return found


def _subject(conn: sa.Connection, id_: int, kind: str, people: frozenset[int]) -> str:
    """Kind of the entry that a change is about."""
    if kind != "amend":
        return "person"
    obj = conn.execute(sa.select(change.c.obj).where(change.c.id == id_)).scalar()
    step = sa.select(event.c.kind).where(event.c.id == obj)
    return "person" if obj in people else conn.execute(step).scalar() or "person"


def _lines(conn: sa.Connection, names: LogNames, ids: Iterable[int]) -> dict[int, bytes]:
    """Entries as they were written: from their feeds, else from a desk's quote."""
    wanted = set(ids)
    found = {id_: text for id_, (text, _) in quoting.filed(conn, names, wanted).items()}
    for part in chunks(wanted - found.keys()):
        rows = conn.execute(sa.select(quoted.c.target, quoted.c.line).where(quoted.c.target.in_(part)))
        found |= {row.target: row.line.encode() for row in rows}
    return found


def _payload(text: bytes | None, kind: str) -> Payload | None:
    try:
        return None if text is None else msgspec.json.decode(line.decode(text).d, type=KINDS[kind])
    except (BadLine, msgspec.DecodeError):
        return None


def _quotes(conn: sa.Connection, names: LogNames, ids: set[int]) -> dict[int, tuple[int, int]]:
    """Quotes of entries: what each quotes, and the feed in which it stands."""
    found: dict[int, tuple[int, int]] = {}
    for part in chunks(ids):
        rows = conn.execute(sa.select(quoted.c.id, quoted.c.target).where(quoted.c.target.in_(part))).all()
        homes = naming.feeds_of(conn, [row.id for row in rows])
        found |= {row.id: (row.target, homes[row.id]) for row in rows if row.id in homes}
    feeds: set[int] = set()
    for part in chunks(ids):
        feeds |= set(conn.execute(sa.select(delivered.c.feed_no).where(delivered.c.entry.in_(part))).scalars())
    for number in feeds:
        for id_, target in _brought(conn, names, number):
            if target in ids:
                found[id_] = (target, number)
    return found


def _brought(conn: sa.Connection, names: LogNames, feed_no: int) -> Iterator[tuple[int, int]]:
    """What the own device has quoted into a feed: each quote and what it quotes."""
    rows = sa.select(segment.c.log_id, segment.c.data).join(log, log.c.log_id == segment.c.log_id)
    rows = rows.join(device, device.c.device_no == log.c.device_no)
    mine = rows.where(segment.c.feed_no == feed_no, device.c.org_no == NO_UNIT).order_by(segment.c.pos)
    for row in conn.execute(mine):
        given = segments.read(bytes(row.data), shipped())
        for seq, text in enumerate(given.lines, given.a + 1):
            if folder.is_quote(text):
                said = msgspec.json.decode(line.decode(text).d, type=Quote)
                name, number = ref.split(said.id)
                yield names.id(ref.join(given.log, seq)), names.known(ref.join(said.branch or name, number))
