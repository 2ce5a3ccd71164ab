"""Sites of which nothing was heard for some days."""

from __future__ import annotations

import sqlalchemy as sa

from sync_server.district import operations
from sync_server.district.missing.views import Finding
from sync_server.district.operations import Sites
from sync_server.durable.tables import device
from vaxdesk.domain import times
from vaxdesk.domain.totals.gaps import SILENT_DAYS, GapKind

DAY_MS = 86_400_000


def before_ms(now_ms: int) -> int:
    """The instant since which a site must have been heard of."""
    return now_ms - SILENT_DAYS * DAY_MS


def page(conn: sa.Connection, paths: tuple[str, ...], *, now_ms: int, after: str = "") -> Sites:
    """Silent sites at or below some paths, the longest silent first."""
    return operations.sites(conn, paths, silent_before_ms=before_ms(now_ms), after=after)


def day_of_unit(conn: sa.Connection, unit: int, *, now_ms: int) -> str:
    """The ISO day of a silent site's last contact, or of its last device where it had none; empty while it talks."""
    newest = sa.func.max(sa.func.coalesce(device.c.last_seen_ms, device.c.enrolled_ms))
    query = sa.select(newest).where(device.c.org_no == unit, device.c.status == "active")
    seen = conn.execute(query).scalar()
    return times.day_of(seen / 1000) if seen is not None and seen < before_ms(now_ms) else ""


def finding(conn: sa.Connection, unit: sa.Row, *, now_ms: int) -> list[Finding]:
    """A silent site as a finding of the day on which it was last heard of."""
    day = day_of_unit(conn, unit.org_no, now_ms=now_ms)
    if not day:
        return []
    return [Finding(org_no=unit.org_no, day=day, kind=GapKind.SILENT, n=0, of=0, unit=unit.name, code=unit.code)]
