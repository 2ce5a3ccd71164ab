"""A photo of a sheet beside what was typed from it, in pieces in a log of its own, so that nothing waits for it."""

from __future__ import annotations

from base64 import b64decode, b64encode
from hashlib import sha256
from pathlib import Path

import msgspec

from vaxdesk.desk.context import Desk, Done
from vaxdesk.domain import rights
from vaxdesk.domain.payloads_catchup import Photo
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.registry.queries import catchup
from vaxdesk.registry.queries import visits as queries
from vaxdesk.store.attaching import attaching
from vaxdesk.store.lines import line_of

_LETTERS = 16
_PIECE = 11_000  # bytes of the picture in an entry: as text a third more, within the 16 KiB of a line


def attach(desk: Desk, entry: str, picture: bytes) -> Done | Refused:
    """Keeps a photo of the sheet that an entry was typed from; `value` is the entry. A later one takes its place.

    Args:
        picture: JPEG, as `prepared` makes it.
    """
    refused = desk.refuses(rights.Act.ENTER_LATE)
    if refused:
        return refused
    with desk.store.reading() as conn:
        found = queries.event_by_ref(conn, desk.store.names, entry)
    if found is None or found.voided or not found.data.get("batch"):
        return Refused(reason=Refusal.OTHER_VISIT)
    pieces = [picture[at : at + _PIECE] for at in range(0, len(picture), _PIECE)]
    base = Photo(day=found.day, entry=entry, whole=sha256(picture).hexdigest()[:_LETTERS], part=0, parts=len(pieces))
    with attaching(desk.store, user=desk.user.no) as w:
        refs = tuple(
            w.add("photo", _photo(base, part, piece), of=found.person)
            for part, piece in enumerate(pieces, start=1)
        )
        w.flush()
    return Done(refs=refs, kinds=w.kinds, value=entry)


def photo(desk: Desk, person: str, entry: str) -> bytes:
    """The photo of a sheet as JPEG; empty where there is none, or not all of it has come yet."""
    with desk.store.reading() as conn:
        names = desk.store.names
        lines = [line_of(conn, names, one) for one in catchup.photo(conn, names, person, entry)]
    if not all(lines):
        return b""
    return b"".join(b64decode(msgspec.json.decode(one.d, type=Photo).data) for one in lines if one)


def prepared(path: Path) -> bytes | Refused:
    """A picture file as it is kept: grey, and small enough."""
    from vaxdesk.scanning.sheet_photo import grey_jpeg

    made = grey_jpeg(path.read_bytes())
    return made or Refused(reason=Refusal.NO_PICTURE)


def _photo(base: Photo, part: int, piece: bytes) -> Photo:
    return msgspec.structs.replace(base, part=part, data=b64encode(piece).decode())
