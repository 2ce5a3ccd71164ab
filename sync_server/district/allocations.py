"""Allocations of vaccine: entries from above in the feed of the unit that gets it; corrected, taken back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence

import msgspec
import sqlalchemy as sa

from sync_server.district import scope
from sync_server.district.cases import writers
from sync_server.district.cases.views import Written
from sync_server.district.who import Who
from sync_server.durable.tables import org
from sync_server.reading import naming
from sync_server.segments import hosted
from sync_server.segments.hosted import Note
from sync_server.settings import Server
from sync_server.totals import allotments
from sync_server.totals.packing import What
from vaxdesk.domain import times
from vaxdesk.domain.direction import allocation as rules
from vaxdesk.domain.payloads import Allocation, Amend, Void
from vaxdesk.domain.picklists import UndoReason
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.rights import Act
from vaxdesk.registry import bulk, registers
from vaxdesk.registry.tables_direction import allocation

RIGHT = Act.ALLOCATE
FIELDS = tuple(name for name in Allocation.__struct_fields__ if name != "giver")
_CORRECTED = "corrected"
_SAID = sa.select(allocation).where(allocation.c.voided == 0, bulk.among(allocation.c.id, "ids"))
_CODED = sa.select(org).where(bulk.among(org.c.code, "codes"))


class View(msgspec.Struct, frozen=True, kw_only=True):
    """An allocation that stands. `giver`: None where it is no unit that the asker sees; `mine`: they may change it."""

    ref: str
    unit: sa.Row
    giver: sa.Row | None
    said: Allocation
    written: Written | None
    mine: bool


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """Why nothing was allocated; `org_no`: at which unit's line, 0 for what is said once for all."""

    refused: Refused
    org_no: int = 0


class Beyond(msgspec.Struct, frozen=True, kw_only=True):
    """More of a vaccine was given on than the unit was allocated itself, in doses."""

    product: str
    given: int
    allotted: int


def of_unit(conn: sa.Connection, who: Who, unit: sa.Row, units: Sequence[sa.Row]) -> list[View]:
    """What stands of a unit and of those right below it, the latest decision first.

    Args:
        units: those right below.
    """
    homes = {one.org_no: one for one in (unit, *units)}
    rows = conn.execute(_SAID, {"ids": allotments.keys_of(conn, What.ALLOTTED, homes)}).all()
    names = naming.names(conn)
    feeds = naming.feeds_of(conn, [row.id for row in rows])
    givers = _givers(conn, {row.giver for row in rows})
    written = writers.of(conn, names, [row.id for row in rows])
    found = []
    for row in sorted(rows, key=lambda row: (row.day, row.stamp, row.id), reverse=True):
        giver, home = givers.get(row.giver), homes[feeds[row.id]]
        found.append(View(
            ref=names.ref(row.id), unit=home, giver=giver if giver and who.may(RIGHT, giver.path) else None,
            said=_said(row), written=written.get(row.id), mine=_may_change(who, home, giver),
        ))  # fmt: skip
    return found


def beyond(conn: sa.Connection, unit: sa.Row) -> list[Beyond]:
    """Vaccines of which a unit gave on more than it was allocated; none for the topmost, which nobody is above."""
    if unit.parent is None:
        return []
    given, allotted = (_doses(conn, what, unit) for what in (What.GIVEN_ON, What.ALLOTTED))
    found = [Beyond(product=code, given=n, allotted=allotted[code]) for code, n in sorted(given.items())]
    return [one for one in found if one.given > one.allotted]


def allocate(
    conn: sa.Connection, server: Server, who: Who, unit: sa.Row, *, wanted: Sequence[tuple[int, Allocation]],
    products: Collection[str],
) -> list[str] | Fault:  # fmt: skip
    """Allocates vaccine to units right below one, in the caller's transaction, all or nothing; gives the references.

    Args:
        wanted: units with what each gets; `giver` is filled in.
        products: codes that may be named.
    """
    refused = _no_right(who, unit)
    if refused is not None or not wanted:
        return Fault(refused=refused or Refused(reason=Refusal.NOTHING_ALLOCATED))
    below = {one.org_no for one in scope.children(conn, unit)}
    made = [(number, msgspec.structs.replace(said, giver=f"{unit.scheme}:{unit.code}")) for number, said in wanted]
    for number, said in made:
        wrong = _not_below(unit, number, below) or _check(server, said, products)
        if wrong is not None:
            return Fault(refused=wrong, org_no=number)
    refs: list[str] = []
    for number in sorted({number for number, _ in made}):  # feeds in the order of their numbers
        notes = [Note(kind="allocation", payload=said, user=who.user_no) for one, said in made if one == number]
        refs += hosted.write(conn, server, number, notes)
    return refs


