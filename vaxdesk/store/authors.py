"""Certificates of the devices whose entries are held, by public key in hex: who brings their entries shows them."""

from __future__ import annotations

import sqlalchemy as sa

from vaxdesk.store import kv, neighbours

_ABOVE = "above.card."  # of devices of other units, whose feeds are read; they are no neighbours
_TAG = "sync.cards"


def certificate(conn: sa.Connection, device: str) -> str:
    """The certificate of a device; empty when it never came."""
    return neighbours.card(conn, device) or kv.text(conn, _ABOVE + device)


def keep(conn: sa.Connection, device: str, certificate: str, *, ours: bool) -> None:
    """Keeps a certificate; `ours` is one of this station, which counts among neighbours too."""
    if ours:
        neighbours.keep_card(conn, device, certificate)
    elif kv.text(conn, _ABOVE + device) != certificate:
        kv.put(conn, _ABOVE + device, certificate.encode())


def tag(conn: sa.Connection) -> str:
    """The tag of the list of this unit's devices as the server last told it; empty before."""
    return kv.text(conn, _TAG)


def note_tag(conn: sa.Connection, new: str) -> None:
    """Keeps the tag."""
    if new != tag(conn):
        kv.put(conn, _TAG, new.encode())
