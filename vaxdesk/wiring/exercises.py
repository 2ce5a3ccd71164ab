"""The exercises of a practice station, put on top of its shell."""

from __future__ import annotations

from vaxdesk.desk import exercises
from vaxdesk.ui.practice.band import PracticeBand
from vaxdesk.ui.practice.model import PracticeModel
from vaxdesk.ui.shell import Shell
from vaxdesk.wiring.session import Session


def put_band(session: Session, shell: Shell) -> PracticeBand:
    """Shows the band; after every save the exercise is looked at again."""
    model = PracticeModel(shell.room, look=session.bind(exercises.look), begin=session.bind(exercises.begin))
    band = PracticeBand(model)
    shell.put_above(band)
    shell.published.connect(lambda _: model.look())
    model.look()
    return band
