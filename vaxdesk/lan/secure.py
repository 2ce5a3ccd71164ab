"""TLS between neighbours: both show the certificate that the server gave them, and trust its authority alone.

Dates are not checked here but against the server's signed time (`admission`): desks of one station must find each
other although a battery died and a clock says 1980 (sync design 2.8).
"""

from __future__ import annotations

import secrets
import ssl
import tempfile
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, PrivateFormat

from vaxdesk.lan.admission import Member

_NO_CHECK_TIME = 0x200000  # X509_V_FLAG_NO_CHECK_TIME of OpenSSL, which the ssl module does not name


class Contexts(msgspec.Struct, frozen=True):
    """For connections that come in, and for those that go out."""

    incoming: ssl.SSLContext
    outgoing: ssl.SSLContext


def contexts(me: Member, private: Ed25519PrivateKey) -> Contexts:
    """The TLS sides of this desk."""
    made = [ssl.SSLContext(side) for side in (ssl.PROTOCOL_TLS_SERVER, ssl.PROTOCOL_TLS_CLIENT)]
    with tempfile.TemporaryDirectory() as folder:  # the library reads keys from files alone
        path, password = Path(folder) / "desk.pem", secrets.token_hex(32)
        shut = BestAvailableEncryption(password.encode())  # on the disk it never lies open
        key = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, shut).decode("ascii")
        path.write_text(key + me.enrolment.x509, "ascii")
        for context in made:
            context.load_cert_chain(path, password=password)
    for context in made:
        context.check_hostname = False  # a desk has no name in any directory; its certificate says who it is
        context.verify_mode = ssl.CERT_REQUIRED
        context.minimum_version = ssl.TLSVersion.TLSv1_3
        context.verify_flags |= ssl.VerifyFlags(_NO_CHECK_TIME)
        context.load_verify_locations(cadata=me.enrolment.authority)
    made[0].num_tickets = 0  # every connection shows its certificates anew
    return Contexts(*made)
