"""Web servers that are not ours, as a PC in a hotel, or behind a proxy, meets them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

asked: list[tuple[str, str | None]] = []  # path and authorization of each request to the last of them


@contextmanager
def web(status: int, body: bytes, **headers: str) -> Iterator[str]:
    """A web server that gives everybody the same page, as hotel portals do."""
    asked.clear()

    class Page(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            asked.append((self.path, self.headers["Authorization"]))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name.replace("_", "-"), value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    page = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    thread = Thread(target=page.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{page.server_address[1]}"
    finally:
        page.shutdown()
        thread.join()
        page.server_close()
