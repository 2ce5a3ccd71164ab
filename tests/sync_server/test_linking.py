"""Records that surely are one person are linked by rule, once; what people have decided stands."""

from __future__ import annotations

import pytest

from sync_server.reading import linking
from tests.servers import RunningServer
from tests.sync_server.clinics import LANH, Clinic, changed, quoted, read, same_person, today
from vaxdesk.domain.payloads import Differ


@pytest.mark.parametrize(
    "other",
    [
        {"doc": "066190001235"},
        {"name": "Nguyễn Thị Lan"},
        {"dob": "1990-02-02"},
        {"dob": ""},
        {"doc": "", "tel": ""},
        {"doc": "", "tel": "0905123457"},
        {"doc": "", "name": "Nguyen Thi Lanh"},
        {"doc": "", "dob": "1990"},
        {"sex": "M"},
    ],
)
def test_the_rule_links_nobody_else(server: RunningServer, other: dict[str, str]) -> None:
    here, there = Clinic(server), Clinic(server, "TYT-02")
    known = here.listed(LANH)
    there.listed(changed(LANH, **other), day=today(server))
    here.send()
    there.send()
    read(server)
    assert same_person(server, known) == {known}
    assert quoted(server, "TYT-02") == []


@pytest.mark.parametrize(
    ("other", "rule"),
    [
        ({}, linking.BY_NUMBER),
        ({"dob": "1990", "name": "NGUYEN THI LANH", "tel": ""}, linking.BY_NUMBER),
        ({"doc": "", "bhyt": "4661234567890"}, linking.BY_INSURANCE),
        ({"doc": ""}, linking.BY_TELEPHONE),
    ],
)
def test_each_rule_links_and_says_which_it_was(server: RunningServer, other: dict[str, str], rule: str) -> None:
    here, there = Clinic(server), Clinic(server, "TYT-02")
    known = here.listed(changed(LANH, bhyt="HN4661234567890"))
    again = there.listed(changed(LANH, **other), day=today(server))
    here.send()
    there.send()
    read(server)
    assert same_person(server, known) == {known, again}
    filed = [one["entry"] for org in ("TYT-01", "TYT-02") for one in server.entries(org)]
    assert [one["d"]["why"] for one in filed if one["k"] == "same"] == [rule]


def test_what_was_parted_no_third_record_joins_again(
    either: RunningServer, clinics: tuple[Clinic, Clinic]
) -> None:
    here, there = clinics
    known, again = here.listed(LANH), there.listed(LANH)
    here.send()
    there.send()
    read(either)
    [link] = [one["ref"] for org in ("TYT-01", "TYT-02") for one in either.entries(org) if one["entry"]["k"] == "same"]
    here.void(link)
    here.send()
    read(either)
    third = here.listed(changed(LANH, job="giáo viên"))
    here.send()
    read(either)
    assert third in same_person(either, known) | same_person(either, again)
    assert same_person(either, known) != same_person(either, again)


def test_declared_two_people_are_not_linked_through_a_third(
    either: RunningServer, clinics: tuple[Clinic, Clinic]
) -> None:
    here, there = clinics
    known = here.listed(changed(LANH, doc="", tel=""))
    again = there.listed(changed(LANH, doc="", tel=""))
    here.write("differ", Differ(a=known, b=again))
    here.send()
    there.send()
    read(either)
    here.amend(known, doc=LANH.doc)
    there.amend(again, doc=LANH.doc)
    third = there.listed(LANH)
    here.send()
    there.send()
    read(either)
    assert third in same_person(either, known) | same_person(either, again)
    assert same_person(either, known) != same_person(either, again)


@pytest.mark.parametrize("number", ["123456789012", "000000000000", "066290001234"])
def test_a_number_that_nobody_can_have_links_nobody(server: RunningServer, number: str) -> None:
    here, there = Clinic(server), Clinic(server, "TYT-02")
    known = here.listed(changed(LANH, doc=number))
    there.listed(changed(LANH, doc=number), day=today(server))
    here.send()
    there.send()
    read(server)
    assert same_person(server, known) == {known}


def test_three_records_of_one_person_need_two_links(either: RunningServer, clinics: tuple[Clinic, Clinic]) -> None:
    here, there = clinics
    known = here.listed(LANH)
    twice = here.listed(changed(LANH, dob="1990"))
    third = there.listed(LANH, day=today(either))
    here.send()
    there.send()
    read(either)
    assert same_person(either, known) == {known, twice, third}
    links = [one for org in ("TYT-01", "TYT-02") for one in either.entries(org) if one["entry"]["k"] == "same"]
    assert len(links) == 2


def test_records_that_come_in_at_the_same_time_are_linked_once(
    either: RunningServer, clinics: tuple[Clinic, Clinic]
) -> None:
    who = [one.listed(LANH, day=today(either)) for one in (*clinics, *clinics)]
    for one in clinics:
        one.send()
    read(either)
    links = [one for org in ("TYT-01", "TYT-02") for one in either.entries(org) if one["entry"]["k"] == "same"]
    assert same_person(either, who[0]) == set(who)
    assert len(links) == 3


def test_a_link_taken_back_stays_so_and_both_sites_hear_of_it(
    either: RunningServer, clinics: tuple[Clinic, Clinic]
) -> None:
    here, there = clinics
    known, again = here.listed(LANH), there.listed(LANH, day=today(either))
    here.send()
    there.send()
    read(either)
    [(org, link)] = [
        (org, one["ref"]) for org in ("TYT-01", "TYT-02") for one in either.entries(org) if one["entry"]["k"] == "same"
    ]
    parted = here.void(link)
    here.send()
    read(either)
    assert same_person(either, known) == {known}
    assert parted in quoted(either, "TYT-02")
    assert org == "TYT-01" or link in quoted(either, "TYT-01")
    here.amend(known, job="giáo viên")
    here.send()
    read(either)
    assert same_person(either, known) == {known}
    assert again != known
