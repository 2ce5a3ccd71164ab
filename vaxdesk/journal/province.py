"""The province's way into a store whose passwords and recovery words are lost (decision 0020).

A desk draws a key pair of its own and agrees on a secret with the province's public key (X25519); it keeps its public
half, forgets the other, and closes a slot with the secret. The public half is the *question* that the desk shows; the
*answer*, which only the province's private key can reckon, opens that one slot. After its use the desk draws anew.

Both are short enough for the telephone: rows of thirteen letters and a check letter, as of a joining code. Four rows
are a question (256 bits), two an answer (130 bits).
"""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from vaxdesk.journal.enrolment import CODE_LETTERS, check_letter, letters_of
from vaxdesk.journal.ref import ALPHABET

QUESTION_ROWS, ANSWER_ROWS = 4, 2
_PREFIX = "VDR1"  # of the question as a QR code
_ROW = CODE_LETTERS + 1
_ROW_BITS = 5 * CODE_LETTERS
_KEY_BYTES = 32


class BadRow(ValueError):
    """A row that was mistyped: its number from 1; 0 when there are too few letters or too many."""

    def __init__(self, row: int) -> None:
        super().__init__(row)
        self.row = row


class Pair(msgspec.Struct, frozen=True):
    """A question as the desk shows it, and the answer that it must not keep."""

    question: str
    answer: str


def draw(province: bytes, random: Callable[[int], bytes]) -> Pair:
    """A new question to the province of that public key, and its answer.

    Raises:
        ValueError: not a public key.
    """
    own = X25519PrivateKey.from_private_bytes(random(_KEY_BYTES))
    public = own.public_key().public_bytes_raw()
    secret = own.exchange(X25519PublicKey.from_public_bytes(province))
    return Pair(_rows(int.from_bytes(public), QUESTION_ROWS), _answer(secret, public, province))


def answer(private: bytes, question: str) -> str:
    """The answer to a question, by the province's private key.

    Raises:
        BadRow: the question was mistyped.
        ValueError: it is none.
    """
    number = _number(question, QUESTION_ROWS)
    if number.bit_length() > 8 * _KEY_BYTES:
        raise BadRow(0)
    public = number.to_bytes(_KEY_BYTES)
    own = X25519PrivateKey.from_private_bytes(private)
    secret = own.exchange(X25519PublicKey.from_public_bytes(public))
    return _answer(secret, public, own.public_key().public_bytes_raw())


def scannable(question: str) -> str:
    """The question as the text of a QR code."""
    return f"{_PREFIX} {question}"


def read_answer(text: str) -> str | None:
    """The rows of an answer as typed; None when it is none, by its length or a check letter."""
    try:
        return _rows(_number(text, ANSWER_ROWS), ANSWER_ROWS)
    except BadRow:
        return None


def _answer(secret: bytes, public: bytes, province: bytes) -> str:
    derived = HKDF(SHA256(), 17, salt=public + province, info=b"vaxdesk/1 province").derive(secret)
    return _rows(int.from_bytes(derived) >> (8 * 17 - ANSWER_ROWS * _ROW_BITS), ANSWER_ROWS)


def _rows(number: int, count: int) -> str:
    """A number as rows of two groups of seven letters, with spaces between rows."""
    rows = []
    for at in reversed(range(count)):
        part = number >> at * _ROW_BITS
        letters = "".join(ALPHABET[part >> 5 * place & 31] for place in reversed(range(CODE_LETTERS)))
        whole = letters + check_letter(letters)
        rows.append(f"{whole[:7]}-{whole[7:]}")
    return " ".join(rows)


def _number(text: str, count: int) -> int:
    letters = letters_of("".join(text.strip().removeprefix(_PREFIX).split()))
    if len(letters) != count * _ROW:
        raise BadRow(0)
    number = 0
    for row in range(count):
        whole = letters[row * _ROW : (row + 1) * _ROW]
        if check_letter(whole[:-1]) != whole[-1]:
            raise BadRow(row + 1)
        for letter in whole[:-1]:
            number = number << 5 | ALPHABET.index(letter)
    return number
