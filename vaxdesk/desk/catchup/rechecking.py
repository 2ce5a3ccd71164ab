"""A second person reads a sample of a stack again, blind; what they find is kept, and corrected by new entries."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from vaxdesk.desk import authority
from vaxdesk.desk.catchup import stacks
from vaxdesk.desk.catchup.sheets import placed
from vaxdesk.desk.context import Desk, Done
from vaxdesk.domain import rights
from vaxdesk.domain.catchup import sampling
from vaxdesk.domain.catchup.checking import Reread, asked, differences
from vaxdesk.domain.catchup.sheet import Happened
from vaxdesk.domain.catchup.stack import StackView, TypedSheet
from vaxdesk.domain.catchup.views import Rechecked, ToRead
from vaxdesk.domain.names import fold
from vaxdesk.domain.payloads_catchup import Checked
from vaxdesk.domain.refusals import Refusal, Refused
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.queries import catchup


def sample(desk: Desk, stack: str) -> tuple[ToRead, ...] | Refused:
    """The sheets of a stack to read again: of those that others typed; refused to whoever typed all of it."""
    with desk.store.reading() as conn:
        found = _chosen(desk, conn, desk.store.names, stack)
        if isinstance(found, Refused):
            return found
        return tuple(_to_read(row) for row in placed(conn, desk.store.names, found[1]))


def check(desk: Desk, stack: str, reread: Sequence[Reread]) -> Done | Refused:
    """Compares what was read again with what is saved and keeps the result; `value` is Rechecked.

    A sheet of the sample that was not read again counts as one that says otherwise.
    """
    with desk.store.writing(user=desk.user.no) as w:
        found = _chosen(desk, w.conn, w.names, stack)
        if isinstance(found, Refused):
            return found
        of, rows = found
        read = {one.entry: one for one in reread}
        empty = Reread(entry="", who="", what="")
        apart = tuple(one for row in rows for one in differences(row, read.get(row.entry, empty), day=of.day))
        wrong = sorted({one.entry for one in apart})
        payload = Checked(batch=of.id, sample=[row.entry for row in rows], wrong=wrong)
        reference = w.add("checked", payload)
        w.flush()
    value = Rechecked(sample=len(rows), differences=apart, rows=tuple(row for row in rows if row.entry in wrong))
    return Done(refs=(reference,), kinds=w.kinds, value=value)


def _chosen(
    desk: Desk, conn: sa.Connection, names: LogNames, stack: str
) -> tuple[StackView, tuple[TypedSheet, ...]] | Refused:
    refused = desk.refuses(rights.Act.ENTER_LATE)
    if refused:
        return refused
    of = stacks.found(conn, names, stack)
    if isinstance(of, Refused):
        return of
    doses = [one for one in catchup.sheets(conn, names, of) if one.happened is Happened.INJECTED and not one.known]
    if not doses:
        return Refused(reason=Refusal.NOTHING_TO_CHECK)
    own = catchup.typed_by(conn, names, stack, _selves(desk, conn, names))
    rows = [one for one in doses if one.person.id not in own]
    if not rows:
        return Refused(reason=Refusal.CHECK_BY_TYPIST)
    return of, sampling.sample(catchup.seed(conn, names, stack), rows)


def _selves(desk: Desk, conn: sa.Connection, names: LogNames) -> set[int]:
    """Numbers that whoever acts may have typed under: PCs that were set up apart may know one person by two."""
    me = desk.user
    name, login = fold(me.name), me.login.casefold()
    known = authority.users(conn, names, desk.now())
    return {me.no, *(one.no for one in known if fold(one.name) == name or (login and one.login.casefold() == login))}


def _to_read(row: TypedSheet) -> ToRead:
    who, what = asked(row)
    return ToRead(entry=row.entry, sheet=row.sheet, name=row.person.name, desk=row.desk, who=who, what=what)
