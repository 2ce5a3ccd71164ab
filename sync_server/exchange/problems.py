"""Answers that are not 200: a code in JSON, signed where the client acts on it."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.responses import Response

from vaxdesk.journal.frames import Problem, encode


class Denied(Exception):
    """A request that is not served; `sig` covers the code, the time and the request's nonce."""

    def __init__(
        self, status: int, error: str, *, time_ms: int = 0, sig: str = "", limit: int = 0, retry_after: str = ""
    ) -> None:
        super().__init__(error)
        self.status = status
        self.error = error
        self.time_ms = time_ms
        self.sig = sig
        self.limit = limit
        self.retry_after = retry_after


def problem(
    error: str,
    *,
    status: int,
    time_ms: int = 0,
    sig: str = "",
    limit: int = 0,
    reason: str = "",
    headers: Mapping[str, str] | None = None,
) -> Response:
    """The answer of a code."""
    body = encode(Problem(error=error, time=time_ms, sig=sig, limit=limit, reason=reason))
    return Response(body, status_code=status, media_type="application/json", headers=headers)
