"""The compression dictionaries that are shipped, every one ever released: what was filed with it is read for ever."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from vaxdesk.assets import resources

SUFFIX = ".zdict"


@cache
def shipped() -> Mapping[int, bytes]:
    """Dictionaries by the number that each carries in itself and a frame made with it names."""
    found = (resources() / "dictionaries").glob(f"*{SUFFIX}")
    return MappingProxyType({int(path.stem): path.read_bytes() for path in found})
