"""One's own record as files for other systems: FHIR (IPS) and WHO's DDCC, behind the pass; and what comes next."""

from __future__ import annotations

from datetime import date

import msgspec
from fhir.resources.R4B.bundle import Bundle

from tests.certificates.test_interop import check_guide, resources
from tests.portal.people import Visitor
from tests.portal.test_lookup import CODE, Site, looks, said
from tests.servers import RunningServer
from tests.sync_server.clinics import LANH, today
from vaxdesk.certificates import ddcc
from vaxdesk.domain.payloads import Appt, History
from vaxdesk.registry import rules

FILES = ("ips", "ddcc")


def files(visitor: Visitor) -> list[bytes]:
    looks(visitor)
    found = [visitor.open(f"/lookup/{name}.json") for name in FILES]
    assert [one.status_code for one in found] == [200, 200]
    assert all("attachment" in one.headers["Content-Disposition"] for one in found)
    assert {one.headers["Cache-Control"] for one in found} == {"no-store"}
    return [one.content for one in found]


def test_a_record_is_a_patient_summary_and_a_data_set_of_who(either: RunningServer, visitor: Visitor) -> None:
    both = Site(either)
    both.clinic.write("history", History(date="2026-08", product="COM-A", lot="H0"), of=both.lanh)
    both.clinic.write("appt", Appt(day="2099-01-31"), of=both.lanh)
    both.send()
    summary, sets = files(visitor)
    told = msgspec.json.decode(summary)
    Bundle.model_validate(told)
    check_guide(told)
    earlier, given = resources(told, "Immunization")
    assert (earlier["occurrenceDateTime"], earlier["primarySource"]) == ("2026-08", False)
    assert (given["occurrenceDateTime"], given["lotNumber"], given["primarySource"]) == ("2026-09-01", "L1", True)
    assert [one["protocolApplied"][0]["doseNumberPositiveInt"] for one in (earlier, given)] == [1, 2]
    [patient], [site] = resources(told, "Patient"), resources(told, "Organization")
    assert (patient["name"][0]["text"], patient["birthDate"]) == (LANH.name, LANH.dob)
    assert (site["name"], site["identifier"][0]["value"]) == ("Trạm y tế Cư Êbur", ":TYT-01")
    first, second = ddcc.read(msgspec.json.decode(sets))
    assert (second.name, second.vaccination.date, second.vaccination.dose) == (LANH.name, "2026-09-01", 2)
    assert first.certificate.hcid.value == CODE and second.vaccination.next_dose == "2099-01-31"


def test_without_a_paper_the_centres_certificate_is_what_states_it(server: RunningServer) -> None:
    site, visitor = Site(server), Visitor(server)
    site.clinic.void(site.paper)
    site.send()
    looks(visitor)
    assert [visitor.open(f"/lookup/{name}.json").status_code for name in FILES] == [404, 404]
    visitor.open("/lookup/mine")
    assert said("elsewhere") not in visitor.text
    site.signs()
    _, sets = files(visitor)
    [only] = ddcc.read(msgspec.json.decode(sets))
    assert only.certificate.hcid.value == "URN:UVCI:01:VN:X1"
    assert only.certificate.issuer.display == rules.values().file.issuer
    visitor.close()


def test_files_of_nobody_are_not_there(server: RunningServer) -> None:
    Site(server)
    visitor = Visitor(server)
    assert [visitor.open(f"/lookup/{name}.json").status_code for name in FILES] == [404, 404]
    visitor.close()


def test_what_comes_next_is_the_nearest_line_on_a_list_or_else_the_day_of_the_schedule(
    either: RunningServer, visitor: Visitor
) -> None:
    both = Site(either)
    near, far = today(both.server, plus=3), today(both.server, plus=40)
    later = both.clinic.write("appt", Appt(day=far, slot="09:00"), of=both.lanh)
    sooner = both.clinic.write("appt", Appt(day=near, slot="07:30"), of=both.lanh)
    both.send()
    looks(visitor)
    assert said("appointment", day=_day(near), place="Trạm y tế Cư Êbur") in visitor.text
    both.clinic.void(sooner)
    both.send()
    visitor.open("/lookup/mine")
    assert said("appointment", day=_day(far), place="Trạm y tế Cư Êbur") in visitor.text and "09:00" in visitor.text
    both.clinic.void(later)
    both.send()
    visitor.open("/lookup/mine")
    ahead = visitor.text.partition(said("next"))[2].partition(said("doses"))[0]
    assert said("dose.primary", n=2) in ahead, "the day of the schedule"


def _day(iso: str) -> str:
    return date.fromisoformat(iso).strftime("%d/%m/%Y")
