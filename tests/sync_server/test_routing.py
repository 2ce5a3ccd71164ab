"""What is known of a person travels to the sites that want them, once, and nowhere else."""

from __future__ import annotations

from tests.servers import RunningServer
from tests.sync_server.clinics import BAO, LANH, Clinic, changed, quoted, quotes, read, same_person, today
from vaxdesk.domain.payloads import Differ, Same
from vaxdesk.domain.payloads_cleaning import PoliceList, Verified
from vaxdesk.journal import chain

DAY_SECONDS = 86_400


def test_a_dose_elsewhere_comes_with_the_card_of_who_is_on_the_list(
    either: RunningServer, clinics: tuple[Clinic, Clinic]
) -> None:
    here, there = clinics
    known = here.listed(LANH)
    dose = here.dose(known, day="2026-10-20")
    fixed = here.amend(known, tel="0911222333")
    stranger = here.listed(BAO)
    here.dose(stranger)
    here.send()
    read(either)
    assert quoted(either, "TYT-02") == []
    again = there.listed(changed(LANH, name="NGUYỄN THỊ LÀNH", dob="1990"), day=today(either))
    there.send()
    read(either)
    assert same_person(either, known) == {known, again}
    [link] = [one["ref"] for one in either.entries("TYT-02") if one["entry"]["k"] == "same"]
    assert quoted(either, "TYT-02") == sorted([known, dose, fixed])
    assert quoted(either, "TYT-01") == sorted([again, link])


def test_a_quote_is_the_entry_to_the_byte_with_its_hash_and_unit(
    either: RunningServer, clinics: tuple[Clinic, Clinic]
) -> None:
    here, there = clinics
    known = here.listed(LANH)
    here.send()
    there.listed(LANH, day=today(either))
    there.send()
    read(either)
    [quote] = [one for one in quotes(either, "TYT-02") if one.id == known]
    hashes = list(chain.walk(here.log.hashes[0], here.log.lines))
    assert (quote.id, quote.h, quote.line) == (known, hashes[1].hex(), here.log.lines[1].decode())
    assert quote.unit == ":TYT-01"


def test_what_happens_later_follows_and_so_does_its_correction(
    either: RunningServer, clinics: tuple[Clinic, Clinic]
) -> None:
    here, there = clinics
    known = here.listed(LANH)
    there.listed(LANH, day=today(either))
    here.send()
    there.send()
    read(either)
    dose = here.dose(known)
    here.send()
    read(either)
    assert dose in quoted(either, "TYT-02")
    gone = here.void(dose)
    here.send()
    read(either)
    assert gone in quoted(either, "TYT-02")
    before = len(either.entries("TYT-02"))
    read(either)
    assert len(either.entries("TYT-02")) == before


def test_what_the_police_found_travels_with_its_taking_back_and_the_list_stays_at_home(
    either: RunningServer, clinics: tuple[Clinic, Clinic]
) -> None:
    here, there = clinics
    known = here.listed(LANH)
    there.listed(LANH, day=today(either))
    here.send()
    there.send()
    read(either)
    sheet = here.write("policelist", PoliceList(no="001/2026", day=today(either), kinds=["no_id"], people=1))
    said = here.write("verified", Verified(day=today(either), result="right", sheet=sheet, row=1), of=known)
    here.send()
    read(either)
    assert said in quoted(either, "TYT-02") and sheet not in quoted(either, "TYT-02")
    gone = here.void(said)
    here.send()
    read(either)
    assert gone in quoted(either, "TYT-02")
    before = len(either.entries("TYT-02"))
    read(either)
    assert len(either.entries("TYT-02")) == before


def test_a_merge_from_above_brings_each_site_the_others_doses(either: RunningServer) -> None:
    here, there, above = Clinic(either), Clinic(either, "TYT-02"), Clinic(either, "66")
    known = here.listed(changed(LANH, doc=""), day=today(either))
    again = there.listed(changed(LANH, doc="", name="Nguyễn Thị Lanh"), day=today(either))
    first, second = here.dose(known, day="2026-09-01"), there.dose(again, day="2026-10-20")
    for clinic in (here, there):
        clinic.send()
    read(either)
    assert quoted(either, "TYT-01") == quoted(either, "TYT-02") == []
    merge = above.write("same", Same(a=known, b=again, why="cùng một người"))
    above.send()
    read(either)
    assert quoted(either, "TYT-01") == sorted([again, second])  # the merge itself stands in a feed that both read
    assert quoted(either, "TYT-02") == sorted([known, first])
    above.void(merge)
    above.send()
    read(either)
    assert same_person(either, known) == {known}
    third = here.dose(known, day="2026-11-20")
    here.send()
    read(either)
    assert third not in quoted(either, "TYT-02")


def test_a_correction_by_a_unit_beside_reaches_whom_it_is_about(either: RunningServer) -> None:
    here, beside = Clinic(either), Clinic(either, "TYT-02")
    known = here.listed(LANH)
    other = here.listed(BAO)
    here.send()
    read(either)
    fixed = beside.amend(known, name="Nguyễn Thị Lánh")
    apart = beside.write("differ", Differ(a=known, b=other))
    beside.send()
    read(either)
    assert quoted(either, "TYT-01") == sorted([fixed, apart])


def test_a_site_is_served_from_two_weeks_before_the_list_to_a_month_after(
    either: RunningServer, clinics: tuple[Clinic, Clinic]
) -> None:
    here, there = clinics
    known = here.listed(LANH)
    here.send()
    day = today(either, plus=20)
    again = there.listed(LANH, day=day)
    there.send()
    read(either)
    assert known not in quoted(either, "TYT-02")
    start = either.server.now()
    either.now = lambda: start + 6 * DAY_SECONDS
    read(either)
    assert known in quoted(either, "TYT-02")
    either.now = lambda: start + 51 * DAY_SECONDS
    late = here.dose(known)
    here.send()
    read(either)
    assert late not in quoted(either, "TYT-02")
    there.dose(again)  # whoever is served is held again, and what came meanwhile is brought
    there.send()
    read(either)
    assert late in quoted(either, "TYT-02")
    either.now = lambda: start + 140 * DAY_SECONDS
    later = here.dose(known)
    here.send()
    read(either)
    assert later in quoted(either, "TYT-02")
    either.now = lambda: start + 142 * DAY_SECONDS
    last = here.dose(known)
    here.send()
    read(either)
    assert last not in quoted(either, "TYT-02")


def test_a_correction_reaches_a_site_whose_time_is_over_if_it_holds_what_is_corrected(
    either: RunningServer, clinics: tuple[Clinic, Clinic]
) -> None:
    here, there = clinics
    known = here.listed(LANH)
    dose = here.dose(known)
    there.listed(LANH, day=today(either))
    here.send()
    there.send()
    read(either)
    start = either.server.now()
    either.now = lambda: start + 200 * DAY_SECONDS
    gone = here.void(dose)
    here.send()
    read(either)
    assert gone in quoted(either, "TYT-02")
