"""The tree of units: imported from a CSV or TOML file, found by code. Importing the same file twice changes nothing.

A file has `code`, `name`, `kind`, `parent`, `scheme` per unit. Codes were reused between the lists of 2021 and
2025-07, so a unit is known by (scheme, code); a parent is a code of the same list, or `SCHEME:CODE`. `old` names the
codes of other lists that the unit carries (`2021:24211 2021:24214`): units of both lists may stand side by side, and
one old commune may have gone into several new ones, so what an old code means is answered with all of them.
"""

from __future__ import annotations

import csv
import io
import tomllib
from collections.abc import Sequence
from enum import StrEnum, nonmember
from hashlib import sha256
from pathlib import Path

import msgspec
import sqlalchemy as sa

from sync_server.durable.tables import feed, org, org_code
from sync_server.durable.tables_cases import case_at, case_moved
from sync_server.durable.tables_totals import uncounted
from vaxdesk.journal.feed import START
from vaxdesk.registry.entry import insert_new

LAST = "\uffff"  # behind every digit and slash


class Fault(StrEnum):
    """What is wrong with a file of units, or with a code asked for."""

    WORDS = nonmember("server.unit")

    UNREADABLE = "unreadable"
    NO_COLUMNS = "no_columns"
    EMPTY_FIELD = "empty_field"
    TWICE = "twice"
    NO_PARENT = "no_parent"
    CIRCLE = "circle"
    UNKNOWN = "unknown"
    AMBIGUOUS = "ambiguous"
    SPLIT = "split"
    OLD_CODE = "old_code"
    NOT_EMPTY = "not_empty"


class BadUnits(ValueError):
    """A file that is not taken in at all; `row` counts units from 1."""

    def __init__(self, fault: Fault, *, row: int = 0, code: str = "") -> None:
        super().__init__(f"{fault.value} {row} {code}")
        self.fault = fault
        self.row = row
        self.code = code


class UnitRow(msgspec.Struct, frozen=True, kw_only=True):
    """A unit as a file states it."""

    code: str
    name: str
    kind: str
    parent: str = ""
    scheme: str = ""
    old: str = ""

    @property
    def carried(self) -> list[tuple[str, str]]:
        """Codes of other lists, as (scheme, code)."""
        return sorted({(scheme, code) for scheme, _, code in (one.rpartition(":") for one in self.old.split())})

    @property
    def key(self) -> tuple[str, str]:
        """What the unit is known by."""
        return self.scheme, self.code

    @property
    def parent_key(self) -> tuple[str, str] | None:
        """The key of the unit above."""
        if not self.parent:
            return None
        scheme, colon, code = self.parent.rpartition(":")
        return (scheme if colon else self.scheme), code


class Imported(msgspec.Struct, frozen=True, kw_only=True):
    """What an import did."""

    units: int
    added: int
    changed: int


def read_file(path: Path) -> list[UnitRow]:
    """Units of a CSV file with a heading line, or of a TOML file with `[[org]]` tables.

    Raises:
        BadUnits: not such a file, or a unit without code, name or kind.
    """
    try:
        text = path.read_text("utf-8-sig")
        rows = tomllib.loads(text).get("org", []) if path.suffix.lower() == ".toml" else _csv(text)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, csv.Error) as error:
        raise BadUnits(Fault.UNREADABLE) from error
    if not isinstance(rows, list):
        raise BadUnits(Fault.NO_COLUMNS)
    return [_unit(row, number) for number, row in enumerate(rows, 1)]


