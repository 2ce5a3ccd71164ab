from __future__ import annotations

from datetime import date

import msgspec
import pytest

from tests.domain.clinic import RESOURCES, product, schedule
from vaxdesk.domain.days import Wait
from vaxdesk.domain.products import in_force, load_schedule, recognise_product


@pytest.mark.parametrize(
    ("code", "doses", "recommended", "minimum", "ml", "per_vial", "ages"),
    [
        ("AZ", 2, (56, 84), 28, "0.5", {8, 10}, (18, None)),
        ("COM-A", 2, (21, None), 21, "0.3", {6}, (12, None)),
        ("COM-C", 2, (28, None), 21, "0.2", {10}, (5, 12)),
        ("MOD", 2, (28, None), 28, "0.5", {10, 14}, (18, None)),
        ("MOD-C", 2, (28, None), 28, "0.25", {20}, (6, 12)),
        ("VERO", 2, (21, 28), 21, "0.5", {1, 2}, (18, None)),
        ("SPUT", 2, (21, None), 21, "0.5", {1, 5}, (18, None)),
        ("ABD", 3, (14, None), 14, "0.5", {10}, (19, 66)),
        ("HAY", 2, (21, 28), 21, "0.5", {1}, (18, None)),
        ("JAN", 1, None, None, "0.5", {5}, (18, None)),
    ],
)
def test_table_of_products(code, doses, recommended, minimum, ml, per_vial, ages):
    one = product(code)
    assert (one.doses, one.ml, set(one.doses_per_vial)) == (doses, ml, per_vial)
    assert (one.age_from, one.age_below) == ages
    if recommended is None:
        assert one.interval is None
        return
    assert one.interval is not None
    assert one.interval.recommended_from == Wait(days=recommended[0])
    assert one.interval.recommended_to == (Wait(days=recommended[1]) if recommended[1] else None)
    assert one.interval.minimum == Wait(days=minimum)


@pytest.mark.parametrize(
    ("code", "hours"),
    [
        ("AZ", 6),
        ("COM-A", 6),
        ("COM-C", 12),
        ("MOD", 6),
        ("SPUT", 2),
        ("VERO", 6),
        ("HAY", 6),
        ("ABD", 6),
        ("JAN", 6),
    ],
)
def test_life_of_an_open_vial(code, hours):
    assert product(code).open_hours == hours


def test_further_facts_of_products():
    assert product("MOD").booster_ml == "0.25"
    assert (product("COM-A").diluent_ml, product("COM-C").diluent_ml) == ("1.8", "1.3")
    assert product("SPUT").never_pregnant
    assert product("SPUT").components == ("I", "II")
    assert {one.observe_minutes for one in schedule().product} == {30}
    assert schedule().version
    assert schedule().find("NOPE") is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("COVID-19 Vaccine AstraZeneca", "AZ"),
        ("COVID-19 Vaccine Comirnaty (Pfizer)", "COM-A"),
        ("COVID-19 Vaccine Moderna", "MOD"),
        ("COVID-19 Vaccine (Vero Cell), Inactived", "VERO"),
        ("Vaccine Gam-COVID-Vac (SPUTNIK V)", "SPUT"),
        ("COVID-19 Vaccine Abdala", "ABD"),
        ("ASTRAZENECA", "AZ"),
        ("Astra Zeneca mũi 1", "AZ"),
        ("az", "AZ"),
        ("vắc xin Vaxzevria", "AZ"),
        ("Pfizer", "COM-A"),
        ("comirnaty", "COM-A"),
        ("Pfizer-BioNTech", "COM-A"),
        ("Pfizer 5/11/2021", "COM-A"),
        ("Pfizer trẻ em", "COM-C"),
        ("Comirnaty 10 µg", "COM-C"),
        ("COVID-19 Vaccine Comirnaty (Pfizer) 5-<12 tuổi", "COM-C"),
        ("Spikevax", "MOD"),
        ("Moderna (Spikevax) 6-11 tuổi", "MOD-C"),
        ("Vero Cell", "VERO"),
        ("VeroCell", "VERO"),
        ("Sinopharm", "VERO"),
        ("BBIBP-CorV", "VERO"),
        ("Hayat-Vax", "HAY"),
        ("Hayat Vax (Vero Cell)", "HAY"),
        ("Sputnik V", "SPUT"),
        ("Janssen", "JAN"),
        ("J&J", "JAN"),
        ("Johnson & Johnson", "JAN"),
        ("", None),
        ("vắc xin COVID-19", None),
        ("cúm mùa", None),
        ("AZ, Pfizer", None),
        ("AstraZeneca hoặc Moderna", None),
        ("Laz", None),
        ("dự án Vero2", None),
    ],
)
def test_names_as_lists_write_them(text, code):
    assert recognise_product(schedule(), text) == code


@pytest.mark.parametrize("code", [one.code for one in schedule().product])
def test_a_product_is_recognised_by_its_own_names(code):
    one = product(code)
    for name in (one.code, one.name, *one.aliases, one.name.upper()):
        assert recognise_product(schedule(), name) == code


def test_codes_are_unique_and_references_known():
    codes = [one.code for one in schedule().product]
    assert len(set(codes)) == len(codes)
    used = {one.variant_of for one in schedule().product} - {""}
    for rule in (*schedule().mixing, *schedule().booster_mixing):
        used |= {*rule.given, *rule.next}
    for rule in schedule().additional:
        used |= {*rule.after, *rule.next}
    assert used <= set(codes)


def test_products_have_names_in_both_languages():
    assert all(one.short.vi and one.short.en and one.maker for one in schedule().product)


@pytest.mark.parametrize(
    ("day", "months"),
    [
        (date(2021, 11, 30), []),
        (date(2021, 12, 1), [6]),
        (date(2021, 12, 16), [6]),
        (date(2021, 12, 17), [3]),
        (date(2030, 1, 1), [3]),
    ],
)
def test_rules_hold_from_day_to_day(day, months):
    rules = [rule for rule in in_force(schedule().booster, day) if rule.no == 1 and rule.age_from == 18]
    assert [rule.wait.months for rule in rules] == months


def test_a_damaged_file_is_refused():
    text = (RESOURCES / "schedules" / "vn-covid19.toml").read_text(encoding="utf-8")
    for broken in (text.replace("doses = 2", 'doses = "hai"', 1), text + "\n[colour]\n", "product = 5"):
        with pytest.raises(msgspec.DecodeError):
            load_schedule(broken)


def test_a_district_may_add_a_product():
    text = (RESOURCES / "schedules" / "vn-covid19.toml").read_text(encoding="utf-8")
    added = (
        '\n[[product]]\ncode = "NVX"\nname = "Nuvaxovid"\nshort = { vi = "Nuvaxovid", en = "Nuvaxovid" }\n'
        'aliases = ["Novavax"]\ndoses = 2\nage_from = 18\nml = "0.5"\ndoses_per_vial = [10]\nopen_hours = 6\n'
    )
    changed = load_schedule(text + added)
    assert recognise_product(changed, "vắc xin Novavax") == "NVX"
