"""The papers of this screen as jobs: their names, how they are gathered and drawn, and what is noted."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from vaxdesk.domain.papers import Paper
from vaxdesk.domain.refusals import Refused
from vaxdesk.domain.views import PersonView
from vaxdesk.ui.notices import Act
from vaxdesk.ui.printing import PaperJob
from vaxdesk.ui.screens.certificates.ports import CertificatesPorts
from vaxdesk.ui.screens.certificates.state import DayPaper
from vaxdesk.words import say

Issue = Callable[[], PaperJob | Refused]


def of_person(
    ports: CertificatesPorts,
    person: PersonView,
    *,
    size: str,
    slot: int | None = None,
    act: Act | None = None,
    issue: Issue | None = None,
) -> PaperJob:
    """The certificate of one person, or with `slot` one dose of it alone; with `issue` a draft until it is printed."""
    return PaperJob(
        title=say("certificates.of", name=person.name),
        file_name=say("certificates.file", name=person.id),
        gather=partial(ports.contents, person.id, draft=issue is not None),
        draw=partial(ports.draw, size=size, only_slot=slot),
        note=partial(ports.note, Paper.CERTIFICATE, of=person.id),
        act=act,
        issue=issue,
    )


def of_many(
    ports: CertificatesPorts, people: tuple[str, ...], *, size: str, day: str, issue: Issue | None = None
) -> PaperJob:
    """The certificates of several people in one file; with `issue` drafts until they are printed."""
    return PaperJob(
        title=say("certificates.of_many", n=len(people)),
        file_name=say("certificates.file", name=day),
        gather=partial(ports.contents_of_all, people, draft=issue is not None),
        draw=partial(ports.draw_all, size=size),
        note=partial(ports.note_all, Paper.CERTIFICATE, of=people),
        issue=issue,
    )


def of_day(ports: CertificatesPorts, paper: DayPaper, *, day: str) -> PaperJob:
    """A paper of the day."""
    return PaperJob(
        title=say(f"certificates.paper.{paper.value}"),
        file_name=f"{paper.value.replace('_', '-')}-{day}.pdf",
        gather=partial(ports.paper, paper),
        draw=partial(ports.draw_paper, paper),
        note=partial(ports.note, paper.what),
    )
