from __future__ import annotations

import pytest

from tests.domain.clinic import a_filled, form, judged
from vaxdesk.domain.outcomes import Conclusion
from vaxdesk.domain.screening import Gap, Need, assess

C = Conclusion


@pytest.mark.parametrize(
    ("code", "value", "abnormal"),
    [
        ("temp", 35.4, True),
        ("temp", 35.5, False),
        ("temp", 37.5, False),
        ("temp", 37.6, True),
        ("pulse", 59, True),
        ("pulse", 60, False),
        ("pulse", 100, False),
        ("pulse", 101, True),
        ("dia", 59, True),
        ("dia", 60, False),
        ("dia", 90, False),
        ("dia", 91, True),
        ("sys", 89, True),
        ("sys", 90, False),
        ("sys", 140, False),
        ("sys", 141, True),
        ("resp", 8, False),
        ("resp", 25, False),
        ("resp", 26, True),
    ],
)
@pytest.mark.parametrize("name", ["qd4355", "qd5785"])
def test_adult_thresholds(name, code, value, abnormal):
    found = judged(name, vitals={"temp": 36.6, code: value})
    assert (code in found.abnormal_vitals) is abnormal
    assert found.conclusion is (C.CAUTION if abnormal else C.ELIGIBLE)
    assert (("10" if name == "qd4355" else "9") in found.yes) is abnormal


@pytest.mark.parametrize(
    ("code", "usual", "value", "usual_value", "abnormal"),
    [
        ("sys", "usual_sys", 130, 100, False),
        ("sys", "usual_sys", 131, 100, True),
        ("sys", "usual_sys", 141, 135, True),
        ("dia", "usual_dia", 90, 60, False),
        ("dia", "usual_dia", 90, 59, True),
    ],
)
def test_pressure_against_the_usual_one(code, usual, value, usual_value, abnormal):
    found = judged("qd5785", vitals={"temp": 36.6, code: value, usual: usual_value})
    assert (code in found.abnormal_vitals) is abnormal


@pytest.mark.parametrize(
    ("value", "conclusion"),
    [(35.5, C.DEFER), (35.6, C.ELIGIBLE), (37.4, C.ELIGIBLE), (37.5, C.DEFER), (38.5, C.DEFER)],
)
def test_childrens_temperature_counts_from_the_boundary_on(value, conclusion):
    found = judged("qd5002", age=10, vitals={"temp": value, "pulse": 90})
    assert found.conclusion is conclusion


@pytest.mark.parametrize(
    ("code", "low", "high"),
    [("temp", 30, 43), ("pulse", 20, 250), ("sys", 50, 300), ("dia", 20, 200), ("resp", 5, 80)],
)
def test_limits_of_what_can_be_true(code, low, high):
    for value, possible in ((low, True), (high, True), (low - 0.1, False), (high + 0.1, False)):
        found = judged("qd5785", vitals={"temp": 36.6, code: value})
        assert (Gap(code, Need.NOT_POSSIBLE) not in found.missing) is possible
        if not possible:
            assert code not in found.abnormal_vitals


@pytest.mark.parametrize(
    ("name", "age", "conditions", "measured"),
    [
        pytest.param("qd5785", 30, (), ("temp",), id="healthy adult: temperature only"),
        pytest.param("qd5785", 65, (), ("temp",), id="65 is not over 65"),
        pytest.param("qd5785", 66, (), ("temp", "sys", "dia"), id="over 65"),
        pytest.param("qd5785", None, (), ("temp",), id="unknown age"),
        pytest.param("qd5785", 30, ("blood_pressure_history",), ("temp", "sys", "dia"), id="history of pressure"),
        pytest.param("qd5785", 30, ("heart_or_breath",), ("temp", "pulse", "resp"), id="heart failure"),
        pytest.param("qd4355", 66, (), ("temp", "sys", "dia"), id="4355 over 65"),
        pytest.param("qd5002", 10, (), ("temp", "pulse"), id="child"),
    ],
)
def test_who_is_measured(name, age, conditions, measured):
    screen = a_filled(name, *conditions, vitals={})
    found = assess(form(name), screen, age=age, sex="M")
    assert found.measured == measured
    assert found.missing == tuple(Gap(code, Need.VITAL) for code in measured)
    assert found.conclusion is C.ELIGIBLE
