"""A request of the system to end closes the practice station in order, and its server with it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests

from tests.architecture.tree import ROOT

_PATIENCE = 60


def wait_for(what, *, seconds: float = _PATIENCE):
    """What a question answers as soon as it answers something."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        found = what()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError("it never came")


def answers(port: str) -> bool:
    try:
        requests.get(f"http://127.0.0.1:{port}/", timeout=2)
    except requests.RequestException:
        return False
    return True


@pytest.mark.skipif(os.name != "posix", reason="a signal of POSIX")
def test_the_practice_server_ends_with_a_desk_that_is_told_to_end(tmp_path: Path) -> None:
    ready = tmp_path / "ready"
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "DISPLAY": os.environ.get("DISPLAY", ":0")}
    told = [sys.executable, "-m", "vaxdesk", "demo", "--home", str(tmp_path / "home"), "--ready", str(ready)]
    desk = subprocess.Popen(told, cwd=ROOT, env=environment, stderr=subprocess.PIPE)
    try:
        wait_for(lambda: ready.exists() or desk.poll() is not None)
        port = (tmp_path / "home" / "practice-server" / "port").read_text()
        assert answers(port)
        time.sleep(1.5)  # the event loop rests, no Python runs
        desk.send_signal(signal.SIGTERM)
        _, said = desk.communicate(timeout=_PATIENCE)
    finally:
        desk.kill()
    assert desk.returncode == 0, said.decode()
    assert not answers(port)
    assert b"Traceback" not in said
