"""Whether the next step of a visit may be taken: each question gets Allowed or Refused with its reason."""

from __future__ import annotations

from vaxdesk.domain.outcomes import Conclusion, Outcome, Stage
from vaxdesk.domain.refusals import Allowed, Refusal, Refused
from vaxdesk.domain.views import EventView
from vaxdesk.domain.visit import Visit

YES = Allowed()

# The steps that build on a step: they are undone first.
_BUILDS_ON = {
    "checkin": ("cert", "leave", "aefi", "inject", "decline", "screen"),
    "screen": ("cert", "leave", "aefi", "inject"),
    "inject": ("cert", "leave", "aefi"),
    "leave": ("cert",),
}


def has_reason(why: str) -> Allowed | Refused:
    """Undo, overriding a rule and leaving early need a reason in words."""
    return YES if why.strip() else Refused(reason=Refusal.REASON_NEEDED)


def may_check_in(visit: Visit) -> Allowed | Refused:
    """A person is received once a day."""
    if visit.injections:
        return _injected(visit)
    if visit.checkin is not None:
        return Refused(reason=Refusal.ALREADY_RECEIVED, facts={"no": visit.no, "at": visit.received_at})
    return YES


def may_screen(visit: Visit) -> Allowed | Refused:
    """Screening follows reception and is done once; to screen again, the first is undone with a reason."""
    if visit.injections:
        return _injected(visit)
    if visit.checkin is None:
        return Refused(reason=Refusal.NOT_RECEIVED)
    if visit.screen is not None:
        facts = {"conclusion": visit.conclusion, "at": visit.screened_at}
        return Refused(reason=Refusal.ALREADY_SCREENED, facts=facts)
    return _declined(visit) if visit.decline else YES


def may_decline(visit: Visit) -> Allowed | Refused:
    """Whoever was received may leave the line of their own will until the day has ended otherwise."""
    if visit.injections:
        return _injected(visit)
    if visit.checkin is None:
        return Refused(reason=Refusal.NOT_RECEIVED)
    return _ended(visit) if visit.outcome else YES


def may_inject(visit: Visit) -> Allowed | Refused:
    """Received, screened as eligible or with caution, consent given, and no dose yet today.

    Consent: QĐ 4355 and QĐ 5785 (adults), QĐ 5002 with CV 1535/BYT-DP (parent or guardian).
    """
    if visit.injections:
        return _injected(visit)
    if visit.checkin is None:
        return Refused(reason=Refusal.NOT_RECEIVED)
    if visit.outcome:
        return _ended(visit)
    if visit.screen is None:
        return Refused(reason=Refusal.NOT_SCREENED)
    if visit.conclusion not in (Conclusion.ELIGIBLE, Conclusion.CAUTION):
        return Refused(reason=Refusal.CONCLUSION_UNKNOWN, facts={"conclusion": visit.conclusion})
    if visit.screen.data.get("consent") is not True:
        return Refused(reason=Refusal.CONSENT_MISSING)
    return YES


def may_leave(visit: Visit, *, state: str = "well") -> Allowed | Refused:
    """Leaving ends observation once; a state other than well must have its reaction recorded first."""
    if not visit.injections:
        return Refused(reason=Refusal.NOT_INJECTED)
    if visit.leave is not None:
        return Refused(reason=Refusal.ALREADY_LEFT, facts={"at": visit.left_at})
    if state != "well" and not visit.aefis:
        return Refused(reason=Refusal.REACTION_NOT_RECORDED)
    return YES


def may_issue_certificate(visit: Visit) -> Allowed | Refused:
    """The certificate is handed out after observation has ended, once; further copies are prints."""
    if not visit.injections:
        return Refused(reason=Refusal.NOT_INJECTED)
    if visit.stage is Stage.INJECTED:  # still watched; a dose on paper is past that
        return Refused(reason=Refusal.NOT_LEFT)
    if visit.cert is not None:
        return Refused(reason=Refusal.ALREADY_CERTIFIED, facts={"at": visit.cert.t})
    return YES


def may_void(visit: Visit, event: EventView) -> Allowed | Refused:
    """A step is undone before the ones it builds on; one of two equal entries may always go."""
    if event.voided:
        return Refused(reason=Refusal.ALREADY_VOIDED)
    if event.kind in ("plea", "verified"):  # no step of the visit
        return YES
    if event.id not in {standing.id for standing in visit.events}:
        return Refused(reason=Refusal.OTHER_VISIT)
    for later in visit.events:
        if _rests_on(visit, later=later, step=event):
            return Refused(reason=Refusal.LATER_STEP_FIRST, facts={"kind": later.kind, "id": later.id})
    return YES


def _rests_on(visit: Visit, *, later: EventView, step: EventView) -> bool:
    if later.kind not in _BUILDS_ON.get(step.kind, ()):
        return False
    if later.kind == "aefi" and later.data.get("inject") == step.id:
        return True
    return not any(other.kind == step.kind and other.id != step.id for other in visit.events)


def _injected(visit: Visit) -> Refused:
    first = visit.injections[0]
    facts = {"product": first.data.get("product", ""), "lot": first.data.get("lot_no", ""), "at": visit.injected_at}
    return Refused(reason=Refusal.ALREADY_INJECTED, facts=facts)


def _declined(visit: Visit) -> Refused:
    return Refused(reason=Refusal.DECLINED, facts={"why": visit.decline.data.get("why", "") if visit.decline else ""})


def _ended(visit: Visit) -> Refused:
    """The day has ended without a dose."""
    if visit.outcome is Outcome.DEFERRED:
        until = visit.screen.data.get("until", "") if visit.screen else ""
        return Refused(reason=Refusal.SCREENED_DEFERRED, facts={"until": until})
    if visit.outcome is Outcome.DECLINED:
        return _declined(visit)
    contraindicated = visit.outcome is Outcome.CONTRAINDICATED
    return Refused(reason=Refusal.SCREENED_CONTRAINDICATED if contraindicated else Refusal.SCREENED_REFERRED)
