"""Reports: chosen at the left, shown as tables whose sums are checked, printed or saved as files."""

from __future__ import annotations

from vaxdesk.domain.outcomes import GivenRole, Role
from vaxdesk.ui.screen import Half, Room, Screen
from vaxdesk.ui.screens.report.model import ReportModel
from vaxdesk.ui.screens.report.ports import ReportPorts
from vaxdesk.ui.screens.report.view import ReportView


def screen(ports: ReportPorts) -> Screen:
    """The page of reports, in the office half of the rail."""

    def build(room: Room) -> ReportView:
        return ReportView(ReportModel(room, ports))

    roles = frozenset({Role.LEAD.value, Role.DATA_ENTRY.value, GivenRole.LEAD.value, GivenRole.RECORD.value})
    return Screen("report", "report.title", "paper", build, shortcut="Ctrl+6", roles=roles, half=Half.OFFICE)
