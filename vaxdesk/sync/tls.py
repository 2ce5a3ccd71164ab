"""TLS towards the server: one pinned authority, and certificates whose dates this device's clock may be unfit to judge.

OpenSSL compares a certificate's dates with the local clock. On a PC whose battery is flat that clock says 2002, and
no line would ever come about. Under a pinned authority the dates are then left out of the check and compared with
the time that the server signs, before anything that names people is sent (sync design 2.8).
"""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from cryptography import x509
from requests.adapters import HTTPAdapter

_NO_CHECK_TIME = 0x200000  # X509_V_FLAG_NO_CHECK_TIME, which Python does not name
_DATES = (9, 10)  # X509_V_ERR_CERT_NOT_YET_VALID, X509_V_ERR_CERT_HAS_EXPIRED


class Context(ssl.SSLContext):
    """Settings of a line; remembers the certificate that was shown, and keeps to it once it was approved."""

    shown: bytes = b""
    approved: bytes = b""

    @classmethod
    def make(cls, *, ca: str = "", dates: bool = True) -> Context:
        """TLS 1.2 or later.

        Args:
            ca: PEM text of the only authority to trust; empty where the library adds those of the system.
            dates: False leaves the dates of certificates to `holds_at`.
        """
        made = cls(ssl.PROTOCOL_TLS_CLIENT)
        made.minimum_version = ssl.TLSVersion.TLSv1_2
        if ca:
            made.load_verify_locations(cadata=ca)
        if not dates:
            made.verify_flags |= _NO_CHECK_TIME
        return made

    def wrap_socket(self, *args: Any, **settings: Any) -> ssl.SSLSocket:
        """Shakes hands.

        Raises:
            ssl.SSLError: the check failed, or it is another certificate than the one approved.
        """
        wrapped = super().wrap_socket(*args, **settings)
        self.shown = wrapped.getpeercert(binary_form=True) or b""
        if self.approved and self.shown != self.approved:
            wrapped.close()
            raise ssl.SSLError("another certificate than before")
        return wrapped

    def holds_at(self, time_ms: int) -> bool:
        """Whether the certificate shown is valid at that time; from then on no other is taken."""
        try:
            shown = x509.load_der_x509_certificate(self.shown)
            at = datetime.fromtimestamp(time_ms / 1000, UTC)
        except (ValueError, OverflowError, OSError, x509.InvalidVersion):
            return False
        if not shown.not_valid_before_utc <= at <= shown.not_valid_after_utc:
            return False
        self.approved = self.shown
        return True


def is_authority(pem: str) -> bool:
    """Whether a text holds a certificate that can be pinned; what does not would let nobody in, or fail later."""
    try:
        return bool(x509.load_pem_x509_certificates(pem.encode()))
    except (ValueError, x509.InvalidVersion):
        return False


class Adapter(HTTPAdapter):
    """Brings a context to the library's connections, and keeps the library from adding authorities to a pinned one."""

    def __init__(self, context: Context, *, pinned: bool) -> None:
        self._context, self._pinned = context, pinned
        super().__init__()

    def init_poolmanager(self, *args: Any, **settings: Any) -> None:
        """Makes the pools with this context."""
        super().init_poolmanager(*args, **settings, ssl_context=self._context)

    def cert_verify(self, conn: Any, url: str, verify: Any, cert: Any) -> None:
        """Names the authorities of a connection."""
        super().cert_verify(conn, url, verify, cert)
        if self._pinned:
            conn.ca_certs = conn.ca_cert_dir = None


def is_about_dates(error: BaseException) -> bool:
    """Whether a handshake failed for nothing but the certificate's dates."""
    return any(isinstance(one, ssl.SSLCertVerificationError) and one.verify_code in _DATES for one in _causes(error))


def _causes(error: BaseException) -> Iterator[BaseException]:
    """An error and those behind it, also where a library hides them in its arguments."""
    waiting, seen = [error], set()
    while waiting:
        one = waiting.pop()
        if id(one) in seen:
            continue
        seen.add(id(one))
        yield one
        behind = (one.__cause__, one.__context__, getattr(one, "reason", None), *one.args)
        waiting += [another for another in behind if isinstance(another, BaseException)]
