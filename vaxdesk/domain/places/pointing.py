"""Finds the facility or the area that somebody means by a code or a name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from vaxdesk.domain.names import fold
from vaxdesk.domain.places.records import Key, PlaceRecord, What


class Pointing:
    """Records that others may name, by list, code and folded name."""

    def __init__(self, records: Iterable[PlaceRecord] = ()) -> None:
        self._by_code: dict[tuple[What, str], PlaceRecord] = {}
        self._by_name: dict[tuple[What, str], list[PlaceRecord]] = defaultdict(list)
        for record in records:
            if record.get(Key.CODE):
                self._by_code.setdefault((record.what, record.get(Key.CODE)), record)
            self._by_name[record.what, fold(record.name)].append(record)

    def meant(self, what: What, text: str) -> tuple[PlaceRecord, ...]:
        """The records of a list that a text names: by code (`15041` or `15041 - Trạm …`), else by name.

        A code names one, the first that has it; of several with one name all come back.
        """
        first = text.partition(" ")[0].strip("-–:")
        coded = self._by_code.get((what, first.zfill(5))) if first.isdecimal() else None
        return (coded,) if coded else tuple(self._by_name.get((what, fold(text)), ()))
