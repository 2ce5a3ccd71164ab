"""One case side by side: records, fields, doses on a time line, who wrote what, questions, and what may be decided."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import sqlalchemy as sa

from sync_server.district.cases import acts, claims, doses, finding, people, writers
from sync_server.district.cases.views import CaseView, Change, Deed, DoseRow, EntryRow, Found, PairRow, Record, Written
from sync_server.district.who import Who
from sync_server.reading import naming
from vaxdesk.domain.cases.harm import LINKED
from vaxdesk.domain.cases.question import QuestionView
from vaxdesk.domain.issues import IssueKind
from vaxdesk.domain.person_record import ChangeView
from vaxdesk.domain.rights import Act
from vaxdesk.domain.views import PairView, PersonView
from vaxdesk.registry import bulk
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.queries import history, identity, questions
from vaxdesk.registry.tables_exchange import held

PAIRS = (IssueKind.DUP_PERSON.value, IssueKind.SAME_CCCD_DIFF_NAME.value)
_LETTERS = "ABCDEFGHIJKL"
_KINDS = sa.select(held.c.id, held.c.kind, held.c.user).where(bulk.among(held.c.id, "ids"))


def of(conn: sa.Connection, who: Who, id_: str, *, now_ms: int) -> CaseView | None:
    """A case of somebody's units; None for any other. Whoever shows it notes that the people were looked at."""
    names = naming.names(conn)
    found = finding.case(conn, names, who, id_)
    return _Opening(conn, names, who, found).view(now_ms) if found else None


