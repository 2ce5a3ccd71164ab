"""What cleaning writes names nobody, or goes with whom it names."""

from __future__ import annotations

from vaxdesk.domain.cleaning.reasons import CleaningReason
from vaxdesk.domain.erasable import goes, names_people
from vaxdesk.domain.payloads import Amend
from vaxdesk.domain.payloads_cleaning import PoliceList, Verified
from vaxdesk.domain.registration import CorrectionReason

DAY = "2026-11-23"


def test_a_comparison_goes_with_the_person_as_it_names_who_answered() -> None:
    said = Verified(day=DAY, result="right", by="Thiếu tá Hà Văn Bình")
    assert goes("verified", said, about="person") and names_people("verified", said)
    bare = Verified(day=DAY, result="right", sheet="0000000000001.9", row=3)
    assert not goes("verified", bare, about="person") and not names_people("verified", bare)


def test_a_correction_goes_with_its_evidence() -> None:
    said = Amend(set={"name": "x"}, why="police", evidence="001/2026 #1 · Hà Văn Bình")
    assert goes("amend", said, about="person") and names_people("amend", said)


def test_a_list_says_how_many_and_never_who() -> None:
    said = PoliceList(no="001/2026-7K2", day=DAY, kinds=["no_id"], people=12, sha="ab" * 32)
    assert not goes("policelist", said, about="") and not names_people("policelist", said)


def test_reasons_are_told_apart_from_those_of_a_form() -> None:
    assert not set(CleaningReason) & set(CorrectionReason)
