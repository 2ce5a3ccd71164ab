"""Entry payloads about the station, its users and its days; part of the catalogue in `payloads`."""

from __future__ import annotations

from vaxdesk.domain.payload import Payload


class Open(Payload):
    """First entry of a log: one run of the program on one device."""

    device: str  # public key, hex
    station: str
    app: str
    prev: str = ""  # `LOG.seq` of the device's previous log, and its hash
    prev_hash: str = ""
    uptime: int = 0  # seconds since the machine started; 0 = unknown
    pc: str = ""  # name of the PC, so that people can tell the desks of a station apart
    aside: bool = False  # a log of attachments, sent behind everything else (decision 0025)


class Config(Payload):
    """Facts about the station that papers print; corrected by `amend`."""

    code: str
    name: str
    address: str = ""
    phone: str = ""
    commune: str = ""
    province: str = ""
    head: str = ""  # person who signs


class User(Payload):
    """A user of this station. `no` is the number that entries carry under `u`."""

    no: int
    name: str
    login: str = ""
    roles: list[str] = []
    title: str = ""
    active: bool = True
    verifier: str = ""  # Argon2id of the password, for users that the server gave: they sign in without a line
    once: bool = False  # the password behind the verifier is for the first sign-in on a desk, which asks for another


class SignIn(Payload):
    """A user took the desk: `how` is password, pin or recovery."""

    how: str


class Session(Payload):
    """The lead opened the day; `confirmed` when the clock was in doubt and a person vouched for the date."""

    day: str
    product: str = ""
    confirmed: bool = False


class Print(Payload):
    """A paper was printed."""

    what: str
    copies: int = 1
    pages: int = 0
    day: str = ""


class Ready(Payload):
    """Somebody checked whether PC and station are ready for a day (`domain.readiness`)."""

    day: str
    lights: dict[str, str]  # item -> light
    words: dict[str, str] = {}  # item -> what was found, a word of `readiness.is.<item>`
    pc: str = ""  # name of the PC
