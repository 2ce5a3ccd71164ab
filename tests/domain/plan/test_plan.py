"""Slots, choices, who fits, filling, capacity, tasks."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from vaxdesk.assets import resources
from vaxdesk.domain.plan import slots
from vaxdesk.domain.plan.board import SessionPage
from vaxdesk.domain.plan.capacity import Lack, Shortage, lacks
from vaxdesk.domain.plan.choice import Choice, Way, neighbours_first, wants
from vaxdesk.domain.plan.fitness import Fit, Fitness, LeftOut, Waits
from vaxdesk.domain.plan.proposal import Placed, Proposal, free_places
from vaxdesk.domain.plan.session import AllottedView, Defaults, SessionView, read_defaults
from vaxdesk.domain.plan.tasks import Seed, TaskView, deadline, in_order, overdue, read_seeds
from vaxdesk.domain.views import DoseView, PersonView
from vaxdesk.registry.rules import schedule

DAY = "2026-12-01"
DEFAULTS = Defaults(hours=("07:30",), places=10, people_an_hour=15, slot_minutes=60, injectors=2)


def person(name: str = "Lan", **fields: str) -> PersonView:
    return PersonView(id=name, name=name, **fields)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("7h30", "07:30"), ("7:30", "07:30"), ("730", "07:30"), ("1330", "13:30"), ("7", "07:00"), ("7h", "07:00"),
     ("13.30", "13:30"), (" 08:05 ", "08:05"), ("24:00", ""), ("7:60", ""), ("sáng", ""), ("", ""), ("12345", "")],
)  # fmt: skip
def test_hours_as_people_type_them(typed: str, meant: str) -> None:
    assert slots.clock(typed) == meant


def test_slots_are_kept_as_text_and_read_back() -> None:
    given = {"13:30": 12, "07:30": 10}
    assert slots.written(given) == "07:30=10 13:30=12"
    assert slots.read(slots.written(given)) == {"07:30": 10, "13:30": 12}
    assert slots.read("07:30=10 x=3 08:30 09:30=-1 09:30=99999") == {"07:30": 10}
    assert slots.even(["8h", "x", "7h30"], 4) == {"07:30": 4, "08:00": 4}


def test_a_slot_lasts_until_the_next_one_begins() -> None:
    assert slots.minutes(["08:30", "07:30", "09:00"], longest=60) == {"07:30": 60, "08:30": 30, "09:00": 60}
    assert slots.minutes([], longest=60) == {}


@pytest.mark.parametrize(
    ("text", "found"),
    [("cu vai", True), ("xà hồ", True), ("Cu Vai, Xà Hồ", True), ("vai", True), ("cu", True), ("va", False),
     ("trạm tấu", True), ("", False), ("hồ xà", False)],
)  # fmt: skip
def test_an_area_is_chosen_by_its_words(text: str, found: bool) -> None:
    one = person(adr="Thôn Cu Vai", commune="Xã Xà Hồ", district="Trạm Tấu")
    if text == "Cu Vai, Xà Hồ":
        one = person(adr="Thôn Cu Vai", commune="Xà Hồ")
    assert wants(Choice(way=Way.AREA, text=text), one) is found


def test_a_group_is_chosen_by_its_code() -> None:
    assert wants(Choice(way=Way.GROUP, text=" 9 "), person(grp="9"))
    assert not wants(Choice(way=Way.GROUP, text="1"), person(grp="10"))
    assert not wants(Choice(way=Way.GROUP), person())
    assert wants(Choice(way=Way.ROSTER), person())


def test_neighbours_come_together_and_by_given_name() -> None:
    people = [person("Vàng A Sếnh", adr="B"), person("Lò Thị An", adr="B"), person("Bùi Văn Tý", adr="A")]
    assert [one.name for one in sorted(people, key=neighbours_first)] == ["Bùi Văn Tý", "Lò Thị An", "Vàng A Sếnh"]


def dose(day: str, product: str = "COM-A", n: int = 1) -> DoseView:
    return DoseView(id=f"{day}{n}", date=day, product=product, overall_no=n)


@pytest.mark.parametrize(
    ("doses", "how", "reason"),
    [
        ([], {}, None),
        ([], {"products": ("SPIKE",)}, LeftOut.NOT_IN_USE),
        ([], {"products": ()}, None),
        ([], {"dob": "2024-01-01"}, LeftOut.AGE),
        ([], {"dob": ""}, LeftOut.BIRTH),
        ([dose("2026-11-25")], {}, LeftOut.TOO_EARLY),
        ([dose(DAY)], {}, LeftOut.TOO_EARLY),
        ([dose("2021-08-01")], {}, None),
        ([dose("2021-08-01")], {"kinds": ("primary",)}, None),
        ([dose("2021-08-01")], {"kinds": ("booster",)}, LeftOut.OTHER_KIND),
        ([dose("2021-08-01")], {"anaphylaxis_after": ("COM-A",)}, LeftOut.CONTRAINDICATED),
        ([dose("2021-08-01", "VERO"), dose("2021-09-01", "VERO", 2)], {"products": ("ABD",)}, LeftOut.OTHER_PRODUCT),
        ([dose(f"202{n}-01-01", n=n) for n in range(1, 6)], {}, LeftOut.COMPLETE),
    ],
)
def test_who_may_be_invited(doses: list[DoseView], how: dict, reason: LeftOut | None) -> None:
    found = judged(doses, **how)
    assert (found if isinstance(found, LeftOut) else None) is reason


def judged(doses: list[DoseView], **how: Any) -> Fit | LeftOut:
    asked = {"products": ("COM-A",), "kinds": (), "dob": "1990-01-01", "anaphylaxis_after": (), **how}
    fitness = Fitness(how.get("rules", schedule()), products=asked["products"], kinds=asked["kinds"], day=DAY)
    return fitness.of(asked["dob"], doses, asked["anaphylaxis_after"])


def test_where_nothing_is_in_use_nobody_is_invited() -> None:
    assert judged([], rules=replace(schedule(), product=()), products=(), dob="1950") is LeftOut.NOT_IN_USE


def test_of_several_products_the_reason_that_says_most_is_told() -> None:
    assert judged([], products=("SPIKE", "COM-A"), dob="2024-01-01") is LeftOut.AGE
    assert judged([dose("2026-11-30")], products=()) is LeftOut.TOO_EARLY


def test_who_waits_for_the_next_dose() -> None:
    had = [dose("2026-11-20")]
    later, sooner = (Waits(schedule(), day=day, today="2026-11-27") for day in ("2026-12-31", "2026-11-28"))
    assert later.of("1990-01-01", had)
    assert not sooner.of("1990-01-01", had)
    assert not later.of("1990-01-01", [])


def test_free_places_are_counted_by_hour_in_order() -> None:
    assert free_places({"08:30": 2, "07:30": 3}, {"07:30": 2}) == ["07:30", "08:30", "08:30"]
    assert free_places({"07:30": 2}, {"07:30": 5}) == [], "an overfull slot takes nobody"


def test_a_proposal_adds_up() -> None:
    booster = Fit(product="COM-A", kind="booster", kind_no=1)
    placed = (Placed(person("a"), "07:30", fit=booster), Placed(person("b"), "08:30", fit=booster),
              Placed(person("c"), "08:30"))  # fmt: skip
    proposal = Proposal(plan="x", chosen=5, placed=placed)
    assert (proposal.in_slot("07:30"), proposal.in_slot("08:30")) == (1, 2)
    assert proposal.meant() == {booster: 2}


def test_what_a_session_lacks() -> None:
    many = {"07:30": 30, "08:30": 31}
    assert lacks({"07:30": 30, "08:30": 30}, many, doses={"COM-A": 50}, injectors=0, defaults=DEFAULTS) == (
        Shortage(lack=Lack.PLACES, facts={"slot": "08:30", "people": 31, "places": 30}),
        Shortage(lack=Lack.DOSES, facts={"people": 61, "doses": 50}),
        Shortage(lack=Lack.RATE, facts={"slot": "08:30", "people": 31, "most": 30}),
    )
    assert lacks({"07:30": 15}, {"07:30": 15}, doses={}, injectors=1, defaults=DEFAULTS) == ()
    assert lacks({"07:30": 15}, {}, doses={"COM-A": 0}, injectors=1, defaults=DEFAULTS) == ()
    (slow,) = lacks({"07:30": 15, "08:00": 3}, {}, doses={"COM-A": 9}, injectors=1, defaults=DEFAULTS)
    assert slow.facts == {"slot": "07:30", "people": 15, "most": 7}


def test_each_of_several_products_has_doses_for_those_for_whom_it_is_meant() -> None:
    asked = {"injectors": 9, "defaults": DEFAULTS}
    at_hand, wanted = {"COM-A": 5, "AZ": 20}, {"COM-A": 6, "AZ": 3, "MOD": 2}
    assert lacks({"07:30": 30}, {"07:30": 11}, doses=at_hand, wanted=wanted, **asked) == (
        Shortage(lack=Lack.DOSES_OF, facts={"product": "COM-A", "people": 6, "doses": 5}),
    )
    (lack,) = lacks({"07:30": 30}, {"07:30": 26}, doses=at_hand, wanted={"AZ": 3}, **asked)
    assert (lack.lack, lack.facts) == (Lack.DOSES, {"people": 26, "doses": 25})


def test_people_at_an_hour_that_is_no_longer_planned_are_seen() -> None:
    (lack,) = lacks({"07:30": 5}, {"06:30": 2}, doses={}, injectors=2, defaults=DEFAULTS)
    assert lack.facts == {"slot": "06:30", "people": 2, "places": 0}


def test_a_session_adds_up() -> None:
    one = SessionView(id="x", day=DAY, slots={"07:30": 5, "08:30": 7}, filled={"07:30": 2})
    assert (one.places, one.people) == (12, 2)


def task(**fields: str) -> TaskView:
    return TaskView(id=fields.get("title", ""), campaign="c", **{"title": "x", **fields})


@pytest.mark.parametrize(
    ("fields", "late"),
    [({"deadline": "2026-11-30"}, True), ({"deadline": DAY}, False), ({}, False),
     ({"deadline": "2026-11-30", "state": "doing"}, True), ({"deadline": "2026-11-30", "state": "done"}, False),
     ({"deadline": "2026-11-30", "state": "not_needed"}, False)],
)  # fmt: skip
def test_what_is_overdue(fields: dict[str, str], late: bool) -> None:
    assert overdue(task(**fields), DAY) is late


def test_tasks_stand_by_deadline() -> None:
    tasks = [task(title="a"), task(title="b", deadline="2026-12-02"), task(title="c", deadline=DAY)]
    assert [one.title for one in in_order(tasks)] == ["c", "b", "a"]


def test_deadlines_count_from_the_first_or_the_last_day() -> None:
    before, after = Seed("x", "station", days=-2), Seed("y", "station", days=3, after=True)
    assert deadline(before, first="2026-12-01", last="2026-12-05") == "2026-11-29"
    assert deadline(after, first="2026-12-01", last="2026-12-05") == "2026-12-08"
    assert deadline(after, first="2026-12-01", last="") == "2026-12-04"
    assert deadline(before, first="", last="") == ""


def test_what_is_shipped_is_sound() -> None:
    defaults = read_defaults((resources() / "plans" / "session.toml").read_text(encoding="utf-8"))
    assert defaults.hours == ("07:30", "08:30", "09:30", "13:30", "14:30", "15:30")
    seeds = read_seeds((resources() / "plans" / "tasks.toml").read_text(encoding="utf-8"))
    assert len({one.code for one in seeds}) == len(seeds) > 20
    assert {"computer", "internet", "printer", "scanner", "training", "police", "catch_up"} <= {s.code for s in seeds}


def test_the_portal_gets_whole_places_and_never_more_than_there_are() -> None:
    given = {"07:30": 5, "08:30": 4, "09:30": 1}
    assert slots.left_to_portal(given, 50) == {"07:30": 2, "08:30": 2, "09:30": 0}
    assert slots.left_to_portal(given, 100) == slots.left_to_portal(given, 250) == given
    assert SessionView(id="x", day=DAY, slots=given).kept == 4
    assert slots.left_to_portal(given, -1) == dict.fromkeys(given, 0)


def test_who_was_not_received_is_reckoned() -> None:
    people = tuple(AllottedView(id=str(at), plan="x", slot="07:30", person=person()) for at in range(4))
    assert SessionPage(session=SessionView(id="x", day=DAY), people=people, came=3).absent == 1
