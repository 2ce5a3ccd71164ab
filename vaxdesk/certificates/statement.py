"""What is told to other systems: one person with doses, whoever stands behind it. Formats are `ips` and `ddcc`."""

from __future__ import annotations

from datetime import date
from hashlib import sha256

import msgspec

from vaxdesk.certificates.verdict import Holder, ProvenDose, Verdict
from vaxdesk.domain.certificate_reasons import CertificateKind


class StatedDose(msgspec.Struct, frozen=True, kw_only=True):
    """A dose to be told.

    Args:
        dose: what, when, where; `number` as its source counts.
        ref: names it the same at every place and time: the entry, or the certificate that tells of it.
        here: written down where it was given; else known from a certificate, a list or a paper.
        series: `primary`, `additional`, `booster` where `number` counts within it; empty where it counts all doses.
        overall: which dose of the person it is, from 1; 0 where not known.
    """

    dose: ProvenDose
    ref: str
    here: bool = False
    series: str = ""
    overall: int = 0


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """Doses of a person as somebody states them.

    Args:
        number: of the certificate (our code, or a UVCI), or a sum of what was shown.
        person: reference of the person, empty for one known by a certificate alone.
        sex: `M`, `F` or empty. `document`: number of an identity paper, empty where not told.
        author, author_code: who states it; the code `SCHEME:CODE` is there for a site whose server has stated it.
        country: two letters of the author's.
        made: when the certificate was issued, in seconds. `expires`: 0 where it does not say.
        next_due: ISO day of the next appointment, empty for none.
    """

    number: str
    holder: Holder
    doses: tuple[StatedDose, ...]
    author: str
    made: int
    person: str = ""
    sex: str = ""
    document: str = ""
    author_code: str = ""
    country: str = ""
    expires: int = 0
    next_due: str = ""


def of_verdict(found: Verdict, text: str) -> Statement | None:
    """What a certificate states; None where it names nobody, or no dose.

    Whether it holds is not looked at here: whoever tells it on answers for that.

    Args:
        text: of the code, which names a certificate that has no number.
    """
    if found.person is None or not found.person.name.strip() or not found.doses:
        return None
    facts = found.facts
    number = found.doses[0].certificate or facts.token or sha256(text.encode()).hexdigest()[:32]
    return Statement(
        number=number,
        holder=found.person,
        doses=tuple(_stated(one, found.kind, f"{number} {at}") for at, one in enumerate(found.doses, 1)),
        author=facts.signer or facts.site or found.doses[0].issuer,
        author_code=facts.unit,
        country=facts.country or facts.signer_country or found.doses[0].country,
        made=facts.issued,
        expires=facts.expires,
    )


def day(text: str) -> str:
    """The day in a text, a month or a year where no more is known, in ISO; empty where there is none."""
    found = text[:10]
    whole = found + "-01-01"[len(found) - 4 :] if len(found) in (4, 7) else found
    try:
        return found if date.fromisoformat(whole).isoformat() == whole else ""
    except ValueError:
        return ""


def _stated(dose: ProvenDose, kind: CertificateKind, ref: str) -> StatedDose:
    """An EU certificate counts all doses, a slip within primary and booster; a SMART Health Card counts none."""
    if kind is not CertificateKind.SLIP:
        return StatedDose(dose=dose, ref=ref, overall=dose.number)
    series = "booster" if dose.booster else "primary"
    return StatedDose(dose=dose, ref=ref, series=series, overall=0 if dose.booster else dose.number)
