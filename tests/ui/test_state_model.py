"""A model replaces its state as a whole and says so only if something differs."""

from __future__ import annotations

import msgspec
import pytest

from vaxdesk.ui.state_model import StateModel


class _State(msgspec.Struct, frozen=True):
    count: int = 0
    name: str = ""


def test_a_change_is_published_after_the_swap() -> None:
    model = StateModel(_State())
    heard: list[tuple[_State, _State]] = []
    model.changed.connect(lambda state: heard.append((state, model.state)))
    model.become(count=2, name="An")
    assert heard == [(_State(2, "An"), _State(2, "An"))]


def test_no_change_is_silent() -> None:
    model = StateModel(_State(1))
    heard: list[_State] = []
    model.changed.connect(heard.append)
    model.become(count=1)
    assert heard == []


def test_an_unknown_field_is_a_bug() -> None:
    with pytest.raises(TypeError):
        StateModel(_State()).become(colour="red")
