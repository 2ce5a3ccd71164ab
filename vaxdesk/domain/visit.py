"""One person's day at the station, folded from the entries about it in any order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from vaxdesk.domain.outcomes import Conclusion, Outcome, Stage
from vaxdesk.domain.views import EventView

# A conclusion that ends the day here (QĐ 3588 appendix 5 A); the others let the person go on to the injection.
_ENDS_DAY = {
    Conclusion.CONTRAINDICATED: Outcome.CONTRAINDICATED,
    Conclusion.DEFER: Outcome.DEFERRED,
    Conclusion.REFER: Outcome.REFERRED,
}
_CAUTIOUSNESS = ["", *Conclusion]
KINDS = ("cert", "leave", "aefi", "inject", "decline", "screen", "checkin")  # of a visit, the furthest first


class Visit(msgspec.Struct, frozen=True, kw_only=True):
    """What stands after voids: the shown entry of each step, and what follows from them.

    Times are seconds since 1970, 0 when the step is missing. `injected_at` is the latest of `injections`, so that
    observation never ends too early. `events` are all standing entries of known kinds, the furthest step first.
    `reaction` is empty, `common` or `serious`.
    """

    person: str
    day: str
    stage: Stage
    outcome: Outcome | None = None
    no: int = 0
    checkin: EventView | None = None
    screen: EventView | None = None
    inject: EventView | None = None
    leave: EventView | None = None
    decline: EventView | None = None
    cert: EventView | None = None
    events: tuple[EventView, ...] = ()
    injections: tuple[EventView, ...] = ()
    aefis: tuple[EventView, ...] = ()
    conclusion: str = ""
    product: str = ""
    received_at: int = 0
    screened_at: int = 0
    injected_at: int = 0
    left_at: int = 0
    reaction: str = ""
    walk_in: bool = False


def fold(events: Iterable[EventView], *, person: str = "", day: str = "") -> Visit:
    """The visit that entries of one person on one day amount to; `person` and `day` name a visit without entries.

    Order and repetition do not matter; voided entries and unknown kinds have no effect. Of several entries of a
    step the one with the smallest hash is shown, of several screenings the more cautious conclusion holds.
    """
    standing = _standing(events)
    step = {kind: _of_kind(standing, kind) for kind in KINDS}
    step["cert"] = [cert for cert in step["cert"] if _certifies(cert, step["inject"])]
    shown = {kind: found[0] if found else None for kind, found in step.items() if kind != "aefi"}
    shown["screen"] = max(step["screen"], key=_caution, default=None)
    injections = tuple(sorted(step["inject"], key=_happened))
    aefis = tuple(sorted(step["aefi"], key=_happened))
    conclusion = _concluded(shown["screen"])
    outcome = _outcome(injections, conclusion, shown["decline"])
    return Visit(
        person=person or min((event.person for event in standing), default=""),
        day=day or min((event.day for event in standing), default=""),
        stage=_stage(shown, outcome),
        outcome=outcome,
        no=_whole(_value(shown["checkin"], "no")),
        **shown,
        events=tuple(event for found in step.values() for event in found),
        injections=injections,
        aefis=aefis,
        conclusion=conclusion,
        product=_value(shown["inject"], "product"),
        received_at=_time(shown["checkin"]),
        screened_at=_time(shown["screen"]),
        injected_at=max(map(_time, injections), default=0),
        left_at=_time(shown["leave"]),
        reaction=_reaction(aefis, shown["leave"]),
        walk_in=_value(shown["checkin"], "via") == "walk_in",
    )


def _standing(events: Iterable[EventView]) -> list[EventView]:
    """Each entry once, not voided, smallest hash first; where copies disagree the standing one counts."""
    once = {event.id: event for event in events if not event.voided}
    return sorted(once.values(), key=lambda event: (event.h, event.id))


def _of_kind(events: Sequence[EventView], kind: str) -> list[EventView]:
    return [event for event in events if event.kind == kind]


def _certifies(cert: EventView, injections: Sequence[EventView]) -> bool:
    """Whether a certificate is of this visit's doses; one of earlier doses alone may be issued before the dose."""
    doses = cert.data.get("doses")
    return not (injections and doses) or any(dose.id in doses for dose in injections)


def _value(event: EventView | None, key: str) -> str:
    return "" if event is None else str(event.data.get(key, ""))


def _whole(value: object) -> int:
    """A number of a payload; a correction brings it as text."""
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() else 0


def _time(event: EventView | None) -> int:
    """When the step happened: as stated, else when it was entered."""
    return 0 if event is None else _whole(event.data.get("at")) or event.t


def _happened(event: EventView) -> tuple[int, str, str]:
    return (_whole(event.data.get("at")) or _whole(event.data.get("onset")) or event.t, event.h, event.id)


def _concluded(screen: EventView | None) -> str:
    return "" if screen is None else screen.data.get("conclusion") or screen.data.get("proposed") or ""


def _caution(screen: EventView) -> int:
    """Rank by precedence; a conclusion this program does not know outranks all, so that nobody injects on it."""
    conclusion = _concluded(screen)
    return _CAUTIOUSNESS.index(conclusion) if conclusion in _CAUTIOUSNESS else len(_CAUTIOUSNESS)


def _outcome(injections: tuple[EventView, ...], conclusion: str, decline: EventView | None) -> Outcome | None:
    """Exactly one end of the day: a dose given is a fact, then the doctor's conclusion, then the person's own wish."""
    if injections:
        return Outcome.VACCINATED
    if conclusion in _ENDS_DAY:
        return _ENDS_DAY[Conclusion(conclusion)]
    return Outcome.DECLINED if decline else None


def _stage(shown: dict[str, EventView | None], outcome: Outcome | None) -> Stage:
    """The furthest stage that stands; leaving counts only while a dose stands, else the person is back in the line."""
    if outcome is Outcome.VACCINATED:
        if shown["leave"] is None:
            return Stage.INJECTED
        # Whoever was taken to hospital is not there to be handed a certificate.
        handed = shown["cert"] is not None or shown["leave"].data.get("state") == "transferred"
        return Stage.DONE if handed else Stage.OBSERVED
    if outcome is not None:
        return Stage.DONE
    if shown["screen"] is not None:
        return Stage.SCREENED
    return Stage.RECEIVED if shown["checkin"] is not None else Stage.WAITING


def _reaction(aefis: tuple[EventView, ...], leave: EventView | None) -> str:
    if any(aefi.data.get("severity") == "serious" for aefi in aefis):
        return "serious"
    return "common" if aefis or _value(leave, "state") not in ("", "well") else ""
