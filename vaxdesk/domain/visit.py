"""One person's day at the station, folded from the entries about it in any order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

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
PAPER = "paper"  # source of a step that was typed from paper later
_SHOWN = ("cert", "leave", "inject", "decline", "screen", "checkin")
KINDS = ("cert", "leave", "aefi", "inject", "decline", "screen", "checkin")  # of a visit, the furthest first


class Step(msgspec.Struct, frozen=True, gc=False):
    """What an entry says towards a visit, in the names of `EventView`; `h` is the entry hash."""

    id: str
    kind: str
    t: int
    h: bytes
    data: dict


class Summary(msgspec.Struct, frozen=True, kw_only=True):
    """What a visit has come to.

    Times are seconds since 1970, 0 when the step is missing. `injected_at` is that of the latest dose, so that
    observation never ends too early. `reaction` is empty, `common` or `serious`.
    """

    stage: Stage
    outcome: Outcome | None = None
    no: int = 0
    conclusion: str = ""
    product: str = ""
    received_at: int = 0
    screened_at: int = 0
    injected_at: int = 0
    left_at: int = 0
    reaction: str = ""
    walk_in: bool = False


class Visit(Summary, frozen=True, kw_only=True):
    """What stands after voids: the shown entry of each step, and what follows from them.

    `events` are all standing entries of known kinds, the furthest step first.
    """

    person: str
    day: str
    checkin: EventView | None = None
    screen: EventView | None = None
    inject: EventView | None = None
    leave: EventView | None = None
    decline: EventView | None = None
    cert: EventView | None = None
    events: tuple[EventView, ...] = ()
    injections: tuple[EventView, ...] = ()
    aefis: tuple[EventView, ...] = ()


_SUMMARY = Summary.__struct_fields__
_E = TypeVar("_E", EventView, Step)
_Steps = dict[str, list[_E]]  # by kind, smallest hash first
_Shown = dict[str, _E | None]  # the one that counts


def fold(events: Iterable[EventView], *, person: str = "", day: str = "") -> Visit:
    """The visit that entries of one person on one day amount to; `person` and `day` name a visit without entries.

    Order and repetition do not matter; voided entries and unknown kinds have no effect. Of several entries of a
    step the one with the smallest hash is shown, of several screenings the more cautious conclusion holds.
    """
    # Where copies of an entry disagree, the standing one counts.
    standing = list({event.id: event for event in events if not event.voided}.values())
    steps = _by_kind(standing)
    shown = _shown(steps)
    found = _summary(steps, shown)
    return Visit(
        person=person or min((event.person for event in standing), default=""),
        day=day or min((event.day for event in standing), default=""),
        **shown,
        events=tuple(event for kind in KINDS for event in steps.get(kind, ())),
        injections=tuple(sorted(steps.get("inject", ()), key=_happened)),
        aefis=tuple(sorted(steps.get("aefi", ()), key=_happened)),
        **{name: getattr(found, name) for name in _SUMMARY},
    )


def summary(steps: Iterable[Step]) -> Summary:
    """What standing entries of one person on one day amount to, each given once, by the same rules as `fold`."""
    found = _by_kind(steps)
    return _summary(found, _shown(found))


def _by_kind(events: Iterable[_E]) -> _Steps:
    steps: _Steps = {}
    for event in events:
        steps.setdefault(event.kind, []).append(event)
    for found in steps.values():
        if len(found) > 1:
            found.sort(key=_hash)
    if "cert" in steps:
        certs = [cert for cert in steps.pop("cert") if _certifies(cert, steps.get("inject", ()))]
        steps |= {"cert": certs} if certs else {}
    return steps


def _shown(steps: _Steps) -> _Shown:
    shown: _Shown = {kind: steps[kind][0] if kind in steps else None for kind in _SHOWN}
    if len(steps.get("screen", ())) > 1:
        shown["screen"] = max(steps["screen"], key=_caution)
    return shown


def _summary(steps: _Steps, shown: _Shown) -> Summary:
    injections, aefis = steps.get("inject", ()), steps.get("aefi", ())
    conclusion = _concluded(shown["screen"])
    outcome = _outcome(injections, conclusion, shown["decline"])
    return Summary(
        stage=_stage(shown, outcome, injections),
        outcome=outcome,
        no=_whole(_value(shown["checkin"], "no")),
        conclusion=conclusion,
        product=_value(shown["inject"], "product"),
        received_at=_time(shown["checkin"]),
        screened_at=_time(shown["screen"]),
        injected_at=max(map(_time, injections), default=0),
        left_at=_time(shown["leave"]),
        reaction=_reaction(aefis, shown["leave"]),
        walk_in=_value(shown["checkin"], "via") == "walk_in",
    )


def _hash(event: _E) -> tuple[str | bytes, str]:
    return (event.h, event.id)


def _certifies(cert: _E, injections: Sequence[_E]) -> bool:
    """Whether a certificate is of this visit's doses; one of earlier doses alone may be issued before the dose."""
    doses = cert.data.get("doses")
    return not (injections and doses) or any(dose.id in doses for dose in injections)


