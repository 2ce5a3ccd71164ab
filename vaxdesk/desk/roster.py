"""Importing a list: look at it first, then take it in, in batches that let other work through in between."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path

import msgspec

from vaxdesk.desk import rules
from vaxdesk.desk.context import Desk, Done
from vaxdesk.domain import rights
from vaxdesk.domain.headings import HeadingsRefused
from vaxdesk.domain.payloads import Appt, Roster
from vaxdesk.domain.products import recognise_product
from vaxdesk.domain.refusals import Refused
from vaxdesk.domain.roster import RowResult, RowStatus
from vaxdesk.domain.roster_match import KnownPerson, MatchKeys
from vaxdesk.domain.roster_preview import Preview, preview
from vaxdesk.domain.roster_report import RosterReport, report
from vaxdesk.domain.roster_row import RosterRules
from vaxdesk.registry.queries import matching, visits
from vaxdesk.sheets.opening import open_list
from vaxdesk.sheets.read import Table
from vaxdesk.store.writer import Writer

BATCH = 1000
_TAKEN = (RowStatus.ACCEPTED, RowStatus.KNOWN)


@dataclass(frozen=True)
class Looked:
    """A list that was read and judged; nothing is written yet. `table` can be read again for the result workbook."""

    file: str
    sha256: str
    day: str
    table: Table
    preview: Preview
    report: RosterReport

    @property
    def to_take(self) -> tuple[RowResult, ...]:
        """The rows that an import takes in; of a duplicate only doses that were not known."""
        return tuple(row for row in self.preview.results if row.status in _TAKEN or row.doses)

    @property
    def people(self) -> int:
        """How many of them come on the day's list."""
        return sum(row.status in _TAKEN for row in self.preview.results)


class _Register:
    """The people of the store, as matching asks for them."""

    def __init__(self, desk: Desk, day: str) -> None:
        self._desk, self._day = desk, day

    def candidates(self, keys: MatchKeys) -> Iterable[KnownPerson]:
        """All who share a key."""
        with self._desk.store.reading() as conn:
            found = matching.candidates(
                conn,
                self._desk.store.names,
                documents=keys.documents,
                named=keys.names,
                phones=keys.phones,
                day=self._day,
            )
        return [KnownPerson(person, listed, days) for person, listed, days in found]


def look(
    desk: Desk,
    path: Path,
    *,
    day: str,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Looked | HeadingsRefused | None:
    """Reads and judges a list; None when cancelled. Reads the store beside other work and writes nothing.

    Raises:
        Trouble: FILE_UNREADABLE or SHEET_UNREADABLE.
    """
    opened = open_list(path)
    if isinstance(opened, HeadingsRefused):
        return opened
    table = opened.table
    judged = preview(
        table.rows(),
        opened.columns,
        rules=RosterRules(
            today=desk.today(),
            units=rules.units(),
            product_of=partial(recognise_product, rules.schedule()),
            communes=rules.communes(),
        ),
        known=_Register(desk, day),
        progress=(lambda row: progress(row, table.height)) if progress else None,
        cancelled=cancelled,
    )
    if judged is None:
        return None
    digest = sha256(path.read_bytes()).hexdigest()
    return Looked(path.name, digest, day, table, judged, report(judged.results))


def begin(desk: Desk, looked: Looked) -> Done | Refused:
    """Notes the import; `value` is the reference that `take` needs. Nothing is noted when there is nothing to take."""
    refused = desk.refuses(rights.Act.IMPORT_ROSTER)
    if refused:
        return refused
    if not looked.to_take:
        return Done(value="")
    counts = looked.report
    entry = Roster(
        file=looked.file,
        sha256=looked.sha256,
        day=looked.day,
        rows=counts.rows,
        accepted=counts.accepted,
        warnings=len(counts.warnings),
        problems=len(counts.problems),
        duplicates=len(counts.duplicates),
        prior_doses=counts.prior_doses,
    )
    with desk.store.writing(user=desk.user.no) as w:
        reference = w.add("roster", entry)
        w.flush()
    return Done(refs=(reference,), kinds=w.kinds, value=reference)


def take(desk: Desk, looked: Looked, *, roster: str, start: int) -> Done:
    """Takes the next batch in, in one transaction; `value` is where the following one starts, past the end when done.

    An import broken off between two batches is finished by looking at the file again: what was taken in is then known.
    """
    batch = looked.to_take[start : start + BATCH]
    with desk.store.writing(user=desk.user.no) as w:
        here: dict[int, str] = {}  # persons of this batch by row
        for row in batch:
            if row.status is RowStatus.ACCEPTED and row.person is not None:
                here[row.row] = w.add("person", row.person)
        listed = matching.listed(w.conn, w.names, looked.day, (row.of_person for row in batch if row.of_person))
        for row in batch:
            one = here.get(row.row) or row.of_person
            if row.status in _TAKEN and one not in listed:
                w.add("appt", Appt(day=looked.day, roster=roster, row=row.row), of=one)
        _doses(w, batch, here, roster)
        w.flush()
    return Done(kinds=w.kinds, value=start + len(batch))


def _doses(w: Writer, batch: tuple[RowResult, ...], here: dict[int, str], roster: str) -> None:
    """Doses of the rows; a row that repeats another of the sheet gives its doses to that one's person."""
    for row in batch:
        one = here.get(row.row) or row.of_person or here.get(row.of_row)
        if row.doses and not one:
            w.flush()
            one = matching.person_of_row(w.conn, w.names, roster, row.of_row)
        for dose in row.doses if one else ():
            w.add("history", dose, of=one)


def import_all(desk: Desk, looked: Looked, *, progress: Callable[[int, int], None] | None = None) -> Done | Refused:
    """Takes a list in straight through; for the command line."""
    begun = begin(desk, looked)
    if isinstance(begun, Refused) or not begun.value:
        return begun
    total, at = len(looked.to_take), 0
    while at < total:
        at = take(desk, looked, roster=begun.value, start=at).value
        if progress:
            progress(at, total)
    return begun


class ListedRoster(msgspec.Struct, frozen=True, kw_only=True):
    """An imported list as the screen shows it."""

    file: str
    day: str
    rows: int
    accepted: int
    problems: int
    duplicates: int
    stamp: int


def imported(desk: Desk) -> tuple[ListedRoster, ...]:
    """Lists taken in, newest first."""
    with desk.store.reading() as conn:
        rows = visits.rosters(conn)
    return tuple(
        msgspec.convert({name: row[name] for name in ListedRoster.__struct_fields__}, ListedRoster) for row in rows
    )
