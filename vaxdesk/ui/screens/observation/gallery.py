"""Sample states of observation."""

from __future__ import annotations

from vaxdesk.assets import resources
from vaxdesk.domain import times
from vaxdesk.domain.aefi import AefiForm, load_aefi
from vaxdesk.domain.after_injection import Suspect, Watched
from vaxdesk.domain.outcomes import Stage
from vaxdesk.domain.payloads import Leave
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.views import EventView, PersonView, VisitRow
from vaxdesk.ui.gallery import Sample, a_room, question
from vaxdesk.ui.reaction.dialog import ReactionDialog
from vaxdesk.ui.reaction.model import ReactionModel
from vaxdesk.ui.reaction.ports import ReactionPorts
from vaxdesk.ui.screens.observation.model import ObservationModel
from vaxdesk.ui.screens.observation.ports import ObservationPorts
from vaxdesk.ui.screens.observation.state import Released
from vaxdesk.ui.screens.observation.view import ObservationView

DAY = "2026-11-23"
NOW = times.at(DAY, "09:30")
_NAMES = (
    "Nguyễn Thị Lành", "Lò Văn Páo", "Giàng Thị Mỷ", "Hoàng Thị Phương Thảo", "Sùng A Chứ", "Bùi Thị Ắng",
    "Tôn Nữ Thị Hoàng Oanh", "Đặng Văn Dở", "Vàng Mí Sính", "Trần Quốc Bảo", "Lý Mùi Pham", "Quách Thị Ngọc Mai",
)
_PRODUCT = "AstraZeneca"


def watched(no: int, name: str, *, minutes_ago: float, reaction: str = "") -> Watched:
    """Somebody injected so many minutes before 09:30."""
    person = PersonView(id=f"p.{no}", name=name, dob="1990-01-31", sex="F")
    at = NOW - round(minutes_ago * 60)
    row = VisitRow(
        person=person, day=DAY, stage=Stage.INJECTED, no=no, injected_at=at, product="COM-A", reaction=reaction
    )
    return Watched(row=row, minutes=30)


def _nobody_asked(*_: object, **__: object) -> Refused:
    return Refused(reason=Refusal.NOT_INJECTED)


def _view(people: tuple[Watched, ...], **state: object) -> ObservationView:
    ports = ObservationPorts(
        watching=lambda: people,
        release=lambda *_, **__: Leave(day=DAY, at=NOW),
        identify=_nobody_asked,
        undo=_nobody_asked,
        now=lambda: NOW,
        product=lambda _: _PRODUCT,
    )
    reactions = ReactionPorts(
        form=_form, suspect=lambda _: _suspect(), report=_nobody_asked, now=lambda: NOW, product=lambda _: _PRODUCT
    )
    model = ObservationModel(a_room(), ports, reactions)
    model.open()
    model.become(**state)
    return ObservationView(model)


def _nobody() -> ObservationView:
    return _view(())


def _calm() -> ObservationView:
    return _view(tuple(watched(n + 21, name, minutes_ago=28 - 3.3 * n) for n, name in enumerate(_NAMES[:5])))


def _busy() -> ObservationView:
    people = tuple(watched(n + 21, name, minutes_ago=33 - 2.7 * n) for n, name in enumerate(_NAMES))
    released = Released(person="p.20", name="Phàn Tả Mẩy", no=20, entry="e.1")
    return _view(people, at="p.21", released=released)


def _alarm() -> ObservationView:
    people = (
        watched(21, _NAMES[0], minutes_ago=52),
        watched(22, _NAMES[1], minutes_ago=31, reaction="common"),
        watched(23, _NAMES[6], minutes_ago=24, reaction="serious"),
        watched(24, _NAMES[3], minutes_ago=3),
    )
    return _view(people, at="p.24", refused=Refused(reason=Refusal.STILL_OBSERVED, facts={"minutes": 27}))


def _overdue() -> ObservationView:
    return _view(tuple(watched(n + 21, name, minutes_ago=95 - 40 * n) for n, name in enumerate(_NAMES[:3])))


def _no_match() -> ObservationView:
    return _view((watched(21, _NAMES[0], minutes_ago=5),), query="sính")


def _suspect() -> Suspect:
    person = PersonView(id="p.24", name=_NAMES[3], dob="1990-01-31", sex="F")
    data = {"product": "COM-A", "lot_no": "ABX1234"}
    dose = EventView(
        id="e.9", kind="inject", person=person.id, day=DAY, t=NOW - 1200, user=1, voided=False, data=data
    )
    return Suspect(person=person, inject=dose, injected_at=NOW - 1200, no=24)


def _reaction(*, ticked: tuple[str, ...] = (), signs: tuple[str, ...] = (), **written: str) -> ReactionDialog:
    suspect = _suspect()
    ports = ReactionPorts(
        form=_form, suspect=lambda _: suspect, report=_nobody_asked, now=lambda: NOW, product=lambda _: _PRODUCT
    )
    model = ReactionModel(a_room(), ports)
    model.begin(suspect.person.id)
    for code in ticked:
        model.tick(code, on=True)
    for code in signs:
        model.sign(code, on=True)
    model.write(**written)
    if not signs:
        model.save()
    return ReactionDialog(None, model, _form())


def _form() -> AefiForm:
    return load_aefi((resources() / "forms" / "aefi").with_suffix(".toml").read_text(encoding="utf-8"))


def _no_reaction() -> ReactionDialog:
    return _reaction()


def _lacking() -> ReactionDialog:
    return _reaction(ticked=("local", "anaphylaxis", "other"), onset="7h")


def _serious() -> ReactionDialog:
    signs = ("skin_fast", "shallow_breathing")
    return _reaction(ticked=("breathing",), signs=signs, treatment="Adrenalin 0,5 mg tiêm bắp", note="Nổi mày đay")


_LATEST = watched(25, _NAMES[4], minutes_ago=18)
GALLERY = (
    Sample("observation-nobody", _nobody),
    Sample("observation-calm", _calm),
    Sample("observation-busy", _busy),
    Sample("observation-alarm", _alarm),
    Sample("observation-overdue", _overdue),
    Sample("observation-no-match", _no_match),
    question("observation-leaving", _calm, lambda view: view._ask_state(_LATEST)),
    question("observation-ask-early", _calm, lambda view: view._ask_early(_LATEST)),
    question("observation-ask-undo", _busy, lambda view: view._ask_undo("e.1")),
    question("observation-ask-reaction", _calm, lambda view: view._model.reaction.begin("p.24")),
    question("reaction-none", _no_reaction),
    question("reaction-lacking", _lacking),
    question("reaction-serious", _serious),
)
