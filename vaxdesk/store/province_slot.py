"""The slot of `keys.json` that only the province can answer for (decision 0020).

It is made when the server has told the province's public key, anew when that changes, and anew after each use.
"""

from __future__ import annotations

import secrets

import msgspec

from vaxdesk.journal import province, standing
from vaxdesk.store import enrolment as shelf
from vaxdesk.store import keyfile, keys, trust
from vaxdesk.store.keyfile import PROVINCE_LOGIN, Cost, KeyFile, Province
from vaxdesk.store.store import Store

_COST = Cost(memory=1024, passes=1, lanes=1)  # the answer has 130 random bits: there is nothing to slow down


def ensure(store: Store) -> None:
    """Makes the slot when it is missing, or is one of an earlier key of the province.

    Raises:
        Trouble: the disk failed.
    """
    with store.reading() as conn:
        joined, known = shelf.enrolment(conn), shelf.standing(conn)
    if joined is None or known is None:
        return
    stated = standing.read_any(known.text, trust.generations(joined), joined.device)
    found = keyfile.load(store.home)
    if stated is None or not stated.recovery or (found.province and found.province.key == stated.recovery):
        return
    try:
        made = renewed(found, store.key, stated.recovery)
    except ValueError:  # no public key: a later server's, perhaps; the slot that is there stays
        return
    keys.save(store.home, made)


def renewed(found: KeyFile, key: bytes, public: str) -> KeyFile:
    """The key file with a new question to the province of that public key, which `key`, the store's, answers.

    Raises:
        ValueError: not a public key.
    """
    pair = province.draw(bytes.fromhex(public), secrets.token_bytes)
    slot = keys.wrap(key, login=PROVINCE_LOGIN, user=0, password=pair.answer, cost=_COST)
    return msgspec.structs.replace(keys.with_slot(found, slot), province=Province(key=public, question=pair.question))
