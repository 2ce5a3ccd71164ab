"""Exchange by a stick: write what waits, read the answer back, carry another station's file over this PC's line.

    package = prepare(desk)          db lane
    written = write(package, folder) paper lane: compresses, signs, seals, and writes
    data = load(file)                paper lane
    found = take(desk, data)         db lane
    errand = prepare_errand(desk)    db lane
    answer = run_errand(errand, f)   net lane

A sentence for each `Fault` stands under `usb.fault`; what the disk or the line does is Trouble.
"""

from __future__ import annotations

import secrets
from pathlib import Path

import msgspec

from vaxdesk import __version__
from vaxdesk.desk import authority
from vaxdesk.desk.context import Desk
from vaxdesk.desk.practising import made_on
from vaxdesk.domain.stick import StickAnswer
from vaxdesk.journal import bundle
from vaxdesk.journal.bundle import BadBundle, Fault, Kind
from vaxdesk.journal.enrolment import Refusal
from vaxdesk.journal.signing import Sign
from vaxdesk.store import enrolment, feeds, kv
from vaxdesk.store.enrolment import Enrolment
from vaxdesk.store.files import sorted_os_errors, write_safely
from vaxdesk.sync import errand as errands
from vaxdesk.sync import stick
from vaxdesk.sync import stick_join as joins
from vaxdesk.sync.enrol import Wish
from vaxdesk.sync.errand import ANSWER, Errand
from vaxdesk.sync.round import Draft
from vaxdesk.trouble import Trouble, TroubleCode

SENT = ".vaxsend"
_NUMBER = "usb.number"
_WISH = "usb.wish"


class Package(msgspec.Struct, frozen=True, kw_only=True):
    """What goes out, before it is compressed and sealed; holds no connection to the store."""

    name: str
    entries: int = 0
    data: bytes = b""  # a wish to join is ready made
    drafts: tuple[Draft, ...] = ()
    who: Enrolment | None = None
    sign: Sign | None = None
    box: bytes = b""
    number: int = 0
    now: float = 0.0


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """A file on the stick: where it lies, the entries in it, its size in bytes."""

    file: str
    entries: int
    size: int


class Joined(msgspec.Struct, frozen=True):
    """This PC belongs to a unit now."""

    unit: str


def prepare(desk: Desk) -> Package | Fault:
    """Gathers everything that waits.

    Raises:
        Trouble: NOT_ENROLLED.
    """
    store = desk.store
    with store.changing() as conn:
        who = enrolment.joined(conn)
        if not who.box:
            return Fault.NO_KEY
        drafts = stick.outgoing(conn, who, now=store.now(), app=__version__)
        number = int(kv.text(conn, _NUMBER) or 0) + 1
        kv.put(conn, _NUMBER, str(number).encode())
    return Package(
        name=f"vaxdesk-{_plain(who.unit_code)}-{number:04}{SENT}",
        entries=sum(draft.entries for draft in drafts),
        drafts=tuple(drafts),
        who=who,
        sign=store.signer().sign,
        box=store.box(),
        number=number,
        now=store.now(),
    )


def write(package: Package, folder: Path) -> Written:
    """Writes a package to a stick, whole or not at all.

    Raises:
        Trouble: DISK_FULL, DISK_FAILED, FILE_NOT_WRITABLE.
    """
    data = package.data or _sealed(package)
    path = folder / package.name
    write_safely(path, data)
    return Written(file=str(path), entries=package.entries, size=len(data))


def load(file: Path) -> bytes:
    """The bytes of a file on a stick, no more than one may have.

    Raises:
        Trouble: FILE_UNREADABLE.
    """
    try:
        with file.open("rb") as opened:
            return opened.read(bundle.MAX_FILE + 1)
    except OSError as error:
        raise Trouble(TroubleCode.FILE_UNREADABLE, str(error.errno)) from error


def take(desk: Desk, data: bytes) -> StickAnswer | Joined | Refusal | Fault:
    """Reads an answer file: of the server to what this PC wrote, or to its wish to join.

    Raises:
        Trouble: NOT_OUR_SERVER, or the disk failed.
    """
    try:
        cover = bundle.look(data)
        return _joined(desk, data) if cover.kind is Kind.JOINED else _answered(desk, data)
    except BadBundle as bad:
        return bad.fault


def prepare_join(desk: Desk, text: str) -> Package | Refusal | Fault:
    """A wish to join, for a PC without any line; `text` is the whole invitation, pasted or scanned."""
    store = desk.store
    if made_on(store):
        return Refusal.PRACTICE
    signer, box = store.signer(), store.box()
    made = joins.wish_of(text)
    if not isinstance(made, Wish):
        return made
    data = joins.sealed(made, sign=signer.sign, key=signer.public_key().public_bytes_raw().hex(), box=box)
    with store.changing() as conn:
        kv.put(conn, _WISH, msgspec.json.encode(made))
        key = kv.text(conn, "device")
    return Package(name=f"vaxdesk-{_plain('ghi-danh')}-{key[:8]}{SENT}", data=data)


def prepare_errand(desk: Desk) -> Errand:
    """Where this PC brings files of other stations.

    Raises:
        Trouble: NOT_ENROLLED.
    """
    with desk.store.reading() as conn:
        who = enrolment.joined(conn)
    return Errand(url=who.url, ca=who.ca, box=who.box)


def run_errand(errand: Errand, file: Path) -> Path | Fault:
    """Brings a file to the server and lays the answer beside it.

    Raises:
        Trouble: the line, the server or the disk failed; nothing was written, and it may be tried again.
    """
    data = load(file)
    try:
        answer = errands.run(errand, data)
    except BadBundle as bad:
        return bad.fault
    path = file.with_suffix(ANSWER)
    with sorted_os_errors():
        write_safely(path, answer)
    return path


def _sealed(package: Package) -> bytes:
    if package.who is None or package.sign is None:
        raise RuntimeError("a package is a wish or has a sender")
    return stick.sealed(
        package.drafts,
        package.who,
        package.sign,
        box=package.box,
        file=package.number,
        now=package.now,
        nonce=secrets.token_bytes,
    )


def _answered(desk: Desk, data: bytes) -> StickAnswer:
    store = desk.store
    with store.reading() as conn:
        who = enrolment.enrolment(conn)
    if who is None:
        raise BadBundle(Fault.NOT_FOR_US)
    back = stick.settle(store, stick.opened(data, store.box(), who), who)
    if back.taken:
        authority.close_doors(store)
    with store.reading() as conn:
        waiting, saved = feeds.waiting(conn).entries, feeds.saved(conn)
    return StickAnswer(
        confirmed=back.confirmed,
        upto=saved - waiting,
        taken=back.taken,
        known=back.known,
        more=back.more,
        waiting=waiting,
        refused=back.refused,
    )


def _joined(desk: Desk, data: bytes) -> Joined | Refusal:
    store = desk.store
    with store.reading() as conn:
        kept, key = kv.find(conn, _WISH), kv.text(conn, "device")
    if kept is None:
        raise BadBundle(Fault.NOT_ASKED)
    given = joins.opened(data, msgspec.json.decode(kept, type=Wish), key=key, box=store.box())
    if isinstance(given, Refusal):
        return given
    with store.changing() as conn:
        enrolment.enrol(conn, given)
        kv.drop(conn, _WISH)
    return Joined(given.unit_name)


def _plain(code: str) -> str:
    """A code as part of a file name on any system."""
    return "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in code)
