"""Entry payloads about facilities, areas, staff, units and checklists; part of the catalogue in `payloads`.

All three lists are corrected by `amend` and left by `void`. A reference to a facility or an area is a text, so that
it can be corrected as any other field.
"""

from __future__ import annotations

from vaxdesk.domain.payload import Payload


class Facility(Payload):
    """A place that vaccinates or cares. It names nobody: who represents it is a `staff` entry of that role."""

    name: str
    code: str = ""  # of the facility in health insurance, five digits
    kind: str = ""  # domain.places.records.FacilityKind, or as written
    address: str = ""
    province: str = ""
    province_code: str = ""
    district: str = ""
    district_code: str = ""
    commune: str = ""
    commune_code: str = ""
    scheme: str = ""
    phone: str = ""  # of the office
    parent: str = ""  # reference of the facility above


class Area(Payload):
    """A hamlet or group of houses that a facility looks after."""

    name: str
    facility: str = ""  # reference
    province: str = ""
    province_code: str = ""
    district: str = ""
    district_code: str = ""
    commune: str = ""
    commune_code: str = ""
    scheme: str = ""


class Staff(Payload):
    """Somebody who works for a facility or in an area; locked: keeps the record, is not offered for teams."""

    name: str
    title: str = ""
    phone: str = ""
    email: str = ""
    facility: str = ""  # reference
    area: str = ""  # reference
    role: str = ""  # domain.places.records.StaffRole, or as written
    user: int = 0  # number of the user of this station, 0 for none
    locked: bool = False


class UnitMap(Payload):
    """Somebody chose which new commune an old one is, for all of it or for a part that addresses name."""

    from_code: str
    from_scheme: str
    to_code: str
    to_scheme: str
    basis: str  # why: a paper, or who knows the place
    area: str = ""  # part of the old commune; empty for the whole


class Checklist(Payload):
    """A part of the safety self-assessment of QĐ 3518/QĐ-BYT as filled in on a day."""

    part: str  # A, B, C
    day: str
    answers: dict[str, str]  # item -> yes, no, na; in part A the text of the item
    notes: dict[str, str] = {}  # item -> what was typed beside it
    form: str = ""  # id of the list of items
    facility: str = ""  # reference; empty for the station itself
