"""Names of branches: alike for every holder, apart from each other and from their log."""

from __future__ import annotations

from vaxdesk.journal import branch, ref

LOG = "0000000000001"


def test_every_holder_reckons_the_same_name_and_no_two_branches_share_one() -> None:
    names = {branch.name(log, bytes([n]) * 32) for log in (LOG, "0000000000002") for n in range(50)}
    assert len(names) == 100
    assert branch.name(LOG, b"\1" * 32) in names
    assert all(ref.log_number(one) < 1 << ref.LOG_BITS for one in names)


def test_the_name_is_fixed_for_ever() -> None:
    assert branch.name(LOG, bytes(32)) == "24VFQWEKWM4DS"
