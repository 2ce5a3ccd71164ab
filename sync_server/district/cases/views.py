"""Frozen pictures of cases as pages show them. Times are seconds since 1970 unless they end in `_ms`."""

from __future__ import annotations

from enum import StrEnum, nonmember

import msgspec
import sqlalchemy as sa

from vaxdesk.domain.cases.question import QuestionView
from vaxdesk.domain.cleaning.duplicates import Explanation
from vaxdesk.domain.refusals import Refused
from vaxdesk.domain.registration import Flawed


class Deed(StrEnum):
    """What somebody did about a case."""

    WORDS = nonmember("district_cases.deed")

    SAME = "same"
    DIFFER = "differ"
    CORRECT = "correct"
    VOID = "void"
    RESOLVE = "resolve"
    ASK = "ask"
    UNLINK = "unlink"


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """A case that somebody may see. `refs` are the entries it is about, `objects` all that it concerns."""

    id: str
    kind: str
    state: str
    since_ms: int
    facts: dict[str, str]
    refs: tuple[str, ...]
    objects: tuple[int, ...]
    units: tuple[sa.Row, ...]

    def of_unit(self, org_no: int) -> sa.Row | None:
        """One of its units."""
        return next((unit for unit in self.units if unit.org_no == org_no), None)


class Claim(msgspec.Struct, frozen=True):
    """Who has a case in hand, and until when."""

    user_no: int
    name: str
    until_ms: int


class CaseRow(msgspec.Struct, frozen=True, kw_only=True):
    """A line of the work list; it names nobody but the staff."""

    id: str
    kind: str
    state: str
    since_ms: int
    units: tuple[str, ...]
    claim: Claim | None = None
    facts: dict[str, str] = {}


class Worklist(msgspec.Struct, frozen=True, kw_only=True):
    """A page of the list; `more` is what the next page is asked for with, empty on the last."""

    rows: tuple[CaseRow, ...]
    more: str = ""


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """Who wrote an entry, where and when.

    `t` is what the device's clock showed; `true_t` the time by the server's, where that is known and another, else 0;
    `received_ms` is when the server got it, 0 for what came with somebody else's entries.
    """

    user: str
    unit: str
    unit_no: int
    t: int
    true_t: int = 0
    received_ms: int = 0
    in_doubt: bool = False


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """A correction or taking-back of an entry, as it came."""

    id: str
    kind: str  # amend, void
    fields: dict[str, str] = {}
    voids: bool = False
    why: str = ""
    written: Written


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """A record of a person: `letter` names it on the page, `together` are the letters of records linked with it."""

    id: str
    letter: str
    fields: dict[str, str]
    voided: bool
    written: Written
    mine: bool  # may be changed by whoever looks
    changes: tuple[Change, ...] = ()
    together: tuple[str, ...] = ()


class FieldRow(msgspec.Struct, frozen=True, kw_only=True):
    """A field of all records, in their order; `part` says how two of them stand to each other, `level` more
    finely, `weight` how much that says for one person or against it.
    """

    name: str
    values: tuple[str, ...]
    differs: bool
    part: str = ""
    level: str = ""
    weight: str = ""


class DoseRow(msgspec.Struct, frozen=True, kw_only=True):
    """A dose on the time line. `days` since the dose before; `least` is what should lie between, where less does."""

    id: str
    letter: str  # of the record under which it was entered
    kind: str  # inject, history
    day: str
    product: str
    lot: str
    place: str
    written: Written
    days: int = -1
    least: int = 0
    voided: bool = False
    meant: bool = False  # the case is about this dose
    mine: bool = False
    changes: tuple[Change, ...] = ()


class EntryRow(msgspec.Struct, frozen=True, kw_only=True):
    """An entry that a case is about and that is neither a record nor a dose."""

    id: str
    kind: str
    written: Written


class PairRow(msgspec.Struct, frozen=True, kw_only=True):
    """A pair of records that was declared one person or two."""

    id: str
    kind: str
    a: str
    b: str
    by_rule: bool
    written: Written
    mine: bool


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody did about a case at this desk."""

    no: int
    case: str
    kind: str
    what: str
    user_no: int
    name: str
    at_ms: int
    settled: bool
    undone: bool


class CaseView(msgspec.Struct, frozen=True, kw_only=True):
    """A case as one page shows it. `may` names the deeds open to whoever looks."""

    id: str
    kind: str
    state: str  # empty when it is over
    since_ms: int = 0
    facts: dict[str, str] = {}
    units: tuple[tuple[int, str, bool], ...] = ()  # number, name, whether it may be asked
    records: tuple[Record, ...] = ()
    fields: tuple[FieldRow, ...] = ()
    doses: tuple[DoseRow, ...] = ()
    entries: tuple[EntryRow, ...] = ()
    pairs: tuple[PairRow, ...] = ()
    explanation: Explanation | None = None
    questions: tuple[QuestionView, ...] = ()
    names: dict[int, str] = {}  # of users whom questions name by number
    acts: tuple[Act, ...] = ()
    claim: Claim | None = None
    may: frozenset[str] = frozenset()


class Decided(msgspec.Struct, frozen=True, kw_only=True):
    """It is written: the number of the act, by which it is undone, and the references of the entries."""

    act: int
    refs: tuple[str, ...]


Answer = Decided | Refused | Flawed
