"""An invitation as a station gets it: one line of text, and the same line as a QR code on the terminal or in a picture.

With the certificate authority inside, a station needs nothing typed but its own password: it scans the code, and trusts
this authority and this server key alone.
"""

from __future__ import annotations

from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from PIL import Image

from vaxdesk.documents.qr import QUIET, Code, make
from vaxdesk.journal.signing import to_text

_MODULE = 8  # dots of a module in a picture
_BLOCKS = {"00": "█", "01": "▀", "10": "▄", "11": " "}  # light on dark: most terminals are dark


class BadAuthority(ValueError):
    """The file holds no certificate that a code has room for."""


def authority(path: Path) -> str:
    """The certificate of a PEM file as an invitation carries it.

    Raises:
        BadAuthority: no certificate, or one so large that no scanner reads the code (take a P-256 or Ed25519 key).
    """
    try:
        der = x509.load_pem_x509_certificate(path.read_bytes()).public_bytes(Encoding.DER)
    except (OSError, ValueError, x509.InvalidVersion) as error:
        raise BadAuthority(str(path)) from error
    if len(der) > 700:
        raise BadAuthority(str(path))
    return to_text(der)


def drawn(text: str) -> str:
    """The code for a terminal, two rows of modules a line, with its quiet zone."""
    rows = _with_quiet(make(text, level="L"))
    rows += ["0" * len(rows[0])] * (len(rows) % 2)
    pairs = zip(rows[::2], rows[1::2], strict=True)
    return "\n".join("".join(_BLOCKS[upper + lower] for upper, lower in zip(*pair, strict=True)) for pair in pairs)


def save(text: str, path: Path) -> None:
    """The code as a picture or PDF, by the name of the file.

    Raises:
        OSError: it cannot be written.
        ValueError: no such kind of picture.
    """
    rows = _with_quiet(make(text, level="L"))
    side = len(rows)
    picture = Image.new("L", (side, side), 255)
    picture.putdata([0 if module == "1" else 255 for row in rows for module in row])
    picture.resize((side * _MODULE, side * _MODULE), Image.Resampling.NEAREST).save(path)


def _with_quiet(code: Code) -> list[str]:
    blank = ["0" * (code.modules + 2 * QUIET)] * QUIET
    side = "0" * QUIET
    return [*blank, *(f"{side}{row}{side}" for row in code.rows), *blank]
