"""What a verdict on a certificate says, in plain sentences, for screens and the command line."""

from __future__ import annotations

from vaxdesk.certificates.verdict import ProvenDose, Result, Verdict
from vaxdesk.domain import times
from vaxdesk.domain.certificate_reasons import CertificateCaution, CertificateKind, CertificateReason
from vaxdesk.words import say


def sentences(found: Verdict) -> list[str]:
    """Kind and whether it holds; why not; whom and what it names; what to mind."""
    lines = [say(f"{CertificateKind.WORDS}.{found.kind.value}"), say(_answer(found))]
    lines += [reason(one, found) for one in found.reasons]
    if found.person is not None:
        lines.append(say("verdict.says.person", name=found.person.name, dob=_day(found.person.dob)))
    lines += [dose(one) for one in found.doses]
    lines += [result(one) for one in found.results]
    if found.facts.signer or found.facts.signer_country:
        lines.append(say("verdict.says.signer", name=found.facts.signer, country=found.facts.signer_country))
    return lines + [caution(one, found) for one in found.cautions]


def source(found: Verdict) -> str:
    """What kind of certificate it is, and who signed it."""
    facts = found.facts
    kind = say(f"{CertificateKind.WORDS}.{found.kind.value}")
    signer = say("verdict.says.signer", name=facts.signer, country=facts.signer_country) if facts.signer else facts.site
    return " · ".join(part for part in (kind, signer.strip()) if part)


def reason(one: CertificateReason, found: Verdict) -> str:
    """Why a certificate does not hold."""
    at = found.facts.expires if one is CertificateReason.EXPIRED else found.facts.issued
    return say(f"{CertificateReason.WORDS}.{one.value}", at=_day(times.day_of(at)))


def caution(one: CertificateCaution, found: Verdict) -> str:
    """What to mind."""
    return say(f"{CertificateCaution.WORDS}.{one.value}", days=found.facts.list_days)


def dose(one: ProvenDose) -> str:
    """A dose: number, vaccine, lot, day, and how long ago that was."""
    number = f"{one.number}/{one.series}" if one.series else str(one.number or "")
    parts = [
        say("verdict.says.booster" if one.booster else "verdict.says.dose", number=number).strip(),
        one.name or one.product,
        one.lot,
        _day(one.date),
        say("verdict.says.ago", n=one.days) if one.days is not None else "",
        one.place,
    ]
    return "  " + " · ".join(filter(None, parts))


def result(one: Result) -> str:
    """A test with its result, or a recovery with the days on which it counts."""
    if one.counts_until:
        return "  " + say("verdict.says.recovery", since=_day(one.counts_from), until=_day(one.counts_until))
    outcome = {True: "verdict.says.detected", False: "verdict.says.not_detected", None: "verdict.says.unclear"}
    return "  " + say("verdict.says.test", day=_day(one.taken[:10]), result=say(outcome[one.detected]))


def _answer(found: Verdict) -> str:
    return "verdict.says.valid" if found.valid else "verdict.says.invalid"


def _day(iso: str) -> str:
    """`2022-07-10` as `10/07/2022`; a partial day in the same order."""
    return "/".join(reversed(iso.split("-")))
