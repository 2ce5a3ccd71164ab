"""`vaxdesk stock`: doses of a day by lot, with the equation of doses; `vaxdesk stock box CODE`: what a box says."""

from __future__ import annotations

import argparse

import msgspec

from vaxdesk.cli.answers import done, refused
from vaxdesk.cli.options import command, unlocked
from vaxdesk.desk.stockroom import boxes, overview
from vaxdesk.domain.refusals import Refused
from vaxdesk.domain.stock.balance import DayLine
from vaxdesk.words import say


def add(commands: argparse._SubParsersAction) -> None:
    """Registers the command."""
    group = commands.add_parser("stock", help=say("cli.help_stock")).add_subparsers(required=True)
    day = command(group, "day", help="cli.help_stock_day")
    day.add_argument("--date", default="", metavar="YYYY-MM-DD", help=say("cli.help_stock_date"))
    day.set_defaults(run=_day)
    box = command(group, "box", help="cli.help_stock_box")
    box.add_argument("code")
    box.set_defaults(run=_box)


def _day(args: argparse.Namespace) -> int:
    with unlocked(args, quiet=True) as desk:
        lines = overview.days(desk, args.date)
    data = [{**msgspec.to_builtins(one), "holds": one.holds} for one in lines]
    return done(args, "\n".join(map(_sentence, lines)) or say("cli.stock_none"), data)


def _box(args: argparse.Namespace) -> int:
    with unlocked(args, quiet=True) as desk:
        seen = boxes.box_of(desk, args.code)
    if isinstance(seen, Refused):
        return refused(args, seen)
    if seen is None:
        return done(args, say("stock.no_box"), None)
    facts = {"gtin": seen.box.gtin, "lot": seen.box.lot, "expiry": seen.box.expiry, "product": seen.product}
    return done(args, say("cli.stock_box", **facts), msgspec.to_builtins(seen))


def _sentence(one: DayLine) -> str:
    figures = {name: getattr(one, name) for name in ("opening", "received", "used", "extra", "wasted", "closing")}
    out = one.disposed + one.transferred + one.returned_up
    return say("cli.stock_line", product=one.product, lot=one.number, out=out, adjusted=one.adjusted, **figures)
