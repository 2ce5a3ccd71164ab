"""Tables of the fold. They hold nothing that the journal does not hold; `rebuild` may drop them at any time.

`id` is a local surrogate, `local_no << 32 | seq`: the log's small number in this database and the entry's number.
It never leaves the database; outside it an entry is named by its reference `LOG.seq`.
"""

from __future__ import annotations

import sqlalchemy as sa

from vaxdesk.domain.payloads import PERSON_FIELDS

registry = sa.MetaData()

FOLD_VERSION = 3  # raised when the tables or the rules change: the fold is then rebuilt at the next start


def _text(name: str, **options: object) -> sa.Column:
    return sa.Column(name, sa.Text, nullable=False, server_default="", **options)


def _number(name: str, **options: object) -> sa.Column:
    return sa.Column(name, sa.BigInteger, nullable=False, server_default="0", **options)


def _ref(name: str, **options: object) -> sa.Column:
    """A surrogate: outside this database it is a reference."""
    return sa.Column(name, sa.BigInteger, nullable=False, server_default="0", info={"ref": True}, **options)


def _id() -> sa.Column:
    kind = sa.BigInteger().with_variant(sa.Integer, "sqlite")
    return sa.Column("id", kind, primary_key=True, autoincrement=False, info={"ref": True})


person = sa.Table(
    "person",
    registry,
    _id(),
    *[_text(name) for name in PERSON_FIELDS],
    _text("name_fold"),
    _number("voided"),
    _number("stamp"),
    sa.Index("ix_person_doc", "doc"),
    sa.Index("ix_person_old_doc", "old_doc"),
    sa.Index("ix_person_bhyt", "bhyt"),
    sa.Index("ix_person_tel", "tel"),
    sa.Index("ix_person_name", "name_fold", "dob"),
)

# Last-writer registers: one per object and field; the void flag is the field "!".
field = sa.Table(
    "field",
    registry,
    _ref("obj", primary_key=True, autoincrement=False),
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("value", sa.Text, nullable=False),
    sa.Column("rev", sa.Integer, nullable=False),
    sa.Column("h", sa.LargeBinary, nullable=False),
    _ref("by"),
    sqlite_with_rowid=False,
)

# Every correction and taking-back as it came: the registers keep only who won.
change = sa.Table(
    "change",
    registry,
    _id(),
    sa.Column("kind", sa.Text, nullable=False),
    _ref("obj"),
    _number("stamp"),
    _number("user"),
    _number("rev"),
    sa.Column("h", sa.LargeBinary, nullable=False),
    sa.Column("d", sa.Text, nullable=False),
    sa.Index("ix_change_obj", "obj"),
)

event = sa.Table(
    "event",
    registry,
    _id(),
    sa.Column("kind", sa.Text, nullable=False),
    _ref("person"),
    _text("day"),
    _number("stamp"),
    _number("user"),
    _number("voided"),
    _ref("lot"),
    _ref("vial"),
    sa.Column("h", sa.LargeBinary, nullable=False),
    sa.Column("d", sa.Text, nullable=False),
    sa.Index("ix_event_person", "person", "day"),
    sa.Index("ix_event_day", "day", "kind"),
    sa.Index("ix_event_lot", "lot"),
    sa.Index("ix_event_kind", "kind"),
)

visit = sa.Table(
    "visit",
    registry,
    _ref("person", primary_key=True, autoincrement=False),
    sa.Column("day", sa.Text, primary_key=True),
    _text("stage"),
    _text("outcome"),
    _number("no"),
    _number("received_at"),
    _number("screened_at"),
    _number("injected_at"),
    _number("left_at"),
    _text("conclusion"),
    _text("product"),
    _text("reaction"),
    _number("walk_in"),
    sa.Index("ix_visit_day", "day", "stage"),
    sa.Index("ix_visit_reaction", "reaction"),
    sqlite_with_rowid=False,
)

appt = sa.Table(
    "appt",
    registry,
    _id(),
    _ref("person"),
    _text("day"),
    _text("slot"),
    _ref("roster"),
    _number("row"),
    _text("product"),
    _number("voided"),
    sa.Index("ix_appt_day", "day", "row"),
    sa.Index("ix_appt_person", "person"),
)

roster = sa.Table(
    "roster",
    registry,
    _id(),
    _text("file"),
    _text("sha256"),
    _text("day"),
    _number("rows"),
    _number("accepted"),
    _number("warnings"),
    _number("problems"),
    _number("duplicates"),
    _number("prior_doses"),
    _number("stamp"),
    _number("voided"),
)

lot = sa.Table(
    "lot",
    registry,
    _id(),
    _text("product"),
    _text("number"),
    _text("expiry"),
    _number("doses_per_vial"),
    _text("maker"),
    _number("vials"),
    _number("voided"),
    sa.Index("ix_lot_number", "number"),
)

vial = sa.Table(
    "vial",
    registry,
    _id(),
    _ref("lot"),
    _number("no"),
    _number("at"),
    _number("doses"),
    _number("closed"),
    _number("wasted"),
    _number("voided"),
    sa.Index("ix_vial_lot", "lot"),
)

user = sa.Table(
    "user_",
    registry,
    _id(),
    _number("no"),
    _text("name"),
    _text("login"),
    _text("roles"),
    _text("title"),
    _number("active"),
    _number("voided"),
)

config = sa.Table(
    "config",
    registry,
    _id(),
    *[_text(name) for name in ("code", "name", "address", "phone", "commune", "province", "head")],
    _number("voided"),
)

dayseal = sa.Table(
    "dayseal",
    registry,
    _id(),
    _text("day"),
    _number("stamp"),
    _number("user"),
    *[_number(name) for name in ("people", "outcomes", "confirmed", "waiting", "observed")],
    _text("heads"),
    _number("voided"),
    sa.Index("ix_dayseal_day", "day"),
)

bad_entry = sa.Table("bad_entry", registry, _id(), _text("reason"))

folded = sa.Table("folded", registry, sa.Column("version", sa.Integer, primary_key=True, autoincrement=False))