def _value(event: _E | None, key: str) -> str:
    return "" if event is None else str(event.data.get(key, ""))


def _whole(value: object) -> int:
    """A number of a payload; a correction brings it as text."""
    if type(value) is int:
        return max(value, 0)
    text = str(value)
    return int(text) if text.isascii() and text.isdigit() else 0


def _time(event: _E | None) -> int:
    """When the step happened: as stated, else when it was entered."""
    return 0 if event is None else _whole(event.data.get("at")) or event.t


def _happened(event: _E) -> tuple[int, str, str]:
    return (_whole(event.data.get("at")) or _whole(event.data.get("onset")) or event.t, event.h, event.id)


def _concluded(screen: _E | None) -> str:
    return "" if screen is None else screen.data.get("conclusion") or screen.data.get("proposed") or ""


def _caution(screen: _E) -> int:
    """Rank by precedence; a conclusion this program does not know outranks all, so that nobody injects on it."""
    conclusion = _concluded(screen)
    return _CAUTIOUSNESS.index(conclusion) if conclusion in _CAUTIOUSNESS else len(_CAUTIOUSNESS)


def _outcome(injections: Sequence[_E], conclusion: str, decline: _E | None) -> Outcome | None:
    """Exactly one end of the day: a dose given is a fact, then the doctor's conclusion, then the person's own wish."""
    if injections:
        return Outcome.VACCINATED
    if conclusion in _ENDS_DAY:
        return _ENDS_DAY[Conclusion(conclusion)]
    return Outcome.DECLINED if decline else None


def _stage(shown: _Shown, outcome: Outcome | None, injections: Sequence[_E]) -> Stage:
    """The furthest stage that stands; leaving counts only while a dose stands, else the person is back in the line.

    Whoever got the dose on paper has gone home long ago: nobody watches a clock for them.
    """
    if outcome is Outcome.VACCINATED:
        if shown["leave"] is None:
            on_paper = all(one.data.get("source") == PAPER for one in injections)
            return Stage.DONE if on_paper else Stage.INJECTED
        # Whoever was taken to hospital is not there to be handed a certificate.
        handed = shown["cert"] is not None or shown["leave"].data.get("state") == "transferred"
        return Stage.DONE if handed else Stage.OBSERVED
    if outcome is not None:
        return Stage.DONE
    if shown["screen"] is not None:
        return Stage.SCREENED
    return Stage.RECEIVED if shown["checkin"] is not None else Stage.WAITING


def _reaction(aefis: Sequence[_E], leave: _E | None) -> str:
    if any(aefi.data.get("severity") == "serious" for aefi in aefis):
        return "serious"
    return "common" if aefis or _value(leave, "state") not in ("", "well") else ""
