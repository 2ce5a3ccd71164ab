"""Roles x pages x units, made from the routes themselves: who may open what, and nothing from outside one's units.

A page that is added is in this test by itself. What an address names in braces is tried with what is one's own, what is
another province's, and nonsense.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.routing import Route

from sync_server.authority.orgs import UnitRow
from sync_server.durable.database import writing
from sync_server.durable.tables_portal import portal_group
from sync_server.pages.app import TOPICS
from tests.district.staffing import Clerk, staffed
from tests.servers import TREE, RunningServer, running_server
from tests.sync_server.clinics import LANH, Clinic, changed, read
from vaxdesk.domain.outcomes import GivenRole
from vaxdesk.domain.rights import may

FAR = (
    UnitRow(code="46", name="Thừa Lưu", kind="province", parent=":VN", scheme="2025-07"),
    UnitRow(code="24300", name="Phong Nẫm", kind="commune", parent="46", scheme="2025-07"),
    UnitRow(code="TYT-09", name="Trạm y tế Phong Nẫm", kind="station", parent="2025-07:24300"),
)
SECRETS = ("Thừa Lưu", "Phong Nẫm", "Khuất Kín", "TYT-09", "24300", "0912000999")
NEAR_GROUP, FAR_GROUP = "ab" * 32, "cd" * 32
ROUTES = [route for topic in TOPICS for route in topic.routes()]
GETS = [route for route in ROUTES if "GET" in route.methods]
POSTS = [route for route in ROUTES if "POST" in route.methods]
_MOST_LINKS = 120


@pytest.fixture(scope="module")
def province(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    """Two provinces with people, doses, twins and things that are wrong, in both."""
    folder: Path = tmp_path_factory.mktemp("every")
    with running_server(folder, tree=(*TREE, *FAR)) as running:
        for org, name, tel in (("TYT-01", "Lò Thị Lanh", "0912000111"), ("TYT-09", "Khuất Kín Mít", "0912000999")):
            clinic = Clinic(running, org)
            first = clinic.listed(changed(LANH, name=name, tel=tel, doc=""))
            clinic.listed(changed(LANH, name=f"{name}h", tel=tel, doc=""))
            clinic.dose(first)
            clinic.dose(first)
            clinic.send()
        read(running)
        _organisation(running, "TYT-01", NEAR_GROUP, "Công ty Cà phê")
        _organisation(running, "TYT-09", FAR_GROUP, "Xưởng Khuất Kín")
        yield running


def _organisation(server: RunningServer, org: str, mark: str, name: str) -> None:
    """A list that an organisation sent, and that was filed and not answered."""
    row = {"digest": bytes.fromhex(mark), "org_no": server.unit(org).org_no, "state": "filed", "day": "2026-12-20"}
    row |= {"at_ms": int(server.now()) * 1000, "name": name, "people": 1, "ref": "7ZK2M4P0Q9XTB.9", "line": 1}
    with writing(server.engine) as conn:
        conn.execute(portal_group.insert(), row)


@pytest.fixture(scope="module")
def clerks(province: RunningServer) -> Iterator[dict[GivenRole, Clerk]]:
    """Somebody of each role at the province, signed in."""
    made = {role: Clerk(province) for role in GivenRole}
    for role, clerk in made.items():
        clerk.sign_in(staffed(province, "66", role, login=role.value))
    yield made
    for clerk in made.values():
        clerk.close()


def addresses(server: RunningServer, route: Route) -> list[str]:
    """The addresses of a route: own units, others', and nonsense."""
    units = [str(server.unit(org).org_no) for org in ("66", "TYT-01", "46", "TYT-09", "VN")]
    tries = {"unit": [*units, "0", "x"], "section": ["progress", "x"], "form": ["csv", "xlsx"]}
    tries["group"] = [NEAR_GROUP, FAR_GROUP, "x"]
    tries["day"] = ["2026-11-26", "x"]
    found = [route.path]
    for name in re.findall(r"\{(\w+)\}", route.path):
        found = [one.replace(f"{{{name}}}", value) for one in found for value in tries.get(name, ["1", "x"])]
    return found


def is_clean(clerk: Clerk, where: str) -> None:
    told = [secret for secret in SECRETS if secret in clerk.page.text]
    # what somebody typed into the address may be said again
    assert not [one for one in told if one not in where], (where, told)


@pytest.mark.parametrize("role", list(GivenRole), ids=lambda role: role.value)
def test_a_role_opens_what_it_has_the_right_for_and_sees_nothing_of_others(
    province: RunningServer, clerks: dict[GivenRole, Clerk], role: GivenRole
) -> None:
    clerk = clerks[role]
    for route in GETS:
        act = route.endpoint.act
        for where in addresses(province, route):
            answer = clerk.open(where)
            if act is not None and not may([role.value], act):
                assert answer.status_code == 403, (where, answer.status_code)
            else:
                assert answer.status_code in (200, 304, 400, 404), (where, answer.status_code)
            is_clean(clerk, where)
        if "{group}" in route.path and may([role.value], act):
            statuses = [clerk.open(route.path.replace("{group}", one)).status_code for one in (NEAR_GROUP, FAR_GROUP)]
            assert statuses == [200, 404], route.path
        foreign = str(province.unit("TYT-09").org_no)
        if "{unit}" in route.path and (act is None or may([role.value], act)):
            where = re.sub(r"\{\w+\}", "x", route.path.replace("{unit}", foreign))
            assert clerk.open(where).status_code == 404, where


@pytest.mark.parametrize("role", list(GivenRole), ids=lambda role: role.value)
def test_every_link_of_every_page_leads_somewhere_and_never_outside(
    clerks: dict[GivenRole, Clerk], role: GivenRole
) -> None:
    clerk = clerks[role]
    waiting, seen = ["/"], set[str]()
    while waiting and len(seen) < _MOST_LINKS:
        where = waiting.pop(0)
        if where in seen:
            continue
        seen.add(where)
        answer = clerk.open(where)
        assert answer.status_code == 200, (role, where, answer.status_code)
        if "html" in answer.headers["content-type"]:
            is_clean(clerk, where)
            links = re.findall(r'(?:href|action)="/district([^"#]*)', answer.text)
            waiting += [one.replace("&amp;", "&") for one in links if not one.startswith("/static/") and _is_get(one)]


@pytest.mark.parametrize("role", list(GivenRole), ids=lambda role: role.value)
def test_no_form_does_anything_without_its_right(
    province: RunningServer, clerks: dict[GivenRole, Clerk], role: GivenRole
) -> None:
    clerk = clerks[role]
    for route in POSTS:
        act = route.endpoint.act
        for where in addresses(province, route)[:8]:
            clerk.open("/own")
            before = _entries(province)
            if act is not None and not may([role.value], act):
                assert clerk.send(where).status_code == 403, where
                assert _entries(province) == before
            else:
                assert clerk.send(where, csrf="").status_code == 403, where
                assert _entries(province) == before


def test_nobody_who_is_not_signed_in_sees_anything(province: RunningServer) -> None:
    nobody = Clerk(province)
    for route in ROUTES:
        for where in addresses(province, route)[:3]:
            answer = nobody.open(where) if "GET" in route.methods else nobody.send(where)
            assert "/sign-in" in answer.url and answer.status_code == 200, where
            is_clean(nobody, where)
    nobody.close()


def _is_get(path: str) -> bool:
    bare = path.partition("?")[0] or "/"
    return any(route.path_regex.match(bare) for route in GETS)


def _entries(server: RunningServer) -> int:
    return sum(len(server.entries(org)) for org in ("VN", "66", "24211", "TYT-01", "46", "TYT-09"))
