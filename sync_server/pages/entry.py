"""The sign-in, step by step: password, one of one's own where it was for one use, second factor; and the way out."""

from __future__ import annotations

from collections.abc import Callable

from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from sync_server.browsing import codes
from sync_server.browsing.visitor import LANGUAGE
from sync_server.district import factor, sessions, signing_in, who
from sync_server.district.sessions import Stage
from sync_server.district.signing_in import Begun, TooOften
from sync_server.pages import frame
from sync_server.pages.door import SIGN_IN, STEPS, anybody, staff, step
from sync_server.pages.visit import HOME, Visit
from vaxdesk import words
from vaxdesk.domain import times
from vaxdesk.domain.passwords import PasswordFault

_YEAR_S = 31_536_000


def _asked(visit: Visit) -> Response:
    return frame.show(visit, "entry/sign_in.html", wrong="", login="", next=_within(visit.query.get("next", "")))


def _signed(visit: Visit) -> Response:
    login, next_ = visit.form.get("login", ""), _within(visit.form.get("next", ""))
    came = signing_in.begin(visit.server, login, visit.form.get("password", ""), address=visit.address)
    if isinstance(came, Begun):
        where = RedirectResponse(STEPS[came.stage] + (f"?next={next_}" if next_ else ""), status_code=303)
        return visit.with_token(where, came.token)
    wrong, status = _wrong(came)
    return frame.show(visit, "entry/sign_in.html", status=status, wrong=wrong, login=login, next=next_)


def _code_asked(visit: Visit) -> Response:
    return frame.show(visit, "entry/code.html", wrong="", next=_within(visit.query.get("next", "")))


def _code_given(visit: Visit) -> Response:
    next_ = _within(visit.form.get("next", ""))
    came = signing_in.prove(visit.conn, visit.server, visit.session, visit.form.get("code", ""))
    if isinstance(came, Begun):
        return visit.with_token(RedirectResponse(next_ or HOME, status_code=303), came.token)
    wrong, status = _wrong(came, "district_entry.wrong_code")
    return frame.show(visit, "entry/code.html", status=status, wrong=wrong, next=next_)


def _enrol_asked(visit: Visit) -> Response:
    return _offer(visit, "", 200)


def _enrol_sent(visit: Visit) -> Response:
    came = signing_in.prove(visit.conn, visit.server, visit.session, visit.form.get("code", ""))
    if isinstance(came, Begun):
        return visit.with_token(RedirectResponse(HOME, status_code=303), came.token)
    return _offer(visit, *_wrong(came, "district_entry.wrong_code"))


def _offer(visit: Visit, wrong: str, status: int) -> Response:
    secret = factor.offered(visit.conn, visit.server, visit.session.user_no)
    known = who.find(visit.conn, visit.session.user_no, day=times.day_of(visit.server.now()))
    picture = codes.square(factor.address(secret, known.login if known else ""))
    groups = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    return frame.show(visit, "entry/enrol.html", status=status, wrong=wrong, secret=groups, picture=picture)


def _renew_asked(visit: Visit) -> Response:
    return frame.show(visit, "entry/renew.html", wrong="")


def _renewed(visit: Visit) -> Response:
    first, again = visit.form.get("password", ""), visit.form.get("again", "")
    if first != again:
        return frame.show(visit, "entry/renew.html", status=400, wrong="district_entry.differ")
    known = who.find(visit.conn, visit.session.user_no, day=times.day_of(visit.server.now()))
    came = signing_in.renew(visit.conn, visit.server, visit.session, known.login, first)
    if isinstance(came, PasswordFault):
        wrong = f"{PasswordFault.WORDS}.{came.value}"
        return frame.show(visit, "entry/renew.html", status=400, wrong=wrong)
    return visit.with_token(RedirectResponse(STEPS[came.stage], status_code=303), came.token)


def _left(visit: Visit) -> Response:
    if visit.session is not None:
        sessions.end(visit.conn, visit.session)
    answer = RedirectResponse(SIGN_IN, status_code=303)
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    return answer


def _spoken(visit: Visit) -> Response:
    """Chooses the language of the pages, before and after the sign-in."""
    chosen = visit.form.get("language", "")
    answer = RedirectResponse(_within(visit.form.get("back", "")) or HOME, status_code=303)
    if chosen in words.LANGUAGES:
        answer.set_cookie(
            LANGUAGE, chosen, max_age=_YEAR_S, path=HOME, secure=visit.is_secure, httponly=True, samesite="lax"
        )
    return answer


def _within(path: str) -> str:
    """A path of these pages to go on to; empty for anything that leads elsewhere."""
    plain = path.isascii() and path.isprintable() and not set(path) & set("\\ \"'<>")
    return path if plain and (path == HOME or path.startswith(f"{HOME}/")) and ".." not in path else ""


def _wrong(came: object, wrong: str = "district_entry.wrong") -> tuple[str, int]:
    return ("district_entry.too_often", 429) if isinstance(came, TooOften) else (wrong, 400)


def routes() -> list[Route]:
    """For the application."""
    steps: list[tuple[str, Callable[[Visit], Response], Callable[[Visit], Response], Stage]] = [
        ("/code", _code_asked, _code_given, Stage.FACTOR),
        ("/enrol-code", _enrol_asked, _enrol_sent, Stage.ENROL),
        ("/new-password", _renew_asked, _renewed, Stage.RENEW),
    ]
    made = [
        Route("/sign-in", anybody(_asked), methods=["GET"]),
        Route("/sign-in", anybody(_signed, alone=True), methods=["POST"]),
        Route("/language", anybody(_spoken), methods=["POST"]),
        Route("/sign-out", staff()(_left), methods=["POST"]),
    ]
    for path, asked, answered, stage in steps:
        made += [Route(path, step(stage)(asked), methods=["GET"]), Route(path, step(stage)(answered), methods=["POST"])]
    return made
