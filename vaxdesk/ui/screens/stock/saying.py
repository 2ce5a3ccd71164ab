"""The store in words: places, warnings, signs of lots and fridges."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from vaxdesk.domain.picklists import WasteReason
from vaxdesk.domain.stock.balance import TableLine
from vaxdesk.domain.stock.cold import TempState
from vaxdesk.domain.stock.ledger import LedgerLine
from vaxdesk.domain.stock.movement import MoveReason
from vaxdesk.domain.stock.places import table_no
from vaxdesk.domain.stock.supply import SOON_DAYS, SupplyWarning, Warned
from vaxdesk.domain.stock.views import LotRow
from vaxdesk.domain.vials import FIRST_BAD_VVM
from vaxdesk.ui import reasons, written
from vaxdesk.ui.kit.chips import ChipFace
from vaxdesk.ui.palette import Tone
from vaxdesk.ui.saying import decimal
from vaxdesk.words import say

Names = Callable[[str], str]
_ALARMS = frozenset({SupplyWarning.TEMPERATURE, SupplyWarning.EXPIRED, SupplyWarning.VVM, SupplyWarning.LOCKED})


def place_text(place: str) -> str:
    """The store or a table."""
    no = table_no(place)
    return say("stock.place.table", no=no) if no else say("stock.place.store")


def degrees(tenths: int) -> str:
    """`4,5`."""
    sign = "−" if tenths < 0 else ""
    return f"{sign}{decimal(f'{abs(tenths) // 10}.{abs(tenths) % 10}')}"


def warning_text(warned: Warned, *, product: Names) -> str:
    """The sentence of a warning."""
    facts = dict(warned.facts)
    if "expiry" in facts:
        facts["expiry"] = written.day(facts["expiry"])
    if "day" in facts:
        facts["day"] = written.day(facts["day"])
    if "product" in facts:
        facts["product"] = product(facts["product"])
    if "temp" in facts:
        facts["temp"] = degrees(int(facts["temp"]))
    elif warned.code is not SupplyWarning.NO_READING and "place" in facts:
        facts["place"] = place_text(facts["place"])
    return say(f"{SupplyWarning.WORDS}.{warned.code.value}", **facts)


def warning_tone(warned: Warned) -> Tone:
    """How loud a warning is."""
    return Tone.HARM if warned.code in _ALARMS else Tone.WAIT


def lot_face(row: LotRow, day: str) -> ChipFace:
    """What is to be known of a lot before anything else."""
    lot = row.lot
    if lot.locked:
        return ChipFace(say("stock.face.locked"), Tone.HARM, "lock")
    if lot.expiry < day:
        return ChipFace(say("stock.face.expired"), Tone.HARM, "calendar")
    if lot.vvm >= FIRST_BAD_VVM:
        return ChipFace(say("stock.face.vvm", vvm=lot.vvm), Tone.HARM, "ban")
    if not row.stand.kept:
        return ChipFace(say("stock.face.not_kept"), Tone.NEUTRAL, "info")
    if not row.stand.total:
        return ChipFace(say("stock.face.empty"), Tone.NEUTRAL, "box")
    if row.first:
        return ChipFace(say("stock.face.first"), Tone.OK, "arrow-right")
    return ChipFace(say("stock.face.waits"), Tone.NEUTRAL, "box")


def expiry_face(row: LotRow, day: str) -> ChipFace:
    """The expiry date, louder the nearer it is."""
    days = (date.fromisoformat(row.lot.expiry) - date.fromisoformat(day)).days
    tone = Tone.HARM if days < 0 else Tone.WAIT if days <= SOON_DAYS else Tone.NEUTRAL
    return ChipFace(written.day(row.lot.expiry), tone, "warn" if tone is not Tone.NEUTRAL else "")


def table_face(line: TableLine) -> ChipFace:
    """Whether a table has brought everything back or used it up."""
    if line.settled:
        return ChipFace(say("stock.face.settled"), Tone.OK, "check")
    left = line.difference
    key = "open" if left == line.open and left > 0 else "left" if left > 0 else "short"
    return ChipFace(say(f"stock.face.{key}", n=abs(left)), Tone.WAIT if left > 0 else Tone.HARM, "warn")


def temp_face(state: TempState) -> ChipFace:
    """A reading's verdict."""
    if state is TempState.RIGHT:
        return ChipFace(say(f"{TempState.WORDS}.right"), Tone.OK, "check")
    tone = Tone.WAIT if state is TempState.COLD else Tone.HARM
    return ChipFace(say(f"{TempState.WORDS}.{state.value}"), tone, "thermometer")


def ledger_text(line: LedgerLine) -> str:
    """What happened, with whom or where."""
    why = reasons.said(line.why, WasteReason) if line.reason == MoveReason.DISPOSE else line.why
    where = place_text(line.place) if line.place else ""
    extra = say("stock.with_extra", n=line.extra) if line.extra else ""
    parts = (say(f"stock.short.{line.reason}"), where, line.partner, line.paper, why, extra)
    return " · ".join(part for part in parts if part)


def change_text(line: LedgerLine) -> str:
    """`+60`, `−6`; what went to a table and back in brackets."""
    if line.moved:
        return f"({line.moved})"
    return f"+{line.came}" if line.came else f"−{line.went}" if line.went else "0"
