"""Joining a server: address and one-time code are checked here, then exchanged for a certificate."""

from __future__ import annotations

from collections.abc import Callable
from ipaddress import ip_address
from urllib.parse import urlsplit

import msgspec

from vaxdesk.journal import enrolment as wire
from vaxdesk.journal import succession
from vaxdesk.journal.enrolment import Refusal
from vaxdesk.journal.frames import BadFrames, decode, encode
from vaxdesk.journal.signing import Sign
from vaxdesk.store import trust
from vaxdesk.store.enrolment import Enrolment
from vaxdesk.sync import vouched
from vaxdesk.sync.exchange import read_problem
from vaxdesk.sync.http import Busy, Link, Reply, WrongDates
from vaxdesk.sync.tls import is_authority
from vaxdesk.trouble import Trouble, TroubleCode

PATH = "/v1/enrol"
_HEADERS = {"Content-Type": "application/json"}


class Wish(msgspec.Struct, frozen=True, kw_only=True):
    """A checked wish to join. `server`: the public key that the code came with, empty if it came alone.

    `box`: the server's raw X25519 key in hex, empty unless the invitation brought it: needed to join by a stick.
    """

    url: str
    letters: str
    server: str = ""
    ca: str = ""
    box: str = ""


def check(address: str, code: str, *, ca: str = "") -> Wish | Refusal:
    """Reads address and code as typed; an invitation pasted or scanned into `code` brings its own address.

    Plain http is for this machine alone: what is sent names people.
    """
    invitation = wire.read_invitation(code)
    if invitation is not None:
        address, code = invitation.address, invitation.code
    try:
        letters = wire.read_code(code)
    except wire.BadCode:
        return Refusal.BAD_CODE
    url = _url(address)
    if isinstance(url, Refusal):
        return url
    authority = ca or (invitation.authority() if invitation else "")
    if authority and not is_authority(authority):
        return Refusal.BAD_CA
    if invitation is None:
        return Wish(url=url, letters=letters, ca=authority)
    box = invitation.box_key().hex()
    return Wish(url=url, letters=letters, server=invitation.key.lower(), ca=authority, box=box)


def request(wish: Wish, *, key: str, sign: Sign, name: str, box: str = "") -> bytes:
    """The request of a wish as it travels; arguments as for `enrol`."""
    proof = wire.prove(sign, wish.letters, key)
    return encode(wire.Request(code=wish.letters, key=key, proof=proof, box=box or None, name=name[:100]))


def enrol(
    wish: Wish, *, key: str, sign: Sign, name: str, box: str = "", link: Callable[..., Link] = Link
) -> Enrolment | Refusal:
    """Asks for a certificate; the caller keeps it with `store.enrolment.enrol`.

    Args:
        key: public key in hex of this device; `sign` signs with it.
        name: of this machine, for the operator's list.
        box: its public X25519 key in hex.
        link: opens the line.

    Raises:
        Trouble: NO_LINE, NOT_OUR_SERVER, SERVER_BUSY. The same code may be tried again.
    """
    asked = request(wish, key=key, sign=sign, name=name, box=box)
    with link(wish.url, ca=wish.ca) as line:
        try:
            reply = line.post(PATH, asked, headers=_HEADERS)
        except WrongDates:
            line.leave_dates()
            reply = line.post(PATH, asked, headers=_HEADERS)
            _judge_dates(line, reply)
    if reply.status == 200:
        return joined(wish, reply.body, key)
    if reply.status >= 500:
        raise Busy(str(reply.status), reply.retry_after)
    told = read_problem(reply)
    if not told.reason:
        raise Trouble(TroubleCode.SERVER_REFUSED, told.error)
    return Refusal.read(told.reason)


def _judge_dates(line: Link, reply: Reply) -> None:
    """Judges the certificate's dates by the time in the answer: it comes from whoever holds the pinned key."""
    try:
        time_ms = decode(reply.body, wire.Reply).time if reply.status == 200 else 0
    except BadFrames:
        time_ms = 0
    if reply.status == 200 and not line.holds_at(time_ms):
        raise Trouble(TroubleCode.NOT_OUR_SERVER, "certificate out of date")


def joined(wish: Wish, answer: bytes, key: str) -> Enrolment | Refusal:
    """The enrolment that an answer brings.

    Raises:
        Trouble: NOT_OUR_SERVER, it is no answer to this wish.
    """
    try:
        given = decode(answer, wire.Reply)
    except BadFrames as error:
        raise Trouble(TroubleCode.NOT_OUR_SERVER, str(error)[:80]) from None
    steps = succession.follow(wish.server, given.successions)  # the code may be from before the server's newest key
    if wish.server and given.server != (steps[-1][1].new if steps else wish.server):
        return Refusal.WRONG_SERVER
    certificate = wire.read_certificate(given.certificate, bytes.fromhex(given.server))
    if certificate is None or certificate.key != key or certificate.org != given.unit.no:
        raise Trouble(TroubleCode.NOT_OUR_SERVER, "certificate")
    made = Enrolment(
        url=wish.url,
        server=given.server,
        device=certificate.device,
        key=key,
        certificate=given.certificate,
        feed=given.unit.no,
        unit_code=given.unit.code,
        unit_name=given.unit.name,
        ca=wish.ca,
        box=given.box,
        successions=_before(given),
        dictionaries=given.dictionaries,
    )
    shown = vouched.kept(given.x509, given.ca, authority=trust.first(made), key=key)
    return msgspec.structs.replace(made, **shown)


def _before(given: wire.Reply) -> tuple[str, ...]:
    """The statements that lead to the server's key; each bears the signature of the key it leads to."""
    told = succession.read(given.successions[0]) if given.successions else None
    steps = succession.follow(told.old, given.successions) if told else []
    if steps and steps[-1][1].new != given.server:
        raise Trouble(TroubleCode.NOT_OUR_SERVER, "succession")
    return tuple(text for text, _ in steps)


def is_here(url: str) -> bool:
    """Whether a server is on this very machine."""
    return _is_here(urlsplit(url).hostname or "")


def _url(address: str) -> str | Refusal:
    text = address.strip().rstrip("/")
    try:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        port = parts.port
    except ValueError:
        return Refusal.BAD_ADDRESS
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query or port == 0:
        return Refusal.BAD_ADDRESS
    if any(letter.isspace() for letter in parts.netloc) or parts.username is not None:
        return Refusal.BAD_ADDRESS
    if parts.scheme == "http" and not _is_here(parts.hostname):
        return Refusal.UNPROTECTED
    return f"{parts.scheme}://{parts.netloc}"


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
