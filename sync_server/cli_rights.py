"""The commands of `vaxdesk-server` about units, users, devices, keys and the access log, as the parser knows them."""

from __future__ import annotations

import argparse
from typing import Any

from sync_server import commands_org
from vaxdesk.words import say

Every = argparse.ArgumentParser


def add_units(org: Any, every: Every) -> None:
    """`org list|move|close`."""
    listing = org.add_parser("list", parents=[every], help=say("rights.help.org_list"))
    listing.add_argument("--org", default="", metavar="CODE", help=say("rights.help.below"))
    listing.set_defaults(command=commands_org.list_units)
    move = org.add_parser("move", parents=[every], help=say("rights.help.org_move"))
    move.add_argument("--org", required=True, metavar="CODE", help=say("server.help.unit"))
    move.add_argument("--under", default="", metavar="CODE", help=say("rights.help.under"))
    move.set_defaults(command=commands_org.move_unit)
    close = org.add_parser("close", parents=[every], help=say("rights.help.org_close"))
    close.add_argument("--org", required=True, metavar="CODE", help=say("server.help.unit"))
    close.set_defaults(command=commands_org.close_unit)


def add_access(verbs: Any, every: Every) -> None:
    """`access verify`."""
    access = verbs.add_parser("access", help=say("rights.help.access")).add_subparsers(required=True)
    verify = access.add_parser("verify", parents=[every], help=say("rights.help.access_verify"))
    verify.add_argument("--end", action="append", default=[], metavar="CHAIN:ROWS:HASH", help=say("rights.help.end"))
    verify.set_defaults(command=commands_org.verify_access)
