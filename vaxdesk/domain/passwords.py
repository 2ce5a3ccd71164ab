"""What a password must be: long enough and not one that everybody tries first (ASVS 6.2.1, 6.2.4, 6.2.9)."""

from __future__ import annotations

from enum import StrEnum, nonmember

from vaxdesk.domain.names import fold

SHORTEST = 8
ADVISED = 12
LONGEST = 64

# What people in this country and trade try first.
_COMMON = frozenset(
    {
        "12345678", "123456789", "1234567890", "0123456789", "987654321", "66668888", "12341234", "123123123",
        "12344321", "password", "password1", "passw0rd", "qwertyui", "qwerty123", "qwertyuiop", "abcd1234",
        "abc12345", "abc123456", "a1234567", "a12345678", "1q2w3e4r", "iloveyou", "admin123", "administrator",
        "welcome1", "letmein1", "matkhau1", "matkhau123", "matkhaumoi", "anhyeuem", "emyeuanh", "yeuanhnhieu",
        "vietnam1", "vietnam123", "hanoi123", "saigon123", "tiemchung", "tiemchung123", "vacxin123", "tramyte1",
        "tramyte123", "benhvien123", "vaxdesk1", "vaxdesk123",
    }
)  # fmt: skip


class PasswordFault(StrEnum):
    """Why a password is not taken."""

    WORDS = nonmember("entrance.password")

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    COMMON = "common"


def fault(password: str) -> PasswordFault | None:
    """The first thing wrong with a password, None when it is good."""
    if len(password) < SHORTEST:
        return PasswordFault.TOO_SHORT
    if len(password) > LONGEST:
        return PasswordFault.TOO_LONG
    bare = fold(password).replace(" ", "")
    if bare in _COMMON or len(set(bare)) <= 2:  # one or two letters repeated
        return PasswordFault.COMMON
    return None
