"""Entries as nobody of good will writes them: mostly of the right form, so that much gets through, and then not."""

from __future__ import annotations

import json
from typing import Any

import msgspec
from hypothesis import strategies as st

from vaxdesk.domain.payloads import KINDS

A = "0000000000001"


def mostly(usual: st.SearchStrategy[Any], odd: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """The odd one now and then, so that most of what is made gets through to the tables."""
    return st.integers(0, 30).flatmap(lambda n: odd if n == 30 else usual)


_refs = mostly(
    st.sampled_from([1, 2, 3, 4, 5, 6, f"{A}.1", f"{A}.2", f"{A}.3", "0000000000002.7"]),
    st.sampled_from([0, -1, 1 << 40, f"{A}.{1 << 40}", "x", ""]),
)
_texts = mostly(
    st.sampled_from(["", "2026-11-23", "1990-05-01", f"{A}.1", f"{A}.3", "001190012345", "Lò Thị Dở", "-5", "7"]),
    st.one_of(st.text(max_size=30), st.integers(200, 3000).map(lambda n: "ắ" * n), st.sampled_from(["\0", "9" * 30])),
)
_numbers = mostly(st.integers(0, 50), st.sampled_from([-5, 1 << 31, 1 << 53, 1 << 63, 1 << 70, -(1 << 64)]))
_fields = st.sampled_from(["name", "day", "tel", "form.x", "!"])
_any = st.recursive(
    st.one_of(st.none(), st.booleans(), _numbers, st.floats(allow_nan=False, allow_infinity=False), _texts),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(_texts, inner, max_size=3)),
    max_leaves=5,
)


def _fitting(type_: Any) -> st.SearchStrategy[Any]:
    """Values that mostly are of the field's type, so that much gets through to the tables."""
    found = {
        str: _texts,
        int: _numbers,
        bool: st.booleans(),
        dict[str, str]: st.dictionaries(st.one_of(_fields, _texts), _texts),
    }.get(type_)
    return mostly(found, _any) if found is not None else st.one_of(st.just([]), st.just({}), _any)


def _payload(kind: str) -> st.SearchStrategy[dict[str, Any]]:
    fields = msgspec.structs.fields(KINDS[kind])
    needed = {one.name: _fitting(one.type) for one in fields if one.required}
    others = {one.name: _fitting(one.type) for one in fields if not one.required}
    return st.fixed_dictionaries(needed, optional=others)


_times = mostly(st.just(1_795_400_000), _numbers)
_kinds = st.sampled_from([*KINDS, "later", "k" * 100])
_records = _kinds.flatmap(
    lambda kind: st.fixed_dictionaries(
        {"k": st.just(kind), "t": _times, "of": _refs, "d": _payload(kind) if kind in KINDS else _any},
        optional={"u": _numbers, "rev": _numbers, "q": st.integers(0, 1), "x": _any},
    )
)
LINES = mostly(
    st.one_of(
        _records.map(lambda record: json.dumps(record, ensure_ascii=False).encode("utf-8", "surrogatepass")),
        _records.map(lambda record: json.dumps(record).encode()),
    ),
    st.one_of(
        _records.map(lambda record: json.dumps(record).encode()[: len(str(record)) // 2]),
        st.binary(max_size=60),
        st.just(b"[" * 5000),
        st.just(b'{"k":"person","t":1,"d":' + b"[" * 8000),
    ),
)
