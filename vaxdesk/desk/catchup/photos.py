"""A photo of a sheet beside what was typed from it."""

from __future__ import annotations

from vaxdesk.desk import pictures
from vaxdesk.desk.context import Desk, Done
from vaxdesk.domain import rights
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.registry.queries import catchup
from vaxdesk.registry.queries import visits as queries


def attach(desk: Desk, entry: str, picture: bytes) -> Done | Refused:
    """Keeps a photo of the sheet that an entry was typed from; `value` is the entry. A later one takes its place.

    Args:
        picture: JPEG, as `pictures.prepared` makes it.
    """
    refused = desk.refuses(rights.Act.ENTER_LATE)
    if refused:
        return refused
    with desk.store.reading() as conn:
        found = queries.event_by_ref(conn, desk.store.names, entry)
    if found is None or found.voided or not found.data.get("batch"):
        return Refused(reason=Refusal.OTHER_VISIT)
    return pictures.keep(desk, [picture], day=found.day, entry=entry, about=found.person)


def photo(desk: Desk, person: str, entry: str) -> bytes:
    """The photo of a sheet as JPEG; empty where there is none, or not all of it has come yet."""
    with desk.store.reading() as conn:
        pieces = catchup.photo(conn, desk.store.names, person, entry)
    return pictures.joined(desk, pieces)
