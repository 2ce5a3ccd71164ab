"""What the screen of adverse events is given: use cases with the desk filled in, to be called on the db lane."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from vaxdesk.domain.aefi import AefiForm
from vaxdesk.domain.after_injection import AefiCase, ReportSheet
from vaxdesk.domain.identity import Identified
from vaxdesk.domain.refusals import Refused
from vaxdesk.domain.told_task import ToldTask


@dataclass(frozen=True)
class AefiPorts:
    """Use cases, and what the screen must know of the desk.

    Args:
        form: the data file on adverse events.
        cases: reactions of the day and open serious ones, serious ones first.
        sheet: the report of a case by its entry.
        fill_in: entry; `values=` by field code, `why=`; answers Saved (`refs`) or Refused.
        follow_up: entry; `changes=` by name, `why=`; answers Saved or Refused.
        identify: text or bytes as they arrived, `keyed=` whether letters may have suffered.
        undo: reference of an entry; `why=`.
        told: reports of the public that wait, and whether this user may answer them.
        call: reference of a report; `result=`, `at=`, `text=`; answers Saved or Refused.
        take_back: reference of such an answer.
        now: seconds since 1970; called on the UI thread.
        product: name of a product by its code.
        print_report: prints the report of an entry, called on the UI thread; None when this desk does not print.
    """

    form: Callable[[], AefiForm]
    cases: Callable[[], tuple[AefiCase, ...]]
    sheet: Callable[[str], ReportSheet | Refused]
    fill_in: Callable[..., Any]
    follow_up: Callable[..., Any]
    identify: Callable[..., Identified]
    undo: Callable[..., Any]
    told: Callable[[], tuple[tuple[ToldTask, ...], bool]]
    call: Callable[..., Any]
    take_back: Callable[[str], Any]
    now: Callable[[], int]
    product: Callable[[str], str] = str
    print_report: Callable[[str], None] | None = None
