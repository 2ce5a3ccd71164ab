"""Photos that sites sent, made anew before a browser gets them: what arrived is bytes of somebody else's making."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, UnidentifiedImageError

MOST_BYTES = 400_000  # in; a desk keeps 150 kB at most
_MOST_DOTS = 12_000_000  # a few bytes may claim to be a picture that fills the memory
_LONG_SIDE = 1754
_QUALITY = 80


def remade(data: bytes) -> bytes:
    """The dots of a JPEG as a grey JPEG of our own, without anything that was hidden in it; empty for what is none."""
    if not data or len(data) > MOST_BYTES:
        return b""
    try:
        with Image.open(BytesIO(data), formats=["JPEG"]) as given:
            if given.width * given.height > _MOST_DOTS:
                return b""
            dots = given.convert("L")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return b""
    dots.thumbnail((_LONG_SIDE, _LONG_SIDE))
    bare, out = Image.frombytes("L", dots.size, dots.tobytes()), BytesIO()
    bare.save(out, format="JPEG", quality=_QUALITY)
    return out.getvalue()
