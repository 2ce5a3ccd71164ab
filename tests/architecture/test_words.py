"""Everything that people read is worded, in both languages, with the facts that the program gives."""

from __future__ import annotations

import ast
import re
import string
import tomllib
from collections.abc import KeysView
from functools import cache
from typing import Any

import pytest

from tests.architecture.tree import ROOT, listed
from tests.architecture.words_used import Asked, asked, closed_lists, patterns, written_keys
from vaxdesk.trouble import TroubleCode
from vaxdesk.words import LANGUAGES, say_in

_WORDS = ROOT / "resources" / "words"
_AREAS = frozenset(path.stem for path in (_WORDS / "vi").glob("*.toml"))
_SAME = {"vaxdesk", "English", "Tiếng Việt", "Camera"}  # names, and words that both languages share


@cache
def sentences(language: str) -> dict[str, str | dict[str, str]]:
    """Every sentence of a language by its key; a counted one is a table with `other` and perhaps `one`."""
    found: dict[str, str | dict[str, str]] = {}
    waiting: list[tuple[str, Any]] = [
        (path.stem, tomllib.loads(path.read_text(encoding="utf-8"))) for path in (_WORDS / language).glob("*.toml")
    ]
    while waiting:
        key, value = waiting.pop()
        if isinstance(value, dict) and not value.keys() <= {"one", "other"}:
            waiting += [(f"{key}.{name}", below) for name, below in value.items()]
        else:
            found[key] = value
    return found


def facts(sentence: str | dict[str, str]) -> frozenset[str]:
    """The facts that a sentence names in braces."""
    forms = sentence.values() if isinstance(sentence, dict) else [sentence]
    return frozenset(name for form in forms for _, name, _, _ in string.Formatter().parse(form) if name)


def general(sentence: str | dict[str, str]) -> str:
    """The form of a sentence for many."""
    return sentence["other"] if isinstance(sentence, dict) else sentence


def test_the_languages_have_the_same_areas_and_keys() -> None:
    vi, en = sentences("vi").keys(), sentences("en").keys()
    assert not vi ^ en, listed([*(f"not in en: {k}" for k in vi - en), *(f"not in vi: {k}" for k in en - vi)])


def test_the_languages_name_the_same_facts() -> None:
    vi, en = sentences("vi"), sentences("en")
    apart = [key for key in sorted(vi.keys() & en.keys()) if facts(general(vi[key])) != facts(general(en[key]))]
    assert not apart, listed(apart)


def test_no_sentence_is_empty_or_left_untranslated() -> None:
    vi, en = sentences("vi"), sentences("en")
    empty = [key for words in (vi, en) for key, sentence in words.items() if not general(sentence).strip()]
    same = [
        f"{key}: {general(en[key])}"
        for key in sorted(vi.keys() & en.keys())
        if general(vi[key]) == general(en[key]) and _is_prose(general(en[key]))
    ]
    assert not empty + same, listed(empty + same)


def _is_prose(text: str) -> bool:
    bare = re.sub(r"\{[^}]*\}", "", text)
    return bool(re.search(r"[a-zà-ỹđ]{3,}", bare)) and text not in _SAME


def test_counted_sentences_name_only_facts_of_their_general_form() -> None:
    for language in LANGUAGES:
        for key, sentence in sentences(language).items():
            if isinstance(sentence, dict):
                assert facts(sentence) == facts(sentence["other"]), f"{language} {key}"


@pytest.mark.parametrize(("n", "told"), [(1, "1 person"), ("1", "1 person"), (2, "2 people"), ("11", "11 people")])
def test_one_is_told_as_one_also_when_it_is_written_out(n: int | str, told: str) -> None:
    assert say_in("en", "district_identity.total", n=n) == told


def test_every_key_asked_for_has_a_sentence() -> None:
    missing = [
        f"{call.place} {language}: {call.pattern}"
        for language in LANGUAGES
        for call in asked()
        if not _has(sentences(language).keys(), call)
    ]
    assert not missing, listed(missing)


def _has(keys: KeysView[str], call: Asked) -> bool:
    return call.key in keys if call.key else any(re.fullmatch(call.pattern, key) for key in keys)


def test_every_key_written_anywhere_has_a_sentence() -> None:
    known = sentences("vi").keys()
    prefixes = {key[: at.start()] for key in known for at in re.finditer(r"\.", key)}
    missing = [f"{place} {key}" for place, key in written_keys(_AREAS) if key not in known and key not in prefixes]
    assert not missing, listed(missing)


def test_a_call_gives_every_fact_that_its_sentence_names() -> None:
    """Where the key is written out; a key put together at run time is the business of its own tests."""
    missing = [
        f"{call.place} {call.key} wants {', '.join(sorted(wanted))}"
        for call in asked()
        if call.facts is not None and (wanted := _wanted(call.key) - call.facts)
    ]
    assert not missing, listed(missing)


def _wanted(key: str) -> frozenset[str]:
    sentence = sentences("en").get(key, "")
    return facts(sentence) | ({"n"} if isinstance(sentence, dict) else frozenset())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_member_of_a_closed_list_has_a_sentence(language: str) -> None:
    missing = [
        f"{found.place} {found.prefix}.{value}"
        for found in closed_lists()
        for value in found.values
        if f"{found.prefix}.{value}" not in sentences(language)
    ]
    assert not missing, listed(missing)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_trouble_is_worded_and_nothing_else(language: str) -> None:
    worded = {key for key in sentences(language) if key.startswith("trouble.")}
    assert worded == {f"trouble.{code.value}" for code in TroubleCode}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", TroubleCode)
def test_a_trouble_says_what_happened_what_is_safe_and_what_to_do(code: TroubleCode, language: str) -> None:
    sentence = sentences(language)[f"trouble.{code.value}"]
    assert isinstance(sentence, str)
    assert len(re.findall(r"[^.;]{10,}[.;](?= |$)", sentence)) >= 3
    assert not facts(sentence)


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("'reception.title'", [("reception\\.title", "reception.title")]),
        ("'a.b' if x else 'a.c'", [("a\\.b", "a.b"), ("a\\.c", "a.c")]),
        ("f'kit.age.{unit}'", [("kit\\.age\\.[^.]+", "")]),
        ("key", []),
    ],
)
def test_keys_are_found_in_the_code(source: str, found: list[tuple[str, str]]) -> None:
    assert list(patterns(ast.parse(source, mode="eval").body)) == found


def test_calls_and_closed_lists_are_found_at_all() -> None:
    assert len(asked()) > 100
    assert any(call.facts for call in asked())
    assert {"clinical.role", "scan.outcome"} <= {found.prefix for found in closed_lists() if len(found.values) > 1}
