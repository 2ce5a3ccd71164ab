"""What the page of paper stacks is given: use cases with the desk filled in, to be called on the db lane."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from vaxdesk.domain.catchup.stack import StackView, TypedSheet
from vaxdesk.domain.identity import Identified, Presence
from vaxdesk.domain.payloads import Person
from vaxdesk.domain.scans import Scan
from vaxdesk.ui.kit.sheet_view import SheetEye


@dataclass(frozen=True)
class CatchupPorts:
    """Use cases, and what the screen must know of the desk.

    Args:
        stacks: all stacks, newest first.
        announce: a Batch; Saved with a StackView, or Refused. recount: reference, `sheets=`; the same.
        typed: reference of a stack; its sheets in the order of time.
        identify, search, alike: as at reception.
        weigh: stack, person, Sheet; Weighed or Refused.
        save: the same with `no=`; Saved with a TypedSheet, or Refused. mark_known: stack, person, `no=`; the same.
        take_back: entry, `why=`. mend_lot: entry, `lot_no= expiry= why=`; Saved with a TypedSheet, or Refused.
        settle: stack, entry; one is left of a sheet typed at two PCs: Saved with the TypedSheet, or Refused.
        enter: a Person, `not_these=`; Saved with the reference, Refused, Flawed or Alike.
        sample: stack; sheets to read again, or Refused.
        check: stack, tuple of Reread; Saved with Rechecked, or Refused.
        told: doses of a scanned certificate; UI thread. offer: person, doses; Offered or Refused.
        take: person, doses; Saved with how many, or Refused.
        prepare: path of a picture file; a small grey JPEG, or Refused; paper lane.
        sheet_eye: makes the camera as a sheet is seen by it; its work is for the eye lane.
        attach: entry, JPEG; Saved or Refused. photo: person, entry; JPEG, empty for none.
        today: ISO day of the device. product: name of a product by its code.
        products: code and name of every vaccine of the schedule. forms: id and name of every screening form.
    """

    stacks: Callable[[], tuple[StackView, ...]]
    announce: Callable[..., Any]
    recount: Callable[..., Any]
    typed: Callable[[str], tuple[TypedSheet, ...]]
    identify: Callable[..., Identified]
    search: Callable[[str], tuple[Presence, ...]]
    alike: Callable[[Person], tuple[Presence, ...]]
    weigh: Callable[..., Any]
    save: Callable[..., Any]
    mark_known: Callable[..., Any]
    take_back: Callable[..., Any]
    mend_lot: Callable[..., Any]
    settle: Callable[..., Any]
    enter: Callable[..., Any]
    sample: Callable[[str], Any]
    check: Callable[..., Any]
    told: Callable[[Scan], tuple[Any, ...]]
    offer: Callable[..., Any]
    take: Callable[..., Any]
    prepare: Callable[[str], Any]
    sheet_eye: Callable[[], SheetEye]
    attach: Callable[..., Any]
    photo: Callable[[str, str], bytes]
    today: Callable[[], str]
    product: Callable[[str], str]
    products: Callable[[], tuple[tuple[str, str], ...]]
    forms: Callable[[], tuple[tuple[str, str], ...]]
