"""What the page needs of the desk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from vaxdesk.domain.places.checklist import Part, Safety
from vaxdesk.domain.places.matching import PlaceRow
from vaxdesk.domain.places.records import PlaceRecord, What
from vaxdesk.domain.places.units import OldCommune
from vaxdesk.domain.places.views import Resident
from vaxdesk.domain.refusals import Refused
from vaxdesk.ui.screens.places.state import Importing


@dataclass(frozen=True)
class Unread:
    """A file that is no list: the key of the sentence why."""

    key: str


@dataclass(frozen=True)
class ListPorts:
    """The three lists.

    Args:
        looked_at: every record with what is odd about it; db lane.
        check: a record as it is typed, judged; db lane.
        save: enters or corrects; the record judged when it cannot be taken; db lane.
        lock: `lock(member, on)`; db lane.
        take_out: `take_out(reference, why)`; `put_back(reference)`; db lane.
        look: `look(path, what)` reads and judges a file; paper lane.
        mend: `mend(looked, row, values)`: the list judged anew with other texts in a row; paper lane.
        take: takes the next batch of rows in; how many, 0 when all are in; db lane.
        write_result: `write_result(looked, path)`; paper lane.
        write_list: `write_list(what, path, filled)`: the list, or an empty form; paper lane.
        may_keep: whether who acts may change the lists.
    """

    looked_at: Callable[[], tuple[PlaceRow, ...]]
    check: Callable[[PlaceRecord], PlaceRow]
    save: Callable[[PlaceRecord], str | Refused | PlaceRow]
    lock: Callable[[str, bool], str | Refused]
    take_out: Callable[[str, str], str | Refused]
    put_back: Callable[[str], str | Refused]
    look: Callable[[str, What], Importing | Unread]
    mend: Callable[[Any, int, dict[str, str]], Importing]
    take: Callable[[Any], int | Refused]
    write_result: Callable[[Any, str], None]
    write_list: Callable[[What, str, bool], int]
    may_keep: Callable[[], bool]


@dataclass(frozen=True)
class UnitPorts:
    """Units of 2021; all on the db lane.

    Args:
        choose: `choose(from_code, to_code, basis, area)` remembers; changes nobody.
        bring_over: corrects a batch of people; how many, 0 when nobody is left.
    """

    waiting: Callable[[], tuple[OldCommune, ...]]
    people_of: Callable[[str], tuple[Resident, ...]]
    choose: Callable[[str, str, str, str], str | Refused]
    bring_over: Callable[[str], int | Refused]


@dataclass(frozen=True)
class SafetyPorts:
    """The self-assessment. `print_list(reference)` shows the paper; the others run on the db lane."""

    stands: Callable[[], Safety]
    fill_in: Callable[[Part, dict[str, str], dict[str, str]], str | Refused]
    print_list: Callable[[str], None]


@dataclass(frozen=True)
class PlacesPorts:
    """All of the page."""

    lists: ListPorts
    units: UnitPorts
    safety: SafetyPorts
