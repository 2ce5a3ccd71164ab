"""What is decided about a case: each an entry of the server's own device with the number of who decided (0029).

Every use case is given a case that `finding` finds for whoever decides, and refuses with a reason: NO_RIGHT where they
hold no right at a unit of the case, ISSUE_GONE when it is over, CASE_TAKEN while somebody else has it in hand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import sqlalchemy as sa

from sync_server.district.cases import acts, claims, finding, settled
from sync_server.district.cases.changing import changed, target_of
from sync_server.district.cases.opening import PAIRS
from sync_server.district.cases.views import Answer, Decided, Deed, Found
from sync_server.district.who import Who
from sync_server.reading import casebook, naming
from sync_server.segments import hosted
from sync_server.segments.hosted import Note
from sync_server.settings import Server
from vaxdesk.domain import times
from vaxdesk.domain.cases.question import check_question
from vaxdesk.domain.issues import ResolveHow
from vaxdesk.domain.payloads import Ask, Differ, Resolve, Same, Void
from vaxdesk.domain.picklists import UndoReason
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.domain.rights import Act
from vaxdesk.registry import registers
from vaxdesk.registry.names import LogNames

RIGHT = {
    Deed.SAME: Act.MERGE_PEOPLE,
    Deed.DIFFER: Act.MERGE_PEOPLE,
    Deed.UNLINK: Act.MERGE_PEOPLE,
    Deed.CORRECT: Act.CORRECT_PERSON,
    Deed.VOID: Act.VOID_STEP,
    Deed.RESOLVE: Act.RESOLVE_ISSUE,
    Deed.ASK: Act.ASK_SITE,
}
PAIRED = frozenset((Deed.SAME, Deed.DIFFER, Deed.UNLINK))  # about two sides: a right at either is enough
_CLOSING = frozenset((Deed.SAME, Deed.DIFFER, Deed.UNLINK, Deed.RESOLVE, Deed.ASK))


class Desk:
    """Somebody at work on one case, within the caller's transaction, which writes."""

    def __init__(self, conn: sa.Connection, server: Server, who: Who, case: str) -> None:
        self.conn, self.server, self.who, self.case = conn, server, who, case
        self.names: LogNames = naming.names(conn)
        self.found: Found | None = finding.case(conn, self.names, who, case)

    @property
    def is_there(self) -> bool:
        """Whether there is such a case for whoever is at work."""
        return self.found is not None

    def same(self, *, why: str = "") -> Answer:
        """The two records of a case are one person."""
        return self._pair(Deed.SAME, why)

    def differ(self, *, why: str = "") -> Answer:
        """The two records of a case are two people, however alike; the pair is not proposed again."""
        return self._pair(Deed.DIFFER, why)

    def unlink(self, of: str = "", *, why: str = "") -> Answer:
        """A pair that a rule, or somebody, declared is taken back; the rule never links a pair again.

        Args:
            of: one of the pairs of the case's records; empty for the link that the case is about.
        """
        link = of or casebook.link_ref(self.case)
        id_ = self.names.known(link) if settled.is_pair(self.conn, self.names, self.found, link) else 0
        home = naming.feeds_of(self.conn, [id_]).get(id_, 0) if id_ else 0
        refused = self._refused(Deed.UNLINK, self._paths())
        if refused or not home:
            return refused or Refused(reason=Refusal.ISSUE_GONE)
        rev = registers.next_rev(self.conn, id_)
        void = Void(v=True, why=why.strip() or UndoReason.WRONG_PERSON.value)
        note = Note(kind="void", payload=void, of=link, rev=rev, user=self.who.user_no)
        return self._write(Deed.UNLINK, home, [note])

    def resolve(self, *, how: str, why: str = "") -> Answer:
        """The case is settled otherwise.

        Args:
            how: `ResolveHow`; OTHERWISE needs words.
        """
        refused = self._refused(Deed.RESOLVE, self._paths())
        if refused:
            return refused
        if how not in list(ResolveHow) or (how == ResolveHow.OTHERWISE and not why.strip()):
            return Refused(reason=Refusal.REASON_NEEDED)
        said = Resolve(issue=self.case, how=how, why=why.strip(), refs=list(self.found.refs))
        return self._write(Deed.RESOLVE, self._home(Deed.RESOLVE), [self._note("resolve", said)])

    def ask(self, *, unit: int, what: str, text: str = "", until: str) -> Answer:
        """The case goes back to a site with a question, which is answered there or withdrawn here.

        Args:
            unit: number of one of the case's units.
            what: `AskWhat`.
            until: ISO day by which an answer is hoped for.
        """
        asked = self.found.of_unit(unit) if self.found else None
        refused = self._refused(Deed.ASK, [asked.path] if asked else [])
        refused = refused or check_question(what=what, text=text, until=until, today=times.day_of(self.server.now()))
        if refused:
            return refused
        homes = naming.feeds_of(self.conn, self.found.objects)
        here = [self.names.ref(one) for one in self.found.objects if homes.get(one) == unit]
        said = Ask(issue=self.case, what=what, text=text.strip(), refs=here or list(self.found.refs), until=until)
        about = settled.person_at(self.conn, self.names, self.found.objects, unit)
        return self._write(Deed.ASK, unit, [self._note("ask", said, of=about)])

    def correct(self, of: str, *, fields: Mapping[str, str], why: str) -> Answer:
        """Sets fields of a record, or day and lot of a dose, anew."""
        target = target_of(self.conn, self.names, self.found, of)
        refused = self._refused(Deed.CORRECT, self._path_of(target.feed_no) if target else [])
        if refused:
            return refused
        if not why.strip():
            return Refused(reason=Refusal.REASON_NEEDED)
        made = changed(self.conn, target, fields, why=why.strip(), today=times.day_of(self.server.now()))
        if not isinstance(made, Note):
            return made or Refused(reason=Refusal.NOTHING_CHANGED)
        return self._write(Deed.CORRECT, target.feed_no, [settled.by(made, self.who.user_no)])

    def void(self, of: str, *, why: str) -> Answer:
        """Takes a record or a dose back."""
        target = target_of(self.conn, self.names, self.found, of)
        refused = self._refused(Deed.VOID, self._path_of(target.feed_no) if target else [])
        if refused:
            return refused
        if not why.strip():
            return Refused(reason=Refusal.REASON_NEEDED)
        stands = settled.may_void(self.conn, self.names, target)
        if stands:
            return stands
        rev = registers.next_rev(self.conn, target.id)
        note = Note(kind="void", payload=Void(v=True, why=why.strip()), of=of, rev=rev, user=self.who.user_no)
        return self._write(Deed.VOID, target.feed_no, [note])

    def _pair(self, what: Deed, why: str) -> Answer:
        refused = self._refused(what, self._paths() if self.found and self.found.kind in PAIRS else [])
        if refused:
            return refused
        a, b = self.found.refs
        said = (Same if what is Deed.SAME else Differ)(a=a, b=b, why=why.strip())
        return self._write(what, self._home(what), [self._note(what.value, said)])

    def _note(self, kind: str, payload: object, *, of: str = "") -> Note:
        return Note(kind=kind, payload=payload, of=of, user=self.who.user_no)

    def _paths(self) -> list[str]:
        return [unit.path for unit in self.found.units] if self.found else []

    def _path_of(self, feed_no: int) -> list[str]:
        return [unit.path for unit in finding.places(self.conn, [feed_no])]

    def _home(self, what: Deed) -> int:
        """The feed of the decision: that of the first unit of the case where whoever decides has the right."""
        return next(unit.org_no for unit in self.found.units if self.who.may(RIGHT[what], unit.path))

    def _refused(self, what: Deed, paths: Sequence[str]) -> Refused | None:
        if self.found is None or not self.found.state or not paths or settled.waits(self.conn, self.case):
            return Refused(reason=Refusal.ISSUE_GONE)
        if not any(self.who.may(RIGHT[what], path) for path in paths):
            return Refused(reason=Refusal.NO_RIGHT, facts={"act": RIGHT[what].value})
        now_ms = self.server.now_ms()
        if not claims.take(self.conn, self.case, self.who.user_no, now_ms=now_ms):
            held = claims.of(self.conn, self.case, now_ms=now_ms)
            return Refused(reason=Refusal.CASE_TAKEN, facts={"name": held.name if held else ""})
        return None

    def _write(self, what: Deed, feed_no: int, notes: list[Note]) -> Decided:
        refs = hosted.write(self.conn, self.server, feed_no, notes)
        act = acts.note(
            self.conn, self.found, what, user_no=self.who.user_no, at_ms=self.server.now_ms(), written=refs,
            feed_no=feed_no,
        )  # fmt: skip
        if what in _CLOSING:
            claims.let_go(self.conn, self.case, self.who.user_no)
        return Decided(act=act, refs=tuple(refs))
