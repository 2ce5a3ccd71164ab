"""Takes many lines back, or lets them stand again, inside a caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable

from vaxdesk.domain.payloads import Void
from vaxdesk.registry import registers
from vaxdesk.store.writer import Writer


def put(w: Writer, references: Iterable[str], *, voided: bool, why: str) -> tuple[str, ...]:
    """One entry for each; every object is named once, so that one reading of its revision is enough."""
    w.flush()
    return tuple(
        w.add("void", Void(v=voided, why=why), of=one, rev=registers.next_rev(w.conn, w.names.id(one)))
        for one in dict.fromkeys(references)
    )
