"""The colours of the desk, calm and in high contrast, and the measure of contrast that the tests hold them to."""

from __future__ import annotations

from enum import StrEnum

import msgspec


class Tone(StrEnum):
    """What a coloured thing means; an icon or a word always says the same."""

    NEUTRAL = "neutral"
    ACCENT = "accent"
    OK = "ok"
    WAIT = "wait"
    HARM = "harm"


class Palette(msgspec.Struct, frozen=True, kw_only=True):
    """Colours by use, as `#rrggbb`. Text on its own ground reaches 4.5 to 1, edges of fields 3 to 1 (WCAG 2.2)."""

    ground: str = "#f5f3ef"
    card: str = "#ffffff"
    sunk: str = "#ece9e3"
    line: str = "#dfdad1"
    edge: str = "#857f75"
    ink: str = "#1d2b2f"
    soft: str = "#56616a"
    accent: str = "#0b6b6b"
    accent_deep: str = "#074f52"
    accent_soft: str = "#e0f0ee"
    accent_line: str = "#9accc6"
    rail: str = "#0f3b40"
    rail_ink: str = "#d3e6e4"
    rail_soft: str = "#8fb5b3"
    rail_on: str = "#1c575c"
    on_accent: str = "#ffffff"
    focus_on_accent: str = "#ffe08a"
    ok: str = "#1c6638"
    ok_soft: str = "#e3f3e7"
    ok_line: str = "#a5d3b2"
    wait: str = "#744800"
    wait_soft: str = "#fff1cf"
    wait_line: str = "#e5bb5a"
    harm: str = "#a61b1b"
    harm_deep: str = "#7f1212"
    harm_soft: str = "#fcebe9"
    harm_line: str = "#e3a39d"
    series_one: str = "#1a78b8"  # of charts, apart for every kind of colour blindness
    series_two: str = "#c77700"
    series_three: str = "#3b1f5e"


CALM = Palette()
STARK = Palette(
    ground="#ffffff",
    sunk="#f0f0f0",
    line="#6b6b6b",
    edge="#3a3a3a",
    ink="#000000",
    soft="#2b3236",
    accent="#00494b",
    accent_deep="#002f31",
    accent_soft="#dff4f2",
    accent_line="#00494b",
    rail="#001f22",
    rail_ink="#ffffff",
    rail_soft="#c9e4e2",
    rail_on="#00595d",
    ok="#0b4a22",
    ok_line="#0b4a22",
    wait="#553300",
    wait_line="#553300",
    harm="#860b0b",
    harm_line="#860b0b",
    series_one="#0063a8",
    series_two="#a65a00",
    series_three="#1e0a3c",
)


def practising(base: Palette) -> Palette:
    """The same with rail, ground and band of a practice station: nobody takes it for a real one, at any distance."""
    return msgspec.structs.replace(
        base,
        ground="#fdf0dc",
        rail="#6e2c00",
        rail_ink="#ffe9d1",
        rail_soft="#f0c08a",
        rail_on="#9a4a0f",
    )


def tone_colours(palette: Palette, tone: Tone) -> tuple[str, str, str]:
    """Ink, ground and edge of a tone."""
    return {
        Tone.NEUTRAL: (palette.soft, palette.sunk, palette.line),
        Tone.ACCENT: (palette.accent_deep, palette.accent_soft, palette.accent_line),
        Tone.OK: (palette.ok, palette.ok_soft, palette.ok_line),
        Tone.WAIT: (palette.wait, palette.wait_soft, palette.wait_line),
        Tone.HARM: (palette.harm, palette.harm_soft, palette.harm_line),
    }[tone]


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21, as WCAG 2.2 defines it."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
