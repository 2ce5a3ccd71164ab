"""Sample states of the screen of adverse events."""

from __future__ import annotations

from vaxdesk.assets import resources
from vaxdesk.domain import aefi, aefi_report, times
from vaxdesk.domain.after_injection import AefiCase, FollowUp, ReportSheet, Suspect
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.told import CallView, ToldView
from vaxdesk.domain.told_task import ToldTask, is_late
from vaxdesk.domain.views import EventView, PersonView
from vaxdesk.ui.gallery import Sample, a_room, question
from vaxdesk.ui.reaction.ports import ReactionPorts
from vaxdesk.ui.screens.aefi.model import AefiModel
from vaxdesk.ui.screens.aefi.ports import AefiPorts
from vaxdesk.ui.screens.aefi.view import AefiView

DAY = "2026-11-23"
NOW = times.at(DAY, "09:30")


def form() -> aefi.AefiForm:
    """The shipped data file."""
    return aefi.load_aefi((resources() / "forms" / "aefi").with_suffix(".toml").read_text(encoding="utf-8"))


def a_case(no: int, name: str, *, told: int = NOW - 900, severity: str = "common", outcome: str = "") -> AefiCase:
    """A case told at a moment."""
    person = PersonView(id=f"p.{no}", name=name, dob="1990-01-31", sex="F", doc="015190001234", tel="0912345678")
    data = {
        "severity": severity, "onset": told - 300, "symptoms": ["local"], "grade": 2 if severity == "serious" else 0,
        "treatment": "", "outcome": outcome, "note": "Nổi mày đay, khó thở", "form": {}, "inject": "",
    }
    event = EventView(
        id=f"e.{no}", kind="aefi", person=person.id, day=times.day_of(told), t=told, user=1, voided=False, data=data
    )
    known = aefi.deadlines(form(), told) if severity == "serious" else None
    open_ = severity == "serious" and not aefi_report.concluded(data)
    return AefiCase(event=event, person=person, inject=None, open=open_, deadlines=known)


def a_sheet(case: AefiCase, **values: str) -> ReportSheet:
    """Its report with some fields filled."""
    grade = case.event.data["grade"]
    known = {
        "name": case.person.name, "dob": case.person.dob, "sex": case.person.sex, "facility": "Trạm Y tế xã Xà Hồ",
        "description": case.event.data["note"], "events": "anaphylaxis,breathing", "onset_on": DAY,
        "onset_at": "09:10", "lot": "ABX1234", "given_on": DAY, "given_at": "08:58", "reporter": "Lò Thị Mai",
        "outcome": case.event.data["outcome"], **({"grade": str(grade)} if grade else {}), **values,
    }
    gaps = aefi_report.report_gaps(form(), known, age=36)
    later = FollowUp(t=NOW - 60, user="Lò Thị Mai", set={"treatment": "Thở oxy", "form.seriousness": "hospitalisation"})
    follow_ups = (later,) if case.serious else ()
    return ReportSheet(case=case, values=known, gaps=gaps, reported_by="Lò Thị Mai", follow_ups=follow_ups, age=36)


def a_report(no: int, name: str, *, serious: bool = False, **fields: object) -> ToldTask:
    """A report of the public that waits."""
    person = PersonView(id=f"p.{no}", name=name, dob="1990-01-31", sex="F", tel="0912345678")
    said = {
        "signs": ("breathing", "fever") if serious else ("local",), "temp": 392 if serious else 0, "began": DAY,
        "impact": "daily" if serious else "mild", "t": NOW - 3600, "serious": serious, **fields,
    }  # fmt: skip
    report = ToldView(id=f"t.{no}", person=person.id, dose="e.9", day=DAY, **said)
    data = {"product": "COM-A", "lot_no": "ABX1234"}
    dose = EventView(
        id="e.9", kind="inject", person=person.id, day=DAY, t=NOW - 7200, user=1, voided=False, data=data
    )
    return ToldTask(report=report, person=person, dose=dose, late=is_late(report, now=NOW))


def _refuse(*_: object, **__: object) -> Refused:
    return Refused(reason=Refusal.OTHER_VISIT)


def _suspect(_: str, **__: str) -> Suspect:
    person = PersonView(id="p.5", name="Sùng A Chứ", dob="1990-01-31", sex="M")
    data = {"product": "COM-A", "lot_no": "ABX1234"}
    dose = EventView(
        id="e.9", kind="inject", person=person.id, day=DAY, t=NOW - 1200, user=1, voided=False, data=data
    )
    return Suspect(person=person, inject=dose, injected_at=NOW - 1200, no=24)


def a_model(*cases: AefiCase, told: tuple[ToldTask, ...] = ()) -> AefiModel:
    """A model of these cases, the first one chosen."""
    sheets = {one.event.id: a_sheet(one) for one in cases}
    ports = AefiPorts(
        form=form,
        cases=lambda: cases,
        sheet=lambda entry: sheets.get(entry) or _refuse(),
        fill_in=_refuse,
        follow_up=_refuse,
        identify=_refuse,
        undo=_refuse,
        told=lambda: (told, True),
        call=_refuse,
        take_back=_refuse,
        now=lambda: NOW,
        print_report=lambda _: None,
    )
    reactions = ReactionPorts(form=form, suspect=_suspect, report=_refuse, now=lambda: NOW)
    model = AefiModel(a_room(), ports, reactions)
    model.open()
    return model


_CASES = (
    a_case(1, "Hoàng Thị Phương Thảo", severity="serious"),
    a_case(2, "Giàng Thị Mỷ", severity="serious", told=NOW - 26 * 3600),
    a_case(3, "Lò Văn Páo", severity="serious", outcome="recovered"),
    a_case(4, "Nguyễn Thị Lành"),
)


_TOLD = (
    a_report(
        6, "Lường Thị Phương Thảo", serious=True, hour=7, t=NOW - 30 * 3600, text="Nằm nghỉ từ sáng, thở mệt",
    ),
    a_report(
        7, "Sùng A Chứ", tel="0987654321", replaces="t.1", t=NOW - 6000,
        calls=(CallView(id="a.1", result="unreached", at=NOW - 1800),),
    ),
)  # fmt: skip


def _told() -> AefiView:
    return AefiView(a_model(*_CASES, told=_TOLD))


def _nobody() -> AefiView:
    return AefiView(a_model())


def _serious() -> AefiView:
    return AefiView(a_model(*_CASES))


def _typed() -> AefiView:
    model = a_model(*_CASES)
    model.write("onset_at", "25h")
    model.write("treatment", "Adrenalin 0,5 mg tiêm bắp")
    model.become(refused=Refused(reason=Refusal.NO_RIGHT, facts={"act": "record_aefi"}))
    return AefiView(model)


def _common() -> AefiView:
    model = a_model(*_CASES)
    model.pick("e.4")
    return AefiView(model)


GALLERY = (
    Sample("aefi-nobody", _nobody),
    Sample("aefi-serious", _serious),
    Sample("aefi-told", _told),
    Sample("aefi-typed", _typed),
    Sample("aefi-common", _common),
    question("aefi-ask-call", _told, lambda view: view._told._ask(_TOLD[0])),
    question("aefi-ask-told", _told, lambda view: view._model.reaction.begin("p.6", _TOLD[0].report)),
    question("aefi-ask-undo", _serious, lambda view: view._ask_undo("e.1")),
    question("aefi-ask-raise", _common, lambda view: view._ask_raise()),
    question("aefi-ask-reaction", _serious, lambda view: view._model.reaction.begin("p.5")),
)
