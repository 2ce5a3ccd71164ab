"""The published vectors: codes, the list and the moment against which each is judged, and the verdict.

Run `python -m tests.certificates.make_vectors`. What a case must come to stands beside it, reason by reason;
the rest of its verdict is what `vaxdesk.certificates` says, and a test holds the page to all of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from tests.certificates import vector_cases, vector_cases_beside, vector_cases_signed, vector_cases_who
from tests.certificates import vector_parts as p
from tests.certificates.vector_cases import Case
from tests.certificates.vector_keys import private
from vaxdesk.assets import resources
from vaxdesk.certificates import trust
from vaxdesk.certificates.trusted import Trusted
from vaxdesk.certificates.verify import verify
from vaxdesk.registry.rules import values

FOLDER = resources() / "verifier" / "vectors"
_CASES = (
    vector_cases.good_cases, vector_cases.letters_cases, vector_cases_signed.envelopes_cases,
    vector_cases_signed.claims_cases, vector_cases_signed.contents_cases, vector_cases_signed.judged_cases,
    vector_cases_beside.slips_cases, vector_cases_beside.cards_cases, vector_cases_who.holding_cases,
    vector_cases_who.failing_cases,
)  # fmt: skip
_ABOUT = "Test vectors of vaxdesk. People, keys and lists exist for tests only; the keys are public knowledge."


def cases() -> Iterator[Case]:
    """All of them."""
    for some in _CASES:
        yield from some()


def judged(case: Case) -> dict[str, Any]:
    """The verdict of `vaxdesk.certificates` as plain values."""
    trusted = Trusted(p.lists()[case.listed] if case.listed else None)
    found = verify(case.text, trust=trusted, now=case.now, values=values())
    return msgspec.json.decode(msgspec.json.encode(found))


def _write() -> None:
    FOLDER.mkdir(exist_ok=True)
    for name, listed in p.lists().items():
        (FOLDER / f"list-{name}.json").write_bytes(trust.write(listed, private("server").sign))
    told = [
        {"name": one.name, "text": one.text, "now": one.now, "list": one.listed, "expected": judged(one)}
        for one in cases()
    ]
    whole = {"about": _ABOUT, "server": p.raw("server").hex(), "cases": told}
    Path(FOLDER / "cases.json").write_bytes(msgspec.json.format(msgspec.json.encode(whole), indent=1) + b"\n")


if __name__ == "__main__":
    _write()
