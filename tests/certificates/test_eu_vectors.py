"""All public vectors of the EU: each expected result is found, but for those that VECTORS.md explains one by one."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.certificates.eu_vectors import CHECKS, DATA, Vector, clock, expectations, holds, listed, packed
from vaxdesk.certificates.unreadable import Unreadable
from vaxdesk.certificates.verdict import Verdict
from vaxdesk.certificates.verify import verify
from vaxdesk.domain.certificate_reasons import CertificateKind
from vaxdesk.registry.rules import values

_PAGE = (Path(__file__).parent / "VECTORS.md").read_text("utf-8")
_EXPLAINED = {
    (check, name): why
    for why, check, name in (line.split("\t") for line in (DATA.parent / "eu-deviations.tsv").read_text().splitlines())
}


@pytest.mark.parametrize("check", CHECKS)
def test_each_expected_result_or_its_explanation(check: str) -> None:
    found = Counter()
    for vector, name, expected in expectations():
        if name != check:
            continue
        found[expected] += 1
        as_expected = holds(vector, name) is expected
        assert as_expected is ((name, vector["name"]) not in _EXPLAINED), (name, vector["name"])
    assert f"| {check} | {found[True]} | {found[False]} |" in _PAGE


def test_each_explanation_is_on_the_page_with_its_number() -> None:
    for why, count in Counter(_EXPLAINED.values()).items():
        assert f"| `{why}` | {count} |" in _PAGE


def test_the_whole_door_takes_what_the_vectors_call_good() -> None:
    """Those that expect all of signature, schema, expiry and key usage, by the one door, at their own clock."""
    taken = 0
    wanted = ("VERIFY", "SCHEMAVALIDATION", "EXPIRATIONCHECK", "KEYUSAGE")
    for vector in packed()["vectors"]:
        if not all(vector["expected"].get(name) for name in wanted) or not vector["prefix"]:
            continue
        if any((name, vector["name"]) in _EXPLAINED for name in wanted):
            continue
        taken += 1
        found = _by_the_door(vector)
        assert found.valid, (vector["name"], found.reasons)
        assert found.person is not None
    assert taken > 200


def test_the_door_never_raises_on_any_of_them() -> None:
    for vector in packed()["vectors"]:
        if vector["prefix"]:
            assert _by_the_door(vector).kind in (CertificateKind.EU_DCC, CertificateKind.UNKNOWN)


def _by_the_door(vector: Vector) -> Verdict:
    try:
        trusted = listed(vector)
    except (Unreadable, ValueError, TypeError):
        trusted = listed(packed()["vectors"][0])
    return verify(vector["prefix"], trust=trusted, now=clock(vector), values=values())
