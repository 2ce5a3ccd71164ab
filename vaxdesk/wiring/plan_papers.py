"""Papers of the plan as jobs: gathered on the db lane, drawn on the paper lane, noted as prints."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from vaxdesk.domain.papers import Paper
from vaxdesk.ui.printing import PaperJob
from vaxdesk.wiring.printing import note
from vaxdesk.wiring.session import Session
from vaxdesk.words import language, say

_PAPERS = {
    "invitations": Paper.INVITATIONS,
    "slips": Paper.INVITATION_SLIPS,
    "session": Paper.SESSION_PLAN,
    "tasks": Paper.TASK_PLAN,
}


def plan_job(session: Session, kind: str, reference: str) -> PaperJob:
    """A paper of a session, or for `tasks` of a campaign."""
    what = _PAPERS[kind]
    return PaperJob(
        title=say(f"{Paper.WORDS}.{what.value}"),
        file_name=f"{what.value}-{session.desk.today()}.pdf",
        gather=lambda: _gather(kind)(session.desk, reference),
        draw=lambda contents: _draw(kind)(contents, language=language()),
        note=partial(note, session, what, of=reference),
    )


def _gather(kind: str) -> Callable[..., Any]:
    from vaxdesk.desk.plan import papers

    return {"session": papers.session, "tasks": papers.tasks}.get(kind, papers.invitations)


def _draw(kind: str) -> Callable[..., bytes]:
    from vaxdesk.documents import plan_invitations, plan_session, plan_slips, plan_tasks

    drawers = {"slips": plan_slips, "session": plan_session, "tasks": plan_tasks}
    return drawers.get(kind, plan_invitations).render
