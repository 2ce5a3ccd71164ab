from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.clinic import DAY, NINE, aefi_form, an_event
from vaxdesk.domain.aefi import (
    AefiNeed,
    Severity,
    anaphylaxis_after,
    anaphylaxis_grade,
    deadlines,
    lacks,
    proposed_severity,
)
from vaxdesk.domain.payloads import Aefi

FORM = aefi_form()
SIGNS = [sign.code for sign in FORM.sign]
SYMPTOMS = [symptom.code for symptom in FORM.symptom]


@pytest.mark.parametrize(
    ("signs", "grade"),
    [
        pytest.param([], 0, id="none"),
        pytest.param(["urticaria"], 1, id="urticaria"),
        pytest.param(["itch"], 1, id="itch"),
        pytest.param(["angioedema", "itch"], 1, id="skin only"),
        pytest.param(["skin_fast"], 1, id="skin only, fast"),
        pytest.param(["belly"], 0, id="one organ that is not the skin"),
        pytest.param(["shallow_breathing"], 0, id="breathing alone"),
        pytest.param(["skin_fast", "belly"], 2, id="skin and belly"),
        pytest.param(["urticaria", "shallow_breathing"], 2, id="skin and airway"),
        pytest.param(["belly", "heart_fast"], 2, id="belly and circulation"),
        pytest.param(["stridor"], 3, id="airway"),
        pytest.param(["breathing_failing"], 3, id="breathing"),
        pytest.param(["consciousness"], 3, id="consciousness"),
        pytest.param(["shock"], 3, id="circulation"),
        pytest.param(["skin_fast", "belly", "shock"], 3, id="the worst counts"),
        pytest.param(["breathing_stopped"], 4, id="breathing stopped"),
        pytest.param(["circulation_stopped", "shock"], 4, id="circulation stopped"),
        pytest.param(["hologram"], 0, id="unknown sign"),
    ],
)
def test_anaphylaxis_grade(signs, grade):
    assert anaphylaxis_grade(FORM, signs) == grade


@given(st.sets(st.sampled_from(SIGNS)), st.sampled_from(SIGNS))
def test_one_more_sign_never_lowers_the_grade(signs, more):
    assert anaphylaxis_grade(FORM, signs | {more}) >= anaphylaxis_grade(FORM, signs)


@pytest.mark.parametrize(
    ("symptoms", "grade", "seriousness", "severity"),
    [
        (["local", "fever_below_39"], 0, "", Severity.COMMON),
        (["fever_39", "headache", "vomiting"], 0, "", Severity.COMMON),
        (["breathing"], 0, "", Severity.SERIOUS),
        (["convulsion"], 0, "", Severity.SERIOUS),
        (["faint", "face_swelling"], 0, "", Severity.COMMON),
        (["anaphylaxis"], 1, "", Severity.COMMON),
        (["anaphylaxis"], 2, "", Severity.SERIOUS),
        (["anaphylaxis"], 4, "", Severity.SERIOUS),
        (["fever_39"], 0, "hospitalisation", Severity.SERIOUS),
        ([], 0, "death", Severity.SERIOUS),
    ],
)
def test_seriousness(symptoms, grade, seriousness, severity):
    assert proposed_severity(FORM, symptoms=symptoms, grade=grade, seriousness=seriousness) is severity


