"""What is fuzzed: each target takes any bytes and may say no in the way its caller expects, and in no other.

A target raises for a fault alone: an exception that nobody would catch, a promise that does not hold, memory beyond
its bound. `run.py` hunts with these under atheris; `test_corpus.py` replays what was ever found, without it.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from datetime import UTC, datetime

import cbor2
import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.fuzz.targets_files import a_form, a_list, sets_of_who, what_is_told_on
from vaxdesk.certificates import base45, hcert, shc, trust
from vaxdesk.certificates.trust import Site, TrustList
from vaxdesk.certificates.trusted import Trusted
from vaxdesk.certificates.verify import verify
from vaxdesk.dictionaries import shipped
from vaxdesk.domain.letters import undo_layout
from vaxdesk.domain.payloads import KINDS
from vaxdesk.journal import (
    auth,
    bundle,
    carrying,
    chain,
    enrolment,
    finding,
    hole,
    identity,
    lease_code,
    line,
    opening,
    ref,
    segment,
)
from vaxdesk.journal import standing as standings
from vaxdesk.journal.bundle import BadBundle, Kind
from vaxdesk.journal.frames import Ask, BadFrames, Item, Told, decode, split
from vaxdesk.journal.pack import ZSTD_DICTIONARY
from vaxdesk.journal.signing import from_text, to_text
from vaxdesk.journal.verdict import BadSegment
from vaxdesk.lan import beacon
from vaxdesk.registry.names import LogNames
from vaxdesk.registry.reading import read as read_entry
from vaxdesk.registry.rules import values
from vaxdesk.scanning import reading

Target = Callable[[bytes], None]
_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = _KEY.public_key().public_bytes_raw()
_LOG = "0000000000001"
_BELIEVED = Trusted(TrustList(made=datetime(2022, 8, 1, tzinfo=UTC), devices=(Site(1, PUBLIC, ":A"),)))


def a_segment(data: bytes) -> None:
    """What is read can be written again, and reads as the same."""
    try:
        given = segment.read(data, shipped())
    except BadSegment:
        return
    assert 1 <= given.n <= segment.MAX_LINES
    assert max(map(len, given.lines)) <= line.MAX_LINE
    try:
        again = segment.seal(given.log, given.a, given.lines, given.sig, seeds=given.seeds)
        whole = segment.seal(given.log, given.a, given.lines, given.sig)
    except BadSegment:
        assert not data[4] & (segment.SEEDED | segment.SPREAD | ZSTD_DICTIONARY)  # these can always be written out
        return
    assert segment.read(again) == given
    assert segment.read(whole).lines == given.lines
    try:
        segment.verify(given, chain.start(given.log, PUBLIC.hex()), PUBLIC)
    except BadSegment:
        return


def frames(data: bytes) -> None:
    """Frames are read as they were joined, and each message is one or is refused."""
    try:
        found = split(data)
    except BadFrames:
        return
    assert sum(map(len, found)) + 4 * len(found) == len(data)
    for frame in found[:20]:
        for kind in (Ask, Told, Item, finding.Wanted, finding.Told, enrolment.Request, enrolment.Reply):
            try:
                decode(frame, kind)
            except BadFrames:
                continue


def authorization(data: bytes) -> None:
    """A header is a claim or none; a claim that is not signed never holds."""
    try:
        claim = auth.parse(data.decode("latin-1"))
    except auth.BadAuth:
        return
    assert 0 <= claim.device < 10**15
    assert not claim.holds(PUBLIC, method="POST", path="/v1/sync", digest=bytes(32))


def statements(data: bytes) -> None:
    """Certificates, statements and invitations that nobody signed are none."""
    text = data.decode("utf-8", "replace")
    assert enrolment.read_certificate(text, PUBLIC) is None
    assert standings.read(text, PUBLIC, 1) is None
    assert identity.read(data, PUBLIC) is None
    assert not identity.is_authority(text, PUBLIC)
    assert beacon.read(data, PUBLIC, ":TYT-01") is None
    raw = from_text(text)
    assert not raw or to_text(raw) == text
    enrolment.letters_of(text)
    lease_code.is_well_formed(text)
    invitation = enrolment.read_invitation(text)
    if invitation is not None:
        invitation.authority()


def a_bundle(data: bytes) -> None:
    """A file of a stick is ours or has a fault; what is not sealed to us is not opened."""
    try:
        cover = bundle.look(data)
        bundle.unseal(cover, bytes(range(32)), tuple(Kind))
    except BadBundle:
        return
    raise AssertionError("opened without having been sealed")


def a_letter(data: bytes) -> None:
    """What lies in a file is a letter or no frames."""
    try:
        carrying.read(data)
    except BadFrames:
        return


def a_code(data: bytes) -> None:
    """Whatever a scanner reads becomes a scan."""
    for keyed in (False, True):
        reading.read(data, keyed=keyed, today="2026-11-26")
    undo_layout(data.decode("utf-8", "replace"))


def a_certificate(data: bytes) -> None:
    """Whatever is shown becomes a verdict, in letters as they came and inside each envelope; nothing unsigned holds."""
    text = data.decode("utf-8", "replace")
    packed = base45.encode(data[: hcert.MOST_LETTERS // 2])
    inside = ("HC1:" + base45.encode(zlib.compress(data, 1)), "HC1:" + packed, "VXS:" + packed, "VXS:" + packed[3:])
    digits = "shc:/" + "".join(f"{byte % 78:02d}" for byte in data)
    for one in (text, *inside, digits, shc.digits(_as_card(data))):
        found = verify(one, trust=_BELIEVED, now=1_660_000_000, values=values())
        assert not found.valid
        assert found.reasons
        msgspec.json.encode(found)
        reading.read(one, today="2026-11-26")
    head, payload = cbor2.dumps({1: -7, 4: bytes(8)}), data
    wrapped = verify(hcert.wrap(cbor2.dumps([head, {}, payload, bytes(64)])), trust=_BELIEVED, now=0, values=values())
    assert not wrapped.valid
    try:
        trust.read_unsigned(data)
        trust.read(data, [PUBLIC])
    except trust.BadTrustList:
        return


def _as_card(data: bytes) -> str:
    """The bytes as the claims of a SMART Health Card."""
    packer = zlib.compressobj(1, wbits=-15)
    parts = (b'{"alg":"ES256","kid":"AAAA","zip":"DEF"}', packer.compress(data) + packer.flush(), bytes(64))
    return ".".join(map(to_text, parts))


def an_entry(data: bytes) -> None:
    """Any bytes are an entry, a hole or a bad one; what is read keeps to what the tables take."""
    data = data.replace(b"\n", b"")[: line.MAX_LINE]
    opening.device_named(data)
    names = LogNames(number_of=lambda _log: 7, find=lambda _log: 7, name_of=lambda _number: _LOG)
    entry = read_entry(names, 7 << 32 | 1, data, bytes(32))
    assert "\0" not in entry.kind + entry.bad
    assert 0 <= entry.of < 1 << 63
    assert hole.is_hole(hole.of(data))
    assert hole.digest_in(hole.of(data)) == hole.digest_in(data)
    if entry.payload is not None:
        assert isinstance(entry.payload, KINDS[entry.kind])


def a_reference(data: bytes) -> None:
    """A reference that is read is written as it came, but for leading zeros."""
    text = data.decode("utf-8", "replace")
    try:
        log, seq = ref.split(text)
    except ref.BadRef:
        return
    assert ref.log_name(ref.log_number(log)) == log
    assert ref.split(ref.join(log, seq)) == (log, seq)


TARGETS: dict[str, Target] = {
    "segment": a_segment,
    "frames": frames,
    "authorization": authorization,
    "statements": statements,
    "bundle": a_bundle,
    "letter": a_letter,
    "code": a_code,
    "certificate": a_certificate,
    "entry": an_entry,
    "reference": a_reference,
    "who": sets_of_who,
    "told": what_is_told_on,
    "list": a_list,
    "form": a_form,
}
