"""Passes in a browser: a cookie that no script reads and no other page sends."""

from __future__ import annotations

from starlette.requests import cookie_parser
from starlette.responses import Response

from sync_server.portal_pages.visit import HOME, Visit


def held(visit: Visit, name: str) -> str:
    """The pass of a name that the browser sent; empty for none."""
    return cookie_parser(visit.headers.get("cookie", "")).get(_cookie(visit, name), "")[:64]


def give(visit: Visit, answer: Response, name: str, value: str, *, life_ms: int) -> Response:
    """Has the browser keep a pass."""
    answer.set_cookie(
        _cookie(visit, name), value, max_age=life_ms // 1000, path="/" if visit.is_secure else HOME,
        secure=visit.is_secure, httponly=True, samesite="strict",
    )  # fmt: skip
    return answer


def drop(visit: Visit, answer: Response, name: str) -> Response:
    """Has the browser forget a pass."""
    answer.delete_cookie(
        _cookie(visit, name), path="/" if visit.is_secure else HOME, secure=visit.is_secure, httponly=True,
        samesite="strict",
    )  # fmt: skip
    return answer


def _cookie(visit: Visit, name: str) -> str:
    return f"__Host-vaxdesk-{name}" if visit.is_secure else f"vaxdesk-{name}"
