"""Charts as SVG of shapes with classes, since the content policy allows no styles; the table beside says the same."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from markupsafe import Markup

from vaxdesk.domain.totals.scales import ticks
from vaxdesk.domain.totals.shades import shade
from vaxdesk.domain.totals.tiles import Layout

_WIDE, _HIGH, _LEFT, _TOP, _FOOT = 760, 220, 56, 12, 30
TILE_W, TILE_H, HEAD_H = 108, 64, 34
_LETTERS = 15  # on a line of a tile
_TILE = Markup(  # with `%`, which takes a third of the time of `format`: a page has hundreds
    '<a href="%s" aria-label="%s"><g class="tile s%d"><title>%s</title>'
    f'<rect x="%d" y="%d" width="{TILE_W - 4}" height="{TILE_H - 4}" rx="5"/>'
    '<text x="%d" y="%d">%s</text><text x="%d" y="%d">%s</text><text class="much" x="%d" y="%d">%s</text></g></a>'
)


def bar(per_cent: float | None) -> Markup:
    """A bar of so many per cent, 100 at most, beside its figure."""
    if per_cent is None:
        return Markup("")
    return Markup(
        '<svg class="bar s{}" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        '<rect class="of" width="100" height="8"/><rect class="done" width="{}" height="8"/></svg>'
    ).format(shade(round(per_cent), 100), max(0, min(per_cent, 100)))


def side(n: int, most: int, *, to_left: bool) -> Markup:
    """One side of a pyramid."""
    width = 100 * n / most if most else 0
    at = 100 - width if to_left else 0
    return Markup(
        '<svg class="side {}" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true" focusable="false">'
        '<rect x="{:.2f}" width="{:.2f}" height="8"/></svg>'
    ).format("one" if to_left else "two", at, width)


class Column:
    """A column of a chart: two figures, the first behind the second, and what it is of."""

    __slots__ = ("behind", "front", "label", "title")

    def __init__(self, label: str, title: str, behind: int, front: int) -> None:
        self.label, self.title, self.behind, self.front = label, title, behind, front


def columns(bars: Sequence[Column], label: str) -> Markup:
    """Columns over time: what was called behind, what was done in front."""
    most = max((max(one.behind, one.front) for one in bars), default=0)
    marks = ticks(most)
    top = marks[-1]
    parts = [Markup('<svg class="columns" viewBox="0 0 {} {}" role="img" aria-label="{}">').format(_WIDE, _HIGH, label)]
    for mark in marks:
        y = _y(mark, top)
        parts.append(Markup('<line class="grid" x1="{}" x2="{}" y1="{:.1f}" y2="{:.1f}"/>').format(_LEFT, _WIDE, y, y))
        text = f"{mark:,}".replace(",", " ")
        parts.append(Markup('<text class="axis end" x="{}" y="{:.1f}">{}</text>').format(_LEFT - 6, y + 4, text))
    step = (_WIDE - _LEFT) / max(len(bars), 1)
    every = max(1, -(-len(bars) // 10))
    for at, one in enumerate(bars):
        parts.append(_column(one, _LEFT + at * step, step, top, shown=at % every == 0))
    return Markup("").join([*parts, Markup("</svg>")])


def _y(n: int, top: int) -> float:
    return _TOP + (_HIGH - _TOP - _FOOT) * (1 - n / top)


def _column(one: Column, x: float, step: float, top: int, *, shown: bool) -> Markup:
    base, width = _y(0, top), min(step * 0.72, 60)
    left = x + (step - width) / 2
    shapes = Markup("<g><title>{}</title>").format(one.title)
    for kind, n, inset in (("behind", one.behind, 0.0), ("front", one.front, width * 0.16)):
        y = _y(n, top)
        shapes += Markup('<rect class="{}" x="{:.1f}" y="{:.1f}" width="{:.1f}" height="{:.1f}"/>').format(
            kind, left + inset, y, max(width - 2 * inset, 0.5), max(base - y, 0)
        )
    if shown:
        text = Markup('<text class="axis middle" x="{:.1f}" y="{}">{}</text>')
        shapes += text.format(x + step / 2, _HIGH - 8, one.label)
    return shapes + Markup("</g>")


class Tile:
    """A tile: where it leads, its name, its share in per cent, and what a screen reader says of it."""

    __slots__ = ("href", "name", "said", "share")

    def __init__(self, href: str, name: str, said: str, share: float | None) -> None:
        self.href, self.name, self.said, self.share = href, name, said, share


def cartogram(layout: Layout, names: dict[int, str], tiles: dict[int, Tile], label: str) -> Markup:
    """Tiles of units, shaded by their share, in blocks by the unit above."""
    heads = sorted({block.y for block in layout.blocks})

    def y_of(row: int) -> int:
        """Where a row begins: those of names are lower than those of tiles."""
        return row * TILE_H - bisect_left(heads, row) * (TILE_H - HEAD_H)

    size = layout.width * TILE_W, y_of(layout.height)
    start = '<svg class="tiles" width="{}" height="{}" viewBox="0 0 {} {}" role="group" aria-label="{}">'
    parts = [Markup(start).format(*size, *size, label)]
    for block in layout.blocks:
        text = _short(names[block.key], max(block.width * 13, 13))
        head = Markup('<text class="block" x="{}" y="{}">{}</text>')
        parts.append(head.format(block.x * TILE_W + 2, y_of(block.y) + HEAD_H - 8, text))
        parts += [_tile(tiles[one.key], one.x * TILE_W, y_of(one.y)) for one in block.tiles]
    return Markup("").join([*parts, Markup("</svg>")])


def _tile(one: Tile, x: int, y: int) -> Markup:
    text = "–" if one.share is None else f"{round(one.share)} %"
    kind = shade(round(one.share), 100) if one.share is not None else 0
    first, second = _lines(one.name)
    return _TILE % (
        one.href, one.said, kind, one.said, x + 2, y + 2, x + 9, y + 19, first, x + 9, y + 34, second, x + 9, y + 54,
        text,
    )  # fmt: skip


def _lines(name: str) -> tuple[str, str]:
    """A name on two lines."""
    first = ""
    words = name.split()
    while words and len(f"{first} {words[0]}".strip()) <= _LETTERS:
        first = f"{first} {words.pop(0)}".strip()
    rest = " ".join(words)
    return (first, _short(rest, _LETTERS)) if first else (_short(name, _LETTERS), "")


def _short(name: str, most: int) -> str:
    return name if len(name) <= most else f"{name[: most - 1].rstrip()}…"
