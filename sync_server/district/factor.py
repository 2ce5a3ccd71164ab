"""The second factor: codes of six digits that a telephone reckons from a secret and the time (RFC 6238).

The secret lies in the database sealed under a key that follows from the server's key file, so that whoever has the
database alone, or a copy of it, has no second factor of anybody.
"""

from __future__ import annotations

import hmac

import pyotp
import sqlalchemy as sa
from nacl.secret import SecretBox

from sync_server.durable.tables_staff import staff_factor
from sync_server.settings import Server

_STEP_S = 30
_AROUND = 1  # steps that a telephone's clock may be before or behind (RFC 6238, 5.2)
_ISSUER = "vaxdesk"


def is_confirmed(conn: sa.Connection, user_no: int) -> bool:
    """Whether a user has a second factor whose first code was right."""
    row = _row(conn, user_no)
    return row is not None and row.confirmed_ms is not None


def offer(conn: sa.Connection, server: Server, user_no: int) -> None:
    """Makes a secret for a user who has none; one that is not confirmed stays the same."""
    if _row(conn, user_no) is None:
        sealed = bytes(_box(server).encrypt(pyotp.random_base32().encode()))
        conn.execute(staff_factor.insert(), {"user_no": user_no, "secret": sealed, "used_step": 0})


def offered(conn: sa.Connection, server: Server, user_no: int) -> str:
    """The secret of a user, in base 32, until it is confirmed.

    Raises:
        ValueError: it is confirmed, and never shown again; or there is none.
    """
    row = _row(conn, user_no)
    if row is None or row.confirmed_ms is not None:
        raise ValueError("nothing to show")
    return _opened(server, row)


def address(secret: str, login: str) -> str:
    """What the telephone's program reads as a QR code (key URI format)."""
    return pyotp.TOTP(secret).provisioning_uri(name=login, issuer_name=_ISSUER)


def holds(conn: sa.Connection, server: Server, user_no: int, code: str) -> bool:
    """Whether a code is right now and was not used before; the first right one confirms the secret."""
    row = _row(conn, user_no, lock=True)
    digits = "".join(code.split())
    if row is None or not (len(digits) == 6 and digits.isascii() and digits.isdigit()):
        return False
    step = _step_of(pyotp.TOTP(_opened(server, row)), digits, int(server.now()))
    if step is None or step <= row.used_step:
        return False
    confirmed = row.confirmed_ms if row.confirmed_ms is not None else server.now_ms()
    change = staff_factor.update().where(staff_factor.c.user_no == user_no)
    conn.execute(change.values(used_step=step, confirmed_ms=confirmed))
    return True


def drop(conn: sa.Connection, user_no: int) -> None:
    """Takes a second factor away: the next sign-in asks for a new one. For a telephone that was lost."""
    conn.execute(staff_factor.delete().where(staff_factor.c.user_no == user_no))


def _step_of(codes: pyotp.TOTP, digits: str, now: int) -> int | None:
    around = range(now // _STEP_S - _AROUND, now // _STEP_S + _AROUND + 1)
    return next((one for one in around if hmac.compare_digest(codes.generate_otp(one), digits)), None)


def _row(conn: sa.Connection, user_no: int, *, lock: bool = False) -> sa.Row | None:
    wanted = sa.select(staff_factor).where(staff_factor.c.user_no == user_no)
    return conn.execute(wanted.with_for_update() if lock else wanted).first()


def _opened(server: Server, row: sa.Row) -> str:
    return _box(server).decrypt(bytes(row.secret)).decode()


def _box(server: Server) -> SecretBox:
    return SecretBox(hmac.digest(server.key.subjects, b"vaxdesk/1 second factors", "sha256"))
