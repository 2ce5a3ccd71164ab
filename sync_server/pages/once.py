"""Deals with a form once, however often the browser sends it (`district.sendings`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from starlette.responses import Response

from sync_server.district import sendings
from sync_server.pages.visit import Visit

_OWN = frozenset(("csrf",))  # of the session, not of what was typed


def dealt_with(visit: Visit, handler: Callable[[Visit], Response]) -> Response:
    """The answer to a form: of the handler, or for one that was dealt with before, the way to where that one led."""
    if not visit.form.get("once") or not visit.is_in:
        return handler(visit)
    digest = sendings.digest_of(visit.who.user_no, visit.path, _content(visit))
    before = sendings.begin(visit.conn, digest, now_ms=visit.server.now_ms())
    if before:
        return visit.to(before, "district_frame.sent_twice")
    answer = handler(visit)
    sendings.end(visit.conn, digest, answer.headers.get("location", ""))
    return answer


def _content(visit: Visit) -> Iterator[bytes]:
    for name, values in sorted(visit.many.items()):
        if name not in _OWN:
            yield from (name.encode(), *(value.encode() for value in values))
    for name, (title, raw) in sorted(visit.files.items()):
        yield from (name.encode(), title.encode(), raw)
