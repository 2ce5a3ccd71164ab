"""The router: reads behind the folder what each feed says, and notes who elsewhere has to hear of it.

It writes nothing into feeds itself but the links of `linking`; `delivery` brings what is noted here.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TypeVar

import msgspec
import sqlalchemy as sa

from sync_server.durable.tables import delivered
from sync_server.reading import components, folder, interests, linking, naming
from sync_server.reading.interests import Window
from sync_server.reading.portion import Portion, logs_of
from sync_server.reading.readers import Reader
from sync_server.settings import Server
from vaxdesk.domain import times
from vaxdesk.domain.payloads import Appt, Differ, Payload, Quote, Resolve, Same, Uncert
from vaxdesk.journal import ref
from vaxdesk.journal.line import NOT_JSON, BadLine, Line, decode
from vaxdesk.journal.ref import BadRef
from vaxdesk.registry.entry import insert_new
from vaxdesk.registry.names import SEQ_BITS, LogNames

NAME = "router"
_VISITS = ("checkin", "screen", "inject", "leave", "decline", "aefi")
_CHANGES = ("amend", "void")
# whose payload names what they are about; whoever holds that gets them
_NAMING = {"same": Same, "differ": Differ, "resolve": Resolve, "uncert": Uncert}
_MOST_NAMED = 100
_P = TypeVar("_P", bound=Payload)


class Read(msgspec.Struct, frozen=True):
    """An entry as the router looks at it: its feed, surrogate, what it is about, the server's day of reception."""

    feed: int
    id: int
    of: int
    line: Line
    hosted: bool
    today: str


class Findings(msgspec.Struct):
    """What portions say, by the numbers of their feeds."""

    windows: dict[tuple[int, int], Window] = {}  # that a feed wants a person
    news: dict[int, set[int]] = {}  # people of whom something came that others have to know
    changes: dict[tuple[int, int], set[int]] = {}  # feed and changing entry to what it is about
    registered: dict[int, set[int]] = {}  # people entered, or corrected
    given: set[tuple[int, int]] = set()  # feed and entry that the server's own device has quoted there

    def wants(self, feed_no: int, person: int, window: Window | None) -> None:
        """Notes a window for a person, if there is one."""
        if person and window is not None:
            self.windows[feed_no, person] = window.with_(self.windows.get((feed_no, person)))

    def tells(self, feed_no: int, person: int) -> None:
        """Notes news about a person."""
        self.news.setdefault(feed_no, set()).add(person)

    def registers(self, feed_no: int, person: int) -> None:
        """Notes a record that may be somebody's who is known."""
        self.registered.setdefault(feed_no, set()).add(person)


def act(conn: sa.Connection, server: Server, portions: Sequence[Portion]) -> None:
    """Notes interests, news and debts of portions, and links records that are one person by rule."""
    names = naming.names(conn, logs_of(portions))
    found = Findings()
    for portion in portions:
        for entry in _entries(names, portion):
            _look(server, names, entry, found)
    _given(conn, found.given)
    interests.open_windows(conn, found.windows, today=times.day_of(server.now()))
    if found.changes:
        _owe(conn, found)
    _spread(conn, found.news)
    linking.link(conn, server, names, found.registered)


def _given(conn: sa.Connection, given: Collection[tuple[int, int]]) -> None:
    """Notes what stands quoted in feeds.

    What this server did not know to have brought comes back after a restore: what corrects or withdraws it may have
    been read before, when that feed counted as holding nothing of it, and is owed now.
    """
    back = set(given) - interests.brought(conn, {one for _, one in given})
    insert_new(conn, delivered, [{"feed_no": feed_no, "entry": one} for feed_no, one in sorted(back)])
    changes = components.changes_of(conn, {one for _, one in back})
    interests.owe_each(conn, {(feed_no, change) for feed_no, one in back for change in changes.get(one, ())})


def _owe(conn: sa.Connection, found: Findings) -> None:
    """Changes are owed to whoever holds what they change; of the people that they are about they are news."""
    changed = {one for objects in found.changes.values() for one in objects}
    about = components.persons_of(conn, changed)
    for (feed_no, _), objects in found.changes.items():
        for person in {one for changed in objects for one in about[changed]}:
            found.tells(feed_no, person)
            found.registers(feed_no, person)
    interests.owe(conn, found.changes, naming.feeds_of(conn, changed))


