"""`vaxdesk-server seal check`: the paper of a day against what is filed."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import msgspec

from sync_server.commands.console import Stopped, opened, tell
from sync_server.durable.database import reading
from sync_server.keeping import seals
from sync_server.keeping.seals import LogState, SealCheck
from vaxdesk.domain import seal as paper
from vaxdesk.domain.seal import BadSeal, Seal
from vaxdesk.words import say


def add_seal(verbs: Any, every: argparse.ArgumentParser) -> None:
    """`seal check`."""
    seal = verbs.add_parser("seal", help=say("dayseal.help.seal")).add_subparsers(required=True)
    check_ = seal.add_parser("check", parents=[every], help=say("dayseal.help.check"))
    check_.add_argument("paper", nargs="+", metavar="TEXT|IMAGE", help=say("dayseal.help.paper"))
    check_.set_defaults(command=check)


def check(options: argparse.Namespace) -> int:
    """Says whether the server has all that a page vouches for; 1 when it has not."""
    codes = [code for given in options.paper for code in _codes(given)]
    try:
        seal, parts = paper.read(codes)
    except BadSeal as error:
        raise Stopped("seal_unreadable") from error
    with opened(options, reading) as conn:
        found = seals.check(conn, seal)
    tell(options, _facts(seal, found, parts), _sentences(seal, found, parts))
    return 0 if found.complete and not parts else 1


def _codes(given: str) -> list[str]:
    """The codes in a text, in a file of text, or in a picture of the page."""
    if paper.find(given):
        return paper.find(given)
    path = Path(given)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Stopped("seal_unreadable") from error
    try:
        return paper.find(data.decode("ascii"))
    except UnicodeDecodeError:
        return [code for text in _pictured(path) for code in paper.find(text)]


def _pictured(path: Path) -> list[str]:
    try:
        import zxingcpp
        from PIL import Image, UnidentifiedImageError
    except ImportError as error:
        raise Stopped("seal_no_reader") from error
    try:
        with Image.open(path) as picture:
            return [found.text for found in zxingcpp.read_barcodes(picture.convert("L"))]
    except (UnidentifiedImageError, OSError) as error:
        raise Stopped("seal_unreadable") from error


def _facts(seal: Seal, found: SealCheck, parts: int) -> dict[str, Any]:
    return {
        "unit": seal.unit,
        "day": seal.day,
        "at": seal.at,
        "people": seal.people,
        "outcomes": seal.outcomes,
        "complete": found.complete and not parts,
        "different": found.different,
        "missing": found.missing,
        "codes_not_read": parts,
        "fingerprint": "" if parts else paper.fingerprint(paper.texts(seal)),
        "logs": [msgspec.to_builtins(one) for one in found.logs],
    }


def _sentences(seal: Seal, found: SealCheck, parts: int) -> str:
    state = "different" if found.different else "complete" if found.complete else "shorter"
    lines = [say(f"dayseal.check.{state}", day=seal.day, unit=seal.unit, missing=found.missing)]
    for one in found.logs:
        facts = {"log": one.log, "seq": one.seq, "have": one.have, "missing": one.missing}
        lines.append(say(f"{LogState.WORDS}.{one.state.value}", **facts))
    if parts:
        lines.append(say("dayseal.check.parts", n=parts))
    else:
        lines.append(say("dayseal.check.fingerprint", print=paper.fingerprint(paper.texts(seal))))
    return "\n".join(lines)
