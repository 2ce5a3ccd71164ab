"""The commands of `vaxdesk-server` about units, users, devices, keys and the access log, as the parser knows them."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from sync_server.commands import devices, units, users
from vaxdesk.domain.outcomes import GivenRole
from vaxdesk.journal.lease_code import MOST_WEEKS
from vaxdesk.words import say

Every = argparse.ArgumentParser


def add(verbs: Any, org: Any, every: Every) -> None:
    """All of them; `org` holds the commands about units."""
    _units(org, every)
    for part in (_access, _users, _devices, _lease):
        part(verbs, every)


def add_invitation(enrol: argparse.ArgumentParser) -> None:
    """What an invitation may carry besides, and where its picture goes."""
    enrol.add_argument("--ca", type=Path, metavar="PEM", help=say("rights.help.ca"))
    enrol.add_argument("--qr", type=Path, metavar="FILE", help=say("rights.help.qr"))


def _units(org: Any, every: Every) -> None:
    """`org list|move|close`."""
    listing = org.add_parser("list", parents=[every], help=say("rights.help.org_list"))
    listing.add_argument("--org", default="", metavar="CODE", help=say("rights.help.below"))
    listing.set_defaults(command=units.list_units)
    move = org.add_parser("move", parents=[every], help=say("rights.help.org_move"))
    move.add_argument("--org", required=True, metavar="CODE", help=say("server.help.unit"))
    move.add_argument("--under", default="", metavar="CODE", help=say("rights.help.under"))
    move.set_defaults(command=units.move_unit)
    close = org.add_parser("close", parents=[every], help=say("rights.help.org_close"))
    close.add_argument("--org", required=True, metavar="CODE", help=say("server.help.unit"))
    close.set_defaults(command=units.close_unit)


def _access(verbs: Any, every: Every) -> None:
    """`access verify`."""
    access = verbs.add_parser("access", help=say("rights.help.access")).add_subparsers(required=True)
    verify = access.add_parser("verify", parents=[every], help=say("rights.help.access_verify"))
    verify.add_argument("--end", action="append", default=[], metavar="CHAIN:ROWS:HASH", help=say("rights.help.end"))
    verify.set_defaults(command=units.verify_access)


def _users(verbs: Any, every: Every) -> None:
    """`user add|list|close|password`, `grant`, `ungrant`."""
    user = verbs.add_parser("user", help=say("rights.help.user")).add_subparsers(required=True)
    add = user.add_parser("add", parents=[every], help=say("rights.help.user_add"))
    _role(add)
    add.add_argument("--login", required=True, help=say("rights.help.login"))
    add.add_argument("--name", required=True, help=say("rights.help.full_name"))
    add.add_argument("--title", default="", help=say("rights.help.title"))
    add.add_argument("--once", action="store_true", help=say("rights.help.once"))
    add.set_defaults(command=users.add)
    listing = user.add_parser("list", parents=[every], help=say("rights.help.user_list"))
    listing.add_argument("--org", default="", metavar="CODE", help=say("rights.help.below"))
    listing.set_defaults(command=users.list_users)
    close = user.add_parser("close", parents=[every], help=say("rights.help.user_close"))
    close.add_argument("--user", required=True, metavar="LOGIN", help=say("rights.help.whole_login"))
    close.set_defaults(command=users.close)
    password = user.add_parser("password", parents=[every], help=say("rights.help.user_password"))
    password.add_argument("--user", required=True, metavar="LOGIN", help=say("rights.help.whole_login"))
    password.add_argument("--once", action="store_true", help=say("rights.help.once"))
    password.set_defaults(command=users.set_password)
    phone = user.add_parser("new-phone", parents=[every], help=say("rights.help.new_phone"))
    phone.add_argument("--user", required=True, metavar="LOGIN", help=say("rights.help.whole_login"))
    phone.set_defaults(command=users.new_phone)
    grant = verbs.add_parser("grant", parents=[every], help=say("rights.help.grant"))
    grant.add_argument("--user", required=True, metavar="LOGIN", help=say("rights.help.whole_login"))
    _role(grant)
    grant.set_defaults(command=users.grant)
    ungrant = verbs.add_parser("ungrant", parents=[every], help=say("rights.help.ungrant"))
    ungrant.add_argument("--user", required=True, metavar="LOGIN", help=say("rights.help.whole_login"))
    _role(ungrant, until=False)
    ungrant.add_argument("--why", default="", help=say("rights.help.why"))
    ungrant.set_defaults(command=users.ungrant)


def _devices(verbs: Any, every: Every) -> None:
    """`device list|revoke|suspend|readmit`, `stray list|accept`."""
    device = verbs.add_parser("device", help=say("rights.help.device")).add_subparsers(required=True)
    listing = device.add_parser("list", parents=[every], help=say("rights.help.device_list"))
    listing.add_argument("--org", default="", metavar="CODE", help=say("rights.help.below"))
    listing.set_defaults(command=devices.list_devices)
    revoke = device.add_parser("revoke", parents=[every], help=say("rights.help.revoke"))
    revoke.add_argument("--from", dest="since", default="", metavar="TIME", help=say("rights.help.since"))
    revoke.add_argument("--why", default="", help=say("rights.help.why"))
    revoke.set_defaults(command=devices.revoke)
    suspend = device.add_parser("suspend", parents=[every], help=say("rights.help.suspend"))
    suspend.set_defaults(command=devices.suspend)
    readmit = device.add_parser("readmit", parents=[every], help=say("rights.help.readmit"))
    readmit.set_defaults(command=devices.readmit)
    for one in (revoke, suspend, readmit):
        one.add_argument("--device", required=True, metavar="NUMBER", help=say("rights.help.which_device"))
    stray = verbs.add_parser("stray", help=say("rights.help.stray")).add_subparsers(required=True)
    strays = stray.add_parser("list", parents=[every], help=say("rights.help.stray_list"))
    strays.add_argument("--device", default="", metavar="NUMBER", help=say("rights.help.which_device"))
    strays.set_defaults(command=devices.list_strays)
    accept = stray.add_parser("accept", parents=[every], help=say("rights.help.stray_accept"))
    accept.add_argument("--device", default="", metavar="NUMBER", help=say("rights.help.all_of_device"))
    accept.add_argument("ids", nargs="*", type=int, metavar="ID", help=say("rights.help.stray_ids"))
    accept.set_defaults(command=devices.accept_strays)


def _lease(verbs: Any, every: Every) -> None:
    """`lease code`."""
    lease = verbs.add_parser("lease", help=say("rights.help.lease")).add_subparsers(required=True)
    code = lease.add_parser("code", parents=[every], help=say("rights.help.lease_code"))
    code.add_argument("--device", required=True, metavar="NUMBER", help=say("rights.help.which_device"))
    code.add_argument("--number", required=True, metavar="NNNN", help=say("rights.help.lease_number"))
    weeks = range(1, MOST_WEEKS + 1)
    code.add_argument("--weeks", type=int, default=4, choices=weeks, metavar="N", help=say("rights.help.weeks"))
    code.set_defaults(command=devices.lease_code)


def _role(parser: argparse.ArgumentParser, *, until: bool = True) -> None:
    parser.add_argument("--org", required=True, metavar="CODE", help=say("server.help.unit"))
    roles = [role.value for role in GivenRole]
    parser.add_argument("--role", required=True, choices=roles, help=say("rights.help.role"))
    if until:
        parser.add_argument("--until", default="", metavar="YYYY-MM-DD", help=say("rights.help.until"))
