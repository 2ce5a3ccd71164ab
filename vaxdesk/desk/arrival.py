"""A user given from above comes to this desk for the first time: password against the filed verifier, on an open desk.

From then on they have a key slot of their own here and can open the PC; no line is needed at any time.
"""

from __future__ import annotations

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from vaxdesk.desk import authority, entrance, station
from vaxdesk.desk.context import Desk
from vaxdesk.domain import passwords
from vaxdesk.domain.passwords import PasswordFault
from vaxdesk.registry.queries.givers import GivenUser
from vaxdesk.registry.visits import FROM_ABOVE
from vaxdesk.store import keyfile, kv
from vaxdesk.trouble import Trouble, TroubleCode

TRIES = 20
_CHECK = PasswordHasher()  # how dear a check is stands in the verifier


class NewPassword(Exception):
    """The password given was for once; the user chooses one of their own now. `fault`: what is wrong with theirs."""

    def __init__(self, fault: PasswordFault | None = None) -> None:
        super().__init__(fault.value if fault else "")
        self.fault = fault


def expected(desk: Desk) -> tuple[tuple[str, str], ...]:
    """(login, name) of users from above who hold something here and have not been at this desk yet."""
    slots = {slot.login.casefold() for slot in keyfile.load(desk.store.home).slots}
    with desk.store.reading() as conn:
        users = authority.users(conn, desk.store.names, desk.now())
    here = [one for one in users if one.no >= FROM_ABOVE and one.active]
    return tuple((one.login, one.name) for one in here if one.login.casefold() not in slots)


def arrive(
    desk: Desk, login: str, password: str, *, chosen: str = "", cost: keyfile.Cost | None = None
) -> Desk:
    """Hands the open desk to a user from above, and gives them a key slot.

    Args:
        chosen: their own password, where the given one is for once.

    Raises:
        NewPassword: the given password is right and for once, and `chosen` is missing or will not do.
        Trouble: WRONG_PASSWORD; after twenty wrong ones also for the right one, until those above file another.
    """
    with desk.store.reading() as conn:
        user = authority.given(conn, login, desk.now())
    _check(desk, login, user, password)
    own = password
    if user.once:
        fault = passwords.fault(chosen) if chosen else None
        if not chosen or fault is not None or chosen == password:
            raise NewPassword(fault)
        own = chosen
    if _is_taken(desk, user):
        raise Trouble(TroubleCode.WRONG_PASSWORD, "login of another user")
    station.set_password(desk, login=user.login, user=user.no, name=user.name, password=own, cost=cost)
    return entrance.switch_by_password(desk, user.login, own)


def _check(desk: Desk, login: str, user: GivenUser | None, password: str) -> None:
    key = f"arrival_tries/{login.strip().casefold()}/{user.verifier[-16:] if user else ''}"
    with desk.store.changing() as conn:
        tries = int(kv.text(conn, key) or 0)
        kv.put(conn, key, str(tries + 1).encode())  # counted before it is checked: a crash gives no free try
    if user is None or tries >= TRIES or not _holds(user.verifier, password):
        raise Trouble(TroubleCode.WRONG_PASSWORD)
    with desk.store.changing() as conn:
        kv.drop(conn, key)


def _holds(verifier: str, password: str) -> bool:
    try:
        return _CHECK.verify(verifier, password)
    except (VerificationError, InvalidHashError):
        return False


def _is_taken(desk: Desk, user: GivenUser) -> bool:
    """A user of the station has that login: theirs is not given away."""
    slots = keyfile.load(desk.store.home).slots
    return any(slot.login.casefold() == user.login.casefold() and slot.user != user.no for slot in slots)
