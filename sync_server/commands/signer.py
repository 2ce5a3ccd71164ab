"""`vaxdesk-server signer`: the key that signs certificates, in a file under a passphrase or in a token."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import SystemRandom
from typing import Any

from sync_server.commands.console import (
    SIGNER_PASSPHRASE,
    Stopped,
    keys_folder,
    now_ms,
    opened,
    passphrase,
    serving_with,
    tell,
)
from sync_server.durable.database import reading
from sync_server.issuing import listing
from sync_server.issuing.keys import held, opening, papers
from sync_server.issuing.keys.held import Damaged, OfAnotherKey, Place, Signer
from sync_server.issuing.keys.opening import Wanted
from sync_server.issuing.keys.token import NoToken
from sync_server.sealed_key import WrongPassphrase
from vaxdesk.certificates.trust import Key
from vaxdesk.registry import rules
from vaxdesk.words import say

_DAYS = 3 * 365  # a certificate holds a year, and its signer's must be valid until then (hcert-spec 3.3.5)
_MOST_DAYS = 20 * 365


def add(verbs: Any, every: argparse.ArgumentParser) -> None:
    """`signer make|rotate|request|import|show`."""
    group = verbs.add_parser("signer", help=say("signer.help.signer")).add_subparsers(required=True)
    for name, command in (("make", make), ("rotate", rotate)):
        one = group.add_parser(name, parents=[every], help=say(f"signer.help.{name}"))
        one.add_argument("--name", required=True, help=say("signer.help.name"))
        one.add_argument("--alg", choices=sorted(opening.ALGORITHMS), default="ES256", help=say("signer.help.alg"))
        one.add_argument("--days", type=_days, default=_DAYS, metavar="N", help=say("signer.help.days"))
        one.add_argument("--module", default="", metavar="FILE", help=say("signer.help.module"))
        one.add_argument("--token", default="", metavar="LABEL", help=say("signer.help.token"))
        one.add_argument("--key", default="", metavar="LABEL", help=say("signer.help.key"))
        one.set_defaults(command=command)
    asked = group.add_parser("request", parents=[every], help=say("signer.help.request"))
    asked.add_argument("--out", type=Path, required=True, metavar="FILE", help=say("signer.help.out"))
    asked.set_defaults(command=request)
    given = group.add_parser("import", parents=[every], help=say("signer.help.import"))
    given.add_argument("file", type=Path, metavar="FILE", help=say("signer.help.file"))
    given.set_defaults(command=take_in)
    group.add_parser("show", parents=[every], help=say("signer.help.show")).set_defaults(command=show)


def make(options: argparse.Namespace) -> None:
    """Makes the first key."""
    if found(options) is not None:
        raise Stopped("signer_there", path=keys_folder(options) / held.FILE)
    _made(options, None)


def rotate(options: argparse.Namespace) -> None:
    """Makes another key, which signs from now on."""
    _made(options, signer_of(options))


def request(options: argparse.Namespace) -> None:
    """Writes the request for a certificate."""
    signer = signer_of(options)
    with told(), opening.opened(signer, passphrase(of=SIGNER_PASSPHRASE)) as private:
        data = papers.request(private, signer.certificates[-1])
    try:
        options.out.write_bytes(data)
    except OSError as error:
        raise Stopped("trust_file", path=options.out, detail=error.strerror) from error
    tell(options, {"file": str(options.out)}, say("signer.requested", path=options.out))


def take_in(options: argparse.Namespace) -> None:
    """Takes the certificate in that the national centre made for the key."""
    try:
        data = options.file.read_bytes()
    except OSError as error:
        raise Stopped("trust_file", path=options.file, detail=error.strerror) from error
    with told():
        signer = held.certified(signer_of(options), data)
    _keep(options, signer, "signer.imported")


def show(options: argparse.Namespace) -> None:
    """Shows the key and those before it; needs no passphrase."""
    signer = signer_of(options)
    with opened(options, reading) as conn:
        listed = {one.kid for one in listing.keys(conn)}
    lines = [_line(one, listed) for one in (*signer.past, signer.key)]
    where = signer.place.token if signer.place else held.FILE
    facts = {"where": where, "keys": [_facts(one, listed) for one in (*signer.past, signer.key)]}
    tell(options, facts, "\n".join([*lines, say("signer.where", place=where)]))


def signer_of(options: argparse.Namespace) -> Signer:
    """The key of this server.

    Raises:
        Stopped: there is none, or its file is damaged.
    """
    there = found(options)
    if there is None:
        raise Stopped("signer_none", path=keys_folder(options))
    return there


@contextmanager
def told() -> Iterator[None]:
    """Turns what may go wrong with a key into a reason to stop."""
    try:
        yield
    except WrongPassphrase as error:
        raise Stopped("signer_passphrase") from error
    except NoToken as error:
        raise Stopped("signer_token", detail=error) from error
    except OfAnotherKey as error:
        raise Stopped("signer_other_key") from error


def _made(options: argparse.Namespace, before: Signer | None) -> None:
    wanted = Wanted(
        alg=opening.ALGORITHMS[options.alg],
        name=options.name,
        country=rules.values().file.country,
        days=options.days,
        place=_place(options),
    )
    words = passphrase(twice=wanted.place is None, of=SIGNER_PASSPHRASE)
    with told():
        signer = opening.make(wanted, words, rng=SystemRandom(), now=now_ms() // 1000, before=before)
    _keep(options, signer, "signer.made")


def _keep(options: argparse.Namespace, signer: Signer, said: str) -> None:
    """Lists the key before anything is signed under it, then puts the file in its place."""
    with serving_with(options) as (conn, server):
        listing.add(conn, signer.key, now_ms=server.now_ms())
        try:
            held.write(keys_folder(options), signer)
        except OSError as error:
            raise Stopped("keys", path=keys_folder(options), detail=error.strerror) from error
    facts = _facts(signer.key, {signer.key.kid})
    tell(options, facts, say(said, kid=facts["kid"], name=signer.key.name, until=facts["until"]))


def found(options: argparse.Namespace) -> Signer | None:
    """The key of this server; None where none was made.

    Raises:
        Stopped: its file is damaged.
    """
    try:
        return held.read(keys_folder(options))
    except Damaged as error:
        raise Stopped("signer_damaged", path=error) from error
    except OSError as error:
        raise Stopped("keys", path=keys_folder(options), detail=error.strerror) from error


def _place(options: argparse.Namespace) -> Place | None:
    given = (options.module, options.token, options.key)
    if not any(given):
        return None
    if not all(given):
        raise Stopped("signer_place")
    return Place(module=options.module, token=options.token, key=options.key)


def _facts(key: Key, listed: set[bytes]) -> dict[str, Any]:
    until = key.until.date().isoformat() if key.until else ""
    return {"kid": key.kid.hex(), "alg": key.alg, "name": key.name, "until": until, "listed": key.kid in listed}


def _line(key: Key, listed: set[bytes]) -> str:
    facts = _facts(key, listed)
    known = say("signer.listed" if facts.pop("listed") else "signer.unlisted")
    return say("signer.key", **facts, known=known)


def _days(text: str) -> int:
    number = int(text)
    if not 1 <= number <= _MOST_DAYS:
        raise ValueError(text)
    return number
