"""Base45, identifiers, dose numbers, names and value sets."""

from __future__ import annotations

import base45 as other_base45
import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaxdesk.certificates import base45, names, numbering, uvci
from vaxdesk.certificates.names import Parted
from vaxdesk.registry.rules import schedule, values


@given(st.binary(max_size=200))
def test_base45_as_another_implementation_writes_and_reads_it(data: bytes) -> None:
    text = base45.encode(data)
    assert text == other_base45.b45encode(data).decode()
    assert base45.decode(text.encode()) == data == other_base45.b45decode(text)


@given(st.text(alphabet=base45.ALPHABET.decode() + "a?", max_size=12))
def test_base45_has_one_text_for_each_bytes(text: str) -> None:
    try:
        data = base45.decode(text.encode())
    except ValueError:
        return
    assert base45.encode(data) == text


@pytest.mark.parametrize("text", ["0", "0000", ":::", "::", "A\n", "a0", "00\x00"])
def test_base45_that_is_none(text: str) -> None:
    with pytest.raises(ValueError, match=r"letter|length|group|bytes"):
        base45.decode(text.encode())


def test_the_example_of_the_check_letter() -> None:
    assert uvci.check_letter("URN:UVCI:01:NL:187/37512422923") == "Z"
    assert uvci.fits("URN:UVCI:01:NL:187/37512422923#Z")
    assert uvci.fits("URN:UVCI:01:NL:187/37512422923") is None
    assert uvci.fits("urn:uvci:01:nl:1#Z") is False


@given(st.integers(0, 2**128 - 1), st.integers(0, 43))
def test_identifiers_fit_and_a_wrong_letter_shows(bits: int, place: int) -> None:
    made = uvci.make("VN", bits)
    assert uvci.fits(made)
    assert len(made) == 43
    place = min(place, 40)
    other = "A" if made[place] != "A" else "B"
    assert uvci.fits(made[:place] + other + made[place + 1 :]) is False


@pytest.mark.parametrize(("country", "bits"), [("VN", 1 << 128), ("VN", -1), ("V", 0), ("vn", 0)])
def test_identifiers_that_are_not_made(country: str, bits: int) -> None:
    with pytest.raises(ValueError, match=".*"):
        uvci.make(country, bits)


@pytest.mark.parametrize(
    ("no", "course", "found"),
    [
        (1, 2, (1, 2)), (2, 2, (2, 2)), (3, 2, (3, 3)), (4, 2, (4, 4)), (1, 1, (1, 1)), (2, 1, (2, 1)), (3, 1, (3, 1)),
        (3, 3, (3, 3)), (4, 3, (4, 4)),
    ],
)
def test_numbers_of_doses(no: int, course: int, found: tuple[int, int]) -> None:
    assert numbering.numbered(no, course=course) == found
    assert numbering.is_booster(*found, course=course) is (no > course)


def test_boosters_of_older_certificates() -> None:
    assert numbering.is_booster(3, 2, course=2)
    assert not numbering.is_booster(2, 2, course=0)
    assert not numbering.is_booster(1, 1, course=2)  # after an infection one dose is a course
    with pytest.raises(ValueError, match="0"):
        numbering.numbered(0, course=2)


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Nguyễn", "NGUYEN"), ("Thị Lành", "THI<LANH"), ("Đặng Ươn Ở", "DANG<UON<O"), ("H'Hen", "HHEN"),
        ("Y Moan Ênuôl", "Y<MOAN<ENUOL"), ("Müller-Straße", "MUELLER<STRASSE"), ("Ærø Łódź", "AERO<LODZ"), ("李", ""),
        ("Nguye\u0302\u0303n", "NGUYEN"), ("  a  b ", "A<B"), ("A" * 90, "A" * 80), ("Jr., Martin", "JR<MARTIN"),
        ("Ð Þór", "D<THOR"),
    ],
)
def test_names_as_passports_write_them(name: str, written: str) -> None:
    assert names.latin(name) == written.replace("AERO", "AEROE")


@given(st.text(max_size=100))
def test_any_name_is_written_in_the_letters_of_a_passport(name: str) -> None:
    written = names.latin(name)
    assert len(written) <= 80
    assert set(written) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ<")
    assert written == written.strip("<") or len(written) == 80


@pytest.mark.parametrize(
    ("name", "parted"),
    [
        ("Nguyễn Thị Lành", Parted("Nguyễn", "Thị Lành")), ("Sùng A Páo", Parted("Sùng", "A Páo")),
        ("Tôn Nữ Thị Ninh", Parted("Tôn Nữ", "Thị Ninh")), ("Tôn Nữ", Parted("Tôn", "Nữ")),
        ("H'Hen Niê", Parted("Niê", "H'Hen", sure=False)), ("Lành", Parted("Lành", "", sure=False)),
        ("", Parted("", "", sure=False)),
    ],
)
def test_surname_and_given_names(name: str, parted: Parted) -> None:
    assert names.part(name) == parted


def test_every_vaccine_of_the_schedule_has_its_codes_and_comes_back() -> None:
    file = values().file
    for product in schedule().product:
        found = values().by_ours(product.code)
        assert found is not None, product.code
        assert values().by_mp(found.mp) is found
        assert found.ma in file.maker
        assert found.vp in file.vaccine
        assert found.doses == product.doses
        assert not found.retired
    known = {code for one in file.product for code in one.ours}
    assert known == {product.code for product in schedule().product}


def test_vero_cell_of_viet_nam_is_that_of_beijing() -> None:
    assert values().by_ours("VERO").mp == "BBIBP-CorV"  # type: ignore[union-attr]
    assert values().by_mp("Inactivated-SARS-CoV-2-Vero-Cell").ours == ()  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("system", "code", "ours"),
    [("cvx", "208", "COM-A"), ("cvx", "218", "COM-C"), ("cvx", "510", "VERO"), ("icd11", "XM4YL8", "AZ"),
     ("snomed", "33361000087101", "COM-C"), ("cvx", "219", "")],
)  # fmt: skip
def test_codes_of_elsewhere(system: str, code: str, ours: str) -> None:
    found = values().by_code(system, code)
    assert found is not None
    assert found[1] == ours


def test_codes_of_no_list() -> None:
    assert values().by_code("cvx", "0") is None
    assert values().by_mp("") is None
    assert [values().detected(code) for code in ("260373001", "260415000", "1")] == [True, False, None]


def test_no_two_vaccines_share_a_code_by_mistake() -> None:
    codes = [(system, code) for one in values().file.product for system in ("cvx", "snomed")
             for code in getattr(one, system)]  # fmt: skip
    assert len(codes) == len(set(codes))
    mp = [code for one in values().file.product for code in (one.mp, *one.formerly)]
    assert len(mp) == len(set(mp))
