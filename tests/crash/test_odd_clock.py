"""A process whose clock is decades off, and jumps: work goes on, TLS connects, times can be mended."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from tests.servers import running_server
from tests.tls_certificates import made_certificate
from vaxdesk.domain.payloads import Clock, Open
from vaxdesk.domain.true_times import Opened, Reading, t_fixed
from vaxdesk.journal import line, ref

_LIBRARIES = ("/usr/lib/*/faketime/libfaketimeMT.so.1", "/usr/lib*/faketime/libfaketimeMT.so.1")
_LEEWAY = 3.0  # seconds: device times are whole seconds, and the machine may be slow between an entry and the answer


def library() -> str:
    found = [str(path) for pattern in _LIBRARIES for path in Path("/").glob(pattern[1:])]
    if not found:
        pytest.fail("libfaketime is not installed (apt: faketime)")
    return found[0]


def session(home: Path, url: str, code: str, ca: Path, moment: str) -> list[dict]:
    """Runs the process with its clock at a moment."""
    time_file = home.with_name("time")
    time_file.write_text(f"@{moment} 08:00:00")
    clock = {"FAKETIME_TIMESTAMP_FILE": str(time_file), "FAKETIME_NO_CACHE": "1", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.crash.odd_clock", str(home), url, code, str(ca), str(time_file)],
        env={**os.environ, **clock, "LD_PRELOAD": library()},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout)


@pytest.mark.parametrize("year", [1980, 2002, 2098])
def test_a_session_decades_off_works_sends_and_can_be_mended(year: int, tmp_path: Path) -> None:
    files = made_certificate(tmp_path, datetime.now(UTC))
    with running_server(tmp_path, tls=files) as server:
        began = time.time()
        seen = session(tmp_path / "home", server.url, server.enrol_code("TYT-01"), files[0], f"{year}-03-01")
        ended = time.time()
        held = server.entries("TYT-01")
    assert [one["year"] for one in seen] == [year, 2061], "the clock was wrong, and jumped"
    assert [one["waiting"] for one in seen] == [0, 0], "all is confirmed"
    assert all(one["clock"] != "plausible" for one in seen), "the desk says so"
    lines = [(ref.split(one["ref"])[0], line.decode(one["line"].encode())) for one in held]
    worked = [(log, one) for log, one in lines if one.k == "checkin"]
    assert len(worked) == 2
    for log, one in worked:
        of_run = [other for name, other in lines if name == log]
        fixed = t_fixed(one.t, opened(of_run), readings(of_run))
        assert fixed is not None
        assert began - _LEEWAY <= fixed <= ended + _LEEWAY


def opened(run: list[line.Line]) -> Opened:
    return Opened(t=run[0].t, uptime=msgspec.json.decode(run[0].d, type=Open).uptime)


def readings(run: list[line.Line]) -> list[Reading]:
    found = [(one.t, msgspec.json.decode(one.d, type=Clock)) for one in run if one.k == "clock"]
    return [Reading(t=t, srv=one.srv, rtt_ms=one.rtt_ms, uptime=one.uptime) for t, one in found]
