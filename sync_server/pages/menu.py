"""The places of the district's desk, in the order of the menu; each is shown to those who hold its right somewhere."""

from __future__ import annotations

import msgspec

from sync_server.district import groups
from sync_server.pages.visit import HOME, Visit
from vaxdesk.domain.rights import Act

_GROUPS = "/groups"


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """A place: its address below the first page, the key of its name, the right it needs."""

    path: str
    name: str
    act: Act
    here: bool = False
    late: int = 0  # of what waits there too long


ITEMS = (
    Item(path="/cases", name="district_cases.title", act=Act.ASK_SITE),
    Item(path="/board", name="district_board.menu", act=Act.SEE_BELOW),
    Item(path="/missing", name="district_missing.title", act=Act.SEE_BELOW),
    Item(path="/identity", name="district_identity.title", act=Act.VERIFY_RECORDS),
    Item(path="/certificates", name="district_certificates.title", act=Act.VERIFY_RECORDS),
    Item(path="/complaints", name="district_complaints.title", act=Act.VERIFY_RECORDS),
    Item(path=_GROUPS, name="district_groups.menu", act=groups.RIGHT),
    Item(path="/told", name="district_told.title", act=Act.VERIFY_RECORDS),
    Item(path="/news", name="district_news.menu", act=Act.SET_TARGETS),
    Item(path="/units", name="district_frame.menu.units", act=Act.SEE_BELOW),
    Item(path="/accounts", name="district_accounts.title", act=Act.GIVE_ROLES),
    Item(path="/operations", name="district_operations.title", act=Act.MANAGE_DEVICES),
)


def shown_to(visit: Visit) -> tuple[Item, ...]:
    """What a visitor may open; the place they are at is marked."""
    if not visit.is_in:
        return ()
    open_ = [one for one in ITEMS if visit.who.may_somewhere(one.act)]
    return tuple(
        msgspec.structs.replace(one, here=visit.path.startswith(HOME + one.path), late=visit.late.get(one.path, 0))
        for one in open_
    )


def late(visit: Visit) -> dict[str, int]:
    """By path how much waits too long, for whoever sees to it; asked when they come, so that any page can tell."""
    paths = visit.who.paths(groups.RIGHT)
    return {_GROUPS: groups.late(visit.conn, paths, now=int(visit.server.now()))} if paths else {}
