"""Every clinical code has a sentence in both languages, and the sentences ask for the same facts."""

from __future__ import annotations

import re
import tomllib

import pytest

from tests.domain.clinic import FORMS, RESOURCES, form
from vaxdesk.domain import (
    aefi,
    aefi_report,
    limits,
    observation,
    outcomes,
    picklists,
    refusals,
    rights,
    screening,
    visit,
)
from vaxdesk.words import LANGUAGES, say_in

MODULES = (aefi, aefi_report, limits, observation, outcomes, picklists, refusals, rights, screening)
ENUMS = {
    value
    for module in MODULES
    for value in vars(module).values()
    if isinstance(value, type) and hasattr(value, "WORDS")
}
FACTS = re.compile(r"\{(\w+)\}")


@pytest.mark.parametrize("enum", sorted(ENUMS, key=lambda enum: enum.WORDS), ids=lambda enum: enum.__name__)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_member_has_words(language, enum):
    assert len(enum) > 1
    for member in enum:
        assert say_in(language, f"{enum.WORDS}.{member.value}").strip()


def test_the_enums_are_found():
    assert {"Refusal", "Notice", "Need", "Conclusion", "Act", "Alarm", "Cause"} <= {enum.__name__ for enum in ENUMS}


@pytest.mark.parametrize("language", LANGUAGES)
def test_vital_signs_steps_and_dose_names_have_words(language):
    for name in FORMS:
        for vital in form(name).vital:
            assert say_in(language, f"clinical.vital.{vital.code}")
            assert say_in(language, f"clinical.unit.{vital.code}")
    for kind in visit.KINDS:
        assert say_in(language, f"clinical.kind.{kind}")
    for kind in outcomes.DoseKind:
        assert "2" in say_in(language, f"clinical.dose_name.{kind}", kind_no=2)
    for conclusion in outcomes.Conclusion:
        assert say_in(language, f"clinical.conclusion_short.{conclusion}")


def _flat(table: dict, prefix: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in table.items():
        found |= _flat(value, f"{prefix}{key}.") if isinstance(value, dict) else {f"{prefix}{key}": value}
    return found


@pytest.mark.parametrize("area", ["clinical", "refusal"])
def test_both_languages_have_the_same_keys_and_facts(area):
    vi, en = (
        _flat(tomllib.loads((RESOURCES / "words" / language / f"{area}.toml").read_text(encoding="utf-8")))
        for language in ("vi", "en")
    )
    assert list(vi) == list(en)
    for key, sentence in vi.items():
        assert set(FACTS.findall(sentence)) == set(FACTS.findall(en[key])), key


@pytest.mark.parametrize(("enum", "area"), [(refusals.Refusal, "refusal.reason"), (refusals.Notice, "clinical.notice")])
def test_sentences_ask_only_for_the_facts_that_are_given(enum, area):
    source = (RESOURCES.parent / "vaxdesk" / "domain" / "refusals.py").read_text(encoding="utf-8")
    given = dict(re.findall(r'= "(\w+)"  # (.+)', source))
    for member in enum:
        facts = {fact.strip() for fact in given.get(member.value, "").split(",")}
        assert set(FACTS.findall(say_in("vi", f"{area}.{member.value}"))) <= facts, member
