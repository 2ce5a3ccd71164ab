"""Synthetic people of a day in every state of the site's signature, for pictures and tests."""

from __future__ import annotations

from vaxdesk.domain.certificate_due import CertWait
from vaxdesk.domain.certification import WithdrawnFor
from vaxdesk.domain.refusals import Allowed
from vaxdesk.domain.views import DoseView, PersonView
from vaxdesk.domain.vouching import VouchDay, VouchRow, VouchState
from vaxdesk.ui.screens.certificates.ports import VouchPorts

TODAY, NOW = "2026-11-24", 1_795_485_600
_NAMES = (
    "Nguyễn Thị Lành", "Sùng A Páo", "Nguyễn Hoàng Phương Thảo Tôn Nữ Thị Quỳnh Giao", "H'Hen Niê", "Lò Văn Ơn",
    "Giàng A Tủa", "Vàng Thị Mỷ", "Hờ Thị Dở", "Trần Quốc Bảo",
)  # fmt: skip


def _row(at: int, state: VouchState, *, wait: str = "", doses: int = 1, signed: int = 0, **more: object) -> VouchRow:
    given = DoseView(id=f"0000000000001.{at}0", date=TODAY, product="COM-A", lot=f"FN81{at}2", here=True)
    vouched = state not in (VouchState.OPEN, VouchState.BLOCKED, VouchState.EARLY)
    signatures = {"vouch": f"0000000000001.{at}9", "vouched_at": NOW - 4000, "by": "Lò Thị Mai"} if vouched else {}
    person = PersonView(id=f"0000000000001.{at}", name=_NAMES[at], dob="1990-01-01", sex="F", doc=f"01519000123{at}")
    return VouchRow(
        person=person, doses=(given,) * doses, state=state, wait=wait, signed_at=signed,
        until=signed + 365 * 86_400 if signed else 0, **signatures, **more,
    )  # fmt: skip


ROWS = (
    _row(0, VouchState.OPEN),
    _row(1, VouchState.OPEN),
    _row(2, VouchState.CHANGED),
    _row(3, VouchState.BLOCKED, wait=CertWait.ISSUE),
    _row(4, VouchState.UNSENT),
    _row(5, VouchState.CENTRE, wait=CertWait.IDENTITY),
    _row(6, VouchState.SIGNED, signed=NOW - 2000),
    _row(7, VouchState.WITHDRAWN, withdrawn=WithdrawnFor.ERROR),
    _row(8, VouchState.EARLY, wait=CertWait.COURSE),
)
DAY = VouchDay(day=TODAY, rows=ROWS, others=(("2026-11-23", 2), ("2026-11-20", 0)))
GONE = VouchDay(day=TODAY, rows=(_row(2, VouchState.CHANGED, doses=0), *ROWS[4:7]), others=())
NOBODY = VouchDay(day=TODAY, others=(("2026-11-23", 2),))
NURSE = VouchDay(day=TODAY, rows=ROWS, may=False)


def vouch_ports(shown: VouchDay = DAY) -> VouchPorts:
    """Ports that answer with a day and save nothing."""
    return VouchPorts(day=lambda _: shown, vouch=_nothing, take_back=_nothing, today=lambda: TODAY, now=lambda: NOW)


def _nothing(*_: object, **__: object) -> Allowed:
    return Allowed()
