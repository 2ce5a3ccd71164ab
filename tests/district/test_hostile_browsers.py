"""Browsers that are none: odd forms, odd addresses, bodies that never end. Each is told calmly, and nothing breaks."""

from __future__ import annotations

import logging
import re
import select
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote, quote_from_bytes, urlsplit

import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.routing import Route

from sync_server.browsing.sent import MOST_FORM, MOST_WORDS
from sync_server.durable.database import writing
from sync_server.operating import giving
from sync_server.pages import entry
from sync_server.pages.app import TOPICS
from sync_server.pages.frame import HEADERS
from sync_server.settings import Settings
from tests.architecture.tree import ROOT
from tests.district.databases import BOTH, url_of
from tests.district.staffing import PASSWORD, Clerk, staffed
from tests.servers import RunningServer, running_server
from tests.sync_server.clinics import LANH, Clinic, changed, read
from vaxdesk.domain.outcomes import GivenRole
from vaxdesk.words import say_in

_PAGES = ROOT / "sync_server" / "pages"
ROUTES = [route for topic in (entry, *TOPICS) for route in topic.routes()]
GETS = sorted({route.path for route in ROUTES if "GET" in route.methods})
POSTS = sorted({route.path for route in ROUTES if "POST" in route.methods})
# whatever a page reads of its address: found in the sources, so that a new one is tried by itself
_SOURCES = "".join(path.read_text(encoding="utf-8") for path in _PAGES.rglob("*.py"))
_ELSEWHERE = {"unit", "kind", "state", "since", "until", "period"}  # read by what is below the pages
ASKED = sorted({*re.findall(r'query(?:\.get\(|\[)"(\w+)"', _SOURCES), *_ELSEWHERE})
_WAIT = {"timeout": 20}


@pytest.fixture(scope="module", params=BOTH)
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """A server with a woman in two records; it waits a second at most for what does not come."""
    folder = tmp_path_factory.mktemp("hostile")
    hasty = Settings(head_seconds=2.0, idle_seconds=1.0)
    with running_server(folder, url_of(request), settings=hasty) as running:
        for org in ("TYT-01", "TYT-02"):
            clinic = Clinic(running, org)
            clinic.dose(clinic.listed(changed(LANH, doc="", name=f"Lò Thị Lanh {org}")))
            clinic.send()
        read(running)
        yield running


@pytest.fixture(scope="module")
def clerk(server: RunningServer) -> Iterator[Clerk]:
    """Somebody with every right there is, signed in."""
    made = Clerk(server)
    login = staffed(server, "66", GivenRole.RECONCILE)
    for role in GivenRole:
        granted(server, login, role)
    made.sign_in(login)
    yield made
    made.close()


def granted(server: RunningServer, login: str, role: GivenRole) -> None:
    if role is not GivenRole.RECONCILE:
        with writing(server.engine) as conn:
            giving.grant(conn, server.server, login, server.unit("66"), role=role)


def is_calm(answer: requests.Response, *allowed: int) -> None:
    """An answer with one of some statuses, as a page of ours with its headers."""
    assert answer.status_code in allowed, (answer.url, answer.status_code, answer.text[:300])
    assert HEADERS.items() - {("Cache-Control", "no-store")} <= answer.headers.items(), answer.url


_ODD = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), max_size=30).map(lambda text: quote(text, safe="")),
    st.binary(max_size=12).map(quote_from_bytes),
    st.integers(-(10**40), 10**40).map(str),
    st.sampled_from(
        ["%00", "a%00b", "٣", "1.1", f"{9**30}.{9**30}", "²..²", "1.²", "²", "0", "2147483648", "9" * 17, "0001-01-01",
         "9999-12-31", "2026-02-30", "all", "own", "today", "csv", "x" * 3000, "%ED%A0%80", "..%2F..", "{{7*7}}"]
    ).map(lambda text: text if "%" in text else quote(text, safe="")),
)  # fmt: skip


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    path=st.sampled_from(GETS),
    parts=st.lists(_ODD, min_size=4, max_size=4),
    own=st.booleans(),
    asked=st.dictionaries(st.sampled_from(ASKED), _ODD, max_size=4),
    tail=st.sampled_from(["", "&", "&=", "&&&a", "&unit=1&unit=2", "%"]),
)
def test_no_address_breaks_a_page(
    server: RunningServer, clerk: Clerk, path: str, parts: list[str], own: bool, asked: dict[str, str], tail: str
) -> None:
    values = iter(parts)
    known = {"unit": str(server.unit("66").org_no), "section": "progress"} if own else {}
    where = re.sub(r"\{(\w+)\}", lambda found: known.get(found[1]) or next(values).replace("%2F", "") or "0", path)
    query = "&".join(f"{name}={value}" for name, value in asked.items()) + tail
    answer = clerk.http.get(f"{server.url}/district{where}?{query}", **_WAIT)
    is_calm(answer, 200, 303, 304, 400, 403, 404)


