"""A written unit held against the lists of both schemes; what is open comes back with what it may be."""

from __future__ import annotations

import msgspec
import pytest

from vaxdesk.desk import rules
from vaxdesk.domain.payloads import UnitMap
from vaxdesk.domain.places.units import Judged, OldCommune, Placed, UnitFinding, choice_of, in_area, judge, placed_in
from vaxdesk.domain.units import Scheme


def judged(**written: str) -> Judged:
    return judge(Placed(**written), provinces=rules.units(), communes=rules.communes())


def test_an_old_code_with_its_name_gets_scheme_district_and_province() -> None:
    found = judged(commune_code="4594", commune="xa ho", province="Yên Bái")
    assert found.finding is UnitFinding.FITS
    unit = found.unit
    assert (unit.commune, unit.commune_code, unit.scheme) == ("xa ho", "04594", "2021")  # the name stays as written
    assert (unit.district, unit.district_code, unit.province_code) == ("Huyện Trạm Tấu", "139", "15")


def test_the_name_tells_of_which_scheme_a_reused_code_is() -> None:
    assert judged(commune_code="04606", commune="Trạm Tấu").unit.scheme == "2025-07"
    assert judged(commune_code="04606", commune="Pá Hu").unit.scheme == "2021"


def test_the_province_tells_of_which_scheme_a_code_without_name_is() -> None:
    assert judged(commune_code="04606", province="Yên Bái").unit.commune == "Xã Pá Hu"
    assert judged(commune_code="04606", province="Lào Cai").unit.commune == "Xã Trạm Tấu"
    both = judged(commune_code="04606")
    assert both.finding is UnitFinding.OPEN
    assert [one.name for one in both.candidates] == ["Xã Trạm Tấu", "Xã Pá Hu"]


def test_a_code_alone_that_means_one_name_fits() -> None:
    assert judged(commune_code="04123").finding is UnitFinding.FITS
    assert judged(commune_code="04123", scheme="2021").unit.commune == "Xã Chiềng Mung"


def test_a_code_that_says_another_name_is_to_be_looked_at() -> None:
    found = judged(commune_code="04606", commune="Xà Hồ", province="Yên Bái")
    assert found.finding is UnitFinding.NAME_DIFFERS
    assert [one.name for one in found.candidates] == ["Xã Pá Hu", "Xã Xà Hồ"]
    assert found.unit.scheme == ""


def test_a_code_of_another_province_is_to_be_looked_at() -> None:
    assert judged(commune_code="04594", province="Sơn La").finding is UnitFinding.NAME_DIFFERS
    assert judged(commune_code="04594", province="Không Có").finding is UnitFinding.NAME_DIFFERS
    assert judged(commune_code="77777").finding is UnitFinding.CODE_UNKNOWN
    assert judged(commune_code="7x").finding is UnitFinding.CODE_UNKNOWN


def test_a_name_needs_its_province() -> None:
    found = judged(commune="Xà Hồ", district="Trạm Tấu", province="Yên Bái")
    assert (found.finding, found.unit.commune_code) == (UnitFinding.FITS, "04594")
    assert judged(commune="Xà Hồ").finding is UnitFinding.NAME_UNKNOWN
    assert judged(commune="Xã Nào", province="Yên Bái").finding is UnitFinding.NAME_UNKNOWN


def test_one_name_in_both_schemes_stays_open() -> None:
    found = judged(commune="Chiềng Mung", province="Sơn La")
    assert found.finding is UnitFinding.OPEN
    assert {one.scheme for one in found.candidates} == set(Scheme)
    assert found.unit.scheme == found.unit.commune_code == ""


def test_several_of_a_name_are_ambiguous() -> None:
    found = judged(commune="Phường 4", district="Quận nào đó", province="TP HCM")
    assert found.finding is UnitFinding.AMBIGUOUS
    assert len(found.candidates) > 3


def test_nothing_written_is_empty() -> None:
    assert judged(province="Yên Bái").finding is UnitFinding.EMPTY


def test_a_unit_of_a_commune_whose_province_is_not_listed() -> None:
    commune = rules.communes().of_code("04594", Scheme.OLD)
    bare = type(rules.units())(by_code={}, by_name={})
    assert placed_in(commune, bare).province == ""


def test_one_successor_needs_nobody() -> None:
    choice = choice_of("04594", communes=rules.communes())
    assert not choice.needed
    assert choice.chosen == choice.candidates[0].code


def test_a_code_that_is_not_old_has_no_choice() -> None:
    assert choice_of("99999", communes=rules.communes()) is None


@pytest.mark.parametrize(
    ("address", "chosen"),
    [("Thôn Đổng Xuyên", "00565"), ("xóm 3, thon  DONG XUYEN", "00565"), ("Thôn Khác", "00541"), ("", "00541")],
)
def test_what_was_chosen_is_proposed_for_the_part_that_it_was_chosen_for(address: str, chosen: str) -> None:
    whole = UnitMap(from_code="00553", from_scheme="2021", to_code="00541", to_scheme="2025-07", basis="NQ")
    part = UnitMap(from_code="00553", from_scheme="2021", to_code="00565", to_scheme="2025-07", basis="NQ",
                   area="Đổng Xuyên")
    wrong = UnitMap(from_code="00553", from_scheme="2021", to_code="00001", to_scheme="2025-07", basis="x")
    other = UnitMap(from_code="00550", from_scheme="2021", to_code="00136", to_scheme="2025-07", basis="x")
    made = choice_of("553", communes=rules.communes(), remembered=[whole, part, wrong, other], address=address)
    assert made.needed
    assert made.chosen == chosen


def test_without_a_choice_nothing_is_proposed() -> None:
    assert choice_of("00553", communes=rules.communes()).chosen == ""


def test_every_address_lies_in_the_whole() -> None:
    assert in_area("Thôn 1", "")
    assert in_area("Thôn 12", "thôn 12")
    assert not in_area("Thôn 12", "thôn 1")


def test_a_commune_needs_a_choice_until_one_was_made_for_all_of_it() -> None:
    choice = choice_of("00553", communes=rules.communes())
    whole = UnitMap(from_code="00553", from_scheme="2021", to_code="00541", to_scheme="2025-07", basis="NQ")
    part = msgspec.structs.replace(whole, to_code="00565", area="Thôn 1")
    assert OldCommune(code="00553", people=2, choice=choice).needs_choice
    assert OldCommune(code="00553", people=2, choice=choice, maps=(("A.1", part),)).needs_choice
    assert not OldCommune(code="00553", people=2, choice=choice, maps=(("A.1", part), ("A.2", whole))).needs_choice
    assert not OldCommune(code="99999", people=2).needs_choice
    assert not OldCommune(code="04594", people=2, choice=choice_of("04594", communes=rules.communes())).needs_choice
