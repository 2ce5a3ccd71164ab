"""The store in words: places, warnings, signs of lots and fridges."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from vaxdesk.domain import thaw
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
_ALARMS = frozenset(
    {
        SupplyWarning.TEMPERATURE, SupplyWarning.EXPIRED, SupplyWarning.THAW_OVER, SupplyWarning.VVM,
        SupplyWarning.LOCKED,
    }
)  # fmt: skip


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
    for key in ("day", "until"):
        if key in facts:
            facts[key] = written.day(facts[key])
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
    if lot.usable_until < day:
        key = "thaw_over" if lot.fridge_until and lot.fridge_until < day <= lot.expiry else "expired"
        return ChipFace(say(f"stock.face.{key}"), Tone.HARM, "calendar")
    if lot.vvm >= FIRST_BAD_VVM:
        return ChipFace(say("stock.face.vvm", vvm=lot.vvm), Tone.HARM, "ban")
    if not row.stand.kept:
        return ChipFace(say("stock.face.not_kept"), Tone.NEUTRAL, "info")
    if not row.stand.total:
        return ChipFace(say("stock.face.empty"), Tone.NEUTRAL, "box")
    if lot.frozen:
        return ChipFace(say("stock.face.frozen"), Tone.NEUTRAL, "thermometer")
    if row.first:
        return ChipFace(say("stock.face.first"), Tone.OK, "arrow-right")
    if lot.thaw_unknown:
        return ChipFace(say("stock.face.thaw_unknown"), Tone.WAIT, "warn")
    return ChipFace(say("stock.face.waits"), Tone.NEUTRAL, "box")


def expiry_face(row: LotRow, day: str) -> ChipFace:
    """The last day of use, louder the nearer it is; one that comes of the thaw has a sign of its own."""
    until, thawed = row.lot.usable_until, row.lot.usable_until == row.lot.fridge_until
    days = (date.fromisoformat(until) - date.fromisoformat(day)).days
    tone = Tone.HARM if days < 0 else Tone.WAIT if days <= (thaw.SOON_DAYS if thawed else SOON_DAYS) else Tone.NEUTRAL
    icon = "thermometer" if thawed else "warn" if tone is not Tone.NEUTRAL else ""
    return ChipFace(written.day(until), tone, icon)


def thaw_text(row: LotRow) -> str:
    """What is known of the thaw of a lot; empty where it does not matter."""
    lot = row.lot
    if not lot.fridge_days:
        return ""
    if lot.frozen:
        return say("stock.thaw.frozen_text", days=lot.fridge_days)
    if not lot.thawed:
        return say("stock.thaw.unknown_text", days=lot.fridge_days)
    days = {"thawed": written.day(lot.thawed), "until": written.day(lot.fridge_until)}
    return say("stock.thaw.text", expiry=written.day(lot.expiry), **days)


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
