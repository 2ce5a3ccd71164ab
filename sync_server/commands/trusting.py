"""`vaxdesk-server trust`: whose signatures under certificates count here, and what was withdrawn."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import msgspec

from sync_server.commands.console import Stopped, now_ms, opened, serving_with, tell
from sync_server.durable.database import reading, writing
from sync_server.issuing import listing, signing
from vaxdesk.certificates import revocation, shc, trust
from vaxdesk.certificates.trust import Key
from vaxdesk.domain.certification import WithdrawnFor
from vaxdesk.words import say


def add(verbs: Any, every: argparse.ArgumentParser) -> None:
    """`trust list|add|drop|withdraw|write`."""
    group = verbs.add_parser("trust", help=say("trust.help.trust")).add_subparsers(required=True)
    group.add_parser("list", parents=[every], help=say("trust.help.list")).set_defaults(command=show)
    put = group.add_parser("add", parents=[every], help=say("trust.help.add"))
    put.add_argument("file", type=Path, metavar="FILE", help=say("trust.help.file"))
    put.add_argument("--issuer", default="", metavar="URL", help=say("trust.help.issuer"))
    put.set_defaults(command=add_keys)
    drop = group.add_parser("drop", parents=[every], help=say("trust.help.drop"))
    drop.add_argument("kid", metavar="KID", help=say("trust.help.kid"))
    drop.set_defaults(command=drop_key)
    withdraw_ = group.add_parser("withdraw", parents=[every], help=say("trust.help.withdraw"))
    withdraw_.add_argument("certificate", metavar="UVCI|SUM", help=say("trust.help.certificate"))
    withdraw_.add_argument("--why", required=True, metavar="TEXT", help=say("trust.help.why"))
    withdraw_.set_defaults(command=withdraw)
    write = group.add_parser("write", parents=[every], help=say("trust.help.write"))
    write.add_argument("--out", type=Path, required=True, metavar="FILE", help=say("trust.help.out"))
    write.set_defaults(command=write_list)


def show(options: argparse.Namespace) -> None:
    """Lists the keys."""
    with opened(options, reading) as conn:
        found = listing.keys(conn)
    lines = [say("trust.key", kid=one.kid.hex(), name=one.name or one.issuer, country=one.country) for one in found]
    facts = [{"kid": one.kid.hex(), "country": one.country, "name": one.name, "issuer": one.issuer} for one in found]
    tell(options, {"keys": facts}, "\n".join(lines) or say("trust.none"))


def add_keys(options: argparse.Namespace) -> None:
    """Puts the key of a certificate, or with an issuer the keys of a SMART Health Card's issuer, on the list."""
    found = _keys_in(options.file, options.issuer)
    with opened(options, writing) as conn:
        added = sum(listing.add(conn, one, now_ms=now_ms()) for one in found)
    facts = {"found": len(found), "added": added}
    tell(options, {**facts, "kids": [one.kid.hex() for one in found]}, say("trust.added", **facts))


def drop_key(options: argparse.Namespace) -> None:
    """Takes a key off the list."""
    try:
        kid = bytes.fromhex(options.kid)
        with opened(options, writing) as conn:
            count = listing.drop(conn, kid)
    except ValueError as error:  # no hexadecimal digits, or not on the list
        raise Stopped("trust_no_key", kid=options.kid) from error
    tell(options, {"dropped": count}, say("trust.dropped", n=count))


def withdraw(options: argparse.Namespace) -> None:
    """Lists a certificate as withdrawn, by its identifier or by the sum that a list of the EU has of it.

    One that this centre signed is withdrawn by an entry as well, which comes down to the site (decision 0039).
    """
    given = options.certificate.strip()
    digest = revocation.of_identifier(given) if ":" in given else _sum(given)
    with serving_with(options) as (conn, server):
        ours = signing.of_identifier(conn, given)
        said = {"why": WithdrawnFor.WITHDRAWN, "user": 0, "said": options.why}
        is_new = ours is not None and signing.withdraw(conn, server, ours, **said)
        is_new |= listing.withdraw(conn, digest, why=options.why, now_ms=server.now_ms())
    tell(options, {"sum": digest.hex(), "new": is_new}, say("trust.withdrawn" if is_new else "trust.was_withdrawn"))


def write_list(options: argparse.Namespace) -> None:
    """Writes the signed list into a file, for stations and pages without a line."""
    with serving_with(options) as (conn, server):
        listed, data = listing.listed(conn, server), listing.signed(conn, server)
    try:
        options.out.write_bytes(data)
    except OSError as error:
        raise Stopped("trust_file", path=options.out, detail=error.strerror) from error
    facts = {"keys": len(listed.keys), "devices": len(listed.devices), "revoked": len(listed.revoked)}
    tell(options, {"file": str(options.out), **facts}, say("trust.written", path=options.out, **facts))


def _keys_in(path: Path, issuer: str) -> list[Key]:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Stopped("trust_file", path=path, detail=error.strerror) from error
    try:
        found = list(shc.keys_of(data, issuer)) if issuer else [trust.key_of(data)]
    except (ValueError, msgspec.DecodeError) as error:
        raise Stopped("trust_not_a_key", path=path) from error
    if not found:
        raise Stopped("trust_not_a_key", path=path)
    return found


def _sum(text: str) -> bytes:
    try:
        found = bytes.fromhex(text)
    except ValueError:
        found = b""
    if len(found) not in (revocation.OURS, revocation.EUS):
        raise Stopped("trust_not_a_sum", text=text)
    return found
