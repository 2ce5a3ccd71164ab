"""Taking a list of facilities, areas or staff in: look at it, mend rows in place, then take it; nothing before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec
import sqlalchemy as sa

from vaxdesk.desk.context import Desk, Done
from vaxdesk.desk.places import lists
from vaxdesk.domain import rights
from vaxdesk.domain.headings import HEAD_ROWS, HeadingRefusal, HeadingsRefused
from vaxdesk.domain.payloads import Staff
from vaxdesk.domain.places.entries import payload_of
from vaxdesk.domain.places.headings import PlaceColumns, recognise
from vaxdesk.domain.places.matching import Fate, PlaceRow, judge_rows
from vaxdesk.domain.places.reading import read_records
from vaxdesk.domain.places.records import POINTERS, Key, PlaceRecord, StaffRole, What
from vaxdesk.domain.refusals import Refused
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.queries import places
from vaxdesk.sheets.read import Table, read_tables
from vaxdesk.store.writer import Writer

BATCH = 500  # rows taken in one transaction, so that saves get through in between
_TAKEN = (Fate.TAKEN, Fate.LOOK)
_ROW = "row:"  # a record of the sheet that is no entry yet


@dataclass(frozen=True)
class LookedPlaces:
    """A list that was read and judged; nothing is written yet. `read` are the rows as they stand or were mended."""

    file: str
    table: Table
    columns: PlaceColumns
    read: tuple[tuple[int, PlaceRecord], ...]
    rows: tuple[PlaceRow, ...]

    @property
    def to_take(self) -> tuple[PlaceRow, ...]:
        """The rows that are taken in."""
        return tuple(row for row in self.rows if row.fate in _TAKEN)


def look(desk: Desk, path: Path, *, what: What | None = None) -> LookedPlaces | HeadingsRefused:
    """Reads a file and judges its rows. Reads the store beside other work and writes nothing.

    Args:
        what: which list it is; None: the one that its headings fit best.

    Raises:
        Trouble: FILE_UNREADABLE or SHEET_UNREADABLE.
    """
    tables = read_tables(path)
    tried = [(one, recognise(one.head(HEAD_ROWS), what=what, merged=one.merged)) for one in tables]
    found = [(table, columns) for table, columns in tried if isinstance(columns, PlaceColumns)]
    if not found:
        refused = [answer for _, answer in tried if isinstance(answer, HeadingsRefused)]
        return next(iter(refused), HeadingsRefused(HeadingRefusal.EMPTY_SHEET))
    table, columns = max(found, key=lambda pair: (len(pair[1].at), pair[0].height))
    read = tuple(
        (row, msgspec.structs.replace(one, id=f"{_ROW}{row}")) for row, one in read_records(table.rows(), columns)
    )
    return _judged(desk, LookedPlaces(file=path.name, table=table, columns=columns, read=read, rows=()))


def mend(desk: Desk, looked: LookedPlaces, row: int, values: Mapping[str, str]) -> LookedPlaces:
    """The list judged anew with other texts in one of its rows; the file stays as it is."""
    read = tuple(
        (number, one.replaced(**values) if number == row else one) for number, one in looked.read
    )
    return _judged(desk, replace(looked, read=read))


def take(desk: Desk, looked: LookedPlaces) -> Done | Refused:
    """Takes the next batch of rows in, in one transaction; `value` is how many records are new, 0 when all are in.

    The rows are judged anew inside it: what was taken before, or came meanwhile, is then there and is not doubled.
    """
    refused = desk.refuses(rights.Act.KEEP_PLACES)
    if refused:
        return refused
    with desk.store.writing(user=desk.user.no) as w:
        rows = _judge(w.conn, w.names, looked)
        here: dict[str, str] = {}  # rows of the sheet by what they became
        for row in rows:
            if row.fate is Fate.THERE:
                here[f"{_ROW}{row.row}"] = row.of_id or here.get(f"{_ROW}{row.of_row}", "")
        batch = _parents_first(row for row in rows if row.fate in _TAKEN)[:BATCH]
        for row in batch:
            record = _resolved(row.record, here)
            here[f"{_ROW}{row.row}"] = reference = w.add(record.what.value, payload_of(record))
            if record.get(Key.REPRESENTATIVE):
                _represent(w, reference, record)
        w.flush()
    return Done(kinds=w.kinds, value=len(batch))


def take_all(desk: Desk, looked: LookedPlaces) -> Done | Refused:
    """Takes a list in straight through; for the command line."""
    total = 0
    while True:
        answer = take(desk, looked)
        if isinstance(answer, Refused) or not answer.value:
            return answer if isinstance(answer, Refused) else Done(value=total)
        total += answer.value


def _represent(w: Writer, facility: str, record: PlaceRecord) -> None:
    w.add("staff", Staff(name=record.get(Key.REPRESENTATIVE), facility=facility, role=StaffRole.REPRESENTATIVE.value))


def _judged(desk: Desk, looked: LookedPlaces) -> LookedPlaces:
    with desk.store.reading() as conn:
        return replace(looked, rows=_judge(conn, desk.store.names, looked))


def _judge(conn: sa.Connection, names: LogNames, looked: LookedPlaces) -> tuple[PlaceRow, ...]:
    known = places.records(conn, names)
    what = looked.columns.what
    named = [one for _, one in looked.read] if what is What.FACILITY else []  # a parent may stand in the same sheet
    rules = lists.rules_with(conn, [*known, *named])
    return judge_rows(looked.read, known=[one for one in known if one.what is what], rules=rules)


def _parents_first(rows: Iterable[PlaceRow]) -> list[PlaceRow]:
    """The rows in an order in which each comes after the row that it names; of a circle somebody comes first."""
    by_id = {row.record.id: row for row in rows}
    ordered: dict[str, PlaceRow] = {}
    for row in by_id.values():
        chain: dict[str, PlaceRow] = {}
        at: PlaceRow | None = row
        while at is not None and at.record.id not in ordered and at.record.id not in chain:
            chain[at.record.id] = at
            at = by_id.get(at.record.refs.get(Key.PARENT, ""))
        ordered |= dict(reversed(chain.items()))
    return list(ordered.values())


def _resolved(record: PlaceRecord, here: Mapping[str, str]) -> PlaceRecord:
    refs = {key: here.get(ref, "") if ref.startswith(_ROW) else ref for key, ref in record.refs.items()}
    return msgspec.structs.replace(record, refs={key: ref for key, ref in refs.items() if key in POINTERS and ref})
