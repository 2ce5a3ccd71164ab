"""What the verifier page has from elsewhere: words, value sets, and the list of files that a phone keeps.

Run `python -m tests.certificates.make_page` after a change of those or of any file of the page; a test tells when.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec

from vaxdesk.assets import resources

PAGE = resources() / "verifier"
_WORDS = {"verifier": "", "verdict": r"(kind|content|reason|caution)\."}  # of each area the keys that the page says
_LEFT_OUT = ("vectors/", "sw.js", ".md", "LICENSE", "LICENSE-MIT")  # no part of what is shown
_MADE = "// Made by `python -m tests.certificates.make_page`; change what it is made of.\n\nexport default "
_LANGUAGES = ("vi", "en")


def made() -> dict[str, str]:
    """The text of each made file by its path below the page; that of `sw.js` counts the others in."""
    found = {f"words/{language}.js": _script(_words(language)) for language in _LANGUAGES}
    found["data/values.js"] = _script(_values())
    return found | {"sw.js": _service_worker(found)}


def _script(value: Any) -> str:
    return _MADE + msgspec.json.format(msgspec.json.encode(value), indent=1).decode() + ";\n"


def _words(language: str) -> dict[str, Any]:
    found = {}
    for area, wanted in _WORDS.items():
        path = resources() / "words" / language / f"{area}.toml"
        for key, sentence in _flat(tomllib.loads(path.read_text(encoding="utf-8"))):
            if re.match(wanted, key):
                found[f"{area}.{key}"] = sentence
    return found


def _flat(table: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in table.items():
        if isinstance(value, dict) and not value.keys() <= {"one", "other"}:
            yield from _flat(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", value


def _values() -> dict[str, Any]:
    """The value sets without the tables that the page does not show."""
    text = (resources() / "certificates" / "values.toml").read_text(encoding="utf-8")
    wanted = ("version", "country", "negative", "positive", "product")
    return {name: value for name, value in tomllib.loads(text).items() if name in wanted}


def _service_worker(beside: dict[str, str]) -> str:
    texts = {name: (PAGE / name).read_bytes() for name in _kept()} | {name: beside[name].encode() for name in beside}
    version = sha256(b"".join(name.encode() + b"\0" + texts[name] for name in sorted(texts))).hexdigest()[:16]
    names = ["./", *(name for name in sorted(texts) if name != "index.html")]
    lines = "".join(f'  "{name}",\n' for name in names)
    text = (PAGE / "sw.js").read_text(encoding="utf-8")
    text = re.sub(r'^const VERSION = ".*";$', f'const VERSION = "{version}";', text, flags=re.MULTILINE)
    return re.sub(r"^const FILES = \[.*?\];$", f"const FILES = [\n{lines}];", text, flags=re.MULTILINE | re.DOTALL)


def _kept() -> list[str]:
    names = (path.relative_to(PAGE).as_posix() for path in PAGE.rglob("*") if path.is_file())
    return [name for name in names if not (name.startswith(_LEFT_OUT) or name.endswith(_LEFT_OUT))]


def _write() -> None:
    for name, text in made().items():
        path = Path(PAGE / name)
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    _write()
