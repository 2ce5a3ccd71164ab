"""Binds the cleaning page to the desk."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial
from pathlib import Path
from typing import Any

from vaxdesk.domain.cleaning.answers import ReturnedList
from vaxdesk.domain.papers import Paper
from vaxdesk.domain.refusals import Refused
from vaxdesk.settings import Settings
from vaxdesk.ui.printing import PaperJob, Printing
from vaxdesk.ui.screen import Half, Room, Screen
from vaxdesk.ui.screens.cleaning.model import CleaningModel
from vaxdesk.ui.screens.cleaning.ports import CleaningPorts
from vaxdesk.ui.screens.cleaning.state import MadeList
from vaxdesk.ui.screens.cleaning.view import CleaningView
from vaxdesk.wiring.printing import note, print_ports
from vaxdesk.wiring.product_names import product_name
from vaxdesk.wiring.session import Session
from vaxdesk.words import language, say


def cleaning_screen(session: Session, *, settings: Callable[[], Settings], keep: Callable[..., None]) -> Screen:
    """The screen of the rail's office half; `settings` and `keep` are those of this PC's printer."""

    def build(room: Room) -> CleaningView:
        printing = Printing(room, print_ports(settings=settings, keep=keep))
        view = CleaningView(CleaningModel(room, _ports(session, lambda made: _print(session, printing, made, view))))
        return view

    return Screen("cleaning", "cleaning.rail", "filter", build, shortcut="Ctrl+3", half=Half.OFFICE)


def _ports(session: Session, print_list: Callable[[MadeList], None]) -> CleaningPorts:
    from vaxdesk.desk.cleaning import pairs, police, survey
    from vaxdesk.domain import rights

    answered = partial(_answered, session)
    return CleaningPorts(
        survey=lambda cancelled: survey.survey(session.desk, cancelled=cancelled),
        find=lambda cancelled: pairs.find(session.desk, cancelled=cancelled),
        views=session.bind(survey.views),
        apply=lambda fixes, start: answered(survey.apply, fixes, start=start),
        case=session.bind(pairs.case),
        merge=lambda one, other, chosen: answered(pairs.merge, one, other, chosen=chosen),
        differ=partial(answered, pairs.differ),
        take_back=partial(answered, pairs.take_back),
        merged=session.bind(pairs.merged),
        gather=session.bind(police.gather),
        hand_out=partial(_hand_out, session),
        lists=session.bind(police.lists),
        write_sheet=_write_sheet,
        print_list=print_list,
        look_at=partial(_look_at, session),
        take=partial(_take, session),
        may_merge=lambda: session.desk.refuses(rights.Act.MERGE_PEOPLE) is None,
        may_clean=lambda: session.desk.refuses(rights.Act.CLEAN_PEOPLE) is None,
        product=product_name,
    )


def _answered(session: Session, verb: Callable[..., Any], *args: Any, **named: Any) -> Any:
    """What a use case answers, without what only the journal needs."""
    answer = verb(session.desk, *args, **named)
    return answer if isinstance(answer, Refused) else answer.value


def _hand_out(session: Session, gathered: Any) -> MadeList | Refused:
    from vaxdesk.desk.cleaning import police

    made = _answered(session, police.hand_out, gathered)
    if isinstance(made, Refused):
        return made
    return MadeList(no=made.contents.no, people=len(made.people), commune=made.contents.commune, handed=made)


def _look_at(session: Session, path: str) -> ReturnedList | Refused:
    from vaxdesk.desk.cleaning import answers

    return answers.look(session.desk, Path(path))


def _take(session: Session, returned: ReturnedList, rows: Collection[int], by: str, start: int) -> int | Refused:
    from vaxdesk.desk.cleaning import answers

    return _answered(session, answers.take, returned, rows=rows, by=by, start=start)


def _write_sheet(made: MadeList, path: str) -> None:
    from vaxdesk.desk.cleaning.book import write_list

    contents = made.handed.contents
    write_list(Path(path), made.handed.people, no=contents.no, code_text=contents.code_text, language=language())


def _print(session: Session, printing: Printing, made: MadeList, over: CleaningView) -> None:
    def draw(contents: Any) -> bytes:
        from vaxdesk.documents import police_list

        return police_list.render(contents, language=language())

    job = PaperJob(
        title=say(f"{Paper.WORDS}.{Paper.POLICE_LIST.value}"),
        file_name=f"{Paper.POLICE_LIST.value}-{made.no.replace('/', '-')}.pdf",
        gather=lambda: made.handed.contents,
        draw=draw,
        note=partial(note, session, Paper.POLICE_LIST, of=made.handed.entry),
    )
    printing.start(job, over=over, look=True)
