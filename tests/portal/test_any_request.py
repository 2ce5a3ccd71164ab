"""Anything that a browser, or whoever pretends to be one, may send to the public's addresses: no answer is a failure.

The routes are those that the server has, the fields those of its forms; what stands in them is schemathesis' own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.routing import BaseRoute, Mount, Route

from sync_server.portal import registering
from sync_server.settings import Settings
from tests.portal.people import Visitor
from tests.portal.test_schedule import planned
from tests.servers import RunningServer, running_server
from tests.sync_server.clinics import Clinic, read

CALM = settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
_SAID = {*range(200, 500), 503}  # 503: with the hour at which to ask again
_OPEN = ("/portal", "/v/", "/verify", "/v1/trust")
_FIELDS = sorted({*registering.FIELDS, "registration", "handle", "code", "language", "back", "number", "born", "last"})
_PARAMETER = re.compile(r"\{(\w+)(?::\w+)?\}")


def routes(found: list[BaseRoute], before: str = "") -> Iterator[tuple[str, str]]:
    """Addresses and methods of an application and whatever is mounted in it."""
    for one in found:
        if isinstance(one, Mount):
            yield from routes(one.routes or [], before + one.path)
        elif isinstance(one, Route):
            yield from ((before + one.path, method) for method in (one.methods or set()) - {"HEAD"})


def described(served: list[tuple[str, str]]) -> dict[str, Any]:
    """These routes as OpenAPI: any text for a part of the address, for a question and for every field."""
    text = {"type": "string"}
    form = {"type": "object", "properties": dict.fromkeys(_FIELDS, text), "additionalProperties": False}
    body = {"content": {"application/x-www-form-urlencoded": {"schema": form}}}
    paths: dict[str, Any] = {}
    for path, method in served:
        asked = [{"name": one, "in": "path", "required": True, "schema": text} for one in _PARAMETER.findall(path)]
        asked += [{"name": one, "in": "query", "schema": text} for one in ("unit", "q", "plan", "slot", "code")]
        told: dict[str, Any] = {"parameters": asked, "responses": {"default": {"description": "any"}}}
        told |= {"requestBody": body} if method == "POST" else {}
        paths.setdefault(_PARAMETER.sub(r"{\1}", path), {})[method.lower()] = told
    return {"openapi": "3.1.0", "info": {"title": "public", "version": "1"}, "paths": paths}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    folder = tmp_path_factory.mktemp("open")
    with running_server(folder, settings=Settings(sender=f"file:{folder / 'codes'}")) as running:
        clinic = Clinic(running)
        planned(clinic)
        clinic.send()
        read(running)
        yield running


@pytest.fixture(scope="module")
def served(server: RunningServer) -> list[tuple[str, str]]:
    return sorted({one for one in routes(server.app.routes) if one[0].startswith(_OPEN)})


@pytest.fixture(scope="module")
def visitor(server: RunningServer) -> Iterator[Visitor]:
    made = Visitor(server)
    made.open("/registration")
    yield made
    made.close()


@CALM
@given(data=st.data())
def test_no_request_is_answered_by_a_failure(
    server: RunningServer, served: list[tuple[str, str]], visitor: Visitor, data: st.DataObject
) -> None:
    api = schemathesis.openapi.from_dict(described(served))
    api.config.update(base_url=server.url)
    path, method = data.draw(st.sampled_from(served))
    case = data.draw(api[_PARAMETER.sub(r"{\1}", path)][method.lower()].as_strategy())
    if isinstance(case.body, dict) and data.draw(st.integers(0, 9)):
        case.body["mark"] = visitor.mark  # most are sent from a page of ours
    reply = case.call(session=visitor.http, timeout=30, allow_redirects=False)
    assert reply.status_code in _SAID, (path, method)
    if "html" in reply.headers.get("content-type", ""):
        typed = [one for one in (*(case.query or {}).values(), *_texts(case.body)) if "<" in one and len(one) > 3]
        assert not [one for one in typed if one in reply.text], "what was typed stands there as markup"


def _texts(body: object) -> list[str]:
    return [one for one in body.values() if isinstance(one, str)] if isinstance(body, dict) else []


def test_all_addresses_of_the_public_are_asked_for(served: list[tuple[str, str]]) -> None:
    paths = {path for path, _ in served}
    assert {"/portal/register", "/portal/lookup/mine", "/portal/v/{code}", "/v/{code}", "/v1/trust"} <= paths
    assert any(path.startswith("/verify/") for path in paths)
