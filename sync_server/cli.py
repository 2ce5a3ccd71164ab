"""`vaxdesk-server`: serve, take in the tree of units, make enrolment codes, list what is filed."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sync_server.commands import (
    bundle,
    cases,
    erasure,
    issues,
    issuing,
    keeping,
    keys,
    logs,
    matching,
    reading,
    report,
    rights,
    running,
    signer,
    totals,
    trusting,
)
from sync_server.commands.seal import add_seal
from sync_server.portal import senders
from vaxdesk import words
from vaxdesk.words import say

_OURS_ALONE = 0o077
LANGUAGE = "VAXDESK_LANG"  # as for `vaxdesk`


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command; the number is the exit code, 0 only for success."""
    arguments = sys.argv[1:] if arguments is None else arguments
    words.use(_language(arguments))
    options = _parser().parse_args(arguments)
    before = os.umask(_OURS_ALONE)  # databases, their journals, backups: all name people
    try:
        return running.run(options)
    finally:
        os.umask(before)


def _language(arguments: Sequence[str]) -> str:
    """The language is wanted before the parser's own help is written in it."""
    early = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    early.add_argument("--language", choices=words.LANGUAGES)
    asked = early.parse_known_args(arguments)[0].language or os.environ.get(LANGUAGE, "")
    return asked if asked in words.LANGUAGES else words.LANGUAGES[0]


def _parser() -> argparse.ArgumentParser:
    apart = argparse.ArgumentParser(add_help=False)
    apart.add_argument("--json", action="store_true", help=say("server.help.json"))
    apart.add_argument("--language", choices=words.LANGUAGES, help=say("server.help.language"))
    every = _with_database(apart)

    parser = argparse.ArgumentParser(prog="vaxdesk-server", description=say("server.help.about"))
    verbs = parser.add_subparsers(required=True)

    _add_serving(verbs, every)
    org = verbs.add_parser("org", help=say("server.help.org")).add_subparsers(required=True)
    take_in = org.add_parser("import", parents=[every], help=say("server.help.org_import"))
    take_in.add_argument("file", type=Path, metavar="FILE", help=say("server.help.org_file"))
    take_in.set_defaults(command=running.import_orgs)
    rights.add(verbs, org, every)
    add_seal(verbs, every)
    for part in (keeping, erasure, bundle, issues, matching, cases, report, totals, trusting, signer, issuing):
        part.add(verbs, every)
    keys.add(verbs, every, apart)

    enrol = verbs.add_parser("enrol", parents=[every], help=say("server.help.enrol"))
    enrol.add_argument("--org", required=True, metavar="CODE", help=say("server.help.unit"))
    enrol.add_argument("--name", default="", help=say("server.help.name"))
    enrol.add_argument("--url", default="", help=say("server.help.url"))
    rights.add_invitation(enrol)
    enrol.set_defaults(command=running.enrol)

    entries = verbs.add_parser("entries", parents=[every], help=say("server.help.entries"))
    entries.add_argument("--org", required=True, metavar="CODE", help=say("server.help.unit"))
    entries.add_argument("--after", type=int, default=0, metavar="POS", help=say("server.help.after"))
    entries.set_defaults(command=running.entries)
    return parser


def _add_serving(verbs: Any, every: argparse.ArgumentParser) -> None:
    serve = verbs.add_parser("serve", parents=[every], help=say("server.help.serve"))
    serve.add_argument("--metrics", default="", metavar="HOST:PORT", help=say("server.help.metrics"))
    serve.add_argument("--no-portal", dest="portal", action="store_false", help=say("server.help.no_portal"))
    serve.set_defaults(command=running.serve)
    portal = verbs.add_parser("portal", parents=[every], help=say("server.help.portal"))
    portal.set_defaults(command=running.portal, portal=True)
    for one, port in ((serve, 8080), (portal, 8081)):
        _add_listening(one, port)
    _add_reading(verbs, every, serve)


def _add_listening(verb: argparse.ArgumentParser, port: int) -> None:
    verb.add_argument("--listen", default=f"127.0.0.1:{port}", metavar="HOST:PORT", help=say("server.help.listen"))
    verb.add_argument("--tls-certificate", metavar="PEM", help=say("server.help.tls"))
    verb.add_argument("--tls-key", metavar="PEM", help=say("server.help.tls"))
    verb.add_argument("--workers", type=_count, default=1, metavar="N", help=say("server.help.workers"))
    verb.add_argument("--log", choices=(logs.TEXT, logs.JSON), default=logs.TEXT, help=say("server.help.log"))
    verb.add_argument("--sender", default=senders.CONSOLE, metavar="NAME", help=say("server.help.sender"))
    verb.add_argument("--no-limits", dest="limits", action="store_false", help=say("reading.help.no_limits"))


def _with_database(apart: argparse.ArgumentParser) -> argparse.ArgumentParser:
    every = argparse.ArgumentParser(add_help=False, parents=[apart])
    every.add_argument("--database", required=True, metavar="URL", help=say("server.help.database"))
    every.add_argument("--keys", type=Path, metavar="DIR", help=say("server.help.keys"))
    return every


def _add_reading(verbs: Any, every: argparse.ArgumentParser, serve: argparse.ArgumentParser) -> None:
    how = (reading.THREAD, reading.NONE)
    serve.add_argument("--readers", choices=how, help=say("reading.help.readers"))
    read = verbs.add_parser("read", parents=[every], help=say("reading.help.read"))
    read.add_argument("--workers", type=int, default=1, metavar="N", help=say("reading.help.workers"))
    read.add_argument("--once", action="store_true", help=say("reading.help.once"))
    read.set_defaults(command=reading.read)


def _count(text: str) -> int:
    number = int(text)
    if not 1 <= number <= 256:
        raise ValueError(text)
    return number
