"""A certificate is checked at the desk: whether it holds, whose record it may be, which of its doses that one lacks."""

from __future__ import annotations

from collections.abc import Sequence

from vaxdesk.certificates import trust as lists
from vaxdesk.certificates.checked import Checked, Held
from vaxdesk.certificates.verdict import Verdict
from vaxdesk.certificates.verify import verify
from vaxdesk.desk import identify, trust
from vaxdesk.desk.catchup import prior
from vaxdesk.desk.context import Desk, Done
from vaxdesk.domain.catchup.prior import CERTIFICATE, PriorDose, fresh
from vaxdesk.domain.identity import Found, Presence, Several
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.scans import Scan, ScanKind, ScanOutcome
from vaxdesk.registry.queries import people
from vaxdesk.registry.rules import values


def check(desk: Desk, texts: Sequence[str]) -> tuple[Checked, ...]:
    """What each text is, judged by the list of this desk and its corrected time; offline."""
    trusted, now = trust.trusted(desk), trust.moment(desk)
    return tuple(_checked(desk, verify(text, trust=trusted, now=now, values=values())) for text in texts)


def held(desk: Desk) -> Held | None:
    """The list of trust of this desk; None while there is none."""
    listed = trust.trusted(desk).listed
    if listed is None:
        return None
    days = max(0, lists.age_days(listed, trust.moment(desk)))
    return Held(day=listed.made.date().isoformat(), days=days, keys=len(listed.keys), devices=len(listed.devices))


def take(desk: Desk, person: str, found: Verdict) -> Done | Refused:
    """Takes the doses of a certificate that holds into the history of a person; `value` is how many were new."""
    if not found.valid:
        return Refused(reason=Refusal.CERTIFICATE_NOT_VALID)
    return prior.take(desk, person, doses_of(found))


def doses_of(found: Verdict) -> tuple[PriorDose, ...]:
    """Its doses as a history holds them."""
    return tuple(
        PriorDose(
            date=one.date,
            product=one.ours,
            product_text="" if one.ours else one.name or one.product,
            lot=one.lot,
            place=one.place or ", ".join(part for part in (one.issuer, one.country) if part),
            n=one.number,
            source=CERTIFICATE,
        )
        for one in found.doses
        if one.date
    )


def _checked(desk: Desk, found: Verdict) -> Checked:
    meant = _meant(desk, found)
    lacking = {one.person.id: _lacking(desk, one.person.id, found) for one in meant} if found.valid else {}
    return Checked(verdict=found, people=meant, lacking=lacking)


def _meant(desk: Desk, found: Verdict) -> tuple[Presence, ...]:
    """Whose record it may be, by name and birth; a certificate tells no number."""
    who = found.person
    if who is None or not who.dob:
        return ()
    scan = Scan(kind=ScanKind.EU_DCC, outcome=ScanOutcome.UNVERIFIED, name=who.name, dob=who.dob)
    answer = identify.identify(desk, scan)
    if isinstance(answer, Found):
        return (answer.presence,)
    return tuple(one.presence for one in answer.candidates) if isinstance(answer, Several) else ()


def _lacking(desk: Desk, person: str, found: Verdict) -> int:
    with desk.store.reading() as conn:
        return len(list(fresh(doses_of(found), people.doses(conn, desk.store.names, person))))
