"""Corrections of people's lines inside a caller's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from vaxdesk.domain.payloads import Amend
from vaxdesk.registry import registers
from vaxdesk.store.writer import Writer


def amend(w: Writer, line: str, fresh: Mapping[str, str]) -> str:
    """Sets fields of a line that is written already."""
    return w.add("amend", Amend(set=dict(fresh)), of=line, rev=registers.next_rev(w.conn, w.names.id(line)))


def replan(w: Writer, lines: Iterable[str], *, wanted: bool = True) -> list[str]:
    """Notes that the people of these lines need another place, or need none after all."""
    return [amend(w, line, {"replan": "1" if wanted else ""}) for line in lines]
