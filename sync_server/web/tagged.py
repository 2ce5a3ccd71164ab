"""Answers with a tag of their content: whoever names the one he has is told that it is still that."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response


def answer(
    request: Request, content: bytes, tag: str, *, media: str, headers: Mapping[str, str] | None = None
) -> Response:
    """The content, or 304 where the request names its tag (`If-None-Match`)."""
    given = {**(headers or {}), "ETag": tag}
    known = [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]
    if tag in known:
        return Response(status_code=304, headers=given)
    return Response(content, media_type=media, headers=given)
