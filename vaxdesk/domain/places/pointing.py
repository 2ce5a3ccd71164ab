"""Finds the facility or the area that somebody means by a code or a name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from vaxdesk.domain.names import fold
from vaxdesk.domain.places.records import Key, PlaceRecord, What


class Pointing:
    """Records that others may name, by list, code and folded name."""

    def __init__(self, records: Iterable[PlaceRecord] = ()) -> None:
        self._by_text: dict[tuple[What, str], list[PlaceRecord]] = defaultdict(list)
        for record in records:
            for text in filter(None, dict.fromkeys((record.get(Key.CODE), fold(record.name)))):
                self._by_text[record.what, text].append(record)

    def meant(self, what: What, text: str) -> tuple[PlaceRecord, ...]:
        """The records of a list that a text names: by code (`15041` or `15041 - Trạm …`), else by name."""
        first = text.partition(" ")[0].strip("-–:")
        code = first.zfill(5) if first.isdecimal() else first
        found = self._by_text.get((what, code)) if first[:1].isdecimal() else None
        return tuple(found or self._by_text.get((what, fold(text)), ()))
