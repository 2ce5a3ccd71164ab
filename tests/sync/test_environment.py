"""What the environment of the program says of the line: proxies are used, passwords of other programs are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sync.portals import asked, web
from vaxdesk.sync.http import Link


def test_a_proxy_that_the_environment_names_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    with web(200, b"page") as url:
        for name, value in {"http_proxy": url, "no_proxy": "", "NO_PROXY": ""}.items():
            monkeypatch.setenv(name, value)
        with Link("http://server.example") as line:
            assert line.post("/v1/sync", b"x", headers={}).body == b"page"
    assert asked == [("http://server.example/v1/sync", None)]


def test_a_password_kept_for_other_programs_replaces_no_signature(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "netrc").write_text("default login somebody password else\n")
    (tmp_path / "netrc").chmod(0o600)
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    with web(200, b"page") as url, Link(url) as line:
        line.post("/v1/sync", b"x", headers={"Authorization": "signed"})
    assert [authorization for _, authorization in asked] == ["signed"]
