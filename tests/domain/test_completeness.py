"""Days counted by hand: door, outcome, sent, confirmed, and who is missing where."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaxdesk.domain.completeness import DayPerson, Rung, completeness
from vaxdesk.domain.delivery import Delivery
from vaxdesk.domain.outcomes import Outcome, Stage

SAVED, SENT, CONFIRMED, ATTENTION = Delivery.SAVED, Delivery.SENT, Delivery.CONFIRMED, Delivery.ATTENTION


def one(name: str, stage: Stage, outcome: Outcome | None, *states: Delivery) -> DayPerson:
    return DayPerson(person=name, stage=stage, outcome=outcome, states=states)


# Twelve on the list; nine came. Two have no outcome yet, seven have; of these one is refused by the server and one
# only saved, one is sent, four are confirmed: 9 = 7 + 2, 7 = 5 + 2, 5 = 4 + 1.
A_DAY = (
    one("not come", Stage.WAITING, None),
    one("only a paper", Stage.WAITING, None, CONFIRMED),
    one("at the door", Stage.RECEIVED, None, CONFIRMED),
    one("screened", Stage.SCREENED, None, SAVED),
    one("observed", Stage.INJECTED, Outcome.VACCINATED, CONFIRMED, SAVED),
    one("refused", Stage.DONE, Outcome.VACCINATED, ATTENTION, CONFIRMED),
    one("on the way", Stage.DONE, Outcome.DEFERRED, SENT, CONFIRMED),
    one("first", Stage.DONE, Outcome.VACCINATED, CONFIRMED),
    one("second", Stage.INJECTED, Outcome.VACCINATED, CONFIRMED, CONFIRMED),
    one("third", Stage.DONE, Outcome.DECLINED, CONFIRMED),
    one("fourth", Stage.DONE, Outcome.CONTRAINDICATED, CONFIRMED),
)


def test_a_day_counted_by_hand() -> None:
    found = completeness("2026-11-23", A_DAY)
    assert found.counts == {Rung.DOOR: 9, Rung.OUTCOME: 7, Rung.SENT: 5, Rung.CONFIRMED: 4}
    assert found.missing == {
        Rung.OUTCOME: ("at the door", "screened"),
        Rung.SENT: ("observed", "refused"),
        Rung.CONFIRMED: ("on the way",),
    }
    assert found.observed == ("observed", "second")
    assert (found.states["refused"], found.states["on the way"]) == (ATTENTION, SENT)
    assert not found.whole


def test_a_whole_day_and_an_empty_one() -> None:
    whole = completeness("2026-11-23", [one("a", Stage.DONE, Outcome.REFERRED, CONFIRMED)])
    assert (whole.whole, set(whole.counts.values())) == (True, {1})
    empty = completeness("2026-11-23", [one("b", Stage.WAITING, None)])
    assert (empty.whole, set(empty.counts.values())) == (True, {0})


_people = st.lists(
    st.builds(
        DayPerson,
        person=st.uuids().map(str),
        stage=st.sampled_from(Stage),
        outcome=st.sampled_from([None, *Outcome]),
        states=st.lists(st.sampled_from(Delivery), min_size=1, max_size=3).map(tuple),
    ),
    max_size=30,
)


@pytest.mark.parametrize("rung", list(Rung)[1:])
@given(people=_people)
def test_gaps_add_up_and_everybody_missing_is_missing_once(rung: Rung, people: list[DayPerson]) -> None:
    found = completeness("d", people)
    ladder = list(Rung)
    before = found.counts[ladder[ladder.index(rung) - 1]]
    assert before - found.counts[rung] == len(found.missing[rung])
    everybody = [name for names in found.missing.values() for name in names]
    assert len(everybody) == len(set(everybody)) == found.counts[Rung.DOOR] - found.counts[Rung.CONFIRMED]
