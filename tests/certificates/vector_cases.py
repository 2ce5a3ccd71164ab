"""Cases of the vectors: EU certificates that hold, and texts that are none."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import NamedTuple

from msgspec.structs import replace

from tests.certificates import vector_parts as p
from tests.certificates.vector_parts import DAY, NOW, SHOT, claims, of, signed
from vaxdesk.certificates.dcc import Name


class Case(NamedTuple):
    """A text, why it does not hold (nothing when it does), and against what it is judged."""

    name: str
    text: str
    reasons: tuple[str, ...] = ()
    listed: str | None = "usual"
    now: int = NOW


def good_cases() -> Iterator[Case]:
    """Such as hold."""
    yield Case("vaccination, ES256", signed())
    yield Case("vaccination, PS256", signed(name="rsa"))
    yield Case("test, not detected", signed(replace(SHOT, v=(), t=(p.TEST,))))
    yield Case("test, detected", signed(replace(SHOT, v=(), t=(replace(p.TEST, tr="260373001"),))))
    yield Case("test of a result of no list", signed(replace(SHOT, v=(), t=(replace(p.TEST, tr="0"),))))
    yield Case("recovery", signed(replace(SHOT, v=(), r=(p.RECOVERY,))))
    yield Case("booster 3 of 3", signed(of(dn=3, sd=3)))
    yield Case("booster 2 of 1", signed(of(mp="EU/1/20/1525", ma="ORG-100001417", dn=2, sd=1)))
    yield Case("Vero Cell of Beijing", signed(of(mp="BBIBP-CorV", ma="ORG-100020693", vp="1157024006")))
    yield Case("a vaccine of no schedule here", signed(of(mp="CVnCoV")))
    for name, dob in (("only the year", "1990"), ("year and month", "1990-07"), ("not known", "")):
        yield Case(f"birth, {name}", signed(replace(SHOT, dob=dob)))
    yield Case("name without tone marks alone", signed(replace(SHOT, nam=Name(fnt="NGUYEN", gnt="THI<LANH"))))
    yield Case("one name alone", signed(replace(SHOT, nam=Name(fn="Páo", fnt="PAO"))))
    decomposed = replace(SHOT.nam, fn="Nguye\u0302\u0303n")
    yield Case("name in decomposed letters", signed(replace(SHOT, nam=decomposed)))
    yield Case("several doses before version 1.3", signed(replace(SHOT, ver="1.0.0", v=(p.DOSE, p.DOSE))))
    yield Case("identifier without a check letter", signed(of(ci=p.UVCI.partition("#")[0])))
    yield Case("identifier with a wrong check letter", signed(of(ci=p.UVCI[:-1] + "!")))


def letters_cases() -> Iterator[Case]:
    """Faults of the text: prefix, letters, packing."""
    yield Case("line end behind it", signed() + "\r\n")
    yield Case("small letters", signed().lower())
    yield Case("no prefix", signed()[4:], ("not_a_certificate",))
    yield Case("prefix of a later version", "HC2:" + signed()[4:], ("not_a_certificate",))
    yield Case("an address", "https://example.vn/HC1:", ("not_a_certificate",))
    yield Case("nothing", "", ("not_a_certificate",))
    yield Case("prefix alone", "HC1:", ("compression",))
    yield Case("a space in front", " " + signed(), ("not_a_certificate",))
    yield Case("a letter outside Base45", signed()[:50] + "_" + signed()[51:], ("letters",))
    yield Case("a letter that is not ASCII", signed()[:50] + "é" + signed()[51:], ("letters",))
    yield Case("a group that is too large", "HC1::::", ("letters",))
    yield Case("a length that none has", "HC1:0", ("letters",))
    spaced = _with_a_space()
    yield Case("a space that is a letter", spaced)
    yield Case("that space taken away", spaced.replace(" ", "", 1), ("letters",))
    yield Case("too long for a code", "HC1:" + "0" * 9000, ("too_large",))
    yield Case("not packed", p.packed(p.envelope(claims())), ("compression",))
    yield Case("packed without a head", p.packed(_raw_deflate(p.envelope(claims()))), ("compression",))
    whole = zlib.compress(p.envelope(claims()), 9)
    yield Case("cut off", p.packed(whole[:-9]), ("compression",))
    yield Case("bytes behind the stream", p.packed(whole + b"more"), ("compression",))
    yield Case("wrong sum of the stream", p.packed(whole[:-1] + bytes([whole[-1] ^ 1])), ("compression",))
    yield Case("a bomb", p.packed(zlib.compress(bytes(3_000_000), 9)), ("too_large",))


def _with_a_space() -> str:
    """A certificate in whose text there is a space."""
    for no in range(200):
        text = signed(issued=NOW - DAY - no)
        if " " in text[8:]:
            return text
    raise AssertionError("no space in 200 certificates")


def _raw_deflate(data: bytes) -> bytes:
    stream = zlib.compressobj(9, wbits=-15)
    return stream.compress(data) + stream.flush()