def correct(
    conn: sa.Connection, server: Server, who: Who, view: View | None, *, said: Allocation, products: Collection[str]
) -> str | Refused:
    """Corrects what an allocation says, by an entry; who gave it and to whom stays.

    Returns:
        Refused ISSUE_GONE for what is none (any more), NO_RIGHT, NOTHING_CHANGED, or what is wrong with it.
    """
    if view is None:
        return Refused(reason=Refusal.ISSUE_GONE)
    wrong = (None if view.mine else _refused()) or _check(server, said, products)
    if wrong is not None:
        return wrong
    values = {name: str(getattr(said, name)) for name in FIELDS if getattr(said, name) != getattr(view.said, name)}
    if not values:
        return Refused(reason=Refusal.NOTHING_CHANGED)
    id_ = naming.names(conn).known(view.ref)
    prior = {name: held for name in values if (held := registers.holder(conn, id_, name))}
    return _change(conn, server, who, view, "amend", Amend(set=values, prior=prior, why=_CORRECTED))


def take_back(conn: sa.Connection, server: Server, who: Who, view: View | None) -> str | Refused:
    """Takes an allocation back.

    Returns:
        Refused ISSUE_GONE for what is none (any more), NO_RIGHT.
    """
    if view is None or not view.mine:
        return Refused(reason=Refusal.ISSUE_GONE) if view is None else _refused()
    return _change(conn, server, who, view, "void", Void(v=True, why=UndoReason.WRONG_ENTRY.value))


def _change(
    conn: sa.Connection, server: Server, who: Who, view: View, kind: str, payload: Amend | Void
) -> str:
    rev = registers.next_rev(conn, naming.names(conn).known(view.ref))
    note = Note(kind=kind, payload=payload, of=view.ref, rev=rev, user=who.user_no)
    return hosted.write(conn, server, view.unit.org_no, [note])[0]


def _doses(conn: sa.Connection, what: What, unit: sa.Row) -> Counter[str]:
    found: Counter[str] = Counter()
    for row in conn.execute(_SAID, {"ids": allotments.keys_of(conn, what, [unit.org_no])}):
        found[row.product] += row.doses
    return found


def _givers(conn: sa.Connection, codes: Iterable[str]) -> dict[str, sa.Row]:
    plain = sorted({one.rpartition(":")[2] for one in codes})
    return {f"{row.scheme}:{row.code}": row for row in conn.execute(_CODED, {"codes": plain})}


def _may_change(who: Who, home: sa.Row, giver: sa.Row | None) -> bool:
    """Whoever may allocate at the unit that gave; of one that is no more, at the unit above the one that got it."""
    above = giver.path if giver else home.path.rstrip("/").rpartition("/")[0] + "/"
    return who.may(RIGHT, above)


def _check(server: Server, said: Allocation, products: Collection[str]) -> Refused | None:
    return rules.check(said, products=products, today=times.day_of(server.now()))


def _not_below(unit: sa.Row, number: int, below: Collection[int]) -> Refused | None:
    return None if number in below else Refused(reason=Refusal.UNIT_NOT_BELOW, facts={"unit": unit.name})


def _no_right(who: Who, unit: sa.Row) -> Refused | None:
    return None if who.may(RIGHT, unit.path) else _refused()


def _refused() -> Refused:
    return Refused(reason=Refusal.NO_RIGHT, facts={"act": RIGHT.value})


def _said(row: sa.Row) -> Allocation:
    return Allocation(**{name: getattr(row, name) for name in Allocation.__struct_fields__})
