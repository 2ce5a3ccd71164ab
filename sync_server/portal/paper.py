"""The paper 'Giấy xác nhận đã tiêm' as the site prints it, for whoever looks for their own."""

from __future__ import annotations

from sync_server.portal.record import Record, ShownDose
from vaxdesk.documents.certificate import CertificateContents, CertificateDose, render, slot_for
from vaxdesk.domain import times
from vaxdesk.domain.views import StationView


def printed(record: Record, *, now: float) -> bytes | None:
    """The PDF; None while no site has given the person a paper, or none of the doses has a place on it.

    Args:
        now: seconds since 1970.
    """
    doses = tuple(_line(slot, one) for one in record.doses if (slot := slot_for(one.kind.value, one.kind_no)))
    if record.paper is None or not doses:
        return None
    one = record.person
    return render(
        CertificateContents(
            station=StationView(code="", name=next((dose.place for dose in reversed(doses) if dose.place), "")),
            name=one.name,
            dob=one.dob,
            sex=one.sex,
            document=one.doc or one.old_doc,
            phone=one.tel,
            address=one.address,
            doses=doses,
            code=record.paper.qr,
            code_text=record.paper.letters,
            printed_at=f"{times.day_of(now)}T{times.clock_of(now)}",
        )
    )


def _line(slot: int, one: ShownDose) -> CertificateDose:
    return CertificateDose(slot=slot, date=one.day, vaccine=one.vaccine, lot=one.lot, place=one.place)
