"""The only table from codes to sentences, in Vietnamese and English.

Words lie in `resources/words/<language>/<area>.toml`; the key `reception.title` is the entry `title` of the
area `reception`, nested tables give longer keys (`reception.scan.unknown`). A sentence may name facts in
braces, filled by `str.format`. A counted sentence is a table with `one` and `other`, chosen by the fact `n`,
a number or the same written out (Vietnamese has no plural, so there `other` alone is enough). An area is read when
first used.
"""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

from vaxdesk.assets import resources

LANGUAGES = ("vi", "en")
_current = "vi"


class UnknownWords(KeyError):
    """A key without a sentence: always a bug, found by tests/architecture/test_words.py."""


def use(language: str) -> None:
    """Choose the language of `say` for the whole program."""
    global _current
    if language not in LANGUAGES:
        raise ValueError(language)
    _current = language


def language() -> str:
    """The language in use: `vi` or `en`."""
    return _current


def say(key: str, **facts: Any) -> str:
    """The sentence of a key in the language in use."""
    return say_in(_current, key, **facts)


def say_in(language: str, key: str, **facts: Any) -> str:
    """The sentence of a key in a named language, for papers in two languages.

    Raises:
        UnknownWords: no such key.
    """
    area, _, rest = key.partition(".")
    try:
        found: Any = _area(language, area)[rest]
    except (KeyError, FileNotFoundError):
        raise UnknownWords(f"{language}: {key}") from None
    if isinstance(found, dict):
        found = found["one"] if facts.get("n") in (1, "1") and "one" in found else found["other"]
    return found.format(**facts) if facts else found


def known(key: str) -> bool:
    """Whether the key has a sentence in the language in use."""
    area, _, rest = key.partition(".")
    return rest in _area(_current, area)


@cache
def _area(language: str, area: str) -> dict[str, str | dict[str, str]]:
    text = (resources() / "words" / language / f"{area}.toml").read_text(encoding="utf-8")
    flat: dict[str, str | dict[str, str]] = {}
    _flatten(tomllib.loads(text), "", flat)
    return flat


def _flatten(table: dict[str, Any], prefix: str, into: dict[str, Any]) -> None:
    for name, value in table.items():
        key = f"{prefix}{name}"
        if isinstance(value, dict) and not value.keys() <= {"one", "other"}:
            _flatten(value, f"{key}.", into)
        else:
            into[key] = value
