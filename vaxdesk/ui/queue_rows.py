"""People who wait, and people who were searched for, as rows of the list beside the work."""

from __future__ import annotations

from collections.abc import Iterable

from vaxdesk.domain.identity import Presence
from vaxdesk.domain.views import PersonView, VisitRow
from vaxdesk.ui import written
from vaxdesk.ui.kit.chips import stage_face
from vaxdesk.ui.kit.queue_list import QueueRow


def waiting(rows: Iterable[VisitRow]) -> tuple[QueueRow, ...]:
    """Lines of the board as rows: number, name, year of birth and sex."""
    return tuple(QueueRow(row.person.id, row.no, row.person.name, _who(row.person)) for row in rows)


def found(people: Iterable[Presence]) -> tuple[QueueRow, ...]:
    """People who were searched for: number if received, name, where they stand today."""
    return tuple(
        QueueRow(one.person.id, one.no, one.person.name, stage_face(one.stage, one.outcome).text) for one in people
    )


def _who(person: PersonView) -> str:
    return " · ".join(part for part in (person.dob[:4], written.sex(person.sex)) if part)
