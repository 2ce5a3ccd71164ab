"""Who may act at this desk: its own users with what the team of the day adds, and those given from above (0008, 0023).

The day of a grant's end is reckoned by the later of the device's clock and the server's last signed time, so that a
clock set back gives nothing back that a contact has ended.
"""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from vaxdesk.desk.context import Desk
from vaxdesk.domain import rights, times
from vaxdesk.domain.outcomes import Role
from vaxdesk.domain.team.roles import roles_of
from vaxdesk.domain.views import UserView
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.queries import givers, team, things
from vaxdesk.registry.visits import FROM_ABOVE
from vaxdesk.store import enrolment, keyfile, keys, voices
from vaxdesk.store.store import Store
from vaxdesk.store.voices import Voices


def users(conn: sa.Connection, names: LogNames, now: float) -> list[UserView]:
    """Users of this desk by number; one given from above who holds nothing here today is not active.

    `roles` are what they hold for good, `today` what the team of the day adds to the station's own users.
    """
    heard = voices.of(conn)
    own = [one for one in things.users(conn, foreign=heard.foreign | heard.hosted) if one.no < FROM_ABOVE]
    members = team.of_day(conn, names, today(conn, now))
    return [*(_with_team(one, roles_of(members, one.no)) for one in own), *_given(conn, heard, now)]


def find(conn: sa.Connection, names: LogNames, no: int, now: float) -> UserView | None:
    """The user of a number with all that they hold now, if they may act here."""
    found = next((one for one in users(conn, names, now) if one.no == no and one.active), None)
    return msgspec.structs.replace(found, roles=(*found.roles, *found.today)) if found else None


def _with_team(user: UserView, given: tuple[str, ...]) -> UserView:
    if Role.LEAD in user.roles:
        return user  # there is nothing to add
    added = tuple(role for role in given if role not in user.roles)
    return msgspec.structs.replace(user, today=added) if added else user


def given(conn: sa.Connection, login: str, now: float) -> givers.GivenUser | None:
    """The user given from above with that login, if they hold anything here today."""
    wanted = login.strip().casefold()
    heard = voices.of(conn)
    known = [one for one in givers.users(conn, heard.hosted) if one.login.casefold() == wanted]
    holds = {one.no for one in _given(conn, heard, now) if one.active}
    return next((one for one in known if one.no in holds), None)


def close_doors(store: Store) -> None:
    """Takes the key slots of users from above who hold nothing here any more; the store no longer opens for them."""
    found = keyfile.load(store.home)
    visitors = [slot for slot in found.slots if slot.user >= FROM_ABOVE]
    if not visitors:
        return
    with store.reading() as conn:
        here = {one.no for one in users(conn, store.names, store.now()) if one.active}
    left = found
    for slot in visitors:
        left = left if slot.user in here else keys.without_slot(left, slot.login)
    if left != found:
        keys.save(store.home, left)


def has_changed(desk: Desk) -> bool:
    """Whether who acts now holds something else than when they took the desk: then they sign in again, or cannot."""
    if desk.user.no < FROM_ABOVE:
        return False
    with desk.store.reading() as conn:
        now = find(conn, desk.store.names, desk.user.no, desk.now())
    return now is None or now.roles != desk.user.roles


def today(conn: sa.Connection, now: float) -> str:
    """The day by which rights end."""
    heard = enrolment.contact(conn)
    return times.day_of(max(now, heard.server_ms / 1000 if heard else 0))


def _given(conn: sa.Connection, heard: Voices, now: float) -> list[UserView]:
    day = today(conn, now)
    held = givers.grants(conn, heard.hosted)
    found = []
    for one in givers.users(conn, heard.hosted):
        roles = rights.held_at(held.get(one.no, ()), heard.units, day)
        found.append(
            UserView(
                no=one.no,
                name=one.name,
                login=one.login,
                roles=rights.station_roles(roles),
                title=one.title,
                active=one.active and bool(roles),
            )
        )
    return found
