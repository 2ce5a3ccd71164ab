"""What is typed freely into a question or an answer goes with the person; what is chosen from a list stays."""

from __future__ import annotations

import pytest

from vaxdesk.domain.erasable import goes, names_people
from vaxdesk.domain.payload import Payload
from vaxdesk.domain.payloads import Answer, Ask


@pytest.mark.parametrize(
    ("kind", "payload", "named"),
    [
        ("ask", Ask(issue="ab", what="other", text="Chị Dậu là ai?"), True),
        ("ask", Ask(issue="ab", what="lot_right", refs=["0000000000001.2"], until="2026-11-30"), False),
        ("answer", Answer(ask="0000000000001.2", choice="wrong", text="là chị Dậu"), True),
        ("answer", Answer(ask="0000000000001.2", choice="right"), False),
    ],
)
def test_words_go(kind: str, payload: Payload, *, named: bool) -> None:
    assert names_people(kind, payload) is named
    assert goes(kind, payload, about="person") is named
    assert goes(kind, payload, about=kind) is named
