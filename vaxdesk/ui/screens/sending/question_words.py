"""A question of those above in words: what is asked, about whom, and by when."""

from __future__ import annotations

from vaxdesk.domain.cases.question import AskWhat, QuestionTask, QuestionView
from vaxdesk.ui import written
from vaxdesk.words import say


def asked(question: QuestionView) -> str:
    """What is asked; a kind of question that this program does not know shows its own words below."""
    known = question.what if question.what in list(AskWhat) else AskWhat.OTHER.value
    return say(f"{AskWhat.WORDS}.{known}")


def about(task: QuestionTask) -> str:
    """Whom it is about, or how many entries; empty where it names neither."""
    if not task.people and not task.question.refs:
        return ""
    if not task.people:
        return say("question.entries", n=len(task.question.refs))
    names = (", ".join(part for part in (one.name, written.day(one.dob)) if part) for one in task.people)
    return say("question.about", who="; ".join(names))


def due(task: QuestionTask) -> str:
    """By when it is to be answered; empty where nobody said so."""
    if not task.question.until:
        return ""
    return say("question.late" if task.late else "question.until", day=written.day(task.question.until))
