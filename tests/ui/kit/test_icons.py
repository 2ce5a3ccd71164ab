"""Icons are one family: 24 by 24, one stroke, tinted, and every name used exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from vaxdesk.assets import resources
from vaxdesk.ui.kit.icons import icon, pixmap

FOLDER = resources() / "icons"
NAMES = sorted(path.stem for path in FOLDER.glob("*.svg"))


@pytest.mark.parametrize("name", NAMES)
def test_an_icon_is_of_the_family(name: str) -> None:
    text = (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    assert 'viewBox="0 0 24 24"' in text
    assert re.findall(r'stroke-width="([^"]+)"', text) == ["1.75"]
    assert set(re.findall(r'(?:stroke|fill)="([^"]+)"', text)) == {"currentColor", "none"}


@pytest.mark.parametrize("name", [name for name in NAMES if name != "blank"])
def test_an_icon_draws_in_the_colour_asked_for(name: str) -> None:
    image = pixmap(name, "#ff0000", size=24).toImage()
    seen = {image.pixelColor(x, y).name() for x in range(24) for y in range(24) if image.pixelColor(x, y).alpha() > 100}
    assert seen, "nothing was drawn"
    assert seen <= {f"#{level:02x}0000" for level in range(240, 256)}


def test_a_disabled_icon_has_its_own_colour() -> None:
    assert len(icon("lock", "#ff0000", off="#888888").availableSizes(icon("lock", "#ff0000").Mode.Disabled)) == 1


def test_every_icon_named_in_the_code_exists() -> None:
    source = "\n".join(
        path.read_text(encoding="utf-8") for path in (Path(__file__).parents[3] / "vaxdesk" / "ui").rglob("*.py")
    )
    named = set(re.findall(r'(?:icon=|Picture\(|IconButton\(|Empty\(|icon\()"([a-z-]+)"', source))
    assert named, "the search found no icon at all"
    assert named <= set(NAMES)
