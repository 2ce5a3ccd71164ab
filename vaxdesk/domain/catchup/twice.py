"""A sheet typed at two desks at once: which entry stands comes out the same everywhere, whoever settles it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property

import msgspec

from vaxdesk.domain.catchup.sheet import Happened
from vaxdesk.domain.catchup.stack import TypedSheet


class Twice(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """Entries of one stack about one person.

    Args:
        rows: all of them. The first one stands: a dose before none, a new dose before one on record already, then by
            the hash of the entry. No clock has a say in it, so every desk that knows these entries names the same one.
    """

    rows: tuple[TypedSheet, ...]

    @property
    def stands(self) -> TypedSheet:
        """The entry that is left when nobody says that another one is right."""
        return self.rows[0]

    @property
    def extra(self) -> tuple[TypedSheet, ...]:
        """The others."""
        return self.rows[1:]

    def agrees(self, row: TypedSheet) -> bool:
        """Whether an entry says the same as the one that stands."""
        return _said(row) == _said(self.stands)

    @cached_property
    def versions(self) -> tuple[TypedSheet, ...]:
        """One entry for each thing that is said: where there is but one, nobody has to look at the paper."""
        said: dict[tuple, TypedSheet] = {}
        for row in self.rows:
            said.setdefault(_said(row), row)
        return tuple(said.values())


def twice(rows: Iterable[TypedSheet]) -> tuple[Twice, ...]:
    """The people about whom a stack has more than one entry, in the order of their sheets."""
    of: dict[str, list[TypedSheet]] = defaultdict(list)
    for row in rows:
        of[row.person.id].append(row)
    found = (Twice(rows=tuple(sorted(one, key=_order))) for one in of.values() if len(one) > 1)
    return tuple(sorted(found, key=lambda one: (one.stands.sheet, one.stands.entry)))


def shared(rows: Iterable[TypedSheet]) -> tuple[int, ...]:
    """Numbers that sheets of different people have in common, since two desks counted each for itself."""
    of: dict[int, set[str]] = defaultdict(set)
    for row in rows:
        of[row.sheet].add(row.person.id)
    return tuple(sorted(number for number, people in of.items() if len(people) > 1))


def _order(row: TypedSheet) -> tuple[bool, bool, str]:
    return (row.happened is not Happened.INJECTED, row.known, row.h)


def _said(row: TypedSheet) -> tuple:
    return (row.happened, row.known, row.lot_no, row.site, row.at, row.nth, row.reaction)