class _Opening:
    """Gathers what the page shows, each kind of thing by one question."""

    def __init__(self, conn: sa.Connection, names: LogNames, who: Who, found: Found) -> None:
        self._conn, self._names, self._who, self._found = conn, names, who, found
        self._ids = people.concerned(conn, found.objects)
        self._letters = dict(zip(self._ids, _LETTERS, strict=False))
        self._letter = {names.ref(number): text for number, text in self._letters.items()}
        self._doses = doses.rows(conn, self._ids)
        self._pairs = identity.pairs(conn, names, [names.ref(one) for one in self._ids])
        self._entries = [one for one in map(names.known, found.refs) if one]
        self._changes = self._corrections()
        self._kinds = self._kinds_of([*self._entries, *map(names.known, [one.id for one in self._pairs])])
        self._written = writers.of(conn, names, self._all())
        self._mine = self._units_with(Act.VOID_STEP)
        self._corrected = self._by_object()

    def view(self, now_ms: int) -> CaseView:
        found, conn = self._found, self._conn
        shown = people.shown(conn, self._names, self._ids)
        sides = [one for one in shown if one.id in found.refs] if found.kind in (*PAIRS, LINKED) else []
        explanation = people.explained(sides)
        asked = questions.of_issue(conn, self._names, found.id)
        known = {row.id for row in self._doses} | set(self._ids)
        return CaseView(
            id=found.id,
            kind=found.kind,
            state=found.state,
            since_ms=found.since_ms,
            facts=found.facts,
            units=tuple((one.org_no, one.name, self._who.may(Act.ASK_SITE, one.path)) for one in found.units),
            records=tuple(map(self._record, shown)),
            fields=people.fields(shown, explanation if len(shown) == len(sides) else None),
            doses=self._line(),
            entries=tuple(
                EntryRow(id=self._names.ref(one), kind=self._kinds[one].kind, written=self._written[one])
                for one in self._entries
                if one not in known and one in self._written and one in self._kinds
            ),
            pairs=tuple(self._pair(one) for one in self._pairs),
            explanation=explanation,
            questions=tuple(asked),
            names=self._askers(asked),
            acts=tuple(acts.of_case(conn, found.id)),
            claim=claims.of(conn, found.id, now_ms=now_ms),
            may=frozenset(self._may()) if found.state else frozenset(),
        )

    def _line(self) -> tuple[DoseRow, ...]:
        return doses.line(
            self._names, self._doses, letters=self._letters, written=self._written, changes=self._corrected,
            meant=self._found.refs, mine=self._mine,
        )  # fmt: skip

    def _corrections(self) -> list[ChangeView]:
        objects = [*self._ids, *(row.id for row in self._doses)]
        return history.changes(self._conn, self._names, [self._names.ref(one) for one in objects])

    def _all(self) -> set[int]:
        known = self._names.known
        changes = {known(one.id) for one in self._changes}
        pairs = {known(one.id) for one in self._pairs}
        return {*self._ids, *(row.id for row in self._doses), *self._entries, *changes, *pairs}

    def _kinds_of(self, ids: Sequence[int]) -> dict[int, sa.Row]:
        return {row.id: row for row in self._conn.execute(_KINDS, {"ids": ids})} if ids else {}

    def _units_with(self, act: Act) -> frozenset[int]:
        """Units of the records and doses shown where whoever looks has a right."""
        shown = [*self._ids, *(row.id for row in self._doses)]
        numbers = {self._written[one].unit_no for one in shown if one in self._written}
        return frozenset(
            one.org_no for one in finding.places(self._conn, numbers) if self._who.may(act, one.path)
        )

    def _by_object(self) -> dict[str, tuple[Change, ...]]:
        found: dict[str, list[Change]] = defaultdict(list)
        for one in self._changes:
            by = self._written.get(self._names.known(one.id), Written(user="", unit="", unit_no=0, t=one.t))
            found[one.of].append(
                Change(id=one.id, kind=one.kind, fields=one.set, voids=one.voids, why=one.why, written=by)
            )
        return {of: tuple(some) for of, some in found.items()}

    def _record(self, one: PersonView) -> Record:
        id_ = self._names.known(one.id)
        together = [
            self._letter[other]
            for pair in self._pairs
            if pair.kind == "same" and one.id in (pair.a, pair.b)
            for other in (pair.a, pair.b)
            if other != one.id and other in self._letter
        ]
        by = self._written.get(id_, Written(user="", unit="", unit_no=0, t=0))
        return Record(
            id=one.id,
            letter=self._letter[one.id],
            fields={row: getattr(one, row) for row in one.__struct_fields__ if row not in ("id", "voided")},
            voided=one.voided,
            written=by,
            mine=by.unit_no in self._mine,
            changes=self._corrected.get(one.id, ()),
            together=tuple(together),
        )

    def _pair(self, one: PairView) -> PairRow:
        id_ = self._names.known(one.id)
        by = self._written.get(id_, Written(user="", unit="", unit_no=0, t=0))
        return PairRow(
            id=one.id,
            kind=one.kind,
            a=self._letter.get(one.a, ""),
            b=self._letter.get(one.b, ""),
            by_rule=id_ in self._kinds and self._kinds[id_].user == 0,
            written=by,
            mine=by.unit_no in self._mine,
        )

    def _askers(self, asked: Sequence[QuestionView]) -> dict[int, str]:
        return writers.given_names(self._conn, {one.asked_by for one in asked})

    def _may(self) -> set[str]:
        who, units, kind = self._who, self._found.units, self._found.kind

        def somewhere(act: Act) -> bool:
            return any(who.may(act, one.path) for one in units)

        deeds = {Deed.RESOLVE} if somewhere(Act.RESOLVE_ISSUE) else set()
        if somewhere(Act.MERGE_PEOPLE):
            deeds |= {Deed.SAME, Deed.DIFFER} if kind in PAIRS else set()
            deeds |= {Deed.UNLINK} if self._pairs else set()
        if self._units_with(Act.CORRECT_PERSON):
            deeds.add(Deed.CORRECT)
        if self._mine:
            deeds.add(Deed.VOID)
        if somewhere(Act.ASK_SITE):
            deeds.add(Deed.ASK)
        return {one.value for one in deeds}
