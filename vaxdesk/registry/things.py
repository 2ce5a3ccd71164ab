"""Folds what is no person and no event: each kind has a table and says which row an entry makes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from functools import partial
from typing import Any

import msgspec
import sqlalchemy as sa

from vaxdesk.domain.payloads import KINDS as CATALOGUE
from vaxdesk.domain.plan import slots
from vaxdesk.registry import bulk, originals, registers
from vaxdesk.registry.entry import Entry
from vaxdesk.registry.tables import appt, config, dayseal, lot, roster, user, vial
from vaxdesk.registry.tables_cases import answer, ask
from vaxdesk.registry.tables_catchup import batch, checked
from vaxdesk.registry.tables_certificates import hcert, uncert, vouch
from vaxdesk.registry.tables_cleaning import complaint, policelist
from vaxdesk.registry.tables_direction import allocation, target
from vaxdesk.registry.tables_exchange import edge, grant, resolve, revoke, run
from vaxdesk.registry.tables_places import area, checklist, facility, staff, unitmap
from vaxdesk.registry.tables_plan import campaign, plan, task, team
from vaxdesk.registry.tables_readiness import ready
from vaxdesk.registry.tables_stock import count, gtin, stock, temp
from vaxdesk.registry.tables_told import called, told
from vaxdesk.registry.visits import WHOLE

_OPEN = {"closed": 0, "wasted": 0, "why": "", "closed_day": ""}  # of a vial, until `vialclose` says otherwise


def _plain(entry: Entry) -> dict[str, Any]:
    return msgspec.structs.asdict(entry.payload)


def _appt(entry: Entry) -> dict[str, Any]:
    data = _plain(entry)
    who = {"person": entry.of, "roster": entry.refs[0], "plan": entry.refs[1]}
    return {**data, **who, "replan": int(data["replan"])}


def _roster(entry: Entry) -> dict[str, Any]:
    return {**_plain(entry), "stamp": entry.t}


def _count(entry: Entry) -> dict[str, Any]:
    said = _said(entry)
    knew = "" if said["knew"] is None else msgspec.json.encode(said["knew"]).decode()
    return {**said, "lot": entry.refs[0], "knew": knew}


def _stock(entry: Entry) -> dict[str, Any]:
    return {**_said(entry), "lot": entry.refs[0], "move": entry.refs[1]}


def _said(entry: Entry) -> dict[str, Any]:
    """The payload, and who said it when and with which revision."""
    return {**_plain(entry), "stamp": entry.t, "user": entry.user, "rev": entry.rev}


def _vial(entry: Entry) -> dict[str, Any]:
    return {**_plain(entry), "lot": entry.refs[0], **_OPEN}


def _user(entry: Entry) -> dict[str, Any]:
    data = _plain(entry)
    return {**data, "roles": ",".join(data["roles"]), "active": int(data["active"]), "once": int(data["once"])}


def _session(entry: Entry) -> dict[str, Any]:
    data = _plain(entry)
    lists = {name: ",".join(data[name]) for name in ("products", "lots", "kinds")}
    return {**data, **lists, "slots": slots.written(data["slots"]), "campaign": entry.refs[0]}


def _task(entry: Entry) -> dict[str, Any]:
    return {**_plain(entry), "campaign": entry.refs[0]}


def _team(entry: Entry) -> dict[str, Any]:
    data = _plain(entry)
    return {**data, "plan": entry.refs[0], "over": int(data["over"])}


def _staff(entry: Entry) -> dict[str, Any]:
    data = _plain(entry)
    return {**data, "locked": int(data["locked"])}


def _unitmap(entry: Entry) -> dict[str, Any]:
    return {**_plain(entry), "stamp": entry.t}


def _signed(entry: Entry, *, told: tuple[str, ...]) -> dict[str, Any]:
    """Who wrote it and when; what is told by key stands as JSON."""
    data = _plain(entry)
    texts = {name: msgspec.json.encode(data[name], order="sorted").decode() for name in told}
    return {**data, **texts, "stamp": entry.t, "user": entry.user}


def _policelist(entry: Entry) -> dict[str, Any]:
    data = _plain(entry)
    return {**data, "kinds": ",".join(data["kinds"]), "stamp": entry.t, "user": entry.user}


def _complaint(entry: Entry) -> dict[str, Any]:
    return {**_signed(entry, told=("doses",)), "person": entry.of}


def _batch(entry: Entry) -> dict[str, Any]:
    data = _plain(entry)
    return {**data, "here": int(data["here"]), "stamp": entry.t, "user": entry.user}


def _checked(entry: Entry) -> dict[str, Any]:
    payload = entry.payload
    looked = {"sample": len(set(payload.sample)), "wrong": len(set(payload.wrong))}
    return {"batch": entry.refs[0], **looked, "stamp": entry.t, "user": entry.user}


def _ask(entry: Entry) -> dict[str, Any]:
    data = _plain(entry)
    return {**data, "refs": ",".join(data["refs"]), "person": entry.of, "stamp": entry.t, "user": entry.user}


def _answer(entry: Entry) -> dict[str, Any]:
    data = _plain(entry)
    who = {"stamp": entry.t, "user": entry.user}
    return {**data, "ask": entry.refs[0], "pictures": ",".join(data["pictures"]), **who}


def _vouch(entry: Entry) -> dict[str, Any]:
    return {**_certified(entry), "seen": ",".join(entry.payload.seen)}


def _told(entry: Entry) -> dict[str, Any]:
    data = _plain(entry)
    who = {"person": entry.of, "dose": entry.refs[0], "stamp": entry.t}
    return {**data, "signs": ",".join(data["signs"]), "serious": int(data["serious"]), **who}


def _called(entry: Entry) -> dict[str, Any]:
    return {**_plain(entry), "told": entry.refs[0], "person": entry.of, "stamp": entry.t, "user": entry.user}


def _certified(entry: Entry) -> dict[str, Any]:
    data = _plain(entry)
    who = {"person": entry.of, "stamp": entry.t, "user": entry.user}
    return {**data, "cert": entry.refs[0], "doses": ",".join(data["doses"]), **who}


def _uncert(entry: Entry) -> dict[str, Any]:
    return {**_plain(entry), "hcert": entry.refs[0], "stamp": entry.t, "user": entry.user}


def _pair(entry: Entry) -> dict[str, Any]:
    a, b = entry.refs
    return {"kind": entry.kind, "a": a, "b": b}


_KINDS: dict[str, tuple[sa.Table, Callable[[Entry], dict[str, Any]]]] = {
    "appt": (appt, _appt),
    "roster": (roster, _roster),
    "lot": (lot, _plain),
    "vial": (vial, _vial),
    "user": (user, _user),
    "config": (config, _plain),
    "same": (edge, _pair),
    "differ": (edge, _pair),
    "stock": (stock, _stock),
    "count": (count, _count),
    "temp": (temp, _said),
    "gtin": (gtin, _said),
    "grant": (grant, _plain),
    "revoke": (revoke, _plain),
    "resolve": (resolve, _plain),
    "ask": (ask, _ask),
    "answer": (answer, _answer),
    "open": (run, _plain),
    "dayseal": (dayseal, partial(_signed, told=("heads",))),
    "campaign": (campaign, _plain),
    "plan": (plan, _session),
    "task": (task, _task),
    "team": (team, _team),
    "facility": (facility, _plain),
    "area": (area, _plain),
    "staff": (staff, _staff),
    "unitmap": (unitmap, _unitmap),
    "checklist": (checklist, partial(_signed, told=("answers", "notes"))),
    "policelist": (policelist, _policelist),
    "complaint": (complaint, _complaint),
    "target": (target, partial(_signed, told=())),
    "allocation": (allocation, partial(_signed, told=())),
    "vouch": (vouch, _vouch),
    "hcert": (hcert, _certified),
    "uncert": (uncert, _uncert),
    "told": (told, _told),
    "called": (called, _called),
    "batch": (batch, _batch),
    "checked": (checked, _checked),
    "ready": (ready, partial(_signed, told=("lights", "words"))),
}
KINDS = frozenset(_KINDS)
_AMENDABLE = {kind: frozenset((*CATALOGUE[kind].__struct_fields__, registers.VOID)) for kind in _KINDS}
_AMENDABLE["vial"] |= _OPEN.keys()  # set by `vialclose`
_AMENDABLE["allocation"] -= {"giver"}  # what one unit has less by it is no business of the one that gets it
_COLUMNS = {kind: tuple(column.name for column in table.c) for kind, (table, _) in _KINDS.items()}


def table_of(kind: str) -> sa.Table:
    """The table of a kind."""
    return _KINDS[kind][0]


def create(conn: sa.Connection, kind: str, entries: Iterable[Entry], changes: dict[int, dict[str, str]]) -> None:
    """Inserts rows of a kind with the corrections that came before them.

    Args:
        changes: registers of the new entries.
    """
    table, make = _KINDS[kind]
    rows, first = [], {}
    for entry in entries:
        data = {**make(entry), "id": entry.id, "voided": 0}
        row = {name: data[name] for name in _COLUMNS[kind]}
        if entry.id in changes:
            first[entry.id] = row
            row = {**row, **_columns(kind, changes[entry.id])}
        rows.append(row)
    bulk.insert_new(conn, table, rows)
    originals.keep(conn, first)


def refresh(conn: sa.Connection, kind: str, ids: Collection[int]) -> list[tuple[sa.RowMapping, dict[str, Any]]]:
    """Brings rows in line with their registers; returns each as it was and as it is."""
    table = _KINDS[kind][0]
    query = sa.select(table).where(bulk.among(table.c.id, "ids"))
    first, changes = originals.of(conn, ids), registers.of_many(conn, ids)
    turned, kept = [], {}
    for old in conn.execute(query, {"ids": ids}).mappings():
        id_ = old["id"]
        if id_ not in first:
            kept[id_] = dict(old)
        turned.append((old, {**(first.get(id_) or kept[id_]), **_columns(kind, changes.get(id_, {}))}))
    originals.keep(conn, kept)
    bulk.put(conn, table, [row for _, row in turned])
    return turned


def _columns(kind: str, change: dict[str, str]) -> dict[str, Any]:
    """A change, as values of the table's columns; surrogates, and fields the table does not show, are left out."""
    table = _KINDS[kind][0]
    values: dict[str, Any] = {}
    for name, text in change.items():
        column = table.c.get("voided" if name == registers.VOID else name)
        if column is not None and name in _AMENDABLE[kind] and not column.info.get("ref"):
            values[column.name] = _cast(column, text)
    return values


def _cast(column: sa.Column, text: str) -> Any:
    if isinstance(column.type, sa.Text):
        return text
    return int(text) if WHOLE.fullmatch(text) else 0
