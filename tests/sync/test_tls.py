"""TLS with a clock that is years off: the line comes about, the key is still checked, and so are the dates.

Time is moved on the server's side: a certificate of 1980 seen today is to OpenSSL what one of today is in 2072.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.servers import running_server
from tests.stations import Station, all_confirmed, failing
from tests.tls_certificates import made_certificate
from vaxdesk.journal.frames import Ask, decode, split
from vaxdesk.store import enrolment as shelf
from vaxdesk.sync import tls
from vaxdesk.trouble import TroubleCode

MOMENTS = [datetime(year, 6, 1, tzinfo=UTC) for year in (1980, 2002, 2098)]


@pytest.mark.parametrize("moment", MOMENTS, ids=lambda one: str(one.year))
def test_a_clock_that_is_years_off_joins_and_sends_over_tls(
    moment: datetime, tmp_path: Path, station_of: Callable[..., Station]
) -> None:
    files = made_certificate(tmp_path, moment)
    with running_server(tmp_path, tls=files) as server:
        server.now = moment.timestamp
        desk = station_of(server, ca=files[0].read_text())
        desk.write(3)
        asked = len(desk.line.bodies)
        assert desk.sync().confirmed == 4
        first = [split(body) for body in desk.line.bodies[asked:]]
        told_nothing = [frames for frames in first if decode(frames[0], Ask).why == "clock"]
        assert [len(frames) for frames in told_nothing] == [1]
        assert all_confirmed(server, desk)
        with desk.store.reading() as conn:
            heard = shelf.contact(conn)
        assert heard is not None
        assert abs(heard.server_ms / 1000 - moment.timestamp()) < 5
        desk.line.close()


def test_a_wrong_key_is_refused_whatever_the_clock_says(tmp_path: Path, station_of: Callable[..., Station]) -> None:
    for name in ("ours", "other"):
        (tmp_path / name).mkdir()
    ours = made_certificate(tmp_path / "ours", MOMENTS[1])
    other = made_certificate(tmp_path / "other", MOMENTS[1])
    with running_server(tmp_path, tls=ours) as server:
        server.now = MOMENTS[1].timestamp
        desk = station_of(server, ca=ours[0].read_text())
        desk.write(1)
        server.stop()
        server._tls = other
        server.start()
        assert failing(desk) is TroubleCode.NOT_OUR_SERVER
        assert desk.waiting() == 2
        desk.line.close()


def test_a_certificate_that_has_ended_by_the_servers_own_time_is_refused_and_told_nothing(
    tmp_path: Path, station_of: Callable[..., Station]
) -> None:
    files = made_certificate(tmp_path, MOMENTS[1])
    with running_server(tmp_path, tls=files) as server:
        server.now = MOMENTS[1].timestamp
        desk = station_of(server, ca=files[0].read_text())
        desk.write(1)
        server.now = datetime(2002, 6, 9, tzinfo=UTC).timestamp
        asked = len(desk.line.bodies)
        assert failing(desk) is TroubleCode.NOT_OUR_SERVER
        frames = [split(body) for body in desk.line.bodies[asked + 1 :]]
        assert [len(one) for one in frames] == [1]
        desk.line.close()


def test_a_pinned_line_trusts_one_authority_and_the_library_adds_none(
    tmp_path: Path, station_of: Callable[..., Station]
) -> None:
    files = made_certificate(tmp_path, datetime.now(UTC))
    with running_server(tmp_path, tls=files) as server:
        desk = station_of(server, ca=files[0].read_text())
        desk.sync()
        context = desk.line.get_adapter(server.url)._context
        assert len(context.get_ca_certs()) == 1
        desk.line.close()


def test_old_versions_of_the_protocol_are_not_spoken() -> None:
    made = tls.Context.make(dates=False)
    assert made.minimum_version is ssl.TLSVersion.TLSv1_2
    assert made.verify_mode is ssl.CERT_REQUIRED
    assert made.check_hostname
    assert not tls.is_about_dates(ssl.SSLError("handshake"))


def test_a_connection_that_is_kept_for_later_does_not_hold_up_the_end(tmp_path: Path) -> None:
    files = made_certificate(tmp_path, datetime.now(UTC))
    context = ssl.create_default_context(cafile=str(files[0]))
    context.check_hostname = False
    with running_server(tmp_path, tls=files) as server:
        host, port = server.url.removeprefix("https://").split(":")
        with socket.create_connection((host, int(port)), timeout=10) as plain, context.wrap_socket(plain) as kept:
            kept.sendall(b"GET /v1/health HTTP/1.1\r\nHost: x\r\n\r\n")
            assert kept.recv(65536).startswith(b"HTTP/1.1 200")
            time.sleep(2.1)
            began = time.monotonic()
            server.stop()
            assert time.monotonic() - began < 2, "it used to wait for its whole grace of five seconds"
