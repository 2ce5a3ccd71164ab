"""What travels in `POST /v1/find`: an exact question about one person, and the signed answer (sync design 3.5).

A request is the JSON of `Wanted`, signed like every request. An answer is two frames: the JSON of `Told`, and the
server's signature over it and the request's nonce, so no portal and no proxy can make a person up.
"""

from __future__ import annotations

from hashlib import sha256
from typing import Annotated

from msgspec import Meta, Struct

from vaxdesk.domain.payloads import Quote
from vaxdesk.journal.frames import BadFrames, decode, encode, join, split
from vaxdesk.journal.signing import Sign, valid

PATH = "/v1/find"
MEDIA = "application/vnd.vaxdesk.find.v1"
MOST_PEOPLE = 5
MOST_BYTES = 4096  # of a request

_Text = Annotated[str, Meta(max_length=200, pattern=r"\A[^\x00-\x1f]*\Z")]  # PostgreSQL takes no NUL


class Wanted(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Either a document number, or name, birth date and phone together; all exact, accents and capitals apart.

    `user` is who asks, for the server's log of look-ups.
    """

    doc: _Text = ""
    name: _Text = ""
    dob: _Text = ""
    tel: _Text = ""
    user: Annotated[int, Meta(ge=0, le=(1 << 31) - 1)] = 0

    @property
    def whole(self) -> bool:
        """Whether it says enough to be asked."""
        return bool(self.doc) or bool(self.name and self.dob and self.tel)


class FoundPerson(Struct, frozen=True, kw_only=True):
    """One person: the record that stands for them, and everything known of them as quotes."""

    id: str
    entries: list[Quote]


class Told(Struct, frozen=True, kw_only=True):
    """The answer. `more`: there are further people; the question was not exact enough to show whom."""

    time: int
    people: Annotated[list[FoundPerson], Meta(max_length=MOST_PEOPLE)]
    more: bool = False


def seal(told: Told, sign: Sign, nonce: str) -> bytes:
    """The body of an answer to the request of that nonce."""
    body = encode(told)
    return join([body, sign(_statement(body, nonce))])


def read(body: bytes, *, server_public: bytes, nonce: str) -> Told:
    """The answer in a body.

    Raises:
        BadFrames: not what the server of that key answered to this request.
    """
    frames = split(body)
    if len(frames) != 2 or not valid(server_public, frames[1], _statement(frames[0], nonce)):
        raise BadFrames("answer not signed")
    return decode(frames[0], Told)


def _statement(body: bytes, nonce: str) -> bytes:
    return f"vaxdesk/1 found\n{nonce}\n".encode() + sha256(body).digest()
