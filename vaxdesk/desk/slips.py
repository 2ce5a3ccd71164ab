"""The slip of this site: the doses given here, signed by this PC until the server's certificate has come (0036).

A dose known from a list, a paper or somebody's word is on the certificate that a stamp stands for, never in a slip: the
site cannot vouch for it, and whoever reads the slip would take it for proven and for given here.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import sqlalchemy as sa

from vaxdesk.certificates import slip
from vaxdesk.certificates.slip import MOST_DOSES, Slip, SlipDose
from vaxdesk.desk.context import Desk
from vaxdesk.domain.own_codes import certificate_token
from vaxdesk.domain.papers import CertificateSheet
from vaxdesk.journal import enrolment as certificates
from vaxdesk.store import enrolment, trust

_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MOST_NAME, _MOST_SITE, _MOST_LOT = 100, 100, 40

Make = Callable[[CertificateSheet], str]


def maker(desk: Desk, conn: sa.Connection, *, site: str) -> Make | None:
    """What makes slips of issued certificates; None while no server has stated whose this PC is, so nobody could check.

    A slip follows from the entry of the certificate and the record, so printing it again gives the same text.
    """
    known = stated(conn)
    if known is None:
        return None
    sign = desk.store.signer().sign

    def make(sheet: CertificateSheet) -> str:
        said = _said(sheet, unit=known.unit, site=site)
        return slip.sign(said, sign, device=known.device) if said else ""

    return make


def stated(conn: sa.Connection) -> certificates.Certificate | None:
    """Who this PC is, its unit as `SCHEME:CODE`, as its server has signed it; None before that."""
    who = enrolment.enrolment(conn)
    if who is None:
        return None
    return next(filter(None, (_stated(who.certificate, key) for key in trust.generations(who))), None)


def _stated(certificate: str, server: bytes) -> certificates.Certificate | None:
    return certificates.read_certificate(certificate, server) if certificate else None


def _said(sheet: CertificateSheet, *, unit: str, site: str) -> Slip | None:
    """What is stated; None where no dose was given here."""
    token = certificate_token(sheet.code)
    doses = tuple(
        SlipDose(one.product, one.dose.lot[:_MOST_LOT], one.dose.date, one.kind.value, one.kind_no)
        for one in sheet.doses
        if one.dose.here and _DAY.fullmatch(one.dose.date)
    )
    if not (doses and token and sheet.person.name):
        return None
    born = sheet.person.dob[:4]
    return Slip(
        name=sheet.person.name[:_MOST_NAME],
        born=int(born) if born.isascii() and born.isdigit() else 0,
        doses=doses[-MOST_DOSES:],
        unit=unit,
        site=site[:_MOST_SITE],
        token=token,
        issued=sheet.issued_at,
    )
