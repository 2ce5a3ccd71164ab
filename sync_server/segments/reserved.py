"""Kinds of entries that the server's own device alone may write: certificates, their withdrawals, allocations.

The fold asks no rights, a withdrawal goes onto the list of trust, and an allocation lessens what the unit that gave it
has; so what any other device writes of these kinds, or changes or takes back of them, is not filed (decisions 0040,
0048). Neither is a quote of one: a rescue is folded as the entry.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
import sqlalchemy as sa

from sync_server.durable.database import reading
from sync_server.durable.tables import device, log, segment
from sync_server.joining.devices import NO_UNIT
from vaxdesk.dictionaries import shipped
from vaxdesk.domain.payloads_sync import Quote
from vaxdesk.journal import ref
from vaxdesk.journal import segment as segments
from vaxdesk.journal.line import NOT_JSON, BadLine, Line, decode

KINDS = frozenset(("hcert", "uncert", "allocation"))
# a kind may be written with escapes; the bytes are looked at first, since that is quicker
_MAY_BE = (b"cert", b"allocation", b"\\u")
_CHANGES = frozenset(("amend", "void"))
_MAY_CHANGE = (b"amend", b"void", b"\\u")
_OWN = (
    sa.select(segment.c.from_seq, segment.c.data)
    .join(log, log.c.log_id == segment.c.log_id)
    .join(device, device.c.device_no == log.c.device_no)
    .where(segment.c.log_id == sa.bindparam("log"), device.c.org_no == NO_UNIT, segment.c.part >= log.c.part)
    .where(segment.c.from_seq < sa.bindparam("seq"), segment.c.from_seq + segment.c.n >= sa.bindparam("seq"))
)


def is_reserved(line: bytes) -> bool:
    """Whether a line is an entry of these kinds, or quotes one."""
    read = _said(line)[1] if any(one in line for one in _MAY_BE) else None
    return read is not None and read.k in KINDS


def changes_one(engine: sa.Engine, lines: Sequence[bytes]) -> bool:
    """Whether lines change or take back an entry of these kinds that the server's own device wrote.

    So do quotes of such lines. Only what changes an entry of another log costs a question.
    """
    wanted = sorted(_changed(lines))
    if not wanted:
        return False
    with reading(engine) as conn:
        return any(_is_own(conn, *one) for one in wanted)


def _said(line: bytes) -> tuple[str, Line | None]:
    """The line itself, or the one that it quotes with the name of its log; nothing of what is no entry."""
    try:
        read = decode(line)
        if read.k != "quote":
            return "", read
        quote = msgspec.json.decode(read.d, type=Quote)
        return quote.id.partition(".")[0], decode(quote.line.encode())
    except (BadLine, *NOT_JSON, UnicodeEncodeError):
        return "", None


def _changed(lines: Iterable[bytes]) -> set[tuple[int, int]]:
    """Log number and number of each entry of another log that lines change; a bare number in a quote is of its log."""
    found: set[tuple[int, int]] = set()
    for line in lines:
        if not any(one in line for one in _MAY_CHANGE):
            continue
        home, read = _said(line)
        if read is None or read.k not in _CHANGES or read.of is None or (isinstance(read.of, int) and not home):
            continue
        try:
            name, seq = ref.split(read.of if isinstance(read.of, str) else f"{home}.{read.of}")
        except ref.BadRef:
            continue
        if seq <= segments.MAX_SEQ:
            found.add((ref.log_number(name), seq))
    return found


def _is_own(conn: sa.Connection, log_no: int, seq: int) -> bool:
    """Whether the server's own device wrote that entry, and it is of these kinds."""
    row = conn.execute(_OWN, {"log": log_no, "seq": seq}).first()
    return row is not None and is_reserved(segments.read(bytes(row.data), shipped()).lines[seq - row.from_seq - 1])
