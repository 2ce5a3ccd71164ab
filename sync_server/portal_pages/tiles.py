"""What the first page offers, in its order; each topic says so by its `TILES`."""

from __future__ import annotations

import msgspec


class Tile(msgspec.Struct, frozen=True, kw_only=True):
    """A thing to do: its address below the first page, keys of its name and of a line about it, its picture."""

    path: str
    name: str
    about: str
    icon: str  # symbol of `templates/frame/icons.html`
    main: bool = False  # what most people come for
