"""Lists for the commune police that are made here: an entry of the unit, a paper, and a workbook to fill in."""

from __future__ import annotations

from collections.abc import Collection
from hashlib import sha256
from io import BytesIO

import msgspec
import sqlalchemy as sa

from sync_server.district.identity import people
from sync_server.district.identity.people import Stood
from sync_server.district.who import Who
from sync_server.durable.tables import feed, org
from sync_server.durable.tables_identity import police_sheet
from sync_server.reading import naming
from sync_server.segments import hosted
from sync_server.segments.hosted import Note
from sync_server.settings import Server
from vaxdesk.documents import police_book, police_list
from vaxdesk.documents.police_list import PoliceListContents, PoliceRow
from vaxdesk.domain import own_codes, times
from vaxdesk.domain.cleaning.police import ListedPerson, ListKind, PoliceListView, maker_of
from vaxdesk.domain.cleaning.state import KIND_OF, LISTED
from vaxdesk.domain.payloads_cleaning import PoliceList
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.rights import Act
from vaxdesk.domain.views import StationView

MOST = 1500  # people on one list: some 110 pages
_SHOWN = 100
RIGHT = Act.VERIFY_RECORDS


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """A list that was handed out here. `people` are kind and reference by row."""

    id: int
    view: PoliceListView
    unit: int
    unit_name: str
    unit_kind: str
    path: str
    people: tuple[tuple[ListKind, str], ...]
    made_ms: int


_ALL = sa.select(police_sheet, org.c.name.label("unit_name"), org.c.kind.label("unit_kind"), org.c.path).join(
    org, org.c.org_no == police_sheet.c.feed_no
)


def hand_out(
    conn: sa.Connection, server: Server, who: Who, unit: sa.Row, *, place: str, kinds: Collection[ListKind]
) -> int | Refused:
    """Hands a list out, in the caller's transaction; gives its number here.

    Args:
        place: the commune of residence in its bare spelling, perhaps empty.

    Returns:
        Refused NO_RIGHT; NOBODY_LISTED; LIST_TOO_LONG with the most people of one list.
    """
    if not who.may(RIGHT, unit.path):
        return Refused(reason=Refusal.NO_RIGHT, facts={"act": RIGHT.value})
    conn.execute(sa.select(feed.c.feed_no).where(feed.c.feed_no == unit.org_no).with_for_update())
    today, names = times.day_of(server.now()), naming.names(conn)
    states = [one for one in LISTED if KIND_OF[one] in kinds]
    found = people.page(conn, names, unit.path, place=place, states=states, most=MOST)
    if not found.people:
        return Refused(reason=Refusal.NOBODY_LISTED)
    if found.more:
        return Refused(reason=Refusal.LIST_TOO_LONG, facts={"most": MOST})
    listed = sorted(found.people, key=lambda one: list(ListKind).index(KIND_OF[one.state]))
    return _written(conn, server, who, unit, listed, today=today)


def _written(conn: sa.Connection, server: Server, who: Who, unit: sa.Row, listed: list[Stood], *, today: str) -> int:
    kinds = [one for one in ListKind if any(KIND_OF[each.state] is one for each in listed)]
    coded = next((one.person for one in listed if one.person.commune_code), listed[0].person)
    no = _next_no(conn, unit, today)
    said = PoliceList(
        no=no,
        day=today,
        kinds=[one.value for one in kinds],
        people=len(listed),
        commune=listed[0].person.commune,
        commune_code=coded.commune_code,
        scheme=coded.scheme,
        sha=sha256(msgspec.json.encode([_listed(KIND_OF[one.state], one) for one in listed])).hexdigest(),
    )
    [entry] = hosted.write(conn, server, unit.org_no, [Note(kind="policelist", payload=said, user=who.user_no)])
    row = {"entry": entry, "feed_no": unit.org_no, "no": no, "day": today, "commune": said.commune}
    row |= {"kinds": ",".join(said.kinds), "user_no": who.user_no, "made_ms": server.now_ms()}
    row["people"] = ",".join(f"{KIND_OF[one.state].value} {one.id}" for one in listed)
    return conn.execute(police_sheet.insert(), row).inserted_primary_key[0]


