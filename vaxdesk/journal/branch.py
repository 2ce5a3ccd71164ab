"""The name of a log's second history: two machines from one image wrote on under one name (decision 0006)."""

from __future__ import annotations

from hashlib import sha256

from vaxdesk.journal import ref


def name(log: str, first: bytes) -> str:
    """Log name of a branch, the same for everybody who holds it.

    Args:
        log: the name that both histories share.
        first: hash of the first entry of the branch, that is of the first one that the feed does not show.
    """
    digest = sha256(f"vaxdesk/1 branch {log} {first.hex()}".encode()).digest()
    return ref.log_name(int.from_bytes(digest[:8], "big") >> 64 - ref.LOG_BITS)
