"""The page in a folder that a plain web server hands out, with a trust list beside it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import msgspec
import pytest

from tests.certificates import vector_parts as p
from tests.certificates.make_page import PAGE
from tests.certificates.vector_keys import private
from vaxdesk.certificates import trust


class Folder:
    """The page's files, changed as an operator would."""

    def __init__(self, path: Path, url: str) -> None:
        self.path, self.url = path, url

    def put(self, name: str | None, *, signer: str = "server") -> None:
        """A list of the vectors as the one that the page gets; None for none at all."""
        target = self.path / "trust.json"
        target.unlink(missing_ok=True)
        if name is not None:
            target.write_bytes(trust.write(p.lists()[name], private(signer).sign))


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Says nothing."""


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Folder]:
    path = tmp_path / "page"
    shutil.copytree(PAGE, path)
    (path / "servers.json").write_bytes(msgspec.json.encode({"servers": [p.raw("server").hex()]}))
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(path)))
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    made = Folder(path, f"http://127.0.0.1:{server.server_port}/")
    made.put("usual")
    yield made
    server.shutdown()
    server.server_close()
    thread.join()
