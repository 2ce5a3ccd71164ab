"""Commands about PCs that were joined, and about what is kept of them for review."""

from __future__ import annotations

import argparse
import sys
from datetime import datetime
from typing import Any

import msgspec

from sync_server.authority import access, orgs
from sync_server.commands.console import Stopped, engine_of, key_of, now_ms, opened, serving_with, tell
from sync_server.durable.database import reading
from sync_server.joining import devices, standings
from sync_server.operating import device_acts
from sync_server.segments import strays
from sync_server.settings import Server
from vaxdesk.journal import lease_code as codes
from vaxdesk.words import say


def list_devices(options: argparse.Namespace) -> None:
    """Writes the PCs in the order of the tree."""
    with opened(options, reading) as conn:
        below = orgs.find(conn, options.org) if options.org else None
        for one in device_acts.listed(conn, below):
            kept = f", {say('rights.device.kept', size=one.kept)}" if one.kept else ""
            status = say(f"rights.device_status.{one.status}")
            _write(options, one, f"{one.device} {one.name} ({one.unit}) {status}{kept}")
    sys.stdout.flush()


def revoke(options: argparse.Namespace) -> None:
    """Takes a PC out for good."""
    since = _time(options.since)
    with serving_with(options) as (conn, server):
        known = device_acts.find(conn, options.device)
        device_acts.revoke(conn, server, known, from_ms=since, why=options.why)
    tell(options, {"device": known.device_no, "from_ms": since}, say("rights.device.revoked", name=_name(known)))


def suspend(options: argparse.Namespace) -> None:
    """Refuses a PC until it is let back in."""
    with serving_with(options) as (conn, server):
        known = device_acts.find(conn, options.device)
        device_acts.suspend(conn, server, known)
    tell(options, {"device": known.device_no}, say("rights.device.suspended", name=_name(known)))


def readmit(options: argparse.Namespace) -> None:
    """Lets a PC back in."""
    with serving_with(options) as (conn, server):
        known = device_acts.find(conn, options.device)
        device_acts.readmit(conn, server, known)
    tell(options, {"device": known.device_no}, say("rights.device.readmitted", name=_name(known)))


def list_strays(options: argparse.Namespace) -> None:
    """Writes what is kept for review."""
    with opened(options, reading) as conn:
        device = device_acts.find(conn, options.device).device_no if options.device else None
        for one in strays.listed(conn, device):
            _write(options, one, f"{one.id} {one.device} {one.reason} {one.log} {one.a + 1}-{one.a + one.n}")
    sys.stdout.flush()


def accept_strays(options: argparse.Namespace) -> None:
    """Files kept segments that were looked at."""
    key, engine = key_of(options), engine_of(options)
    ids = set(options.ids)
    try:
        with reading(engine) as conn:
            if options.device:
                ids |= {one.id for one in strays.listed(conn, device_acts.find(conn, options.device).device_no)}
        done = strays.accept(Server(engine=engine, key=key), ids)
    finally:
        engine.dispose()
    facts = {"filed": done.filed, "entries": done.entries, "left": {str(one): why for one, why in done.left.items()}}
    sentence = say("rights.device.reviewed", filed=done.filed, entries=done.entries, left=len(done.left))
    tell(options, facts, "\n".join([sentence, *(f"  {one}: {why}" for one, why in done.left.items())]))


def lease_code(options: argparse.Namespace) -> None:
    """Writes the code that shows a station's older records again; needs no contact with it."""
    if not (options.number.isascii() and options.number.isdigit() and len(options.number) == 4):
        raise Stopped("lease_number")
    with serving_with(options) as (conn, server):
        known = device_acts.find(conn, options.device)
        if known.status != devices.ACTIVE:
            raise Stopped("not_active", device=_name(known))
        key = standings.lease_key(server, bytes(known.pubkey))
        access.note(conn, "lease", result=str(options.weeks), at_ms=server.now_ms(), device=known.device_no)
    code = codes.make(key, int(options.number), options.weeks)
    tell(options, {"device": known.device_no, "code": code}, say("rights.device.lease", name=_name(known), code=code))


def _write(options: argparse.Namespace, facts: Any, text: str) -> None:
    sys.stdout.write((msgspec.json.encode(facts).decode() if options.json else text) + "\n")


def _name(known: Any) -> str:
    return known.name or str(known.device_no)


def _time(text: str) -> int:
    """Milliseconds of a local time as typed; now if nothing was."""
    if not text:
        return now_ms()
    try:
        return int(datetime.fromisoformat(text).astimezone().timestamp() * 1000)
    except ValueError:
        raise Stopped("time_form", time=text) from None
