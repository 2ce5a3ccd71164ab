"""What no station can see alone, the server's fold shows as an issue: doses of one person at two sites."""

from __future__ import annotations

from sync_server.durable.database import reading
from sync_server.reading import naming
from tests.servers import RunningServer
from tests.sync_server.clinics import LANH, Clinic, read
from vaxdesk.domain.issues import IssueKind
from vaxdesk.registry.queries import issues


def kinds(server: RunningServer) -> set[IssueKind]:
    with reading(server.engine) as conn:
        return {one.kind for one in issues.open_issues(conn, naming.names(conn))}


def test_doses_too_close_at_two_sites_are_found_and_gone_when_one_is_taken_back(
    either: RunningServer, clinics: tuple[Clinic, Clinic]
) -> None:
    here, there = clinics
    here.dose(here.listed(LANH), day="2026-11-20")
    here.send()
    read(either)
    assert IssueKind.SHORT_INTERVAL not in kinds(either)
    dose = there.dose(there.listed(LANH), day="2026-11-24")
    there.send()
    read(either)
    assert IssueKind.SHORT_INTERVAL in kinds(either)
    there.void(dose)
    there.send()
    read(either)
    assert IssueKind.SHORT_INTERVAL not in kinds(either)
