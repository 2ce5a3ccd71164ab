"""How many people of a unit and of those below it are at which stage on the way to their certificate.

All is read out of the index behind the checks (`reading.certifying`): a row a unit and stage, nobody is judged here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

import msgspec
import sqlalchemy as sa

from sync_server.authority import orgs
from sync_server.durable.tables import org
from sync_server.durable.tables_issuing import cert_count
from vaxdesk.domain.certificate_due import CertState, CertWait
from vaxdesk.domain.rights import Act

RIGHT = Act.VERIFY_RECORDS
# In the order in which it is worked through: what is waited for, else the state.
STAGES = (*(one.value for one in CertWait), *(one.value for one in CertState if one is not CertState.WAITS))

_child, _place = org.alias("child"), org.alias("place")
_OWN = sa.select(cert_count.c.state, cert_count.c.why, cert_count.c.n).where(
    cert_count.c.unit == sa.bindparam("unit"), cert_count.c.n != 0
)
_BELOW = (
    sa.select(_child.c.org_no, cert_count.c.state, cert_count.c.why, sa.func.sum(cert_count.c.n).label("n"))
    .select_from(_child)
    .join(_place, _place.c.path.between(_child.c.path, _child.c.path.concat(orgs.LAST)))
    .join(cert_count, cert_count.c.unit == _place.c.org_no)
    .where(_child.c.parent == sa.bindparam("unit"), cert_count.c.n != 0)
    .group_by(_child.c.org_no, cert_count.c.state, cert_count.c.why)
)


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """How many people are at each stage; a stage at which nobody is may be left out."""

    stages: Mapping[str, int]

    @property
    def people(self) -> int:
        """All together."""
        return sum(self.stages.values())


def of_unit(conn: sa.Connection, unit: int) -> tuple[Counts, dict[int, Counts]]:
    """People whose newest dose stands at a unit itself; and by each unit right below, with all that lies below that.

    Units below at which nobody is are left out.
    """
    own = {_stage(row.state, row.why): row.n for row in conn.execute(_OWN, {"unit": unit})}
    below: dict[int, dict[str, int]] = defaultdict(dict)
    for row in conn.execute(_BELOW, {"unit": unit}):
        below[row.org_no][_stage(row.state, row.why)] = int(row.n)  # PostgreSQL adds up to a decimal
    return Counts(stages=own), {no: Counts(stages=found) for no, found in below.items()}


def together(*some: Counts) -> Counts:
    """The sum of several."""
    return Counts(stages={one: n for one in STAGES if (n := sum(each.stages.get(one, 0) for each in some))})


def parted(stage: str) -> tuple[str, str]:
    """State and what is waited for, as the index has them."""
    return (CertState.WAITS.value, stage) if stage in list(CertWait) else (stage, "")


def _stage(state: str, why: str) -> str:
    return why or state
