"""Photos of paper, in pieces in a log of their own, so that nothing waits for them (decision 0025)."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

import msgspec

from vaxdesk.desk.context import Desk, Done
from vaxdesk.domain.payloads_catchup import Photo
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.store.attaching import attaching
from vaxdesk.store.lines import line_of

_LETTERS = 16
_PIECE = 11_000  # bytes of the picture in an entry: as text a third more, within the 16 KiB of a line


def name_of(picture: bytes) -> str:
    """What the pieces of a picture have in common (`Photo.whole`)."""
    return sha256(picture).hexdigest()[:_LETTERS]


def keep(desk: Desk, pictures: Sequence[bytes], *, day: str, entry: str, about: str) -> Done:
    """Keeps pictures beside an entry, together or not at all; `value` is the entry.

    Args:
        pictures: JPEG, as `prepared` makes them.
        day: ISO, of the paper.
        about: whom it is about.
    """
    with attaching(desk.store, user=desk.user.no) as w:
        refs = tuple(
            w.add("photo", one, of=about) for picture in pictures for one in _pieces(picture, day=day, entry=entry)
        )
        w.flush()
    return Done(refs=refs, kinds=w.kinds, value=entry)


def joined(desk: Desk, pieces: Sequence[str]) -> bytes:
    """The picture of its pieces in order; empty where one of them is no longer held."""
    with desk.store.reading() as conn:
        lines = [line_of(conn, desk.store.names, one) for one in pieces]
    if not all(lines):
        return b""
    return b"".join(b64decode(msgspec.json.decode(one.d, type=Photo).data) for one in lines if one)


def prepared(path: Path) -> bytes | Refused:
    """A picture file as it is kept: grey, and small enough."""
    from vaxdesk.scanning.sheet_photo import grey_jpeg

    made = grey_jpeg(path.read_bytes())
    return made or Refused(reason=Refusal.NO_PICTURE)


def _pieces(picture: bytes, *, day: str, entry: str) -> list[Photo]:
    pieces = [picture[at : at + _PIECE] for at in range(0, len(picture), _PIECE)]
    base = Photo(day=day, entry=entry, whole=name_of(picture), part=0, parts=len(pieces))
    return [
        msgspec.structs.replace(base, part=part, data=b64encode(piece).decode())
        for part, piece in enumerate(pieces, start=1)
    ]
