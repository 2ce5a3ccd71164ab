"""Tables of the fold. They hold nothing that the journal does not hold; `rebuild` may drop them at any time.

`id` is a local surrogate, `local_no << 32 | seq`: the log's small number in this database and the entry's number.
It never leaves the database; outside it an entry is named by its reference `LOG.seq`.
"""

from __future__ import annotations

import sqlalchemy as sa

from vaxdesk.domain.payloads import PERSON_FIELDS
from vaxdesk.registry.columns import digest, key, number, origin, ref, text

registry = sa.MetaData()

FOLD_VERSION = 32  # raised when the tables or the rules change: the fold is then rebuilt at the next start


person = sa.Table(
    "person",
    registry,
    key(),
    *[text(name) for name in PERSON_FIELDS],
    ref("canon"),  # the record that stands for all that are the same person; itself when it is alone
    text("name_fold"),
    number("voided"),
    number("stamp"),
    sa.Index("ix_person_canon", "canon"),
    sa.Index("ix_person_doc", "doc"),
    sa.Index("ix_person_old_doc", "old_doc"),
    sa.Index("ix_person_bhyt", "bhyt"),
    sa.Index("ix_person_tel", "tel", "dob"),
    sa.Index("ix_person_name", "name_fold", "dob", "commune"),
    sa.Index("ix_person_birth", "dob", "commune", "name_fold"),
)

# Last-writer registers: one per object and field; the void flag is the field "!".
field = sa.Table(
    "field",
    registry,
    key("obj"),
    sa.Column("name", sa.Text, primary_key=True),
    text("value"),
    number("rev"),
    digest("h"),
    number("log"),  # of the entry that holds it: decides where one line stands under two names
    ref("by"),
    sqlite_with_rowid=False,
)

# Every correction and taking-back as it came: the registers keep only who won.
change = sa.Table(
    "change",
    registry,
    key(),
    text("kind"),
    ref("obj"),
    number("stamp"),
    number("user"),
    number("rev"),
    digest("h"),
    number("log"),
    text("d"),
    origin("origin"),
    sa.Index("ix_change_obj", "obj"),
)

event = sa.Table(
    "event",
    registry,
    key(),
    text("kind"),
    ref("person"),
    text("day"),
    number("stamp"),
    number("user"),
    number("voided"),
    ref("lot"),
    ref("vial"),
    ref("batch"),
    text("code"),  # of a paper that was given, by which a stranger asks for it
    digest("h"),
    text("d"),
    origin("origin"),
    origin("place"),
    sa.Index("ix_event_person", "person", "day"),
    sa.Index("ix_event_day", "day", "kind"),
)
# Most events have no lot, and few kinds are looked for by kind alone: what nobody looks for stands in no index. A
# database takes such an index only where the query says the same in the same words.
HAS_LOT, HAS_VIAL, OF_BATCH = (
    column != sa.literal_column("0") for column in (event.c.lot, event.c.vial, event.c.batch)
)
IS_CERT, IS_PLEA, IS_VERIFIED = (
    event.c.kind == sa.literal_column(kind) for kind in ("'cert'", "'plea'", "'verified'")
)
IS_GONE_CERT = sa.and_(IS_CERT, event.c.voided == sa.literal_column("1"))
for _name, _column, _which in (
    ("ix_event_lot", event.c.lot, HAS_LOT),
    ("ix_event_vial", event.c.vial, HAS_VIAL),
    ("ix_event_batch", event.c.batch, OF_BATCH),
    ("ix_event_cert", event.c.day, IS_CERT),
    ("ix_event_cert_code", event.c.code, IS_CERT),
    ("ix_event_cert_gone", event.c.id, IS_GONE_CERT),
    ("ix_event_plea", event.c.day, IS_PLEA),
    ("ix_event_verified", event.c.person, IS_VERIFIED),
):
    sa.Index(_name, _column, sqlite_where=_which, postgresql_where=_which)

# One row a person and day; of records that are the same person, under the one that stands for them.
visit = sa.Table(
    "visit",
    registry,
    key("person"),
    sa.Column("day", sa.Text, primary_key=True),
    text("stage"),
    text("outcome"),
    number("no"),
    number("received_at"),
    number("screened_at"),
    number("injected_at"),
    number("left_at"),
    text("conclusion"),
    text("product"),
    text("reaction"),
    number("walk_in"),
    sa.Index("ix_visit_day", "day", "stage"),
    sa.Index("ix_visit_reaction", "reaction"),
    sqlite_with_rowid=False,
)

appt = sa.Table(
    "appt",
    registry,
    key(),
    ref("person"),
    text("day"),
    text("slot"),
    ref("roster"),
    number("row"),
    text("product"),
    ref("plan"),
    number("replan"),
    number("voided"),
    sa.Index("ix_appt_day", "day", "row"),
    sa.Index("ix_appt_person", "person"),
)
IN_PLAN = appt.c.plan != sa.literal_column("0")  # most lines come from a list and belong to no planned session
sa.Index("ix_appt_plan", appt.c.plan, sqlite_where=IN_PLAN, postgresql_where=IN_PLAN)

roster = sa.Table(
    "roster",
    registry,
    key(),
    text("file"),
    text("sha256"),
    text("day"),
    number("rows"),
    number("accepted"),
    number("warnings"),
    number("problems"),
    number("duplicates"),
    number("prior_doses"),
    number("stamp"),
    number("voided"),
)

lot = sa.Table(
    "lot",
    registry,
    key(),
    text("product"),
    text("number"),
    text("expiry"),
    number("doses_per_vial"),
    text("maker"),
    number("vials"),
    text("locked"),
    number("vvm"),
    text("thawed"),
    number("voided"),
    sa.Index("ix_lot_number", "number"),
)

vial = sa.Table(
    "vial",
    registry,
    key(),
    ref("lot"),
    number("no"),
    number("at"),
    number("doses"),
    text("place"),
    text("day"),
    text("why"),  # set, like the next three, by `vialclose`
    text("closed_day"),
    number("closed"),
    number("wasted"),
    number("voided"),
    sa.Index("ix_vial_lot", "lot"),
)

user = sa.Table(
    "user_",
    registry,
    key(),
    number("no"),
    text("name"),
    text("login"),
    text("roles"),
    text("title"),
    text("verifier"),
    number("once"),
    number("active"),
    number("voided"),
)

config = sa.Table(
    "config",
    registry,
    key(),
    *[text(name) for name in ("code", "name", "address", "phone", "commune", "province", "head")],
    number("voided"),
)

dayseal = sa.Table(
    "dayseal",
    registry,
    key(),
    text("day"),
    number("stamp"),
    number("user"),
    *[number(name) for name in ("people", "outcomes", "confirmed", "waiting", "observed")],
    text("heads"),
    number("voided"),
    sa.Index("ix_dayseal_day", "day"),
)

# Entries that could not be read as what they say they are; they change nothing.
bad_entry = sa.Table("bad_entry", registry, key(), text("reason"))

folded = sa.Table("folded", registry, sa.Column("version", sa.Integer, primary_key=True, autoincrement=False))
