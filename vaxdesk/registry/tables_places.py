"""Tables of the fold about facilities, areas, staff, chosen units and safety checklists."""

from __future__ import annotations

import sqlalchemy as sa

from vaxdesk.registry.columns import key, number, text
from vaxdesk.registry.tables import registry

_UNIT = ("province", "province_code", "district", "district_code", "commune", "commune_code", "scheme")

facility = sa.Table(
    "facility",
    registry,
    key(),
    *[text(name) for name in ("name", "code", "kind", "address", *_UNIT, "phone", "parent")],
    number("voided"),
)

area = sa.Table("area", registry, key(), *[text(name) for name in ("name", "facility", *_UNIT)], number("voided"))

staff = sa.Table(
    "staff",
    registry,
    key(),
    *[text(name) for name in ("name", "title", "phone", "email", "facility", "area", "role")],
    number("user"),
    number("locked"),
    number("voided"),
)

unitmap = sa.Table(
    "unitmap",
    registry,
    key(),
    *[text(name) for name in ("from_code", "from_scheme", "to_code", "to_scheme", "basis", "area")],
    number("stamp"),
    number("voided"),
)

checklist = sa.Table(
    "checklist",
    registry,
    key(),
    *[text(name) for name in ("part", "day", "answers", "notes", "form", "facility")],
    number("stamp"),
    number("user"),
    number("voided"),
    sa.Index("ix_checklist_day", "day", "part"),
)