@pytest.mark.parametrize("number", ["2147483648", "9" * 17, "9" * 30, "²"])
def test_a_number_that_no_column_holds_names_nothing(clerk: Clerk, number: str) -> None:
    for path in GETS:
        if "{" in path and clerk.open(re.sub(r"\{\w+\}", number, path)).status_code != 404:
            raise AssertionError(clerk.page.url)
    for name in ASKED:
        for path in GETS:
            if "{" not in path:
                is_calm(clerk.open(f"{path}?{name}={number}"), 200, 404)


def multipart(charset: str = "", **fields: bytes) -> tuple[bytes, str]:
    """A form as browsers send files, and its media type."""
    parts = [
        b'--xx\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n' % (name.encode(), value)
        for name, value in fields.items()
    ]
    return b"".join(parts) + b"--xx--\r\n", "multipart/form-data; boundary=xx" + charset


def odd_forms(mark: str) -> dict[str, tuple[bytes, str]]:
    """Bodies with their media type, by what is odd about them."""
    plain = "application/x-www-form-urlencoded"
    own = f"csrf={mark}&".encode()
    return {
        "ten thousand fields": (own + b"a=1&" * 10_000, plain),
        "NUL": (own + b"login=a%00b&password=x%00&text=%00&of=%00&why=%00", plain),
        "no UTF-8": (own + b"login=%ff%fe&password=%80&text=%c0%af&of=%ff&why=%ff", plain),
        "bytes that are none of a form": (own + bytes(range(256)), plain),
        "halves of letters": multipart("; charset=unicode_escape", csrf=own[5:-1], login=b"\\ud800", why=b"\\ud800"),
        "letters that cannot be": multipart("; charset=undefined", csrf=own[5:-1], login=b"a", why=b"a"),
        "letters of another alphabet": multipart("; charset=punycode", csrf=own[5:-1], login=b"\xff-", why=b"\xff"),
        "no boundary": (b"--xx\r\n\r\n", "multipart/form-data"),
        "a boundary that never comes": (b"something else" * 50, "multipart/form-data; boundary=xx"),
        "a part without a name": (b"--xx\r\nContent-Disposition: form-data\r\n\r\nx\r\n--xx--\r\n",
                                  "multipart/form-data; boundary=xx"),
        "a part that is cut off": (multipart(csrf=own[5:-1], why=b"x")[0][:-20], "multipart/form-data; boundary=xx"),
        "JSON": (b'{"csrf":"' + mark.encode() + b'"}', "application/json"),
        "a mark of other letters": ("csrf=\u0111\u0111".encode(), plain),
        "nothing": (b"", plain),
    }  # fmt: skip


@pytest.mark.parametrize("odd", list(odd_forms("")))
def test_no_form_breaks_a_page(server: RunningServer, clerk: Clerk, odd: str) -> None:
    clerk.open("/units")
    body, media = odd_forms(clerk.mark)[odd]
    unit = str(server.unit("66").org_no)
    for path in POSTS:
        if path == "/sign-out":
            continue
        where = re.sub(r"\{(\w+)\}", lambda found: unit if found[1] == "unit" else "ab" * 16, path)
        url = f"{server.url}/district{where}"
        answer = clerk.http.post(url, data=body, headers={"Content-Type": media}, allow_redirects=False, **_WAIT)
        is_calm(answer, 303, 400, 403, 404, 409)
    assert clerk.open("/units").status_code == 200


def test_a_form_of_too_many_fields_or_with_what_is_no_text_is_told_so(server: RunningServer, clerk: Clerk) -> None:
    clerk.open("/units")
    for odd in ("ten thousand fields", "NUL", "halves of letters", "letters that cannot be", "no boundary"):
        body, media = odd_forms(clerk.mark)[odd]
        url = f"{server.url}/district/sign-out"
        answer = clerk.http.post(url, data=body, headers={"Content-Type": media}, **_WAIT)
        assert answer.status_code == 400 and say_in("vi", "district_frame.error.400.title") in answer.text, odd
    assert clerk.open("/units").url.endswith("/units"), "nothing of it was done"


def _begun(server: RunningServer, path: str, length: object, cookie: str = "", body: bytes = b"") -> socket.socket:
    """A line on which a form was announced and begun."""
    parts = urlsplit(server.url)
    line = socket.create_connection((parts.hostname, parts.port), timeout=20)
    head = f"POST /district{path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    line.sendall(f"{head}Cookie: {cookie}\r\nContent-Length: {length}\r\n\r\n".encode() + body)
    return line


