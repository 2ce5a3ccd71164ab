"""`vaxdesk verify FILE|TEXT`: whether a certificate holds; `vaxdesk trust`: whom this desk believes."""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from vaxdesk.cli.answers import done, failed
from vaxdesk.cli.certificates import FORMATS, document
from vaxdesk.cli.options import command, unlocked
from vaxdesk.trouble import Trouble
from vaxdesk.words import say

if TYPE_CHECKING:
    from vaxdesk.certificates.trust import TrustList
    from vaxdesk.certificates.trusted import Trusted
    from vaxdesk.certificates.verdict import Verdict

VALID, INVALID, UNREADABLE = 0, 1, 2


def add(commands: argparse._SubParsersAction) -> None:
    """Registers the commands."""
    parser = command(commands, "verify", help="verdict.cli.help_verify")
    parser.add_argument("source", metavar="FILE|TEXT", help=say("verdict.cli.help_source"))
    parser.add_argument("--trust", type=Path, metavar="FILE", help=say("verdict.cli.help_trust_file"))
    parser.add_argument("--as", dest="form", choices=FORMATS, help=say("interop.help_as"))
    parser.set_defaults(run=_verify)
    group = commands.add_parser("trust", help=say("verdict.cli.help_trust")).add_subparsers(required=True)
    show = command(group, "show", help="verdict.cli.help_show")
    show.set_defaults(run=_show)
    take = command(group, "import", help="verdict.cli.help_import")
    take.add_argument("file", type=Path)
    take.set_defaults(run=_import)


def _verify(args: argparse.Namespace) -> int:
    """Exit code 0 when every certificate that was found holds, 1 when one does not, 2 when none could be read.

    With `--as` the first that holds is printed as a document: a document carries no signature, so whoever gets it could
    not see that the certificate had none.
    """
    from vaxdesk.certificates.trust import BadTrustList
    from vaxdesk.certificates.verify import verify
    from vaxdesk.cli.verify_source import texts_of
    from vaxdesk.domain.certificate_reasons import CertificateKind
    from vaxdesk.phrases_verdict import sentences
    from vaxdesk.registry.rules import values

    try:
        trusted, now = _believed(args)
        texts = texts_of(args.source)
    except Trouble as trouble:
        failed(args, f"trouble.{trouble.code.value}", code=trouble.code.value, detail=trouble.detail)
        return UNREADABLE
    except BadTrustList as bad:
        failed(args, "verdict.cli.no_list", code="bad_trust_list", detail=str(bad))
        return UNREADABLE
    judged = [(verify(text, trust=trusted, now=now, values=values()), text) for text in texts]
    holds = next((pair for pair in judged if pair[0].valid), None)
    if args.form and holds:
        return _written(args, *holds)
    found = [one for one, _ in judged]
    found.sort(key=lambda one: one.kind is CertificateKind.UNKNOWN)
    if not found:
        failed(args, "scan.outcome.nothing_found", code="nothing_found")
        return UNREADABLE
    first, *more = map(_as_data, found)
    done(args, "\n\n".join("\n".join(sentences(one)) for one in found), first | ({"more": more} if more else {}))
    known = [one for one in found if one.kind is not CertificateKind.UNKNOWN]
    if not known:
        return UNREADABLE
    return VALID if all(one.valid for one in known) else INVALID


def _written(args: argparse.Namespace, found: Verdict, text: str) -> int:
    """Prints the document of a certificate that holds."""
    from vaxdesk.certificates.statement import of_verdict

    told = of_verdict(found, text)
    if told is None:
        failed(args, "interop.no_doses", code="no_doses")
        return UNREADABLE
    sys.stdout.write(json.dumps(document(told, args.form), ensure_ascii=False, indent=1) + "\n")
    return VALID


def _believed(args: argparse.Namespace) -> tuple[Trusted, int]:
    """Whom to believe, and when it is: by the file given, else by the station in the data folder, else nobody."""
    from vaxdesk.certificates.trusted import NOTHING, Trusted
    from vaxdesk.desk import door, trust

    if args.trust:
        return Trusted(_list_in(args.trust)), int(time.time())
    if not door.exists(args.home):
        return NOTHING, int(time.time())
    with unlocked(args, quiet=True) as desk:
        return trust.trusted(desk), trust.moment(desk)


def _list_in(path: Path) -> TrustList:
    """The list in a file, on the word of whoever names it.

    Raises:
        Trouble: FILE_UNREADABLE.
        BadTrustList: no list.
    """
    from vaxdesk.certificates import trust

    return trust.read_unsigned(_bytes_of(path))


def _show(args: argparse.Namespace) -> int:
    from vaxdesk.desk import trust

    with unlocked(args, quiet=True) as desk:
        listed, now = trust.trusted(desk).listed, trust.moment(desk)
    if listed is None:
        return failed(args, "verdict.caution.no_list", code="no_list")
    return _told(args, listed, now)


def _import(args: argparse.Namespace) -> int:
    from vaxdesk.certificates.trust import BadTrustList
    from vaxdesk.desk import trust

    data = _bytes_of(args.file)
    with unlocked(args) as desk:
        try:
            listed = trust.keep(desk, data)
        except BadTrustList as bad:
            key = "verdict.cli.older_list" if str(bad) == "older" else "verdict.cli.not_our_list"
            return failed(args, key, code="bad_trust_list", detail=str(bad))
        now = trust.moment(desk)
    return _told(args, listed, now)


def _told(args: argparse.Namespace, listed: TrustList, now: int) -> int:
    from vaxdesk.certificates import trust
    from vaxdesk.documents.dates import day

    facts = {
        "made": listed.made.isoformat(),
        "days": max(0, trust.age_days(listed, now)),
        "keys": len(listed.keys),
        "countries": len({one.country for one in listed.keys}),
        "devices": len(listed.devices),
        "revoked": len(listed.revoked),
    }
    text = say("verdict.cli.list", **(facts | {"made": day(facts["made"][:10])}))
    return done(args, text, facts)


def _bytes_of(path: Path) -> bytes:
    from vaxdesk.wiring.certificate_files import bytes_of

    return bytes_of(path)


def _as_data(one: Verdict) -> dict[str, Any]:
    """A verdict for scripts, its lists there also when they are empty."""
    empty: dict[str, Any] = {"reasons": [], "cautions": [], "person": None, "doses": [], "results": []}
    return empty | msgspec.to_builtins(one)
