"""Who is signed in, and where they hold which roles: one rule on the paths of units (decision 0008)."""

from __future__ import annotations

from collections import defaultdict

import msgspec
import sqlalchemy as sa

from sync_server.authority import given
from sync_server.durable.tables import given_user
from vaxdesk.domain.rights import Act, may, stands_above


class Node(msgspec.Struct, frozen=True, kw_only=True):
    """A unit at which somebody holds roles; they hold below it too. `path` reads '/1/79/4012/'."""

    org_no: int
    path: str
    scheme: str
    code: str
    name: str
    roles: tuple[str, ...]


class Who(msgspec.Struct, frozen=True, kw_only=True):
    """A user given by the server, as of this request: what was taken back a moment ago no longer holds."""

    user_no: int
    login: str
    name: str
    nodes: tuple[Node, ...]

    def may(self, act: Act, path: str) -> bool:
        """Whether they have the right at the unit of a path."""
        return any(stands_above(node.path, path) and may(node.roles, act) for node in self.nodes)

    def may_somewhere(self, act: Act) -> bool:
        """Whether they have the right at any unit."""
        return any(may(node.roles, act) for node in self.nodes)

    def paths(self, act: Act) -> tuple[str, ...]:
        """The uppermost units where they have the right, by path; it holds there and below, and nowhere else."""
        held = sorted(node.path for node in self.nodes if may(node.roles, act))
        return tuple(one for one in held if not any(stands_above(other, one) and other != one for other in held))


def find(conn: sa.Connection, user_no: int, *, day: str) -> Who | None:
    """The user with what they hold on a day; None when they are closed or unknown."""
    wanted = sa.select(given_user).where(given_user.c.user_no == user_no, given_user.c.active == 1)
    row = conn.execute(wanted).first()
    if row is None:
        return None
    roles: dict[int, set[str]] = defaultdict(set)
    units: dict[int, sa.Row] = {}
    for held in given.holdings(conn, user_no):
        if not held.until or day <= held.until:
            roles[held.org_no].add(held.role)
            units[held.org_no] = held
    nodes = [_node(units[no], roles[no]) for no in sorted(units, key=lambda no: units[no].path)]
    return Who(user_no=user_no, login=row.login, name=row.name, nodes=tuple(nodes))


def _node(unit: sa.Row, roles: set[str]) -> Node:
    return Node(
        org_no=unit.org_no,
        path=unit.path,
        scheme=unit.scheme,
        code=unit.code,
        name=unit.unit_name,
        roles=tuple(sorted(roles)),
    )
