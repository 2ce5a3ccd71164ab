"""Files that pages use: style sheets, scripts, fonts. Only those that were there at the start are ever served."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from hashlib import sha256
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

_MEDIA = {
    ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml",
    ".ttf": "font/ttf", ".png": "image/png",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}  # fmt: skip
_YEAR = "public, max-age=31536000, immutable"


class Statics:
    """The files of some pages.

    Args:
        home: where the pages are mounted.
        paths: files, or folders of files.
    """

    def __init__(self, home: str, *paths: Path) -> None:
        self._home, self._paths = home, paths

    def address(self, name: str) -> str:
        """The address of a file; it changes with its content, so that browsers may keep it.

        Raises:
            KeyError: no such file.
        """
        _, tag = self.files[name]
        return f"{self._home}/static/{name}?v={tag}"

    def routes(self) -> list[Route]:
        """For the application."""
        return [Route("/static/{name}", self._served, methods=["GET"])]

    @cached_property
    def files(self) -> dict[str, tuple[bytes, str]]:
        """Content and tag of each file by name."""
        read = {path.name: path.read_bytes() for path in self._found() if path.suffix in _MEDIA}
        return {name: (content, sha256(content).hexdigest()[:12]) for name, content in read.items()}

    def _found(self) -> Iterable[Path]:
        for path in self._paths:
            yield from path.iterdir() if path.is_dir() else (path,)

    async def _served(self, request: Request) -> Response:
        name = request.path_params["name"]
        found = self.files.get(name)
        if found is None:
            return Response(status_code=404)
        headers = {"Cache-Control": _YEAR, "X-Content-Type-Options": "nosniff"}
        return Response(found[0], media_type=_MEDIA[Path(name).suffix], headers=headers)
