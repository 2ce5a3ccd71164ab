"""Communes of both schemes: codes reused, names that kind and marks do not tell apart, what the old ones became."""

from __future__ import annotations

import pytest

from vaxdesk.desk import rules
from vaxdesk.domain.places.communes import Communes, bare_commune, bare_district, name_keys
from vaxdesk.domain.units import Scheme

OLD, NEW = Scheme.OLD, Scheme.NEW


@pytest.fixture(scope="module")
def communes() -> Communes:
    return rules.communes()


def test_one_code_is_two_communes(communes: Communes) -> None:
    old, new = communes.of_code("4606", OLD), communes.of_code("04606", NEW)
    assert (old.name, old.district, old.province_code) == ("Xã Pá Hu", "Huyện Trạm Tấu", "15")
    assert (new.name, new.district, new.province_code) == ("Xã Trạm Tấu", "", "15")
    assert communes.of_code("99999", OLD) is None
    assert communes.of_code("99999", NEW) is None


def test_the_lists_are_whole(communes: Communes) -> None:
    all_ = list(communes._all())
    assert sum(one.scheme is NEW for one in all_) == 3321
    assert sum(one.scheme is OLD for one in all_) == 10_035
    provinces = rules.units()
    assert all(provinces.find(one.scheme, code=one.province_code) for one in all_)
    assert all(communes.successors(one.code) for one in all_ if one.scheme is OLD)
    assert all(
        communes.predecessors(one.code) or one.name.startswith("Đặc khu") for one in all_ if one.scheme is NEW
    )
    split = sum(len(communes.successors(one.code)) > 1 for one in all_ if one.scheme is OLD)
    assert split == 471


def test_every_successor_lies_in_the_province_that_the_old_one_went_into(communes: Communes) -> None:
    provinces = rules.units()
    for one in communes._all():
        if one.scheme is OLD:
            heir = provinces.successor(one.province_code)
            assert {into.province_code for into in communes.successors(one.code)} == {heir.code}, one


@pytest.mark.parametrize("written", ["Xà Hồ", "Xã Xà Hồ", "XÃ XÀ HỒ", "xa ho", "XA XA HO", "x. Xà Hồ", "Xa Ho"])
def test_a_name_is_found_however_it_is_typed(communes: Communes, written: str) -> None:
    [found] = communes.named(written, province_code="15", scheme=OLD)
    assert (found.code, found.name) == ("04594", "Xã Xà Hồ")


def test_numbers_and_districts_tell_wards_apart(communes: Communes) -> None:
    many = communes.named("Phường 04", province_code="79", scheme=OLD)
    assert len(many) > 3
    [one] = communes.named("P.4", province_code="79", scheme=OLD, district="Q. 3")
    assert (one.name, one.district) == ("Phường 4", "Quận 3")
    assert len(communes.named("Phường 4", province_code="79", scheme=OLD, district="Quận Không Có")) == len(many)
    assert communes.named("Xã Không Đâu", province_code="79", scheme=OLD) == ()
    assert communes.named("phuong 5", province_code="79", scheme=OLD, district="3")[0].name == "Phường 5"


def test_of_a_ward_and_a_commune_of_one_name_the_kind_decides(communes: Communes) -> None:
    [town] = communes.named("Thị trấn Trạm Tấu", province_code="15", scheme=OLD)
    both = communes.named("Trạm Tấu", province_code="15", scheme=OLD)
    assert {one.name for one in both} == {"Thị trấn Trạm Tấu", "Xã Trạm Tấu"}
    assert town in both


def test_a_commune_that_became_three(communes: Communes) -> None:
    assert [one.name for one in communes.successors("00553")] == ["Phường Phúc Lợi", "Xã Phù Đổng", "Xã Gia Lâm"]
    assert "00553" in [one.code for one in communes.predecessors("00541")]
    assert communes.successors("99999") == ()
    assert communes.predecessors("99999") == ()


def test_an_island_district_without_communes_became_one(communes: Communes) -> None:
    [island] = communes.successors("318")
    assert island.name == "Đặc khu Bạch Long Vĩ"
    assert communes.predecessors(island.code) == ()


def test_search_finds_codes_in_both_schemes_and_names_by_their_beginning(communes: Communes) -> None:
    assert [one.scheme for one in communes.search("4606")] == [NEW, OLD]
    assert communes.search("xà hồ")[0].name == "Xã Xà Hồ"
    assert communes.search("xã trạm tấ")[0].name.endswith("Trạm Tấu")
    assert len(communes.search("tân", limit=7)) == 7
    assert communes.search("  ") == communes.search("không có xã nào tên thế") == ()


def test_folding_knows_the_kinds() -> None:
    assert bare_commune("Thị trấn Trạm Tấu") == "tram tau"
    assert bare_commune("Phường 04") == "4"
    assert name_keys("xa xa ho") == ("xa xa ho", "xa ho")
    assert name_keys("Xã Xà Hồ") == ("xa ho",)
    assert name_keys("p 04") == ("p 04", "4")
    assert bare_district("Quận 03") == "3"
    assert bare_district("Huyện Trạm Tấu") == "tram tau"
