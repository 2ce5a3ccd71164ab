"""Whatever is sent, the answer is one of ours: never a crash, never a 500."""

from __future__ import annotations

import msgspec
import pytest
import requests
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.servers import RunningServer
from tests.sync_server.pens import Pen
from vaxdesk.journal.frames import MEDIA, Ask, encode, join

QUIET = settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
json_like = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
marks = st.lists(st.tuples(st.integers(), st.text(max_size=17)), max_size=13)
names = st.text("0123456789ABCDEFGHJKMNPQRSTVWXYZ~", min_size=12, max_size=14)
messages = st.fixed_dictionaries(
    {},
    optional={
        "marks": st.dictionaries(st.integers().map(str), marks) | json_like,
        "sent": st.lists(st.tuples(names, st.integers())) | json_like,
        "max": st.integers() | json_like,
        "wire": st.integers(-1, 3) | json_like,
        "dict": json_like,
    },
)


@pytest.fixture(scope="module")
def pen(shared: RunningServer) -> Pen:
    return Pen(shared)


@QUIET
@given(message=messages, rest=st.lists(st.binary(max_size=120), max_size=3))
def test_any_message_and_any_frames(pen: Pen, message: dict, rest: list[bytes]) -> None:
    reply = pen.post(join([msgspec.json.encode(message), *rest]))
    assert reply.status_code in (200, 400)


@QUIET
@given(at=st.integers(0, 400), change=st.binary(min_size=1, max_size=8), cut=st.integers(0, 30), seq=st.integers(0, 3))
def test_any_damage_to_a_segment(pen: Pen, at: int, change: bytes, cut: int, seq: int) -> None:
    whole = bytearray(pen.log().write(6).segment(seq))
    at %= len(whole)
    whole[at : at + len(change)] = change
    reply = pen.post(join([encode(Ask()), bytes(whole[: len(whole) - cut])]))
    assert reply.status_code == 200


@QUIET
@given(text=st.binary(max_size=200) | json_like.map(msgspec.json.encode))
def test_any_line_of_a_log_is_kept(pen: Pen, text: bytes) -> None:
    log_ = pen.log().raw(text.replace(b"\n", b""))
    assert pen.sync(log_.segment()).ok[0][:2] == (log_.name, 2)


@QUIET
@given(body=st.binary(max_size=300), header=st.text(st.characters(min_codepoint=33, max_codepoint=126), max_size=60))
def test_any_body_and_any_header(shared: RunningServer, body: bytes, header: str) -> None:
    headers = {"Content-Type": MEDIA, "Authorization": header, "VD-Certificate": header}
    assert requests.post(f"{shared.url}/v1/sync", data=body, headers=headers, timeout=10).status_code in (400, 401)
    json = {"Content-Type": "application/json"}
    assert requests.post(f"{shared.url}/v1/enrol", data=body, headers=json, timeout=10).status_code in (400, 429)
