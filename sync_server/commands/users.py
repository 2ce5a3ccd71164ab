"""Commands about users from above and the roles they hold."""

from __future__ import annotations

import argparse
import getpass
import os
import sys
from datetime import date

import msgspec

from sync_server.authority import given, orgs
from sync_server.commands.console import Stopped, opened, serving_with, tell
from sync_server.district import signing_in
from sync_server.durable.database import reading
from sync_server.operating import giving
from vaxdesk.domain import passwords
from vaxdesk.domain.outcomes import GivenRole
from vaxdesk.words import say

PASSWORD = "VAXDESK_PASSWORD"  # the name of a variable, not a password


def add(options: argparse.Namespace) -> None:
    """Gives a unit a user with a first role."""
    password = giving.once_password() if options.once else _password()
    wanted = giving.NewUser(
        login=_login(options.login),
        name=options.name.strip(),
        password=password,
        title=options.title,
        once=options.once,
    )
    with serving_with(options) as (conn, server):
        unit = orgs.find(conn, options.org)
        number = giving.add_user(conn, server, unit, wanted, role=GivenRole(options.role), until=_day(options.until))
    login = wanted.login if "@" in wanted.login else f"{wanted.login}@{unit.code}"
    facts = {"user": number, "login": login, "org": unit.code, "role": options.role}
    sentence = say("rights.user.added", login=login, role=say(f"rights.role.{options.role}"), unit=unit.name)
    if options.once:
        facts["password"] = password
        sentence += "\n" + say("rights.user.once", password=password)
    tell(options, facts, sentence)


def list_users(options: argparse.Namespace) -> None:
    """Writes the users and what they hold."""
    with opened(options, reading) as conn:
        below = orgs.find(conn, options.org).path if options.org else "/"
        for row in given.users(conn):
            if not row.path.startswith(below):
                continue
            held = [(one.role, f"{one.scheme}:{one.code}", one.until) for one in given.holdings(conn, row.user_no)]
            one = {"user": row.user_no, "login": row.login, "name": row.name, "active": bool(row.active), "roles": held}
            if options.json:
                sys.stdout.write(msgspec.json.encode(one).decode() + "\n")
            else:
                sys.stdout.write(_line(one) + "\n")
    sys.stdout.flush()


def close(options: argparse.Namespace) -> None:
    """Closes a user."""
    with serving_with(options) as (conn, server):
        known = giving.close_user(conn, server, options.user)
    tell(options, {"user": known.user_no, "login": known.login}, say("rights.user.closed", login=known.login))


def set_password(options: argparse.Namespace) -> None:
    """Files a new password of a user."""
    password = giving.once_password() if options.once else _password()
    with serving_with(options) as (conn, server):
        known = giving.set_password(conn, server, options.user, password, once=options.once)
    facts = {"user": known.user_no, "login": known.login}
    sentence = say("rights.user.password_set", login=known.login)
    if options.once:
        facts["password"] = password
        sentence += "\n" + say("rights.user.once", password=password)
    tell(options, facts, sentence)


def new_phone(options: argparse.Namespace) -> None:
    """Takes the second factor of a user away: the next sign-in by a browser enrols another telephone."""
    with serving_with(options) as (conn, server):
        known = signing_in.new_phone(conn, server, options.user)
    facts = {"user": known.user_no, "login": known.login}
    tell(options, facts, say("rights.user.new_phone", login=known.login))


def grant(options: argparse.Namespace) -> None:
    """Gives a user a role at a unit."""
    with serving_with(options) as (conn, server):
        unit = orgs.find(conn, options.org)
        role = GivenRole(options.role)
        reference = giving.grant(conn, server, options.user, unit, role=role, until=_day(options.until))
    facts = {"ref": reference, "login": options.user, "org": unit.code, "role": options.role}
    role = say(f"rights.role.{options.role}")
    tell(options, facts, say("rights.user.granted", login=options.user, role=role, unit=unit.name))


def ungrant(options: argparse.Namespace) -> None:
    """Takes a role at a unit back."""
    with serving_with(options) as (conn, server):
        unit = orgs.find(conn, options.org)
        ended = giving.ungrant(conn, server, options.user, unit, role=GivenRole(options.role), why=options.why)
    facts = {"ended": ended, "login": options.user, "org": unit.code, "role": options.role}
    role = say(f"rights.role.{options.role}")
    tell(options, facts, say("rights.user.taken_back", login=options.user, role=role, unit=unit.name))


def _line(one: dict) -> str:
    held = ", ".join(
        f"{say(f'rights.role.{role}')} ({unit}{f' – {until}' if until else ''})" for role, unit, until in one["roles"]
    )
    closed = "" if one["active"] else f" [{say('rights.org.is_closed')}]"
    return f"{one['login']} {one['name']}{closed}: {held}"


def _login(text: str) -> str:
    login = text.strip().casefold()
    if not login or any(letter.isspace() for letter in login):
        raise Stopped("login_form")
    return login


def _day(text: str) -> str:
    """An ISO day as asked for; empty is without end."""
    if not text:
        return ""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise Stopped("day_form", day=text) from None


def _password() -> str:
    """From the environment, else asked twice at the terminal without echo."""
    from_outside = os.environ.get(PASSWORD)
    first = from_outside if from_outside is not None else getpass.getpass(say("rights.user.ask_password") + " ")
    if from_outside is None and getpass.getpass(say("rights.user.ask_again") + " ") != first:
        raise Stopped("passwords_differ")
    fault = passwords.fault(first)
    if fault is not None:
        raise Stopped("password_weak", why=say(f"{passwords.PasswordFault.WORDS}.{fault.value}"))
    return first
