"""Withdrawals that the fold knows and this server does not, and the other way round: brought in line with the entries.

Whoever withdraws or puts back notes it beside the entry (`issuing.signing`), so there is nothing to do but after a
restore: entries that the backup does not have come back from stations by themselves, and what they withdrew must go
onto the list of trust again (decision 0039).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

import sqlalchemy as sa

from sync_server.durable.tables_issuing import withdrew
from sync_server.durable.tables_trust import withdrawn
from vaxdesk.certificates import revocation
from vaxdesk.domain.certification import WithdrawnFor
from vaxdesk.registry import bulk
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.tables_certificates import hcert, uncert

_SAID = (
    sa.select(uncert.c.id, uncert.c.hcert, uncert.c.why, uncert.c.voided, hcert.c.uvci)
    .join(hcert, hcert.c.id == uncert.c.hcert)
    .where(bulk.among(uncert.c.hcert, "ids"))
    .order_by(uncert.c.hcert, uncert.c.id)
)
_OF = sa.select(uncert.c.hcert).where(bulk.among(uncert.c.id, "ids"))
_NOTED = sa.select(withdrew.c.hcert, withdrew.c.ref).where(bulk.among(withdrew.c.hcert, "ids"))


def bring(conn: sa.Connection, names: LogNames, *, signed: Iterable[int], gone: Collection[int], now_ms: int) -> None:
    """Brings notes and list in line for some certificates and withdrawals that came into the fold or changed there.

    Args:
        signed: surrogates of certificates.
        gone: of withdrawals.
    """
    ids = {*signed, *(conn.execute(_OF, {"ids": list(gone)}).scalars() if gone else ())}
    said: dict[int, list[sa.Row]] = {}
    for row in conn.execute(_SAID, {"ids": sorted(ids)}) if ids else ():
        said.setdefault(row.hcert, []).append(row)
    noted = {row.hcert: row.ref for row in conn.execute(_NOTED, {"ids": sorted(said)})} if said else {}
    for one, rows in said.items():
        stand = [row for row in rows if not row.voided]
        if stand and one not in noted:
            _note(conn, names, stand, now_ms)
        elif not stand and one in noted and names.known(noted[one]) in {row.id for row in rows}:
            conn.execute(withdrew.delete().where(withdrew.c.hcert == one))
            conn.execute(withdrawn.delete().where(withdrawn.c.digest == revocation.of_identifier(rows[0].uvci)))


def _note(conn: sa.Connection, names: LogNames, stand: list[sa.Row], now_ms: int) -> None:
    """What was signed anew before its end runs out by itself and is on no list, as where it is withdrawn."""
    first = stand[0]
    bulk.put(conn, withdrew, [{"hcert": first.hcert, "ref": names.ref(first.id), "at_ms": now_ms}])
    whys = [row.why for row in stand if row.why != WithdrawnFor.EXPIRED]
    if whys:
        digest = revocation.of_identifier(first.uvci)
        bulk.put(conn, withdrawn, [{"digest": digest, "at_ms": now_ms, "why": whys[0]}])
