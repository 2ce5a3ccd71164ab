"""What a certificate of the centre states: the person, and the newest dose of a course."""

from __future__ import annotations

from hashlib import sha256

import msgspec

from vaxdesk.certificates import names, numbering
from vaxdesk.certificates.dcc import COVID, Dcc, Name, Vaccination
from vaxdesk.certificates.values import Values
from vaxdesk.domain.course import Course

_VERSION = "1.3.0"
_MOST = 80


def stated(name: str, dob: str, course: Course, values: Values) -> Dcc | None:
    """The certificate without an identifier; None where name or product cannot stand on one."""
    last = course.last
    product = values.by_ours(last.product) if last else None
    parted = names.part(name)
    surname, given = parted.surname[:_MOST], parted.given[:_MOST]
    who = Name(fn=surname, gn=given, fnt=names.latin(surname), gnt=names.latin(given))
    if last is None or product is None or not (who.fnt or who.gnt):
        return None
    number, series = numbering.numbered(len(course.given), course=course.needed)
    dose = Vaccination(
        tg=COVID, vp=product.vp, mp=product.mp, ma=product.ma, dn=number, sd=series, dt=last.dose.date,
        co=values.file.country, issuer=values.file.issuer, ci="",
    )  # fmt: skip
    return Dcc(ver=_VERSION, nam=who, dob=dob, v=(dose,))


def identified(certificate: Dcc, identifier: str) -> Dcc:
    """The same under an identifier (UVCI)."""
    (dose,) = certificate.v
    return msgspec.structs.replace(certificate, v=(msgspec.structs.replace(dose, ci=identifier),))


def digest(certificate: Dcc) -> bytes:
    """A sum of what a certificate states, whatever its identifier."""
    return sha256(msgspec.json.encode(identified(certificate, ""))).digest()


def agree(one: Dcc, other: Dcc) -> bool:
    """Whether two say the same of the same person: names, birth, product, day and number of the dose.

    Identifier, country, issuer and maker are left out: a later table of values may call them otherwise.
    """
    return _matter(one) == _matter(other)


def _matter(certificate: Dcc) -> tuple[object, ...]:
    return certificate.nam, certificate.dob, [(one.mp, one.dt, one.dn, one.sd) for one in certificate.v]
