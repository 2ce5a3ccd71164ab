"""What the store page is given: use cases with the desk filled in, to be called on the db lane."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from vaxdesk.domain.stock.ledger import LedgerLine
from vaxdesk.domain.stock.views import Overview


@dataclass(frozen=True)
class StockPorts:
    """Those that save answer something with `value`, or Refused.

    Args:
        read: everything that the page shows.
        ledger: of a lot by reference.
        receive: `receive(head, receipts, gtins)`; gtins by product and doses of a vial that they stand for.
        issue: `issue(lot, doses, table=)`; `value` is the movement. `give_back` likewise.
        send_out: `send_out(lot, doses, reason= place= partner= paper= why=)`.
        count: `count({lot: doses}, place= why=)`; `value` are the differences.
        take_back: reference of a movement, `why=`.
        lock: reference of a lot, `why=`, empty to free it.
        note_vvm: reference of a lot, stage.
        thaw_out: `thaw_out(lot, doses, day= paper=)`: out of the freezer; `value` is the lot they are now.
        note_thaw: reference of a lot, ISO day on which it thawed.
        note_temp: name of a fridge, `now= low= high= cabinet= did=`.
        take_back_temp: reference of a reading.
        box: payload of a scan, `keyed=`; BoxSeen, Refused, or None for another code.
        product: name of a product by its code.
        print_ledger, print_minutes, print_count, print_temps: papers, by lot, day, place, fridge; on the UI thread.
        write_ledger: `write_ledger(lot, path)`: the workbook; paper lane.
    """

    read: Callable[[], Overview]
    ledger: Callable[[str], tuple[LedgerLine, ...]]
    receive: Callable[..., Any]
    issue: Callable[..., Any]
    give_back: Callable[..., Any]
    send_out: Callable[..., Any]
    count: Callable[..., Any]
    take_back: Callable[..., Any]
    lock: Callable[..., Any]
    note_vvm: Callable[..., Any]
    thaw_out: Callable[..., Any]
    note_thaw: Callable[..., Any]
    note_temp: Callable[..., Any]
    take_back_temp: Callable[..., Any]
    box: Callable[..., Any]
    print_ledger: Callable[[str], None]
    print_minutes: Callable[[str], None]
    print_count: Callable[[str], None]
    print_temps: Callable[[str], None]
    write_ledger: Callable[[str, str], None]
    product: Callable[[str], str] = str
