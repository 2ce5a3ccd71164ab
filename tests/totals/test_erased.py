"""A person whom the law had erased leaves the sums as they leave the reports, and takes nobody else's figures along."""

from __future__ import annotations

from tests.servers import RunningServer
from tests.sync_server.clinics import BAO, DAY, LANH, Clinic, read
from tests.sync_server.erasures import erase
from tests.totals.counted import as_reported, is_whole, kept, reported, sums


def test_an_erased_person_leaves_the_sums(either: RunningServer, clinics: tuple[Clinic, Clinic]) -> None:
    here, there = clinics
    who = here.listed(LANH)
    here.dose(who)
    here.dose(here.listed(BAO))
    there.dose(there.listed(LANH), day="2026-11-20")
    for clinic in clinics:
        clinic.send()
    read(either)
    assert sums(either, ":VN")["doses"] == 3
    erase(either, who)
    for unit in ("TYT-01", "TYT-02", ":VN"):
        for day in (DAY, "2026-11-20"):
            found = as_reported(sums(either, unit, since=day, until=day))
            assert found.items() >= reported(either, unit, day).items()
    assert sums(either, "TYT-01", since=DAY, until=DAY)["people"] >= 1, "the other person is still there"
    assert is_whole(either)


def test_nothing_in_the_sums_names_anybody(server: RunningServer) -> None:
    clinic = Clinic(server)
    clinic.dose(clinic.listed(LANH))
    clinic.send()
    read(server)
    found = repr(kept(server))
    assert "AZ" not in found
    assert "COM-A" in found
    assert not any(text in found for text in ("Lành", "lanh", "066190001234", "0905123456", "1990"))
