"""Users of one's units: added, given roles, let in again when password or telephone is lost, closed; one's own too."""

from __future__ import annotations

from collections.abc import Callable

from starlette.responses import Response
from starlette.routing import Route

from sync_server.browsing.visitor import Missing, number_in
from sync_server.district import accounts, scope, sessions, signing_in
from sync_server.district.accounts import Account, No, Secret
from sync_server.pages import frame
from sync_server.pages.door import staff
from sync_server.pages.visit import HOME, Visit
from vaxdesk.domain.outcomes import GivenRole
from vaxdesk.domain.passwords import PasswordFault
from vaxdesk.domain.rights import Act

PATH = f"{HOME}/accounts"
_UNITS = 400  # in a choice; the rest is named by its code


def _listed(visit: Visit) -> Response:
    return _list(visit, wrong="", status=200)


def _list(visit: Visit, *, wrong: str, status: int) -> Response:
    wanted = visit.query.get("q", "")
    found = accounts.managed(visit.conn, visit.who, wanted)
    return frame.show(
        visit, "accounts/list.html", status=status, rows=found, wanted=wanted, most=accounts.MOST, units=_units(visit),
        roles=tuple(GivenRole), form=visit.form, wrong=wrong,
    )  # fmt: skip


def _added(visit: Visit) -> Response:
    form = visit.form
    made = accounts.add(
        visit.conn, visit.server, visit.who,
        login=form.get("login", ""), name=form.get("name", ""), org_no=_unit(visit), role=form.get("role", ""),
    )  # fmt: skip
    if isinstance(made, No):
        return _list(visit, wrong=visit.say(f"{No.WORDS}.{made.value}"), status=400)
    return _told(visit, made)


def _one(visit: Visit) -> Response:
    return _page(visit, _account(visit), wrong="", status=200)


def _page(visit: Visit, one: Account, *, wrong: str, status: int) -> Response:
    values = {"one": one, "units": _units(visit), "roles": tuple(GivenRole), "wrong": wrong}
    return frame.show(visit, "accounts/one.html", status=status, own=one.user_no == visit.who.user_no, **values)


def _once(visit: Visit) -> Response:
    one = _account(visit)
    made = accounts.once(visit.conn, visit.server, visit.who, one)
    return _told(visit, made) if isinstance(made, Secret) else _no(visit, one, made)


def _told(visit: Visit, made: Secret) -> Response:
    """The password is in this one answer, and nowhere else."""
    return frame.show(visit, "accounts/told.html", made=made)


def _changed(act: Callable[[Visit, Account], No | None], said: str) -> Callable[[Visit], Response]:
    def changed(visit: Visit) -> Response:
        one = _account(visit)
        why = act(visit, one)
        return _no(visit, one, why) if why is not None else visit.to(f"{PATH}/{one.user_no}", said, name=one.name)

    return changed


def _no(visit: Visit, one: Account, why: No) -> Response:
    return _page(visit, one, wrong=visit.say(f"{No.WORDS}.{why.value}"), status=400)


def _close(visit: Visit, one: Account) -> No | None:
    return accounts.close(visit.conn, visit.server, visit.who, one)


def _phone(visit: Visit, one: Account) -> No | None:
    return accounts.new_phone(visit.conn, visit.server, visit.who, one)


def _grant(visit: Visit, one: Account) -> No | None:
    role = visit.form.get("role", "")
    return accounts.grant(visit.conn, visit.server, visit.who, one, org_no=_unit(visit), role=role)


def _take_back(visit: Visit, one: Account) -> No | None:
    role = visit.form.get("role", "")
    return accounts.take_back(visit.conn, visit.server, visit.who, one, org_no=_unit(visit), role=role)


def _own(visit: Visit) -> Response:
    return frame.show(visit, "accounts/own.html", wrong="")


def _own_password(visit: Visit) -> Response:
    """One's own password, asked for again before it is changed; in a browser that was left open nobody changes it."""
    form, session = visit.form, visit.session
    if form.get("password", "") != form.get("again", ""):
        return frame.show(visit, "accounts/own.html", status=400, wrong="district_entry.differ")
    if session is None or not signing_in.is_own(visit.conn, visit.server, session, form.get("before", "")):
        return frame.show(visit, "accounts/own.html", status=400, wrong="district_accounts.before_wrong")
    came = signing_in.renew(visit.conn, visit.server, session, visit.who.login, form["password"])
    if isinstance(came, PasswordFault):
        return frame.show(visit, "accounts/own.html", status=400, wrong=f"{PasswordFault.WORDS}.{came.value}")
    visit.session = sessions.find(visit.conn, visit.server, came.token)
    return visit.with_token(visit.to(f"{HOME}/own", "district_accounts.changed_own"), came.token)


def _account(visit: Visit) -> Account:
    found = accounts.account(visit.conn, visit.who, visit.number("user"))
    if found is None:
        raise Missing
    return found


def _units(visit: Visit) -> list[tuple[int, str]]:
    rows = scope.units(visit.conn, visit.who.paths(Act.GIVE_ROLES))[:_UNITS]
    return [(row.org_no, f"{'· ' * (row.path.count('/') - 2)}{row.name}") for row in rows]


def _unit(visit: Visit) -> int:
    text = visit.form.get("unit", "")
    return number_in(text)


def routes() -> list[Route]:
    """For the application."""
    give = staff(Act.GIVE_ROLES)
    acts = {
        "phone": _changed(_phone, "district_accounts.said_phone"),
        "close": _changed(_close, "district_accounts.said_closed"),
        "grant": _changed(_grant, "district_accounts.said_granted"),
        "take-back": _changed(_take_back, "district_accounts.said_taken_back"),
    }
    return [
        Route("/accounts", give(_listed), methods=["GET"]),
        Route("/accounts", give(_added), methods=["POST"]),
        Route("/accounts/{user}", give(_one), methods=["GET"]),
        Route("/accounts/{user}/once", give(_once), methods=["POST"]),
        *[Route(f"/accounts/{{user}}/{name}", give(act), methods=["POST"]) for name, act in acts.items()],
        Route("/own", staff()(_own), methods=["GET"]),
        Route("/own", staff()(_own_password), methods=["POST"]),
    ]
