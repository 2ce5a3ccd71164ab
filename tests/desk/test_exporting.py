"""What a site states of a person to other systems says who states it, by the code that its server has signed."""

from __future__ import annotations

from collections.abc import Callable

from tests.desk.test_slips import issued, with_dose
from vaxdesk.certificates import ddcc, ips
from vaxdesk.certificates.statement import Statement
from vaxdesk.desk import exporting
from vaxdesk.desk.context import Desk
from vaxdesk.registry.rules import fhir, naming

Make = Callable[..., str]


def stated(desk: Desk, person: str) -> Statement:
    with_dose(desk, person)
    issued(desk, person)
    found = exporting.statement(desk, person)
    assert isinstance(found, Statement)
    return found


def author(told: Statement) -> dict[str, object]:
    found = (one["resource"] for one in ips.bundle(told, naming(), fhir())["entry"])
    return next(one for one in found if one["resourceType"] == "Organization")


def test_a_joined_site_is_named_by_scheme_and_code(joined: Desk, make_person: Make) -> None:
    told = stated(joined, make_person(joined))
    assert told.author_code == ":TYT-01"  # a unit of the tree that is of no list of the state
    assert author(told)["identifier"] == [{"system": fhir().unit_system, "value": ":TYT-01"}]
    (only,) = ddcc.sets(told, naming())
    assert only.certificate is not None and only.certificate.issuer.identifier is not None
    assert only.certificate.issuer.identifier.value == ":TYT-01"


def test_what_was_typed_at_set_up_is_no_code_of_a_list(desk: Desk, make_person: Make) -> None:
    told = stated(desk, make_person(desk))
    assert (told.author, told.author_code) == ("Trạm Y tế xã Xà Hồ", "")
    assert "identifier" not in author(told)
    (only,) = ddcc.sets(told, naming())
    assert only.certificate is not None and only.certificate.issuer.identifier is None
