"""Bodies of requests that are read whole, within a limit; and the file in a form that a browser sent."""

from __future__ import annotations

from starlette.requests import Request

from sync_server.exchange.problems import Denied

_FORM = "multipart/form-data"

_MOST_DIGITS = 18


def announced(request: Request) -> int | None:
    """Bytes of the body that is to come; None when it does not say. What is beyond all limits is told as that."""
    text = request.headers.get("content-length", "")
    if not (text.isascii() and text.isdigit()):
        return None
    return int(text) if len(text) <= _MOST_DIGITS else 10**_MOST_DIGITS


async def whole(request: Request, most: int) -> bytes:
    """The body of a request.

    Raises:
        Denied: 413, more than so many bytes.
    """
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > most:
            raise Denied(413, "too_big", limit=most)
    return bytes(body)


def file_in(body: bytes, media: str) -> bytes:
    """The content of the only file of a form (RFC 7578), empty when there is none.

    A boundary never occurs in what it bounds, so the parts are what stands between its occurrences.
    """
    kind, *settings = (part.strip() for part in media.split(";"))
    boundary = next((one.partition("=")[2].strip('"') for one in settings if one.lower().startswith("boundary=")), "")
    if kind.lower() != _FORM or not boundary:
        return b""
    for part in (b"\r\n" + body).split(b"\r\n--" + boundary.encode("latin-1"))[1:-1]:
        head, _, content = part.partition(b"\r\n\r\n")
        if b"filename=" in head.lower():
            return content
    return b""
