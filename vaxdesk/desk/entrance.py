"""The doors of the desk: password, recovery words, and quick switching by PIN while it is open."""

from __future__ import annotations

import platform
import time
from collections.abc import Callable
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from vaxdesk.desk import authority, lease, timekeeping
from vaxdesk.desk.context import Desk
from vaxdesk.domain import times
from vaxdesk.domain.payloads import SignIn
from vaxdesk.domain.views import UserView
from vaxdesk.journal import province
from vaxdesk.store import backup, catching_up, keyfile, keys, kv, province_slot, replacing
from vaxdesk.store import salvage as salvaging
from vaxdesk.store.keyfile import DATABASE
from vaxdesk.store.store import Store
from vaxdesk.trouble import Trouble, TroubleCode

PIN_TRIES = 5
# A PIN never opens the disk, it only tells colleagues apart while the desk is open: 19 MiB, 2 passes (OWASP minimum).
_PIN = PasswordHasher(time_cost=2, memory_cost=19456, parallelism=1)


def unlock(home: Path, login: str, password: str, *, now: Callable[[], float] = time.time, quiet: bool = False) -> Desk:
    """Opens the store with a password. With `quiet` no sign-in is noted (command line look-ups).

    Raises:
        Trouble: WRONG_PASSWORD, NO_STORE, KEYS_UNREADABLE, STORE_CORRUPT, STORE_NEWER, DISK_*.
    """
    slot = keys.find(_keys(home), login)
    store = _open(home, keys.unwrap(slot, password), now)
    with store.reading() as conn:
        user = authority.find(conn, store.names, slot.user, now())
    if user is None:
        store.close()
        raise Trouble(TroubleCode.WRONG_PASSWORD)
    if not quiet:
        authority.close_doors(store)
        province_slot.ensure(store)
        with store.writing(user=user.no) as w:
            w.add("signin", SignIn(how="password"))
    return Desk(store, user, times.day_of(now()))


def recover(
    home: Path,
    words: str,
    *,
    login: str,
    password: str,
    now: Callable[[], float] = time.time,
    cost: keyfile.Cost | None = None,
) -> Desk:
    """Opens the store with the recovery words, or the province's answer, and gives a user a new password.

    An answer opens once: a new question takes the place of the one that it was for.

    Raises:
        Trouble: WRONG_PASSWORD when the words or the login are not right.
    """
    found = _keys(home)
    old = keys.find(found, login)
    answered = province.read_answer(words) is not None
    opens = keyfile.PROVINCE_LOGIN if answered else keyfile.RECOVERY_LOGIN
    key = keys.unwrap(keys.find(found, opens), words)
    store = _open(home, key, now)
    after = keys.with_slot(found, keys.wrap(key, login=old.login, user=old.user, password=password, cost=cost))
    if answered and found.province:
        after = province_slot.renewed(after, key, found.province.key)
    keys.save(home, after)
    with store.writing(user=old.user) as w:
        w.add("signin", SignIn(how="recovery"))
    with store.reading() as conn:
        user = authority.find(conn, store.names, old.user, now())
    if user is None:
        store.close()
        raise Trouble(TroubleCode.WRONG_PASSWORD)
    return Desk(store, user, times.day_of(now()))


def _keys(home: Path) -> keyfile.KeyFile:
    replacing.finish(home)  # a power cut may have come between
    return keyfile.load(home)


def _open(home: Path, key: bytes, now: Callable[[], float]) -> Store:
    if not (home / DATABASE).exists():
        raise Trouble(TroubleCode.NO_STORE)
    store = Store(home, key, now=now)
    catching_up.catch_up(store)  # lines that followed a copy which was laid out
    timekeeping.watch(store)
    with store.changing() as conn:
        lease.keep_time(store, conn)
        kv.put(conn, "pc", platform.node().encode())  # a backup may have come to another PC
    return store


def salvage(home: Path, login: str, password: str, *, stamp: str) -> salvaging.Salvaged:
    """Saves what a damaged store still holds; the damaged file is kept under a name with the stamp.

    Raises:
        Trouble: WRONG_PASSWORD, or the disk failed.
    """
    key = keys.unwrap(keys.find(_keys(home), login), password)
    return salvaging.salvage(home, key, stamp=stamp)


def restore(source: Path, home: Path, *, stamp: str) -> None:
    """Lays a copy out as the station; what is in the folder is set aside under a name with the stamp.

    Raises:
        Trouble: FILE_UNREADABLE when the copy is not whole (nothing is changed then), or the disk failed.
    """
    backup.restore(source, replacing.begin(home))
    replacing.put(home, aside=f"before-restore-{stamp}")


def set_pin(desk: Desk, no: int, pin: str) -> None:
    """Sets a user's PIN for quick switching; its verifier stays inside the encrypted file of this device."""
    with desk.store.changing() as conn:
        kv.put(conn, f"pin/{no}", _PIN.hash(pin).encode())
        kv.drop(conn, f"pin_tries/{no}")


def has_pin(desk: Desk) -> frozenset[int]:
    """Numbers of the users who have set a PIN on this device."""
    with desk.store.reading() as conn:
        here = authority.users(conn, desk.store.names, desk.now())
        return frozenset(one.no for one in here if kv.find(conn, f"pin/{one.no}") is not None)


def switch_by_pin(desk: Desk, no: int, pin: str) -> Desk:
    """Hands the open desk to another user.

    Raises:
        Trouble: WRONG_PASSWORD for a wrong PIN, and from the fifth on for any, until the password was given.
    """
    with desk.store.changing() as conn:
        verifier, tries = kv.find(conn, f"pin/{no}"), int(kv.text(conn, f"pin_tries/{no}") or 0)
        right = verifier is not None and tries < PIN_TRIES and _matches(verifier, pin)
        if right:
            kv.drop(conn, f"pin_tries/{no}")
        else:
            kv.put(conn, f"pin_tries/{no}", str(tries + 1).encode())
        user = authority.find(conn, desk.store.names, no, desk.now())
    if not right or user is None:
        raise Trouble(TroubleCode.WRONG_PASSWORD, "pin")
    return _handed(desk, user, "pin")


def switch_by_password(desk: Desk, login: str, password: str) -> Desk:
    """Hands the open desk to another user by password, and lets that user's PIN count again.

    Raises:
        Trouble: WRONG_PASSWORD.
    """
    slot = keys.find(keyfile.load(desk.store.home), login)
    keys.unwrap(slot, password)
    with desk.store.changing() as conn:
        kv.drop(conn, f"pin_tries/{slot.user}")
        user = authority.find(conn, desk.store.names, slot.user, desk.now())
    if user is None:
        raise Trouble(TroubleCode.WRONG_PASSWORD)
    return _handed(desk, user, "password")


def _handed(desk: Desk, user: UserView, how: str) -> Desk:
    with desk.store.writing(user=user.no) as w:
        w.add("signin", SignIn(how=how))
    return desk.as_user(user)


def _matches(verifier: bytes, pin: str) -> bool:
    try:
        return _PIN.verify(verifier.decode(), pin)
    except (VerificationError, InvalidHashError):
        return False
