"""The registration form: checked while typing, compared with people here, filled in by a card."""

from __future__ import annotations

import msgspec

from tests.ui.screens.reception_bench import CODE, Bench, Saved
from vaxdesk.domain.identity import Alike, Arrival
from vaxdesk.domain.payloads import Person
from vaxdesk.domain.registration import PersonFlaw
from vaxdesk.ui.screen import Change
from vaxdesk.ui.screens.reception.gallery import LANH, ROWS, TOLD
from vaxdesk.ui.screens.reception.state import Panel

PAO = Person(name="Lò Văn Páo", dob="2005-09-05", sex="M", doc="014205006789")


def test_the_form_checks_while_typing_and_saves_when_right() -> None:
    bench = Bench()
    bench.model.register(Person(name=""))
    form = bench.model.form
    form.save()
    assert bench.asked("register") == []
    assert form.state.asked
    assert PersonFlaw.NAME_MISSING in {one.flaw for one in form.state.flaws}
    form.edit(PAO)
    assert form.state.flaws == ()
    form.save()
    assert bench.asked("register") == [((PAO,), {"not_these": frozenset(), "guardian_present": False})]
    assert (bench.model.state.panel, bench.model.state.arrival.no) == (Panel.ARRIVED, 28)
    assert bench.published == [frozenset({Change.VISITS, Change.PEOPLE})]


def test_alike_people_are_looked_for_only_when_it_matters() -> None:
    bench = Bench()
    bench.model.register(PAO)
    before = len(bench.asked("alike"))
    bench.model.form.edit(msgspec.structs.replace(PAO, note="đi xe lăn"))
    assert len(bench.asked("alike")) == before
    bench.model.form.edit(msgspec.structs.replace(PAO, doc="014205006788"))
    assert len(bench.asked("alike")) == before + 1


def test_alike_people_stop_the_saving_until_said_to_be_others() -> None:
    bench = Bench()
    bench.answers["register"] = lambda _, not_these, **__: (
        bench.answers["saved"] if LANH.id in not_these else Alike((ROWS[0],))
    )
    bench.answers["saved"] = Saved(Arrival(28, "0000000000001.8", "0000000000001.9"))
    bench.model.register(PAO)
    form = bench.model.form
    form.save()
    assert [one.person.id for one in form.state.doubted] == [LANH.id]
    form.set_apart(LANH.id)
    assert form.state.doubted == ()
    form.save()
    assert bench.model.state.panel is Panel.ARRIVED


def test_the_same_person_is_shown_instead_of_registered() -> None:
    bench = Bench()
    bench.model.register(PAO)
    bench.model.form.same.emit(LANH.id)
    assert bench.model.state.panel is Panel.PERSON
    assert bench.model.state.found.presence.person == LANH


def test_a_card_shown_while_the_form_is_open_fills_only_what_is_empty() -> None:
    bench = Bench(TOLD["unknown"])
    bench.model.register(Person(name="Nguyễn Thị Lành Lặn", tel="0912345678"))
    bench.model.scanned(CODE)
    draft = bench.model.form.state.draft
    assert bench.model.state.panel is Panel.FORM
    assert (draft.name, draft.tel, draft.doc) == ("Nguyễn Thị Lành Lặn", "0912345678", "015190001234")
