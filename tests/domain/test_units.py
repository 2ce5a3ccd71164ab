"""Provinces of both schemes, from the shipped table."""

from __future__ import annotations

from functools import cache

import pytest

from vaxdesk.assets import resources
from vaxdesk.domain.birth_codes import PROVINCES
from vaxdesk.domain.names import fold
from vaxdesk.domain.units import Scheme, Units, read_units


@cache
def units() -> Units:
    return read_units((resources() / "units" / "provinces.toml").read_text(encoding="utf-8"))


def codes(scheme: Scheme) -> set[str]:
    return {code for code, of in units().by_code if of is scheme}


def test_there_are_63_and_34_and_each_old_one_went_somewhere() -> None:
    assert (len(codes(Scheme.OLD)), len(codes(Scheme.NEW))) == (63, 34)
    assert codes(Scheme.NEW) < codes(Scheme.OLD)
    new = (province for (_, scheme), province in units().by_code.items() if scheme is Scheme.NEW)
    parts = [part for province in new for part in province.parts]
    assert sorted(parts) == sorted(codes(Scheme.OLD))


def test_old_codes_are_those_of_citizen_ids() -> None:
    named = {f"0{code}": fold(units().by_code[code, Scheme.OLD].name) for code in codes(Scheme.OLD)}
    assert named == {code: fold(name) for code, name in PROVINCES.items()}


@pytest.mark.parametrize(
    ("scheme", "code", "name", "found"),
    [
        (Scheme.OLD, "15", "", "Yên Bái"), (Scheme.NEW, "15", "", "Tỉnh Lào Cai"), (Scheme.OLD, "1", "", "Hà Nội"),
        (Scheme.OLD, "", "tinh hoa binh", "Hòa Bình"), (Scheme.NEW, "", "Hoà Bình", None),
        (Scheme.OLD, "", "TPHCM", "TP Hồ Chí Minh"), (Scheme.NEW, "", "Sài Gòn", "Thành phố Hồ Chí Minh"),
        (Scheme.NEW, "", "Thành phố Huế", "Thành phố Huế"), (Scheme.OLD, "", "Huế", "Thừa Thiên Huế"),
        (Scheme.OLD, "15", "Yên Bái", "Yên Bái"), (Scheme.OLD, "15", "Lào Cai", None), (Scheme.OLD, "03", "", None),
        (Scheme.OLD, "", "", None),
    ],
)
def test_a_province_by_code_or_name(scheme: Scheme, code: str, name: str, found: str | None) -> None:
    province = units().find(scheme, code=code, name=name)
    assert (province.name if province else None) == found


@pytest.mark.parametrize(("old", "new"), [("15", "15"), ("10", "15"), ("77", "79"), ("94", "92")])
def test_what_became_of_an_old_province(old: str, new: str) -> None:
    successor = units().successor(old)
    assert successor is not None
    assert (successor.code, successor.scheme) == (new, Scheme.NEW)


def test_no_province_has_no_successor() -> None:
    assert units().successor("99") is None