def test_deadlines_of_a_serious_event():
    found = deadlines(FORM, NINE)
    assert (found.investigate_by - NINE, found.council_by - NINE) == (24 * 3600, 5 * 24 * 3600)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"symptoms": ["local"]}, ()),
        ({"symptoms": [], "note": "mệt"}, ()),
        ({"symptoms": []}, (AefiNeed.SYMPTOMS,)),
        ({"symptoms": ["hologram"]}, (AefiNeed.SYMPTOMS,)),
        ({"symptoms": ["other"]}, (AefiNeed.NOTE,)),
        ({"symptoms": ["other"], "note": "ngứa"}, ()),
        ({"symptoms": ["anaphylaxis"]}, (AefiNeed.GRADE,)),
        ({"symptoms": ["anaphylaxis"], "grade": 5}, (AefiNeed.GRADE,)),
        ({"symptoms": ["anaphylaxis"], "grade": 2}, ()),
        ({"symptoms": ["local"], "onset": 0}, (AefiNeed.ONSET,)),
        ({"symptoms": ["local"], "onset": NINE + 3901}, (AefiNeed.ONSET_IN_FUTURE,)),
        ({"symptoms": ["local"], "onset": NINE + 3900}, ()),
        ({"symptoms": ["local"], "onset": NINE - 301}, (AefiNeed.ONSET_BEFORE_DOSE,)),
        ({"symptoms": ["local"], "onset": NINE - 300}, ()),
    ],
)
def test_what_a_first_report_lacks(changes, expected):
    report = Aefi(day=DAY, severity="common", **{"onset": NINE + 600, **changes})
    assert lacks(FORM, report, injected_at=NINE, now=NINE + 3600) == expected


def test_a_dose_given_elsewhere_sets_no_earliest_onset():
    report = Aefi(day=DAY, severity="common", onset=NINE - 86400, symptoms=["local"])
    assert lacks(FORM, report, injected_at=0, now=NINE) == ()


DOSE = an_event("inject", 1, product="AZ")
OTHER_DOSE = an_event("inject", 2, product="VERO")


@pytest.mark.parametrize(
    ("events", "products"),
    [
        pytest.param([DOSE], (), id="no reaction"),
        pytest.param([DOSE, an_event("aefi", 3, symptoms=["local"])], (), id="common reaction"),
        pytest.param([DOSE, an_event("aefi", 3, symptoms=["anaphylaxis"], inject=DOSE.id)], ("AZ",), id="by symptom"),
        pytest.param([an_event("aefi", 3, grade=2, inject=DOSE.id), DOSE], ("AZ",), id="by grade"),
        pytest.param([DOSE, an_event("aefi", 3, grade="2", inject=DOSE.id)], ("AZ",), id="grade as corrected"),
        pytest.param([DOSE, an_event("aefi", 3, grade="0", inject=DOSE.id)], (), id="grade taken back"),
        pytest.param([DOSE, an_event("aefi", 3, grade=2, inject=DOSE.id, voided=True)], (), id="voided"),
        pytest.param([DOSE, OTHER_DOSE, an_event("aefi", 3, grade=2, inject=DOSE.id)], ("AZ",), id="the named dose"),
        pytest.param([DOSE, OTHER_DOSE, an_event("aefi", 3, grade=2)], ("AZ", "VERO"), id="all doses of the day"),
        pytest.param([an_event("aefi", 3, grade=2)], (), id="dose not known"),
    ],
)
def test_products_that_caused_an_anaphylaxis(events, products):
    assert anaphylaxis_after(events) == products


def test_short_list_of_symptoms():
    assert SYMPTOMS == [
        "local",
        "fever_below_39",
        "fever_39",
        "headache",
        "muscle_joint",
        "fatigue",
        "chills",
        "vomiting",
        "diarrhoea",
        "rash",
        "throat_nose",
        "dizziness",
        "face_swelling",
        "faint",
        "convulsion",
        "breathing",
        "anaphylaxis",
        "other",
    ]


def test_the_file_is_whole():
    assert [grade.grade for grade in FORM.grade] == [1, 2, 3, 4]
    assert {sign.grade for sign in FORM.sign} == {1, 2, 3, 4}
    assert len(FORM.suspect) == 5
    sections = {section.code for section in FORM.section}
    codes = [field.code for field in FORM.field]
    assert len(codes) == len(set(codes))
    for field in FORM.field:
        assert field.section in sections
        assert not (field.office and field.required)
        assert bool(field.choice) == field.type.value.startswith("choice")
        assert field.required_when is None or field.required_when.field in codes
    coded = [*FORM.symptom, *FORM.grade, *FORM.sign, *FORM.suspect, *FORM.section, *FORM.field]
    coded += [choice for field in FORM.field for choice in field.choice]
    assert all(one.vi.strip() and one.en.strip() for one in (FORM.title, *coded))