@pytest.mark.parametrize("length", [MOST_FORM + 1, 10**14, "9" * 18])
def test_what_is_too_large_is_refused_before_it_is_sent(server: RunningServer, clerk: Clerk, length: object) -> None:
    cookie = f"vaxdesk={clerk.http.cookies['vaxdesk']}"
    for path in ("/sign-in", "/sign-out"):
        with _begun(server, path, length, cookie) as line:
            assert line.recv(2000).startswith(b"HTTP/1.1 413"), path


def test_much_is_read_only_of_those_who_are_signed_in(server: RunningServer, clerk: Clerk) -> None:
    for path in ("/sign-in", "/language", "/sign-out", "/cases/next", "/code"):
        with _begun(server, path, MOST_WORDS + 1) as line:
            assert line.recv(2000).startswith(b"HTTP/1.1 413"), path
    clerk.open("/units")
    much = clerk.send("/cases/undo", text="ă" * MOST_WORDS)
    assert much.status_code == 200
    files = {"list": ("a.csv", b"x" * (MOST_WORDS * 20))}
    assert clerk.send("/cases/undo", files=files).status_code == 200
    clerk.open("/units")
    too_much = clerk.http.post(
        f"{server.url}/district/sign-in", data={"login": "a" * MOST_WORDS, "password": PASSWORD}, **_WAIT
    )
    assert too_much.status_code == 413 and say_in("vi", "district_frame.error.413.title") in too_much.text


def test_a_form_that_never_ends_is_given_up(server: RunningServer, caplog: pytest.LogCaptureFixture) -> None:
    for line in _never_ended(server):
        with line:
            while line.recv(4096):
                pass
    assert not [one for one in caplog.records if one.levelno >= logging.ERROR], "who hangs up is no fault of ours"


def test_forms_that_never_end_hold_nobody_up(tmp_path: Path) -> None:
    with running_server(tmp_path) as patient, ExitStack() as lines:
        slow = [lines.enter_context(line) for line in _never_ended(patient)]
        assert requests.get(f"{patient.url}/district/sign-in", **_WAIT).status_code == 200
        assert not select.select(slow, [], [], 0)[0], "all of them are still waited for"


def _never_ended(server: RunningServer) -> list[socket.socket]:
    """More lines than there are threads."""
    return [_begun(server, "/sign-in", 500, body=b"login=") for _ in range(60)]


def test_every_answer_has_the_headers_whoever_made_it(server: RunningServer, clerk: Clerk) -> None:
    unit = server.unit("66").org_no
    nobody = requests.Session()
    paths = {
        "/": 307, "/units": 200, "/nothing": 404, "/static/desk.css": 200, "/static/nothing.css": 404, "/units/": 307,
        f"/board/{unit}": 200, f"/board/{unit}/progress/units.csv": 200, f"/board/{unit}/progress/units.xlsx": 200,
        f"/board/{unit}/progress/live": 200, "/cases": 200, "/operations": 200, "/sign-in": 200,
        "/cases?after=%00": 400,
    }  # fmt: skip
    for who in (clerk.http, nobody):
        for path in paths:
            answer = who.get(f"{server.url}/district{path}", allow_redirects=False, **_WAIT)
            is_calm(answer, *((paths[path], 303) if path in paths else ()))
            kept = "immutable" if answer.ok and "/static/" in path else "no-store"
            assert kept in answer.headers["Cache-Control"], path
            assert "Strict-Transport-Security" not in answer.headers, "not over a plain line (RFC 6797, 7.2)"
    for method in ("PUT", "DELETE", "OPTIONS", "TRACE"):
        is_calm(clerk.http.request(method, f"{server.url}/district/units", **_WAIT), 404, 405)
    tag = clerk.open(f"/board/{unit}/progress/live").headers["ETag"]
    url = f"{server.url}/district/board/{unit}/progress/live"
    is_calm(clerk.http.get(url, headers={"If-None-Match": tag}, **_WAIT), 304)
    nobody.close()


def test_nothing_may_run_but_what_is_served_here() -> None:
    policy = {part.split()[0]: part.split()[1:] for part in HEADERS["Content-Security-Policy"].split("; ")}
    assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == ["'none'"]
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == policy["connect-src"] == ["'self'"]
    assert "unsafe" not in HEADERS["Content-Security-Policy"]


def test_every_route_is_tried() -> None:
    assert len(GETS) > 12 and len(POSTS) > 12 and {"after", "before", "since", "silent"} <= set(ASKED)
    assert all(isinstance(route, Route) for route in ROUTES)
