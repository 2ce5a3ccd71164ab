"""The station itself: first set-up, its facts on paper, its users."""

from __future__ import annotations

import platform
import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from vaxdesk.desk import authority
from vaxdesk.desk.context import Desk, Done
from vaxdesk.desk.door import exists
from vaxdesk.domain import rights, times
from vaxdesk.domain.outcomes import Role
from vaxdesk.domain.payloads import Amend, Config, SignIn, User
from vaxdesk.domain.refusals import Refused
from vaxdesk.domain.views import StationView, UserView
from vaxdesk.registry.queries import things
from vaxdesk.registry.visits import FROM_ABOVE
from vaxdesk.store import keyfile, keys, kv, voices
from vaxdesk.store.beginning import beginning
from vaxdesk.store.store import Store
from vaxdesk.trouble import Trouble, TroubleCode

FIRST_USER = 1


class Opened(msgspec.Struct, frozen=True):
    """A new station: the open desk, and the recovery words that are shown once and never kept."""

    desk: Desk
    recovery: str


def create(
    home: Path,
    *,
    station: str,
    name: str,
    user: str,
    login: str,
    password: str,
    now: Callable[[], float] = time.time,
    cost: keyfile.Cost | None = None,
) -> Opened:
    """Makes a station with its first user, who leads it.

    Raises:
        Trouble: STORE_EXISTS, or the disk failed.
    """
    if exists(home):
        raise Trouble(TroubleCode.STORE_EXISTS)
    key, recovery = keys.new_key(), keys.new_recovery()
    slots = [
        keys.wrap(key, login=login, user=FIRST_USER, password=password, cost=cost),
        keys.wrap(key, login=keyfile.RECOVERY_LOGIN, user=0, password=recovery, cost=cost),
    ]
    first = User(no=FIRST_USER, name=user, login=login, roles=[Role.LEAD.value])
    with beginning(home):
        keys.save(home, keyfile.KeyFile(station=station, name=name, slots=slots, names={login: user}))
        store = Store(home, key, now=now)
        with store.changing() as conn:
            kv.put(conn, "station", station.encode())
            kv.put(conn, "pc", platform.node().encode())
        with store.writing(user=FIRST_USER) as w:
            w.add("config", Config(code=station, name=name))
            w.add("user", first)
            w.add("signin", SignIn(how="password"))
    view = UserView(no=FIRST_USER, name=user, login=login, roles=(Role.LEAD.value,))
    return Opened(Desk(store, view, times.day_of(now())), recovery)


def users(desk: Desk) -> tuple[UserView, ...]:
    """Users of the station."""
    with desk.store.reading() as conn:
        return tuple(authority.users(conn, desk.store.names, desk.now()))


def add_user(
    desk: Desk,
    *,
    name: str,
    login: str,
    roles: tuple[str, ...],
    title: str = "",
    password: str = "",
    cost: keyfile.Cost | None = None,
) -> Done | Refused:
    """Adds a user; with a password they may open the store, without one only take over an open desk by PIN."""
    refused = desk.refuses(rights.Act.MANAGE_USERS)
    if refused:
        return refused
    with desk.store.writing(user=desk.user.no) as w:
        no = max((one.no for one in authority.users(w.conn, w.names, desk.now()) if one.no < FROM_ABOVE), default=0) + 1
        entry = User(no=no, name=name, login=login, roles=list(roles), title=title)
        reference = w.add("user", entry)
        w.flush()
    if password:
        set_password(desk, login=login, user=no, name=name, password=password, cost=cost)
    return Done(refs=(reference,), kinds=w.kinds, value=no)


def change_user(desk: Desk, no: int, *, changes: dict[str, str], why: str = "") -> Done | Refused:
    """Corrects a user (`name`, `title`, `roles` joined by commas, `active` 1 or 0) by a new entry."""
    refused = desk.refuses(rights.Act.MANAGE_USERS)
    if refused:
        return refused
    with desk.store.writing(user=desk.user.no) as w:
        reference = w.change("amend", Amend(set=changes, why=why), of=things.user_entry(w.conn, w.names, no))
        w.flush()
        login = next(one.login for one in things.users(w.conn) if one.no == no)
    if changes.get("active") == "0":
        keys.save(desk.store.home, keys.without_slot(keyfile.load(desk.store.home), login))
    return Done(refs=(reference,), kinds=w.kinds, value=no)


def set_password(
    desk: Desk, *, login: str, user: int, name: str, password: str, cost: keyfile.Cost | None = None
) -> None:
    """Gives a user a slot with this password, in place of an older one."""
    slot = keys.wrap(desk.store.key, login=login, user=user, password=password, cost=cost)
    keys.save(desk.store.home, keys.with_slot(keyfile.load(desk.store.home), slot, name=name))


def facts(desk: Desk) -> StationView:
    """The station as papers print it."""
    with desk.store.reading() as conn:
        return things.station(conn, foreign=voices.of(conn).foreign)


def change_facts(desk: Desk, *, changes: dict[str, str]) -> Done | Refused:
    """Corrects the station's facts by a new entry."""
    refused = desk.refuses(rights.Act.CHANGE_SETTINGS)
    if refused:
        return refused
    with desk.store.writing(user=desk.user.no) as w:
        reference = w.change("amend", Amend(set=changes), of=things.station_entry(w.conn, w.names))
        w.flush()
    return Done(refs=(reference,), kinds=w.kinds)
