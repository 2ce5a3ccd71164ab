"""Takes in the certificates that come with entries of other devices, and shows them to a server that forgot those.

After a server was put back to before an enrolment, it refuses what others bring of that device (NOT_YOURS). The next
time its certificate goes along.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import sqlalchemy as sa
from msgspec import UnsetType

from vaxdesk.journal.enrolment import read_certificate
from vaxdesk.journal.frames import MAX_AUTHORS, Cards
from vaxdesk.journal.verdict import Verdict
from vaxdesk.store import authors as shelf
from vaxdesk.store import trust
from vaxdesk.store.enrolment import Enrolment, HeldBack
from vaxdesk.store.feeds import Unsent


def keep(conn: sa.Connection, given: Cards | UnsetType, enrolment: Enrolment) -> None:
    """Keeps what the enrolled server signed; the rest is as if it had not come."""
    if not isinstance(given, Cards):
        return
    for text in given.certificates:
        stated = next(filter(None, (read_certificate(text, key) for key in trust.trusted(enrolment))), None)
        if stated is not None:
            shelf.keep(conn, stated.key, text, ours=stated.org == enrolment.feed)
    shelf.note_tag(conn, given.tag)


def to_show(conn: sa.Connection, logs: Iterable[Unsent], back: Mapping[str, HeldBack], *, me: str) -> list[str]:
    """Certificates of other devices whose logs the server last refused and that are sent again."""
    refused = {one.log for one in logs if one.log in back and back[one.log].code == Verdict.NOT_YOURS.value}
    devices = sorted({one.device for one in logs if one.log in refused and one.device not in ("", me)})
    shown = (shelf.certificate(conn, device) for device in devices)
    return [text for text in shown if text][:MAX_AUTHORS]
