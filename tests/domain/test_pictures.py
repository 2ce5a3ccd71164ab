"""What crosses from lane to lane is frozen: every struct of the rules, so that no screen changes what another sees."""

from __future__ import annotations

import importlib
import pkgutil

import msgspec
import pytest

from vaxdesk import domain

MODULES = [one.name for one in pkgutil.walk_packages(domain.__path__, f"{domain.__name__}.") if not one.ispkg]


@pytest.mark.parametrize("name", MODULES)
def test_structs_are_frozen(name: str) -> None:
    module = importlib.import_module(name)
    structs = [
        one for one in vars(module).values()
        if isinstance(one, type) and issubclass(one, msgspec.Struct) and one.__module__ == name
    ]  # fmt: skip
    assert [one.__qualname__ for one in structs if not one.__struct_config__.frozen] == []
