"""The description of the server is true: every route is in it, and every answer is one that it names."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import GenerationMode, checks
from starlette.routing import Route

from sync_server.durable.database import writing
from sync_server.durable.tables import device
from sync_server.settings import Settings
from sync_server.web import openapi
from tests.servers import RunningServer, running_server
from tests.sync_server.clinics import read
from tests.sync_server.pens import Pen
from vaxdesk.journal import auth, bundle, finding, parting
from vaxdesk.journal.frames import MEDIA, Ask, encode, join

CALM = settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
_PERIOD = 200.0  # seconds that the server's clock moves with each request: no limit of how often stands in the way
checks.load_all_checks()
_BESIDE = [
    checks.CHECKS.get_one("ignored_auth"),  # tested below: here everything is signed
    checks.CHECKS.get_one("positive_data_acceptance"),  # a code that was never issued has the right form
]


@schemathesis.serializer(MEDIA, bundle.MEDIA)
def _frames(_context: schemathesis.SerializationContext, value: object) -> bytes:
    """Frames are bytes already."""
    return getattr(value, "data", None) or str(value).encode("utf-8", "surrogatepass")


@schemathesis.serializer(finding.MEDIA)
def _question(_context: schemathesis.SerializationContext, value: object) -> bytes:
    """JSON under a name of its own."""
    return value if isinstance(value, bytes) else json.dumps(value).encode()


class Signed(requests.auth.AuthBase):
    """Signs whatever a request has become, as a device would."""

    def __init__(self, pen: Pen) -> None:
        self.pen = pen

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        body = request.body or b""
        body = body.encode() if isinstance(body, str) else body
        now, nonce = int(self.pen.server.now()), secrets.token_bytes(12)
        path = urlsplit(request.url).path
        request.headers["Authorization"] = auth.header(
            self.pen.private.sign, self.pen.device, t=now, nonce=nonce, method=request.method, path=path, body=body
        )
        return request


@pytest.fixture(scope="module")
def ours(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningServer]:
    with running_server(tmp_path_factory.mktemp("described"), settings=Settings()) as running:
        read(running)
        yield running


@pytest.fixture(scope="module")
def api(ours: RunningServer) -> schemathesis.BaseSchema:
    """As it is told, but for the signature: that is put under whatever the rest has become."""
    told = requests.get(f"{ours.url}{openapi.PATH}", timeout=5).json()
    for methods in told["paths"].values():
        for operation in methods.values():
            operation.pop("security", None)
    made = schemathesis.openapi.from_dict(told)
    made.config.update(base_url=ours.url)
    return made


@pytest.fixture(scope="module")
def pens(ours: RunningServer) -> dict[str, Pen]:
    """Who asks on which route: a device, and one that was revoked."""
    at_work, gone = Pen(ours), Pen(ours)
    with writing(ours.engine) as conn:
        conn.execute(device.update().where(device.c.device_no == gone.device).values(status="revoked"))
    start = time.time()
    count = iter(range(1 << 30))
    ours.now = lambda: start + _PERIOD * next(count) / 50
    return {"/v1/sync": at_work, finding.PATH: at_work, parting.PATH: gone}


@pytest.mark.parametrize(("one", "mode"), [
    pytest.param(one, mode, id=f"{one.path} {mode.value}")
    for one in openapi.ROUTES
    for mode in GenerationMode
    if mode is GenerationMode.POSITIVE or (one.request and one.request.message)
])
@CALM
@given(data=st.data())
def test_every_answer_is_one_that_is_described(
    api: schemathesis.BaseSchema,
    pens: dict[str, Pen],
    one: openapi.Described,
    mode: GenerationMode,
    data: st.DataObject,
) -> None:
    case = data.draw(api[one.path][one.method].as_strategy(generation_mode=mode))
    pen = pens.get(one.path)
    case.call_and_validate(auth=Signed(pen) if pen else None, timeout=10, excluded_checks=_BESIDE)


def test_every_route_is_described_and_nothing_else(ours: RunningServer) -> None:
    """What the application serves, asked of the application; the pages for people, mounted below, are no interface."""
    routes = [route for route in ours.app.routes if isinstance(route, Route)]
    served = {(route.path, method.lower()) for route in routes for method in route.methods - {"HEAD"}}
    assert served == {(one.path, one.method) for one in openapi.ROUTES}
    told = requests.get(f"{ours.url}{openapi.PATH}", timeout=5).json()
    assert {(path, method) for path, methods in told["paths"].items() for method in methods} == served


@pytest.mark.parametrize("one", [one for one in openapi.ROUTES if one.signed], ids=lambda one: one.path)
def test_a_route_that_is_said_to_want_a_signature_does(ours: RunningServer, one: openapi.Described) -> None:
    body = join([encode(Ask())])
    reply = requests.post(ours.url + one.path, data=body, headers={"Content-Type": one.request.media}, timeout=10)
    assert (reply.status_code, reply.json()["error"]) == (401, "auth")


def test_the_media_type_of_frames_names_the_version() -> None:
    assert openapi.document()["paths"]["/v1/sync"]["post"]["requestBody"]["content"].keys() == {MEDIA}
