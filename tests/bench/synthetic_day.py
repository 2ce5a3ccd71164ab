"""A synthetic day through the real use cases, for figures and for training the compression dictionary.

The same chance gives the same day. Whoever plays it moves the clock that the store was opened with.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import chain
from random import Random

import msgspec

from vaxdesk.desk import corrections, injection, observation, reception, screening, stock, undo
from vaxdesk.desk.context import Desk, Done
from vaxdesk.domain.payloads import Person, Screen
from vaxdesk.domain.step_views import Handling, ScreeningSheet
from vaxdesk.registry.queries import people

_REASONS = ("nhập nhầm", "nhầm người", "sai số lô", "bấm nhầm")
_WALKS = ("search", "card", "card", "roster_code", "bhyt")
_STEP = 45  # seconds between two acts; five hundred people are a day
_WATCHED = 31 * 60
HURRIED, WATCHED = 8, 40  # seats: everybody leaves early; everybody waits half an hour

Forward = Callable[[float], None]


def play(
    desk: Desk,
    listed: Iterable[str],
    walk_ins: Iterable[Person],
    *,
    rng: Random,
    forward: Forward,
    seats: int = HURRIED,
) -> None:
    """Brings listed people and walk-ins through the day; one in twenty is corrected, one dose in a hundred withdrawn.

    Args:
        listed: references of people who are on the day's list.
        forward: moves the clock by seconds.
        seats: people who wait after their dose until the next takes a seat: where there are few they leave early, and
            each time somebody types why.
    """
    here: list[tuple[str, str]] = []
    for one in chain(listed, walk_ins):
        forward(_STEP * rng.uniform(0.5, 1.5))
        person = _arrives(desk, one, rng)
        if not person:
            continue
        here.append((person, _injected(desk, person, rng, forward)))
        if len(here) >= seats:
            _leaves(desk, here.pop(0)[0], rng, hurried=seats < WATCHED)
    forward(_WATCHED)
    for person, dose in here:
        _leaves(desk, person, rng, hurried=seats < WATCHED)
        if dose and rng.random() < 0.01:
            undo.void(desk, dose, why=rng.choice(_REASONS))


def _arrives(desk: Desk, one: str | Person, rng: Random) -> str:
    """Receives a listed person, or registers a walk-in; empty when the desk would not."""
    if isinstance(one, Person):
        done = reception.register(desk, one)
    else:
        done = reception.check_in(desk, one, via=rng.choice(_WALKS))
        if rng.random() < 0.05:
            _corrected(desk, one, rng)
    if not isinstance(done, Done):
        return ""
    return done.refs[0] if isinstance(one, Person) else one


def _corrected(desk: Desk, person: str, rng: Random) -> None:
    with desk.store.reading() as conn:
        view = people.by_ref(conn, desk.store.names, person)
    if view is not None:
        tel = f"09{rng.randrange(10**8):08d}"
        corrections.correct(desk, person, changes={"tel": tel}, why=rng.choice(_REASONS))


def _injected(desk: Desk, person: str, rng: Random, forward: Forward) -> str:
    """Screens and injects; the reference of the dose, empty when there is none."""
    sheet = screening.sheet(desk, person)
    if not isinstance(sheet, ScreeningSheet):
        return ""
    saved = screening.save(desk, person, _filled(desk, sheet, rng), product=sheet.product)
    forward(rng.uniform(20, 90))
    if not isinstance(saved, Done) or saved.value.conclusion != "eligible":
        return ""
    offered = injection.sheet(desk, person)
    if not isinstance(offered, injection.InjectionSheet):
        return ""
    vial, lot = (offered.vial.id if offered.vial else ""), (offered.lot.id if offered.lot else "")
    given = injection.give(desk, person, vial=vial, lot="" if vial else lot, how=Handling(why="theo bác sĩ"))
    if not isinstance(given, Done):
        return ""
    if vial and offered.vial is not None and offered.vial.given + 1 >= offered.vial.doses:
        stock.close_vial(desk, vial)
    return given.refs[0]


def _filled(desk: Desk, sheet: ScreeningSheet, rng: Random) -> Screen:
    sex = sheet.person.sex
    asked = [one.code for one in sheet.form.question if not (one.sex and sex and one.sex != sex)]
    answers = {code: rng.random() < 0.01 for code in asked}
    vitals: dict[str, float] = {"temp": round(rng.gauss(36.6, 0.2), 1)}
    if rng.random() < 0.5:
        vitals |= {"pulse": rng.randint(62, 96), "sys": rng.randint(105, 139), "dia": rng.randint(62, 88)}
    screen = Screen(day=desk.day, form=sheet.form.id, answers=answers, vitals=vitals, consent=True)
    if sheet.form.consent.by_guardian:
        return msgspec.structs.replace(screen, consent_by=rng.choice(("Lò Thị Hoa", "Sùng A Páo", "Bùi Văn Nam")))
    return screen


def _leaves(desk: Desk, person: str, rng: Random, *, hurried: bool) -> None:
    """Releases; who has waited half an hour needs no reason, and one in twenty gives one all the same."""
    asked = rng.random() < (0.2 if hurried else 0.05)
    why = "người tiêm xin về" if asked else "theo bác sĩ" if hurried else ""
    observation.release(desk, person, why=why)