def _next_no(conn: sa.Connection, unit: sa.Row, today: str) -> str:
    """`001/2026-24211`: counted by unit and year; the code tells it from the lists that stations make themselves."""
    year = today[:4]
    mine = sa.select(sa.func.count()).where(
        police_sheet.c.feed_no == unit.org_no, police_sheet.c.day.between(year, f"{year}-99")
    )
    return f"{conn.execute(mine).scalar_one() + 1:03d}/{year}-{unit.code}"


def find(conn: sa.Connection, who: Who, number: int, *, lock: bool = False) -> Sheet | None:
    """A list of a unit where somebody verifies; None for any other. Locked until the transaction ends, if asked."""
    query = _ALL.where(police_sheet.c.id == number)
    row = conn.execute(query.with_for_update(of=police_sheet) if lock else query).first()
    return _sheet(row) if row is not None and who.may(RIGHT, row.path) else None


def of_unit(conn: sa.Connection, org_no: int) -> list[Sheet]:
    """The newest lists of a unit."""
    newest = _ALL.where(police_sheet.c.feed_no == org_no).order_by(police_sheet.c.id.desc()).limit(_SHOWN)
    return [_sheet(row) for row in conn.execute(newest)]


def paper(conn: sa.Connection, sheet: Sheet, *, now_s: float, language: str) -> bytes:
    """The list as PDF, with what the records say now."""
    rows = tuple(
        PoliceRow(number=number, **msgspec.structs.asdict(one))
        for number, one in enumerate(_people(conn, sheet), start=1)
    )
    code = own_codes.list_code(sheet.view.id)
    contents = PoliceListContents(
        station=StationView(code="", name=sheet.unit_name),
        no=sheet.view.no,
        day=sheet.view.day,
        commune=sheet.view.commune,
        kinds=sheet.view.kinds,
        rows=rows,
        code=code,
        code_text=own_codes.hand_text(code),
        maker=maker_of(sheet.unit_kind),
        printed_at=f"{times.day_of(now_s)}T{times.clock_of(now_s)}",
    )
    return police_list.render(contents, language=language)


def book(conn: sa.Connection, sheet: Sheet, *, language: str) -> bytes:
    """The list as a workbook that the police fill in."""
    code = own_codes.hand_text(own_codes.list_code(sheet.view.id))
    out = BytesIO()
    people_ = _people(conn, sheet)
    police_book.book(people_, no=sheet.view.no, code_text=code, language=language).save(out)
    return out.getvalue()


def _people(conn: sa.Connection, sheet: Sheet) -> list[ListedPerson]:
    """The rows; who was erased or withdrawn since leaves an empty one, so that the numbers stay."""
    refs = [ref for _, ref in sheet.people]
    found = people.of_refs(conn, naming.names(conn), refs)
    gone = ListedPerson(key="", kind=ListKind.WRONG_DATA, name="")
    return [_listed(kind, found[ref]) if ref in found else gone for kind, ref in sheet.people]


def _listed(kind: ListKind, one: Stood) -> ListedPerson:
    key = own_codes.hand_text(own_codes.roster_code(one.id))
    said = one.person
    return ListedPerson(key=key, kind=kind, name=said.name, dob=said.dob, sex=said.sex, doc=said.doc, address=said.adr)


def _sheet(row: sa.Row) -> Sheet:
    pairs = tuple((ListKind(kind), ref) for kind, _, ref in (one.partition(" ") for one in row.people.split(",")))
    view = PoliceListView(
        id=row.entry,
        no=row.no,
        day=row.day,
        kinds=tuple(ListKind(one) for one in row.kinds.split(",")),
        people=len(pairs),
        commune=row.commune,
        stamp=row.made_ms // 1000,
    )
    return Sheet(
        id=row.id, view=view, unit=row.feed_no, unit_name=row.unit_name, unit_kind=row.unit_kind, path=row.path,
        people=pairs, made_ms=row.made_ms,
    )  # fmt: skip
