"""Kinds of entries that the server's own device alone may write: certificates, their withdrawals, allocations.

The fold asks no rights, a withdrawal goes onto the list of trust, and an allocation lessens what the unit that gave it
has; so what any other device writes of these kinds is not filed (decisions 0040, 0048). Neither is a quote of one: a
rescue is folded as the entry.
"""

from __future__ import annotations

import msgspec

from vaxdesk.domain.payloads_sync import Quote
from vaxdesk.journal.line import NOT_JSON, BadLine, decode

KINDS = frozenset(("hcert", "uncert", "allocation"))
# a kind may be written with escapes; the bytes are looked at first, since that is quicker
_MAY_BE = (b"cert", b"allocation", b"\\u")


def is_reserved(line: bytes) -> bool:
    """Whether a line is an entry of these kinds, or quotes one."""
    if not any(one in line for one in _MAY_BE):
        return False
    try:
        read = decode(line)
        if read.k != "quote":
            return read.k in KINDS
        return decode(msgspec.json.decode(read.d, type=Quote).line.encode()).k in KINDS
    except (BadLine, *NOT_JSON, UnicodeEncodeError):
        return False
