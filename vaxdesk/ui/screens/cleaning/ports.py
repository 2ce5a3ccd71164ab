"""What the cleaning page is given: use cases with the desk filled in."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from vaxdesk.domain.cleaning.answers import ReturnedList
from vaxdesk.domain.cleaning.findings import Alike, Fix, Merged, PairCase, Survey
from vaxdesk.domain.cleaning.police import ListKind, PoliceListView
from vaxdesk.domain.cleaning.standing import Side
from vaxdesk.domain.refusals import Refused
from vaxdesk.domain.views import PersonView
from vaxdesk.ui.screens.cleaning.state import MadeList

Cancelled = Callable[[], bool]


@dataclass(frozen=True)
class CleaningPorts:
    """Use cases; those of the paper lane read the store beside other work, and write nothing.

    Args:
        survey, find: everybody; `(cancelled)`; paper lane; None when cancelled.
        views: people by reference; db lane.
        apply: `(fixes, start)`; db lane; where the following ones start, or Refused.
        case: `(one, other)`; db lane; None when it was decided in the meantime.
        merge: `(one, other, chosen)`; differ: `(one, other)`; take_back: `(entry)`; db lane; entry, or Refused.
        merged: merges that stand; db lane.
        gather: `(commune, kinds)`; paper lane; hand_out: `(gathered)`; db lane; the list made, or Refused.
        lists: what was handed out; db lane.
        write_sheet: `(made, path)`; paper lane. `print_list` shows the paper and prints it.
        look_at: `(path)`; paper lane; the judged file, or Refused.
        take: `(returned, rows, by, start)`; db lane; where the following ones start, or Refused.
        may_merge, may_clean: whether the user has the right now.
        product: name of a product by its code.
    """

    survey: Callable[[Cancelled], Survey | None]
    find: Callable[[Cancelled], tuple[Alike, ...] | None]
    views: Callable[[tuple[str, ...]], dict[str, PersonView]]
    apply: Callable[[tuple[Fix, ...], int], int | Refused]
    case: Callable[[str, str], PairCase | None]
    merge: Callable[[str, str, Mapping[str, Side]], str | Refused]
    differ: Callable[[str, str], str | Refused]
    take_back: Callable[[str], str | Refused]
    merged: Callable[[], tuple[Merged, ...]]
    gather: Callable[[str, Collection[ListKind]], Any]
    hand_out: Callable[[Any], MadeList | Refused]
    lists: Callable[[], tuple[PoliceListView, ...]]
    write_sheet: Callable[[MadeList, str], None]
    print_list: Callable[[MadeList], None]
    look_at: Callable[[str], ReturnedList | Refused]
    take: Callable[[ReturnedList, Collection[int], str, int], int | Refused]
    may_merge: Callable[[], bool]
    may_clean: Callable[[], bool]
    product: Callable[[str], str] = str
