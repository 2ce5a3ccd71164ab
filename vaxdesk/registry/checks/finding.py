"""What a check finds: a kind, the entries it is about, and where it must be looked at again."""

from __future__ import annotations

import json
from collections.abc import Iterable
from hashlib import sha256
from typing import Any

import msgspec
import sqlalchemy as sa

from vaxdesk.domain.issues import IssueKind
from vaxdesk.registry import bulk
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.tables_exchange import issue, issue_ref

_LETTERS = 32  # of the id: 128 bits
# kinds are told apart behind it: asked for one, SQLite goes through all issues of that kind
_ABOUT = (
    sa.select(issue.c.id, issue.c.kind)
    .join(issue_ref, issue_ref.c.issue == issue.c.id)
    .where(bulk.among(issue_ref.c.obj, "ids"))
    .distinct()
)


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One finding. `refs` are surrogates; `about` those by which it is taken back when a check looks again.

    `part` tells findings of one kind about the same entries apart, such as the field or the place.
    """

    kind: IssueKind
    refs: tuple[int, ...]
    about: tuple[int, ...] = ()
    part: str = ""
    facts: dict[str, str] = {}


def replace(conn: sa.Connection, names: LogNames, kinds: Iterable[IssueKind], keys: Iterable[int],
            findings: Iterable[Finding]) -> set[str]:
    """Puts what was found in the place of what was found earlier of these kinds about these surrogates.

    Returns the issues that went, came or stayed.
    """
    wanted = {kind.value for kind in kinds}
    ids = [row.id for row in conn.execute(_ABOUT, {"ids": list(keys)}) if row.kind in wanted]
    for start in range(0, len(ids), 500):
        part = ids[start : start + 500]
        conn.execute(issue_ref.delete().where(issue_ref.c.issue.in_(part)))
        conn.execute(issue.delete().where(issue.c.id.in_(part)))
    rows, refs = {}, {}
    for one in findings:
        row = _row(names, one)
        rows[row["id"]] = row
        refs |= {(obj, row["id"]): {"obj": obj, "issue": row["id"]} for obj in {*one.refs, *one.about} if obj}
    bulk.put(conn, issue, list(rows.values()))
    bulk.insert_new(conn, issue_ref, list(refs.values()))
    return {*ids, *rows}


def _row(names: LogNames, one: Finding) -> dict[str, Any]:
    refs = sorted(map(names.ref, one.refs))
    id_ = sha256(json.dumps([one.kind.value, refs, one.part]).encode()).hexdigest()[:_LETTERS]
    facts = json.dumps({"refs": refs, **one.facts}, ensure_ascii=False, sort_keys=True)
    return {"id": id_, "kind": one.kind.value, "facts": facts}
