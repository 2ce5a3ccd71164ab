"""What a browser keeps: tokens that are new at each step, cookies that stay with this host and with TLS."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import requests
import sqlalchemy as sa

from sync_server.durable.tables_staff import staff_session
from tests.bench.load import served
from tests.district.staffing import PASSWORD, Clerk, staffed
from tests.servers import RunningServer, running_server
from tests.tls_certificates import made_certificate
from vaxdesk.domain.outcomes import GivenRole


def test_a_token_is_new_at_each_step_and_only_its_digest_is_kept(server: RunningServer) -> None:
    other = Clerk(server)
    login = staffed(server, "66", GivenRole.OVERSEE, login="moi")
    other.open("/sign-in")
    other.send("/sign-in", login=login, password=PASSWORD)
    first = other.http.cookies["vaxdesk"]
    other.secret = re.search(r"<code>([A-Z2-7 ]+)</code>", other.page.text).group(1).replace(" ", "")
    other.send("/enrol-code", code=other.code())
    second = other.http.cookies["vaxdesk"]
    assert first != second and min(len(first), len(second)) >= 43
    digests = {bytes(row.digest) for row in server.rows(sa.select(staff_session))}
    assert sha256(second.encode()).digest() in digests, "what is kept"
    assert sha256(first.encode()).digest() not in digests, "the token before the second factor is worth nothing"
    bare = requests.get(f"{server.url}/district/units", cookies={"vaxdesk": first}, timeout=20)
    assert "/sign-in" in bare.url
    other.close()


@contextmanager
def over_tls(server: RunningServer, files: tuple[Path, Path]) -> Iterator[str]:
    """The address of another process that serves the same database, over TLS."""
    tls = ("--tls-certificate", str(files[0]), "--tls-key", str(files[1]))
    with served(server.database, server.folder, *tls) as (address, _):
        yield address


def test_over_tls_cookies_are_bound_to_this_host_and_browsers_stay_with_tls(tmp_path: Path) -> None:
    files = made_certificate(tmp_path, datetime.now(UTC))
    with running_server(tmp_path) as running, over_tls(running, files) as address, closing(Clerk(running)) as clerk:
        login = staffed(running, "66", GivenRole.OVERSEE)
        running.url = address
        clerk.http.verify = str(files[0])
        clerk.sign_in(login)
        assert clerk.page.status_code == 200 and "/board" in clerk.page.url
        assert clerk.page.headers["Strict-Transport-Security"].startswith("max-age=31536000")
        missing = clerk.open("/nothing")
        assert missing.status_code == 404 and "Strict-Transport-Security" in missing.headers
        clerk.open("/sign-in")
        begun = clerk.send("/sign-in", follow=False, login=login, password=PASSWORD)
        spoken = clerk.send("/language", follow=False, language="en", back="/district/units")
        given_ = [*begun.raw.headers.getlist("Set-Cookie"), *spoken.raw.headers.getlist("Set-Cookie")]
        assert [one.partition("=")[0] for one in given_] == ["__Host-vaxdesk", "vd-language"]
        for one in given_:
            flags = {part.strip().lower() for part in one.split(";")[1:]}
            assert {"secure", "httponly", "samesite=lax"} <= flags, one
        assert "path=/" in {part.strip().lower() for part in given_[0].split(";")} and "domain" not in given_[0].lower()
        token = clerk.http.cookies["__Host-vaxdesk"]
        clerk.http.cookies.clear()
        clerk.http.cookies.set("vaxdesk", token)
        bare = clerk.open("/units")
        assert bare.url.endswith("sign-in?next=%2Fdistrict%2Funits"), "under TLS no other name is believed"
