"""The exercises of the practice station: begin one, see how far it has come. No other station has any."""

from __future__ import annotations

import msgspec
import sqlalchemy as sa

from vaxdesk.desk.context import Desk
from vaxdesk.desk.practising import made_on
from vaxdesk.domain.exercises import book
from vaxdesk.domain.exercises.book import Topic
from vaxdesk.domain.exercises.did import Did, Target
from vaxdesk.journal import ref
from vaxdesk.registry.queries import visits
from vaxdesk.store import kv
from vaxdesk.store.lines import heads, written_here

_NOW, _PASSED = "exercise.now", "exercise.passed"
_NEW_PEOPLE = (("Vàng Thị Xuân", "1988-03-08"), ("Lò Văn Hạ", "1975-11-20"), ("Sùng Thị Thu", "1996-06-15"))
_OTHER_NAMES = ("Bình", "Hòa")  # the last of which a person's own name is not


class Running(msgspec.Struct, frozen=True):
    """The exercise at hand, as kept: how far each log was held when it began."""

    topic: Topic
    target: Target
    mark: dict[str, int]


class Lesson(msgspec.Struct, frozen=True, kw_only=True):
    """The exercise at hand: whom it is about, which steps were done; `passed`: topics passed so far."""

    topic: Topic
    target: Target
    done: tuple[bool, ...]
    passed: frozenset[Topic] = frozenset()

    @property
    def is_passed(self) -> bool:
        """Whether every step was done."""
        return all(self.done)


def begin(desk: Desk, topic: Topic) -> Lesson | None:
    """Begins an exercise anew; None at a real station."""
    if not made_on(desk.store):
        return None
    with desk.store.changing() as conn:
        target = _target(conn, desk, topic)
        running = Running(topic, target, {str(number): seq for number, seq in heads(conn).items()})
        kv.put(conn, _NOW, msgspec.json.encode(running))
    return look(desk)


def look(desk: Desk) -> Lesson | None:
    """The exercise at hand, the first one when none was begun; None at a real station."""
    if not made_on(desk.store):
        return None
    with desk.store.changing() as conn:
        raw, passed = kv.find(conn, _NOW), _passed(conn)
        if raw is None:
            return _first(desk, conn)
        running = msgspec.json.decode(raw, type=Running)
        done = book.judged(book.of(running.topic), _since(conn, running.mark), running.target)
        if all(done) and running.topic not in passed:
            passed = passed | {running.topic}
            kv.put(conn, _PASSED, msgspec.json.encode(sorted(passed)))
    return Lesson(topic=running.topic, target=running.target, done=done, passed=passed)


def _first(desk: Desk, conn: sa.Connection) -> Lesson:
    topic = next(iter(Topic))
    target = _target(conn, desk, topic)
    running = Running(topic, target, {str(number): seq for number, seq in heads(conn).items()})
    kv.put(conn, _NOW, msgspec.json.encode(running))
    return Lesson(topic=topic, target=target, done=(False,) * len(book.of(topic).steps))


def _passed(conn: sa.Connection) -> frozenset[Topic]:
    raw = kv.find(conn, _PASSED)
    return frozenset() if raw is None else frozenset(msgspec.json.decode(raw, type=list[Topic]))


def _target(conn: sa.Connection, desk: Desk, topic: Topic) -> Target:
    """Whom an exercise is about: the first on the list who was not received yet, so each time another."""
    if topic is Topic.WALK_IN:
        name, dob = _NEW_PEOPLE[desk.now() % len(_NEW_PEOPLE)]
        return Target(name=name, dob=dob)
    if topic not in (Topic.RECEIVE, Topic.NUMBER, Topic.CORRECT):
        return Target()
    waiting = [row for row in visits.board(conn, desk.store.names, desk.day) if row.row and not row.received_at]
    if not waiting:
        return Target()
    person = min(waiting, key=lambda row: (topic is Topic.NUMBER and not row.person.doc, row.row)).person
    new = next(one for one in _OTHER_NAMES if not person.name.endswith(one))
    changed = " ".join([*person.name.split()[:-1], new])
    return Target(person=person.id, name=person.name, dob=person.dob, doc=person.doc, new_name=changed)


def _since(conn: sa.Connection, mark: dict[str, int]) -> list[Did]:
    """Everything entered at this desk since a mark."""
    found = []
    for log, seq, line in written_here(conn, {int(number): held for number, held in mark.items()}):
        of = ref.join(log, line.of) if isinstance(line.of, int) and line.of else str(line.of or "")
        data = msgspec.json.decode(bytes(line.d))
        found.append(Did(kind=line.k, ref=ref.join(log, seq), of=of, data=data))
    return found
