"""Tables of the fold about certificates that anybody can verify: vouched for, signed, withdrawn."""

from __future__ import annotations

import sqlalchemy as sa

from vaxdesk.registry.columns import key, number, ref, text
from vaxdesk.registry.tables import registry

vouch = sa.Table(
    "vouch",
    registry,
    key(),
    ref("person"),
    ref("cert"),  # the slip; 0 where there was none
    text("doses"),  # references, joined by commas
    text("seen"),  # the same of corrections
    number("stamp"),
    number("user"),
    number("voided"),
    sa.Index("ix_vouch_person", "person"),
)

hcert = sa.Table(
    "hcert",
    registry,
    key(),
    ref("person"),
    ref("cert"),  # the slip, or the person
    text("uvci"),
    text("text"),
    text("doses"),
    number("dn"),
    number("sd"),
    number("exp"),
    text("kid"),
    number("stamp"),
    number("user"),
    number("voided"),
    sa.Index("ix_hcert_person", "person"),
    sa.Index("ix_hcert_uvci", "uvci"),
)

uncert = sa.Table(
    "uncert",
    registry,
    key(),
    ref("hcert"),
    text("why"),
    number("stamp"),
    number("user"),
    number("voided"),
    sa.Index("ix_uncert_hcert", "hcert"),
)