def _spread(conn: sa.Connection, persons: Mapping[int, set[int]]) -> None:
    """News about a record are news about everybody who is the same person."""
    groups = components.members(conn, (one for some in persons.values() for one in some))
    news = {feed_no: [one for one in sorted(some) if len(groups[one]) == 1] for feed_no, some in persons.items()}
    everywhere = sorted({one for same in groups.values() if len(same) > 1 for one in same})
    interests.news(conn, news | {interests.NOWHERE: everywhere})


def _entries(names: LogNames, portion: Portion) -> Iterator[Read]:
    for piece in portion.pieces:
        base = names.number(piece.log) << SEQ_BITS
        today = times.day_of(piece.received_ms / 1000)
        for seq, text in enumerate(piece.lines, piece.a + 1):
            try:
                line = decode(text)
                of = _about(names, base, line.of)
            except (BadLine, BadRef):
                continue
            yield Read(portion.feed, base | seq, of, line, piece.hosted, today)


def _about(names: LogNames, base: int, of: str | int | None) -> int:
    """Surrogate of what an entry is about, 0 for nothing.

    Raises:
        BadRef: no number that an entry can have.
    """
    if not isinstance(of, int):
        return names.id(of or "")
    if not 0 < of < 1 << SEQ_BITS:
        raise BadRef(str(of)[:20])
    return base | of


def _look(server: Server, names: LogNames, entry: Read, found: Findings) -> None:
    kind = entry.line.k
    if kind == "quote":
        _look_at_quote(server, names, entry, found)
    elif kind == "person":
        found.registers(entry.feed, entry.id)
        found.tells(entry.feed, entry.id)
    elif kind == "appt":
        said = _payload(entry.line, Appt)
        found.wants(entry.feed, entry.of, interests.listed(server.settings, said.day) if said else None)
    elif kind in _CHANGES:
        found.changes[entry.feed, entry.id] = {entry.of}
    elif kind in _NAMING:
        found.changes[entry.feed, entry.id] = _named(names, entry.line)
    elif kind in _VISITS:
        found.wants(entry.feed, entry.of, interests.served(server.settings, entry.today))
    if kind in components.TRAVELLING:
        found.tells(entry.feed, entry.of)


def _look_at_quote(server: Server, names: LogNames, entry: Read, found: Findings) -> None:
    """A quote by the server's own device was delivered; one by a desk is a rescue and says what it quotes."""
    said = _payload(entry.line, Quote)
    if said is None:
        return
    try:
        if entry.hosted:
            found.given.add((entry.feed, names.id(said.id)))
        else:
            rescued = _rescued(names, entry, said)
            if rescued.line.k != "quote":
                _look(server, names, rescued, found)
    except (BadLine, BadRef):
        return


def _rescued(names: LogNames, entry: Read, said: Quote) -> Read:
    """The entry inside a rescue; on a branch, numbers beyond the fork mean the branch (decision 0006)."""
    line = decode(said.line.encode())
    log, seq = ref.split(said.id)
    name, number = (log, line.of) if isinstance(line.of, int) else ref.split(line.of) if line.of else (log, 0)
    if said.branch and name == log and number > said.a:
        name = said.branch
    of = names.id(ref.join(name, number)) if number else 0
    return Read(entry.feed, names.id(ref.join(said.branch or log, seq)), of, line, False, entry.today)


def _named(names: LogNames, line: Line) -> set[int]:
    said = _payload(line, _NAMING[line.k])
    found = set()
    for reference in _references(said) if said is not None else ():
        try:
            found.add(names.id(reference))
        except BadRef:
            continue
    return found - {0}


def _references(said: Payload) -> Sequence[str]:
    if isinstance(said, Resolve):
        return said.refs[:_MOST_NAMED]
    return (said.hcert,) if isinstance(said, Uncert) else (said.a, said.b)  # type: ignore[attr-defined]


def _payload(line: Line, kind: type[_P]) -> _P | None:
    try:
        return msgspec.json.decode(line.d, type=kind)
    except NOT_JSON:
        return None


READER = Reader(name=NAME, act=act, behind=folder.NAME)
