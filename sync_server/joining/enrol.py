"""One-time codes, and the certificate that a device gets for one (sync design 3.2).

A code holds 72 hours and serves one key. The same key may show the same code again: an answer that was lost on the
line costs nothing.
"""

from __future__ import annotations

from hashlib import sha256
from random import Random, SystemRandom

import msgspec
import sqlalchemy as sa

from sync_server.authority import access, limits
from sync_server.durable.database import writing
from sync_server.durable.tables import enrol_code, org
from sync_server.joining import devices
from sync_server.settings import Server
from vaxdesk.dictionaries import shipped
from vaxdesk.journal import enrolment, identity
from vaxdesk.journal.enrolment import Certificate, Refusal, Reply, Request, Unit

_DEVICE_BITS = 48
_CHANCE = SystemRandom()
CERTIFICATE_MS = 5 * 366 * 24 * 3600 * 1000


class NewCode(msgspec.Struct, frozen=True, kw_only=True):
    """A code as it is handed to the station; shown once, only its digest is kept."""

    code: str
    org: str
    until_ms: int


def issue(conn: sa.Connection, unit: sa.Row, *, name: str, now_ms: int, rng: Random = _CHANCE) -> NewCode:
    """Makes a code for a device of a unit."""
    code = enrolment.make_code(rng.randbytes(enrolment.CODE_LETTERS))
    until = now_ms + enrolment.VALID_HOURS * 3600 * 1000
    digest = enrolment.code_digest(enrolment.read_code(code))
    row = {"digest": digest, "org_no": unit.org_no, "name": clean(name), "made_ms": now_ms, "until_ms": until}
    conn.execute(enrol_code.insert(), row)
    return NewCode(code=code, org=unit.code, until_ms=until)


def wait(server: Server, request: Request, address: str) -> float:
    """Seconds that this address, or whoever shows this code, has to wait; 0 lets an attempt in and counts it."""
    with writing(server.engine) as conn:
        for name, rate in _counted(request, address).items():
            pause = limits.take(conn, server, name, rate)
            if pause:
                return pause
    return 0.0


def accepted(server: Server, request: Request, address: str) -> None:
    """An attempt that was not refused does not count."""
    with writing(server.engine) as conn:
        for name in _counted(request, address):
            limits.give_back(conn, name)


def _counted(request: Request, address: str) -> dict[str, limits.Rate]:
    shown = sha256(request.code.encode()).hexdigest()[:32]
    return {f"enrol address {address}": limits.ENROL_ADDRESS, f"enrol code {shown}": limits.ENROL_CODE}


def enrol(server: Server, request: Request) -> Reply | Refusal:
    """Enrols the device of a request, and notes the attempt."""
    now_ms = server.now_ms()
    with writing(server.engine) as conn:
        outcome = _decide(conn, request, now_ms, server.rng)
        number = None if isinstance(outcome, Refusal) else outcome.device
        result = outcome.value if isinstance(outcome, Refusal) else "ok"
        unit = None if number is None else conn.execute(sa.select(org).where(org.c.org_no == outcome.org)).one()
        access.note(conn, "enrol", result=result, at_ms=now_ms, device=number, subject=bytes.fromhex(request.key))
    if isinstance(outcome, Refusal):
        return outcome
    shown = identity.credentials(server.key.authority, outcome)
    return Reply(
        certificate=enrolment.certify(server.key.sign, outcome),
        unit=Unit(no=unit.org_no, code=unit.code, name=unit.name, kind=unit.kind, path=unit.path),
        server=server.key.public.hex(),
        time=now_ms,
        x509=shown.x509,
        ca=shown.ca,
        box=server.key.box_public.hex(),
        successions=list(server.key.successions),
        dictionaries=sorted(shipped()),
    )


def clean(name: str) -> str:
    """A name of a device without control characters, of at most 100 letters."""
    return "".join(letter for letter in name if letter.isprintable())[:100].strip()


def _decide(conn: sa.Connection, request: Request, now_ms: int, rng: Random) -> Certificate | Refusal:
    try:
        letters = enrolment.read_code(request.code)
    except enrolment.BadCode:
        return Refusal.BAD_CODE
    if not enrolment.is_proven(request, letters):
        return Refusal.BAD_PROOF
    digest = enrolment.code_digest(letters)
    held = conn.execute(sa.select(enrol_code).where(enrol_code.c.digest == digest).with_for_update()).first()
    if held is None:
        return Refusal.UNKNOWN_CODE
    known = devices.by_key(conn, bytes.fromhex(request.key))
    refusal = _objection(conn, held, known, now_ms)
    if refusal is not None:
        return refusal
    number = known.no if known else _admit(conn, held, request, now_ms, rng)
    unit = conn.execute(sa.select(org).where(org.c.org_no == held.org_no)).one()
    used = {"used_ms": held.used_ms or now_ms, "device_no": number}
    conn.execute(enrol_code.update().where(enrol_code.c.digest == digest).values(used))
    return Certificate(
        device=number,
        org=held.org_no,
        unit=f"{unit.scheme}:{unit.code}",
        key=request.key,
        box=request.box,
        not_after=now_ms + CERTIFICATE_MS,
        serial=rng.randbytes(8).hex(),
    )


def _objection(conn: sa.Connection, held: sa.Row, known: devices.Device | None, now_ms: int) -> Refusal | None:
    if held.used_ms is not None and (known is None or known.no != held.device_no):
        return Refusal.USED
    if held.used_ms is None and held.until_ms < now_ms:
        return Refusal.EXPIRED
    if known is not None and (known.org != held.org_no or not known.active):
        return Refusal.OTHER_UNIT
    if not conn.execute(sa.select(org.c.active).where(org.c.org_no == held.org_no)).scalar_one():
        return Refusal.UNIT_CLOSED
    return None


def _admit(conn: sa.Connection, held: sa.Row, request: Request, now_ms: int, rng: Random) -> int:
    number = rng.getrandbits(_DEVICE_BITS)
    box = bytes.fromhex(request.box) if request.box else None
    public = bytes.fromhex(request.key)
    name = clean(request.name) or held.name
    devices.add(conn, number, org_no=held.org_no, public=public, box=box, name=name, now_ms=now_ms)
    return number
