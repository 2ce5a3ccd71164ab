"""`vaxdesk scan IMAGE|-`: what a code says; needs no station."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from vaxdesk.cli.answers import done
from vaxdesk.cli.options import command
from vaxdesk.domain.scans import Scan, ScanOutcome
from vaxdesk.words import say

_FAILED = (ScanOutcome.NOTHING_FOUND, ScanOutcome.DAMAGED, ScanOutcome.TRUNCATED)
_NOT_SHOWN = ("extras", "doses", "plain_name")


def add(commands: argparse._SubParsersAction) -> None:
    """Registers the command."""
    parser = command(commands, "scan", help="scan.help")
    parser.add_argument("source", metavar="IMAGE", help=say("scan.help_source"))
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Reads and answers; exit code 1 when no code could be read.

    Raises:
        Trouble: IMAGE_UNREADABLE.
    """
    first, *more = _scans(args.source)
    data = as_data(first) | ({"more": [as_data(scan) for scan in more]} if more else {})
    done(args, "\n\n".join(_sentences(scan) for scan in (first, *more)), data)
    return 1 if first.outcome in _FAILED else 0


def as_data(scan: Scan) -> dict[str, Any]:
    """A scan for scripts: kind, outcome, fields, findings, the sentences and the raw text."""
    return {
        "kind": scan.kind.value,
        "outcome": scan.outcome.value,
        "fields": scan.fields(),
        "findings": [finding.value for finding in scan.findings],
        "what": say(f"{scan.outcome.WORDS}.{scan.outcome.value}"),
        "next": say(f"scan.next.{scan.outcome.value}"),
        "raw": scan.raw,
    }


def _scans(source: str) -> list[Scan]:
    # the decoder takes a quarter of a second to load, so it is loaded only when a code is read
    from vaxdesk.scanning import decode
    from vaxdesk.scanning.reading import read, read_all
    from vaxdesk.trouble import Trouble

    if source != "-":
        return read_all(decode.read_image_file(Path(source)))
    data = sys.stdin.buffer.read()
    try:
        return read_all(decode.read_image(data))
    except Trouble:
        return [read(data)]


def _sentences(scan: Scan) -> str:
    fields = {key: value for key, value in scan.fields().items() if key not in _NOT_SHOWN}
    lines = [
        say(f"{scan.kind.WORDS}.{scan.kind.value}"),
        *(f"  {say(f'scan.field.{key}')}: {value}" for key, value in fields.items()),
        *(say(f"{finding.WORDS}.{finding.value}") for finding in scan.findings),
        say(f"{scan.outcome.WORDS}.{scan.outcome.value}"),
        say(f"scan.next.{scan.outcome.value}"),
    ]
    return "\n".join(lines)
