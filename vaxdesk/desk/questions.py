"""Questions of those above, as tasks of this station, and the answers to them."""

from __future__ import annotations

from collections.abc import Sequence

from vaxdesk.desk import pictures
from vaxdesk.desk.context import Desk, Done
from vaxdesk.domain import rights
from vaxdesk.domain.cases.question import QuestionTask, QuestionView, check_answer
from vaxdesk.domain.payloads import Answer, Void
from vaxdesk.domain.picklists import UndoReason
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.registry.queries import concerned, people, questions
from vaxdesk.registry.visits import same_people

_PEOPLE = 4  # whom a question names on the page


def waiting(desk: Desk) -> int:
    """How many questions wait for an answer."""
    with desk.store.reading() as conn:
        return questions.count(conn)


def tasks(desk: Desk) -> tuple[QuestionTask, ...]:
    """Questions that wait, the one due first before, each with the people whom it concerns."""
    names, today = desk.store.names, desk.today()
    with desk.store.reading() as conn:
        found = questions.waiting(conn, names)
        about = {
            one.id: concerned.people_of(conn, [names.known(ref) for ref in (one.person, *one.refs) if ref])
            for one in found
        }
        stands = same_people(conn, {who for some in about.values() for who in some})
        known = people.many(conn, names, map(names.ref, stands.values()))
    return tuple(
        QuestionTask(
            question=one,
            people=tuple(
                known[ref]
                for ref in dict.fromkeys(names.ref(stands[who]) for who in sorted(about[one.id]))
                if ref in known
            )[:_PEOPLE],
            late=bool(one.until) and one.until < today,
        )
        for one in found
    )


def answer(desk: Desk, question: str, *, choice: str, text: str = "", photos: Sequence[bytes] = ()) -> Done | Refused:
    """Answers a question, once. Photos go behind everything else (0025), so the answer says which belong to it.

    Args:
        choice: `AnswerChoice`, one of those of the question.
        text: further words, needed where the choice alone helps nobody.
        photos: of the paper, as `pictures.prepared` makes them, where the question allows some.

    Returns:
        Refused NO_RIGHT, QUESTION_GONE when it was answered or withdrawn, or what is wrong with the answer.
    """
    with desk.store.reading() as conn:
        found = questions.by_ref(conn, desk.store.names, question)
    refused = desk.refuses(rights.Act.ANSWER_QUESTION) or _wrong(found, choice=choice, text=text, photos=len(photos))
    if refused:
        return refused
    if photos and found:  # first: an answer that speaks of photos which nobody holds could not be kept
        pictures.keep(desk, photos, day=desk.day, entry=question, about=found.person)
    with desk.store.writing(user=desk.user.no) as w:
        found = questions.by_ref(w.conn, w.names, question)
        if found is None or found.answer:  # meanwhile, by a neighbour
            return Refused(reason=Refusal.QUESTION_GONE)
        said = Answer(
            ask=question, choice=choice, text=text.strip(), pictures=[pictures.name_of(one) for one in photos]
        )
        reference = w.add("answer", said, of=found.person) if found.person else w.add("answer", said)
        w.flush()
    return Done(refs=(reference,), kinds=w.kinds)


def take_back(desk: Desk, answer: str) -> Done | Refused:
    """Takes an answer back: the question waits again."""
    refused = desk.refuses(rights.Act.ANSWER_QUESTION)
    if refused:
        return refused
    with desk.store.writing(user=desk.user.no) as w:
        reference = w.change("void", Void(v=True, why=UndoReason.WRONG_ENTRY.value), of=answer)
        w.flush()
    return Done(refs=(reference,), kinds=w.kinds)


def _wrong(found: QuestionView | None, *, choice: str, text: str, photos: int) -> Refused | None:
    if found is None or found.answer:
        return Refused(reason=Refusal.QUESTION_GONE)
    most = found.photos if found.person else 0  # a photo is about somebody
    return check_answer(found.what, choice=choice, text=text, pictures=photos, most=most)
