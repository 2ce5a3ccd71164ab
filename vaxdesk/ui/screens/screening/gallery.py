"""Sample states of the screening screen."""

from __future__ import annotations

from functools import cache

from vaxdesk.assets import resources
from vaxdesk.domain import visit
from vaxdesk.domain.forms import Form, load_form
from vaxdesk.domain.outcomes import Stage
from vaxdesk.domain.refusals import Allowed, Refusal, Refused
from vaxdesk.domain.step_views import ScreeningSheet
from vaxdesk.domain.views import DoseView, EventView, PersonView, VisitRow
from vaxdesk.ui.gallery import Sample, a_room, question
from vaxdesk.ui.screens.screening.model import ScreeningModel
from vaxdesk.ui.screens.screening.ports import ScreeningPorts
from vaxdesk.ui.screens.screening.view import ScreeningView

TODAY = "2026-11-23"
_NOON = 1_795_410_000
LANH = PersonView(
    id="p1", name="Nguyễn Thị Lành", dob="1990-01-31", sex="F", doc="015190001234", tel="0912345678",
    adr="Thôn Cu Vai", commune="Xà Hồ", province="Yên Bái",
)  # fmt: skip
PAO = PersonView(id="p2", name="Lò Văn Páo", dob="1958-09-05", sex="M", doc="014058006789", tel="0987654321")
MY = PersonView(id="p3", name="Sùng Thị Mỷ", dob="2015-03-12", sex="F", guardian="Giàng Thị Dở")
_OTHERS = ("Hờ A Chứ", "Vàng Thị Sua", "Bùi Thị Ắng", "Nông Văn Thuận")
_DOSES = (
    DoseView(id="d1", date="2026-02-14", product="AZ", lot="ABW1277", kind="primary", kind_no=1),
    DoseView(id="d2", date="2026-05-16", product="AZ", lot="ABX5567", kind="primary", kind_no=2),
)
_NAMES = {"AZ": "AstraZeneca", "COM-A": "Pfizer"}


@cache
def a_form(name: str) -> Form:
    """A shipped form."""
    return load_form((resources() / "forms" / f"{name}.toml").read_text(encoding="utf-8"))


def a_sheet(person: PersonView, form: str, age: int, answer: Refused | None = None) -> ScreeningSheet:
    """The sheet of a person who was received."""
    data = {"no": 12}
    event = EventView(id="e1", kind="checkin", person=person.id, day=TODAY, t=_NOON, user=1, voided=False, data=data)
    return ScreeningSheet(
        person=person,
        visit=visit.fold((event,), person=person.id, day=TODAY),
        doses=_DOSES if person is not MY else (),
        form=a_form(form),
        age=age,
        product="COM-A",
        answer=answer or Allowed(),
        may_override=True,
    )


def a_queue() -> tuple[VisitRow, ...]:
    """People of all kinds who wait."""
    more = tuple(PersonView(id=f"q{at}", name=name, dob=f"19{70 + at * 5}", sex="M") for at, name in enumerate(_OTHERS))
    people = (LANH, PAO, MY, *more)
    return tuple(
        VisitRow(person=one, day=TODAY, stage=Stage.RECEIVED, no=12 + at, received_at=_NOON)
        for at, one in enumerate(people)
    )


def _model(sheet: ScreeningSheet | Refused | None) -> ScreeningModel:
    def nothing(*_: object, **__: object) -> None:
        return None

    ports = ScreeningPorts(
        queue=a_queue if sheet else tuple,
        sheet=lambda _: sheet,
        save=nothing,
        decline=nothing,
        undo=nothing,
        identify=nothing,
        search=lambda _: (),
        today=lambda: TODAY,
        product=lambda code: _NAMES.get(code, code),
    )
    model = ScreeningModel(a_room(), ports)
    model.open()
    return model


def _empty() -> ScreeningView:
    return ScreeningView(_model(None))


def _begun() -> ScreeningView:
    return ScreeningView(_model(a_sheet(LANH, "qd5785", 36)))


def _healthy() -> ScreeningView:
    model = _model(a_sheet(LANH, "qd5785", 36))
    model.measure("temp", "366")
    model.settle("temp")
    model.all_no()
    model.consent(on=True)
    return ScreeningView(model)


def _caution() -> ScreeningView:
    model = _model(a_sheet(PAO, "qd5785", 68))
    model.measure("temp", "379")
    model.settle("temp")
    model.measure("sys", "152")
    model.measure("dia", "88")
    model.answer("6", "yes")
    model.note("6", "Tôm, cua")
    model.all_no()
    return ScreeningView(model)


def _pregnant() -> ScreeningView:
    model = _model(a_sheet(LANH, "qd5785", 36))
    model.measure("temp", "368")
    model.settle("temp")
    model.answer("3a", "yes")
    model.weeks("9")
    model.all_no()
    return ScreeningView(model)


def _missing() -> ScreeningView:
    model = _model(a_sheet(LANH, "qd5785", 36))
    model.measure("temp", "95")
    model.answer("4", "yes")
    model.save()
    return ScreeningView(model)


def _child() -> ScreeningView:
    model = _model(a_sheet(MY, "qd5002", 11))
    model.measure("temp", "367")
    model.settle("temp")
    model.measure("pulse", "96")
    model.answer("1", "no")
    return ScreeningView(model)


def _decided() -> ScreeningView:
    model = _model(a_sheet(LANH, "qd5785", 36))
    model.measure("temp", "366")
    model.settle("temp")
    model.all_no()
    model.decide("defer", "examination: ho nhiều, phổi có ran", "2026-12-07")
    return ScreeningView(model)


def _again() -> ScreeningView:
    refused = Refused(reason=Refusal.ALREADY_SCREENED, facts={"conclusion": "eligible", "at": _NOON})
    return ScreeningView(_model(a_sheet(LANH, "qd5785", 36, refused)))


def _no_form() -> ScreeningView:
    return ScreeningView(_model(Refused(reason=Refusal.NO_FORM, facts={"age": 3})))


GALLERY = (
    Sample("screening-empty", _empty),
    Sample("screening-begun", _begun),
    Sample("screening-healthy", _healthy),
    Sample("screening-caution", _caution),
    Sample("screening-pregnant", _pregnant),
    Sample("screening-missing", _missing),
    Sample("screening-child", _child),
    Sample("screening-decided", _decided),
    Sample("screening-again", _again),
    Sample("screening-no-form", _no_form),
    question("screening-ask-other", _caution, lambda view: view._ask_other()),
    question("screening-ask-decline", _begun, lambda view: view._ask_decline()),
    question("screening-ask-undo", _begun, lambda view: view._ask_undo("e.1", PAO.name)),
)
