"""Takes the last segments of a revoked device: nothing is filed, everything well-formed is kept for review.

The server acknowledges by digest, with its signature, exactly what lies on its disk when it answers.
"""

from __future__ import annotations

from collections.abc import Iterable

from sync_server.authority.nonces import Fresh
from sync_server.durable.database import writing
from sync_server.exchange.problems import Denied
from sync_server.exchange.syncing import METHOD, Who, signed
from sync_server.joining.devices import Device
from sync_server.segments import strays
from sync_server.settings import Server
from vaxdesk.dictionaries import shipped
from vaxdesk.journal import parting, segment
from vaxdesk.journal.frames import encode, split
from vaxdesk.journal.verdict import BadSegment

REASON = "revoked"
_MOST_BYTES = 256 * 1024 * 1024  # of one device: some years of a station; whoever holds a stolen key fills no disk


def take(server: Server, who: Who, nonces: Fresh, body: bytes, digest: bytes) -> bytes:
    """Keeps the segments of a proven request, and gives the signed acknowledgement.

    Raises:
        Denied: the signature does not hold, the request was seen before, or the device has filled its room.
        BadFrames: not frames.
    """
    device, claim = who.device, who.claim
    if not claim.holds(device.public, method=METHOD, path=parting.PATH, digest=digest):
        raise Denied(401, "bad_sig")
    if not nonces.fresh(device.no, claim.nonce):
        raise signed(server, 401, "replay", claim)
    kept = keep(server, device, split(body))
    return encode(parting.acknowledge(server.key.sign, kept, nonce=claim.nonce, time_ms=server.now_ms()))


def keep(server: Server, device: Device, frames: Iterable[bytes]) -> set[str]:
    """Keeps the segments among some frames for review; gives their digests.

    Raises:
        Denied: the device has filled its room.
    """
    pieces = [frame for frame in frames if _is_segment(frame)]
    with writing(server.engine) as conn:
        if strays.size(conn, device.no) + sum(map(len, pieces)) > _MOST_BYTES:
            raise Denied(413, "too_big", limit=_MOST_BYTES)
        for piece in pieces:
            strays.keep(conn, piece, device=device.no, reason=REASON, at_ms=server.now_ms())
    return {parting.digest(piece) for piece in pieces}


def _is_segment(frame: bytes) -> bool:
    try:
        segment.read(frame, shipped())
    except BadSegment:
        return False
    return True
