"""Erases what `forget` entries name (decision 0018): holes in filed segments, under the signatures that are there.

Two parts of the readers. The first makes the holes. The second reads behind the folder and names what comes late:
a correction that a station wrote before it knew, or a quote of what was erased.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

import msgspec
import sqlalchemy as sa

from sync_server.durable.database import reading, writing
from sync_server.durable.tables import erased, log, segment
from sync_server.reading import corrections, folder, naming, quoting
from sync_server.reading.portion import Portion, logs_of
from sync_server.reading.readers import Reader, Rests, Share, guarded
from sync_server.segments import erasing, hosted
from sync_server.segments.hosted import Note
from sync_server.settings import Server
from vaxdesk.dictionaries import shipped
from vaxdesk.domain.erasable import goes
from vaxdesk.domain.payloads import KINDS, Forget, Quote
from vaxdesk.journal import hole, line, ref, salts
from vaxdesk.journal import segment as segments
from vaxdesk.journal.line import BadLine, Line
from vaxdesk.journal.ref import BadRef
from vaxdesk.registry import bulk, forgetting
from vaxdesk.registry.names import SEQ_BITS, LogNames
from vaxdesk.registry.tables import event

NAME = "eraser"
_AFTER_MS = 600_000  # for so long it is looked for seeds that were on their way to be filed when the line went
_FIRST = erased.c.seq - erased.c.seq % salts.BLOCK  # of its block
_WAITS = erased.c.done_ms.is_(None)
_OPEN = sa.or_(_WAITS, erased.c.done_ms > sa.bindparam("since_ms"))
_SEED_FILED = sa.exists().where(
    segment.c.log_id == erased.c.log_id,
    segment.c.part >= log.c.part,
    segment.c.from_seq.between(_FIRST - segments.MAX_LINES, _FIRST + salts.BLOCK - 2),
    segment.c.from_seq + segment.c.n >= _FIRST,
    sa.func.substr(segment.c.data, len(segments.MAGIC) + 1, 1).in_(segments.SEEDED_FLAGS),
)
_NAMED = sa.select(erased.c.seq, erased.c.mark, erased.c.done_ms, log.c.part, log.c.head_seq).join(
    log, log.c.log_id == erased.c.log_id
)
_DUE = (
    sa.select(erased.c.log_id)
    .distinct()
    .join(log, log.c.log_id == erased.c.log_id)
    .where(_OPEN, sa.or_(sa.and_(_WAITS, log.c.head_seq >= erased.c.seq), _SEED_FILED))
    .where(log.c.feed_no % sa.bindparam("of") == sa.bindparam("part"))
)
_STEPS = sa.select(event.c.id, event.c.kind, event.c.person).where(bulk.among(event.c.id, "ids"))
_MOST_NAMED = 250  # in one entry, which may have 16 KiB


def go_through(server: Server, share: Share, rests: Rests) -> int:
    """Makes the holes that are due in the feeds of a share; returns how many entries were erased."""
    given = {"since_ms": server.now_ms() - _AFTER_MS, "of": share.of, "part": share.part}
    with reading(server.engine) as conn:
        logs = sorted(conn.execute(_DUE, given).scalars())
    return sum(
        guarded(rests, NAME, number, lambda one=number: _empty(server, one))
        for number in logs
        if not rests.rests(NAME, number)
    )


def _empty(server: Server, log_id: int) -> int:
    """Makes the holes of a log, and takes the seeds of their blocks out of all its segments; entries erased."""
    with writing(server.engine) as conn:
        now = server.now_ms()
        named = conn.execute(_NAMED.where(_OPEN, erased.c.log_id == log_id), {"since_ms": now - _AFTER_MS}).all()
        marks = {row.seq: row.mark for row in named}
        for row in _segments_beside(conn, log_id, marks, since=min((one.part for one in named), default=0)):
            given = segments.read(bytes(row.data), shipped())
            clean = erasing.cleaned(given, marks)
            if clean != given:
                here = (segment.c.feed_no == row.feed_no, segment.c.pos == row.pos, segment.c.part == row.part)
                conn.execute(segment.update().where(*here).values(data=erasing.sealed(clean)))
        done = [row.seq for row in named if row.done_ms is None and row.seq <= row.head_seq]
        mine = (erased.c.log_id == log_id, erased.c.seq.in_(done))
        conn.execute(erased.update().where(*mine).values(done_ms=now))
        corrections.forget(conn, [ref.join(ref.log_name(log_id), seq) for seq in done])
        return len(done)


def _segments_beside(conn: sa.Connection, log_id: int, seqs: Iterable[int], *, since: int) -> Iterator[sa.Row]:
    """The segments that touch the blocks of some entries, each once; their rows stay locked."""
    end = 0
    for first in sorted({seq - seq % salts.BLOCK for seq in seqs}):
        within = segment.c.from_seq.between(max(first - segments.MAX_LINES, end), first + salts.BLOCK - 2)
        touching = (segment.c.log_id == log_id, within, segment.c.from_seq + segment.c.n >= first)
        wanted = sa.select(segment).where(*touching, segment.c.part >= since).order_by(segment.c.from_seq)
        for row in conn.execute(wanted.with_for_update()).all():
            end = row.from_seq + row.n
            yield row


def act(conn: sa.Connection, server: Server, portions: Sequence[Portion]) -> None:
    """Names what portions say of people who were erased, each in its own feed."""
    names = naming.names(conn, logs_of(portions))
    read = {one.id: (portion.feed, one) for portion in portions for one in _entries(names, portion)}
    late: dict[tuple[int, str], list[str]] = defaultdict(list)
    for id_, basis in _late(conn, names, [one for _, one in read.values()]).items():
        late[read[id_][0], basis].append(names.ref(id_))
    for (feed_no, basis), references in sorted(late.items()):
        order(conn, server, feed_no, references, basis=basis)


def order(
    conn: sa.Connection, server: Server, feed_no: int, references: Iterable[str], *, basis: str, person: str = ""
) -> list[str]:
    """Writes that entries are erased into a feed, as many entries as it takes; returns their references."""
    names = naming.names(conn)
    ids = sorted({names.id(one) for one in references})
    lines = {one: text for one, (text, _) in quoting.filed(conn, names, ids).items()}
    marks = {names.ref(one): hole.mark_of(lines[one]) if one in lines else "" for one in ids}
    named = sorted(marks)
    parts = [named[at : at + _MOST_NAMED] for at in range(0, len(named), _MOST_NAMED)]
    orders = [Forget(entries=part, digests=[marks[one] for one in part], basis=basis, person=person) for part in parts]
    return hosted.write(conn, server, feed_no, [Note(kind="forget", payload=one) for one in orders])


class _Read(msgspec.Struct, frozen=True):
    """An entry as it is looked at: its surrogate, what it is about, its line."""

    id: int
    of: int
    line: Line


def _entries(names: LogNames, portion: Portion) -> Iterator[_Read]:
    for piece in portion.pieces:
        base = names.number(piece.log) << SEQ_BITS
        for seq, text in enumerate(piece.lines, piece.a + 1):
            try:
                entry = line.decode(text)
                of = base | entry.of if isinstance(entry.of, int) else names.id(entry.of or "")
            except (BadLine, BadRef):
                continue
            yield _Read(base | seq, of, entry)


def _late(conn: sa.Connection, names: LogNames, read: list[_Read]) -> dict[int, str]:
    """What has to go, each with the number of the decision that it follows from."""
    quoted = {one.id: _quoted(names, one.line) for one in read if one.line.k == "quote"}
    about = {one.of for one in read if one.of and one.id not in quoted}
    steps = {row.id: row for row in conn.execute(_STEPS, {"ids": about})}
    gone = forgetting.gone(conn, about | {row.person for row in steps.values()})
    known = forgetting.entries(conn, {one.id for one in read} | set(quoted.values()) | about)
    causes = {id_: target for id_, target in quoted.items() if target in known}
    for one in read:
        step = steps.get(one.of)
        person = step.person if step else one.of
        if person in gone and _goes(one.line, step.kind if step else "person"):
            causes[one.id] = person
        elif one.line.k == "amend" and one.of in known:
            causes[one.id] = one.of
    return {id_: erasing.basis_of(conn, names.ref(cause)) for id_, cause in causes.items() if id_ not in known}


def _goes(entry: Line, about: str) -> bool:
    try:
        return entry.k in KINDS and goes(entry.k, msgspec.json.decode(entry.d, type=KINDS[entry.k]), about=about)
    except msgspec.DecodeError:
        return False


def _quoted(names: LogNames, entry: Line) -> int:
    """What a quote quotes; 0 when that cannot be told."""
    try:
        said = msgspec.json.decode(entry.d, type=Quote)
        name, seq = ref.split(said.id)
        return names.id(ref.join(said.branch or name, seq))
    except (msgspec.DecodeError, BadRef):
        return 0


def _nobody(conn: sa.Connection) -> bool:
    """Whether nobody was ever erased here, so that nothing can come late."""
    return not erasing.any_at_all(conn)


READER = Reader(name=NAME, act=act, behind=folder.NAME, idle=_nobody)
