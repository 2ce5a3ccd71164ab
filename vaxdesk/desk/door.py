"""What is known of a station before it is open; light, since the first page waits for it."""

from __future__ import annotations

from pathlib import Path

import msgspec

from vaxdesk.store import keyfile, replacing


class Door(msgspec.Struct, frozen=True):
    """What a sign-in screen knows before the store is open: (login, name) of those who have a password.

    `question` is for the province, when all passwords are lost; empty where it has no slot.
    """

    station: str
    name: str
    people: tuple[tuple[str, str], ...]
    question: str = ""


def exists(home: Path) -> bool:
    """Whether a station lives in this folder; what a power cut interrupted is finished first.

    Raises:
        Trouble: the disk failed.
    """
    replacing.finish(home)
    return keyfile.exists(home)


def look(home: Path) -> Door:
    """Who may sign in.

    Raises:
        Trouble: NO_STORE, KEYS_UNREADABLE, or STATION_ERASED after the last of the keys was destroyed.
    """
    replacing.finish(home)
    if (home / keyfile.ERASED).exists():
        from vaxdesk.store import erasure

        erasure.finish(home)  # a power cut may have come between
    found = keyfile.load(home)
    people = tuple(
        (slot.login, found.names.get(slot.login, slot.login))
        for slot in found.slots
        if slot.login not in (keyfile.RECOVERY_LOGIN, keyfile.PROVINCE_LOGIN)
    )
    return Door(found.station, found.name, people, found.province.question if found.province else "")
