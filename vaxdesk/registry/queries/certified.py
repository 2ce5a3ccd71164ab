"""Signed certificates of a person under any record, what sites vouched for, and papers of sites by their code."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import sqlalchemy as sa

from vaxdesk.domain.certification import SignedView, SlipState, SlipView, VouchView, WithdrawnFor
from vaxdesk.registry import bulk
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.queries import certifiable
from vaxdesk.registry.queries.certifiable import references
from vaxdesk.registry.tables import IS_CERT, event, person
from vaxdesk.registry.tables_certificates import hcert, uncert, vouch
from vaxdesk.registry.tables_exchange import held
from vaxdesk.registry.visits import same_people

_VOUCHES = (
    sa.select(vouch)
    .join(held, held.c.id == vouch.c.id)
    .where(bulk.among(vouch.c.person, "ids"), vouch.c.voided == 0)
    .order_by(vouch.c.stamp.desc(), held.c.h.desc())
)
_STANDING = sa.select(hcert).join(held, held.c.id == hcert.c.id).where(hcert.c.voided == 0)
_NEWEST = (hcert.c.exp.desc(), held.c.h.desc())
_SIGNED = _STANDING.where(bulk.among(hcert.c.person, "ids")).order_by(*_NEWEST)
# of several withdrawals the one with the largest hash: no clock is read
_WITHDRAWALS = (
    sa.select(uncert)
    .join(held, held.c.id == uncert.c.id)
    .where(bulk.among(uncert.c.hcert, "ids"), uncert.c.voided == 0)
    .order_by(held.c.h)
)
_OF_CODE = sa.select(event.c.id, event.c.person, event.c.day, event.c.voided).where(
    IS_CERT, event.c.code == sa.bindparam("code")
)
_record, _other = person.alias("record"), person.alias("other")
_OTHERS = (
    sa.select(_other.c.id)
    .join(_record, _record.c.canon == _other.c.canon)
    .where(_record.c.id == sa.bindparam("person"))
)
_NEWEST_PAPER = (
    sa.select(event.c.id)
    .where(sa.or_(event.c.person == sa.bindparam("person"), event.c.person.in_(_OTHERS)))
    .where(IS_CERT, event.c.voided == 0)
    .order_by(event.c.stamp.desc(), event.c.h.desc())
    .limit(1)
)


def by_code(conn: sa.Connection, names: LogNames, code: str) -> SlipView | None:
    """The paper of a site that carries a code (`own_codes.certificate_name`); None when none is known."""
    row = conn.execute(_OF_CODE, {"code": code}).first() if code else None
    if row is None:
        return None
    state = SlipState.WITHDRAWN if row.voided else SlipState.VALID
    newest = conn.execute(_NEWEST_PAPER, {"person": row.person}).scalar()
    if state is SlipState.VALID and newest != row.id:
        state = SlipState.REPLACED
    return SlipView(id=names.ref(row.id), person=names.ref(row.person), day=row.day, state=state)


def vouches(conn: sa.Connection, names: LogNames, who: str) -> list[VouchView]:
    """What sites stand for of a person, the newest first."""
    return vouches_of(conn, names, _records(conn, names, who))


def vouches_of(conn: sa.Connection, names: LogNames, records: Iterable[int]) -> list[VouchView]:
    """The same of a person all of whose records are known by surrogate."""
    rows = conn.execute(_VOUCHES, {"ids": list(records)}).all()
    corrected = certifiable.corrections(conn, names, {dose for row in rows for dose in references(row.doses)})
    return [_vouch(names, row, corrected) for row in rows]


def _vouch(names: LogNames, row: sa.Row, corrected: Mapping[str, set[int]]) -> VouchView:
    doses = references(row.doses)
    return VouchView(
        id=names.ref(row.id),
        person=names.ref(row.person),
        cert=names.ref(row.cert),
        doses=doses,
        t=row.stamp,
        by=row.user,
        lapsed=certifiable.has_lapsed(names, row, corrected),
    )


def signed(conn: sa.Connection, names: LogNames, who: str) -> list[SignedView]:
    """All certificates that were signed for a person, those withdrawn too, the one that holds longest first."""
    return signed_of(conn, names, _records(conn, names, who))


def signed_of(conn: sa.Connection, names: LogNames, records: Iterable[int]) -> list[SignedView]:
    """The same of a person all of whose records are known by surrogate."""
    return _views(conn, names, conn.execute(_SIGNED, {"ids": list(records)}).all())


def by_uvci(conn: sa.Connection, names: LogNames, uvci: str) -> SignedView | None:
    """The certificate of an identifier; None when none is held."""
    rows = conn.execute(_STANDING.where(hcert.c.uvci == uvci).order_by(*_NEWEST).limit(1)).all()
    return next(iter(_views(conn, names, rows)), None)


def _records(conn: sa.Connection, names: LogNames, who: str) -> Iterable[int]:
    return same_people(conn, [names.known(who)])


def _views(conn: sa.Connection, names: LogNames, rows: Collection[sa.Row]) -> list[SignedView]:
    found = conn.execute(_WITHDRAWALS, {"ids": [row.id for row in rows]}) if rows else ()
    withdrawn = {row.hcert: row for row in found}
    return [_view(names, row, withdrawn.get(row.id)) for row in rows]


def _view(names: LogNames, row: sa.Row, gone: sa.Row | None) -> SignedView:
    return SignedView(
        id=names.ref(row.id),
        person=names.ref(row.person),
        cert=names.ref(row.cert),
        doses=references(row.doses),
        t=row.stamp,
        withdrawn=None if gone is None else _why(gone.why),
        withdrawn_t=0 if gone is None else gone.stamp,
        **{name: getattr(row, name) for name in ("uvci", "text", "dn", "sd", "exp", "kid")},
    )


def _why(word: str) -> WithdrawnFor:
    """A word of a later program still withdraws."""
    return WithdrawnFor(word) if word in list(WithdrawnFor) else WithdrawnFor.WITHDRAWN