def take_in(conn: sa.Connection, rows: list[UnitRow]) -> Imported:
    """Adds and changes units in the caller's transaction, parents before children whatever the order of the file.

    Raises:
        BadUnits: a unit twice, a parent that is nowhere, or a circle; the caller rolls back.
    """
    _no_twins(rows)
    known = {(row.scheme, row.code): row for row in conn.execute(sa.select(org))}
    waiting = list(enumerate(rows, 1))
    added = changed = 0
    while waiting:
        ready = [(number, row) for number, row in waiting if row.parent_key is None or _settled(row, known, waiting)]
        if not ready:
            _stuck(known, waiting)
        for _, row in ready:
            before = known.get(row.key)
            known[row.key] = _put(conn, row, known.get(row.parent_key) if row.parent_key else None, before)
            recoded = _carry(conn, known[row.key].org_no, row.carried)
            added += before is None
            changed += before is not None and (before != known[row.key] or recoded)
        done = {number for number, _ in ready}
        waiting = [one for one in waiting if one[0] not in done]
    return Imported(units=len(rows), added=added, changed=changed)


def find(conn: sa.Connection, code: str) -> sa.Row:
    """The unit of `CODE` or `SCHEME:CODE`; a code that no unit has as its own may be one that a unit carries.

    Raises:
        BadUnits: UNKNOWN; AMBIGUOUS when several lists have that code; SPLIT when an old unit went into several.
    """
    scheme, colon, plain = code.rpartition(":")
    wanted = sa.select(org).where(org.c.code == plain)
    found = conn.execute(wanted.where(org.c.scheme == scheme) if colon else wanted).all()
    if len(found) == 1:
        return found[0]
    if found:
        raise BadUnits(Fault.AMBIGUOUS, code=code)
    carrying = successors(conn, scheme if colon else None, plain)
    if len(carrying) != 1:
        raise BadUnits(Fault.SPLIT if carrying else Fault.UNKNOWN, code=code)
    return carrying[0]


def below(path: sa.ColumnElement[str], paths: Sequence[str]) -> sa.ColumnElement[bool]:
    """Whether a path lies at or below one of some paths; nothing does where there are none.

    A range of an index rather than LIKE, which only finds its index in some collations.
    """
    return sa.or_(sa.false(), *[path.between(one, one + LAST) for one in paths])


def successors(conn: sa.Connection, scheme: str | None, code: str) -> list[sa.Row]:
    """Units that carry a code of another list; several when a person has to choose. `scheme` None: of any list."""
    numbers = sa.select(org_code.c.org_no).where(org_code.c.code == code)
    numbers = numbers if scheme is None else numbers.where(org_code.c.scheme == scheme)
    return list(conn.execute(sa.select(org).where(org.c.org_no.in_(numbers)).order_by(org.c.path)))


def carried(conn: sa.Connection, org_no: int) -> list[str]:
    """Codes of other lists that a unit carries, as `SCHEME:CODE`."""
    rows = conn.execute(sa.select(org_code).where(org_code.c.org_no == org_no))
    return sorted(f"{row.scheme}:{row.code}" for row in rows)


def _csv(text: str) -> list[dict[str, str]]:
    delimiter = ";" if text.partition("\n")[0].count(";") > text.partition("\n")[0].count(",") else ","
    reader = csv.DictReader(io.StringIO(text), delimiter=delimiter, strict=True)
    if not {"code", "name", "kind"} <= {(name or "").strip() for name in reader.fieldnames or ()}:
        raise BadUnits(Fault.NO_COLUMNS)
    return [{(key or "").strip(): value or "" for key, value in row.items() if key} for row in reader]


def _unit(row: object, number: int) -> UnitRow:
    if not isinstance(row, dict):
        raise BadUnits(Fault.NO_COLUMNS, row=number)
    texts = {name: _text(row.get(name, "")) for name in UnitRow.__struct_fields__}
    unit = UnitRow(**texts)
    if not (unit.code and unit.name and unit.kind) or ":" in unit.code:
        raise BadUnits(Fault.EMPTY_FIELD, row=number, code=unit.code)
    for one in unit.old.split():
        scheme, _, code = one.rpartition(":")
        if not scheme or not code or (scheme, code) == unit.key:
            raise BadUnits(Fault.OLD_CODE, row=number, code=one)
    return unit


