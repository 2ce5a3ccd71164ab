"""What stands inside a file for the server: one signed request a part, as over the line, and the key for the answer.

    part = Authorization header | LF | device certificate | LF | signed
    signed = JSON of `Note` | LF | body of `POST /v1/sync`

The header is that of `auth`, over the path of bundles and over `signed`. A file may be a week under way, so neither its
time nor its nonce is judged: what it says can be said again without harm (decision 0017).
"""

from __future__ import annotations

from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from vaxdesk.journal import auth
from vaxdesk.journal.bundle import PATH
from vaxdesk.journal.enrolment import Hex
from vaxdesk.journal.frames import BadFrames, Problem, decode
from vaxdesk.journal.signing import Sign
from vaxdesk.journal.succession import Texts

METHOD = "POST"
_LINE = b"\n"


class Note(Struct, frozen=True, kw_only=True):
    """Of which file a part is, and the X25519 key that the answer is to be sealed to."""

    box: Hex
    file: Annotated[int, Meta(ge=0, le=1 << 53)]
    part: Annotated[int, Meta(ge=1, le=256)] = 1
    of: Annotated[int, Meta(ge=1, le=256)] = 1


class Letter(Struct, frozen=True):
    """A part as read; true once the header's claim holds over `signed`."""

    header: str
    certificate: str
    note: Note
    before: bytes
    body: bytes

    @property
    def signed(self) -> bytes:
        """The bytes that the header's signature covers."""
        return self.before + self.body


class Refused(Struct, frozen=True, kw_only=True):
    """The server's signed word that it does not deal with a device, and the nonce that the signature names.

    `successions` lead to the key that signed.
    """

    problem: Problem
    nonce: str
    successions: Texts = []


def write(sign: Sign, *, device: int, certificate: str, note: Note, body: bytes, t: int, nonce: bytes) -> bytes:
    """A part; `sign` is the device key's, `t` seconds, `nonce` 12 random bytes."""
    signed = msgspec.json.encode(note) + _LINE + body
    header = auth.header(sign, device, t=t, nonce=nonce, method=METHOD, path=PATH, body=signed)
    return _LINE.join((header.encode(), certificate.encode(), signed))


def read(part: bytes) -> Letter:
    """Reads a part; nothing is verified yet.

    Raises:
        BadFrames: not of this form.
    """
    pieces = part.split(_LINE, 3)
    if len(pieces) != 4:
        raise BadFrames("form")
    header, certificate, note, body = pieces
    try:
        return Letter(header.decode("ascii"), certificate.decode("ascii"), decode(note, Note), note + _LINE, body)
    except UnicodeDecodeError:
        raise BadFrames("letters") from None