def _text(value: object) -> str:
    """A field as text; a TOML list, which `old` may be, joined by spaces."""
    return " ".join(map(str, value)) if isinstance(value, list) else str(value).strip()


def _no_twins(rows: list[UnitRow]) -> None:
    seen = set()
    for number, row in enumerate(rows, 1):
        if row.key in seen:
            raise BadUnits(Fault.TWICE, row=number, code=row.code)
        seen.add(row.key)


def _settled(row: UnitRow, known: dict, waiting: list[tuple[int, UnitRow]]) -> bool:
    """Whether the parent's place is final: known, and not itself still waiting in the file."""
    return row.parent_key in known and all(other.key != row.parent_key for _, other in waiting)


def _stuck(known: dict, waiting: list[tuple[int, UnitRow]]) -> None:
    inside = {row.key for _, row in waiting}
    for number, row in waiting:
        if row.parent_key not in inside and row.parent_key not in known:
            raise BadUnits(Fault.NO_PARENT, row=number, code=row.parent)
    raise BadUnits(Fault.CIRCLE, row=waiting[0][0], code=waiting[0][1].code)


def _put(conn: sa.Connection, row: UnitRow, parent: sa.Row | None, before: sa.Row | None) -> sa.Row:
    values = {"parent": parent.org_no if parent else None, "kind": row.kind, "name": row.name, "active": 1}
    trunk = parent.path if parent else "/"
    if before is None:
        number = _free_number(conn, row.key)
        whole = {"org_no": number, "path": f"{trunk}{number}/", "scheme": row.scheme, "code": row.code, **values}
        conn.execute(org.insert(), whole)
        conn.execute(feed.insert(), {"feed_no": number, "head": 0, "fh": START, "safe": 0})
    else:
        number = before.org_no
        if trunk.startswith(before.path):
            raise BadUnits(Fault.CIRCLE, code=row.code)
        conn.execute(org.update().where(org.c.org_no == number).values(values))
        path = conn.execute(sa.select(org.c.path).where(org.c.org_no == number)).scalar_one()
        hang(conn, path, f"{trunk}{number}/")
    return conn.execute(sa.select(org).where(org.c.org_no == number)).one()


def _carry(conn: sa.Connection, number: int, codes: list[tuple[str, str]]) -> bool:
    """Notes the codes of other lists; tells whether that changed anything. A file without any leaves them alone."""
    rows = [{"scheme": scheme, "code": code, "org_no": number} for scheme, code in codes]
    if not rows or {f"{scheme}:{code}" for scheme, code in codes} == set(carried(conn, number)):
        return False
    conn.execute(org_code.delete().where(org_code.c.org_no == number))
    conn.execute(org_code.insert(), rows)
    return True


def _free_number(conn: sa.Connection, key: tuple[str, str]) -> int:
    """A number that follows from scheme and code: a database made anew gives each unit, and so its feed, the same."""
    digest = sha256("vaxdesk/1 unit {} {}".format(*key).encode()).digest()
    number = max(int.from_bytes(digest[:4], "big") >> 1, 1)
    while conn.execute(sa.select(org.c.org_no).where(org.c.org_no == number)).first() is not None:
        number += 1
    return number


def hang(conn: sa.Connection, old: str, new: str) -> None:
    """Hangs a unit and all below it under another parent."""
    if old == new:
        return
    moved = new + sa.func.substr(org.c.path, len(old) + 1)
    conn.execute(org.update().where(org.c.path.startswith(old, autoescape=True)).values(path=moved))
    number = int(old.strip("/").rpartition("/")[2])
    below = sa.select(case_at.c.issue).where(case_at.c.node == number)
    known = sa.exists().where(case_moved.c.issue == case_at.c.issue)
    conn.execute(case_moved.insert().from_select(["issue"], below.where(~known)))
    insert_new(conn, uncounted, [{"what": "unit", "key": number, "n": 1}])  # the totals move what it counts for
