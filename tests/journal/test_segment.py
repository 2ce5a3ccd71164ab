"""Segments: exact bytes, limits, and every way in which they may be wrong."""

from __future__ import annotations

import random
import struct
from collections.abc import Callable, Sequence

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from tests.journal.keys import DEVICE, LINES, LOG, OTHER, PUBLIC
from vaxdesk.journal import chain, pack, ref
from vaxdesk.journal.segment import HEAD_BYTES, MAX_LINES, SPREAD, Segment, build, cut, fit_for, read, seal, verify
from vaxdesk.journal.verdict import BadSegment, Verdict

H0 = chain.start(LOG, PUBLIC.hex())
HASHES = [H0, *chain.walk(H0, LINES)]
# written by the first release; must be read for ever
GOLDEN = bytes.fromhex(
    "56445331017fcc54258174f74b0000000000000004c75a4f91d93ef870bf01dfad5332590e77d9cc288e5875fc454888b84451a314b0"
    "ca89d57d4c8855fc4810e2538ce9ab04eedc8726bf7b6c3c831f3f269a2504000000b428b52ffd605c00550500624b241fa0ab03ff23"
    "e0ffbfff26499ab9feffb7ffb81d84defffefefe00c4f0a790071a9cb7fe04a11b5690334916b7754e737cbea20df6c7f3d465a80468"
    "3c6ffdf1100dd9f3d5dfa12b459f7ffeb4370748827c1e8a9c8a56d4df8bda3046a1078228146b7b899623ad0643c20e571286c14a1d"
    "e42dda5a96b66fe5be0a5c962ab929e4cf5fc5b9aefd7b7f5e92e8b379fb2c082030e3f49942b9984c441c7c8d01322832162c8006"
)

LEARNED = zstandard.train_dictionary(
    4096, [line + bytes(random.Random(i).choices(b"abcdef:,", k=40)) for i in range(200) for line in LINES], dict_id=77
).as_bytes()
NUMBER = 77


def made(lines: Sequence[bytes] = tuple(LINES), *, a: int = 0, h: bytes = HASHES[-1]) -> bytes:
    return build(LOG, DEVICE.sign, a, lines, h)


def raw(
    lines: Sequence[bytes], *, n: int | None = None, a: int = 0, flags: int = 0, body: bytes | None = None
) -> bytes:
    """A segment written by hand."""
    body = b"\n".join(lines) if body is None else body
    head = struct.pack(">4sBQII", b"VDS1", flags, ref.log_number(LOG), a, len(lines) if n is None else n)
    return head + bytes(64) + struct.pack(">I", len(body)) + body


def verdict_of(act: Callable[[], object]) -> Verdict:
    with pytest.raises(BadSegment) as bad:
        act()
    return bad.value.verdict


def test_the_head_takes_89_bytes_in_the_order_of_the_design() -> None:
    data = made()
    magic, flags, log, a, n, sig, length = struct.unpack(">4sBQII64sI", data[:89])
    assert (magic, flags, log, a, n, length) == (b"VDS1", 1, ref.log_number(LOG), 0, 4, len(data) - 89)
    assert HEAD_BYTES == 89
    assert zstandard.ZstdDecompressor().decompress(data[89:]) == b"\n".join(LINES)
    DEVICE.public_key().verify(sig, b"vaxdesk/1 seg" + struct.pack(">QI", log, 4) + HASHES[4])


def test_a_segment_of_the_first_release_is_read_and_verified() -> None:
    given_ = read(GOLDEN)
    assert given_ == Segment(LOG, 0, GOLDEN[21:85], tuple(LINES))
    assert verify(given_, H0, PUBLIC) == HASHES[4]


def test_a_slice_in_the_middle_is_verified_from_the_hash_before_it() -> None:
    given_ = read(made(LINES[1:3], a=1, h=HASHES[3]))
    assert (given_.a, given_.n, given_.end) == (1, 2, 3)
    assert verify(given_, HASHES[1], PUBLIC) == HASHES[3]


def test_a_slice_cut_anew_holds_under_the_same_signature() -> None:
    whole = read(made())
    rest = read(seal(LOG, 2, whole.lines[2:], whole.sig))
    assert verify(rest, HASHES[2], PUBLIC) == HASHES[4]


@pytest.mark.parametrize(
    ("change", "before", "public"),
    [
        pytest.param({"lines": (*LINES[:3], LINES[3] + b" ")}, H0, PUBLIC, id="a byte more"),
        pytest.param({"lines": (LINES[0], LINES[2], LINES[1], LINES[3])}, H0, PUBLIC, id="another order"),
        pytest.param({"lines": tuple(LINES[:3])}, H0, PUBLIC, id="a line less"),
        pytest.param({"a": 1}, H0, PUBLIC, id="another place"),
        pytest.param({"log": "7ZK2M4P0Q9XTC"}, H0, PUBLIC, id="another log"),
        pytest.param({"sig": bytes(64)}, H0, PUBLIC, id="no signature"),
        pytest.param({}, HASHES[1], PUBLIC, id="another history"),
        pytest.param({}, H0, OTHER.public_key().public_bytes_raw(), id="another device"),
        pytest.param({}, H0, b"short", id="no key"),
    ],
)
def test_what_the_device_did_not_sign(change: dict, before: bytes, public: bytes) -> None:
    whole = read(made())
    fields = {"log": whole.log, "a": whole.a, "sig": whole.sig, "lines": whole.lines} | change
    assert verdict_of(lambda: verify(Segment(**fields), before, public)) is Verdict.BAD_SIG


BOMB = zstandard.ZstdCompressor(level=3).compress(b"a" * (5 * 1024 * 1024))
UNSIZED = zstandard.ZstdCompressor(level=3, write_content_size=False).compress(b"a\nb")
STREAM = zstandard.ZstdCompressor(level=3).compressobj()
OPEN_END = STREAM.compress(b"\n" * 3) + STREAM.flush()
LYING = bytearray(zstandard.ZstdCompressor(level=3).compress(b"a" * 300))
LYING[5:7] = (20).to_bytes(2, "little")  # says fewer bytes than it holds


@pytest.mark.parametrize(
    ("data", "verdict"),
    [
        pytest.param(b"", "bad_frame", id="nothing"),
        pytest.param(GOLDEN[:88], "bad_frame", id="shorter than its head"),
        pytest.param(GOLDEN[:-1], "bad_frame", id="cut off"),
        pytest.param(GOLDEN + b"x", "bad_frame", id="bytes after it"),
        pytest.param(b"VDS2" + GOLDEN[4:], "bad_frame", id="another version"),
        pytest.param(GOLDEN[:5] + b"\xff" + GOLDEN[6:], "bad_frame", id="log of 64 bits"),
        pytest.param(raw(LINES, flags=3), "bad_frame", id="unknown compression"),
        pytest.param(raw(LINES, n=3), "bad_frame", id="more lines than said"),
        pytest.param(raw(LINES, n=5), "bad_frame", id="fewer lines than said"),
        pytest.param(raw([], n=0), "bad_frame", id="no lines"),
        pytest.param(raw(LINES, a=(1 << 31) - 4), "bad_frame", id="past the last number"),
        pytest.param(raw([b"x" * (16 * 1024 + 1)]), "too_big", id="line over 16 KiB"),
        pytest.param(raw([b""] * 2001), "too_big", id="over 2,000 lines"),
        pytest.param(raw([b"x" * 1000] * 263), "too_big", id="body over 256 KiB"),
        pytest.param(raw([], n=1, flags=1, body=BOMB), "too_big", id="bomb"),
        pytest.param(raw([], n=2, flags=1, body=UNSIZED), "bad_frame", id="size not stated"),
        pytest.param(raw([], n=4, flags=1, body=OPEN_END), "bad_frame", id="stream without a size"),
        pytest.param(raw([], n=1, flags=1, body=bytes(LYING)), "bad_frame", id="size that lies"),
        pytest.param(raw([], n=1, flags=1, body=BOMB[:50]), "too_big", id="half a bomb"),
        pytest.param(raw([], n=1, flags=1, body=b"no zstd"), "bad_frame", id="no zstd"),
        pytest.param(raw([], n=1, flags=1, body=b""), "bad_frame", id="empty zstd"),
        pytest.param(
            raw([], n=2, flags=1, body=pack.deflate(b"a\n" + b"b" * 90)[1] + b"\0"), "bad_frame", id="zstd and more"
        ),
        pytest.param(
            raw([], n=2, flags=2, body=pack.deflate(b"a\n" + b"b" * 90)[1]), "bad_frame", id="dictionary not named"
        ),
    ],
)
def test_what_is_no_segment(data: bytes, verdict: str) -> None:
    assert verdict_of(lambda: read(data)) is Verdict(verdict)


def test_a_bomb_is_not_inflated() -> None:
    import tracemalloc

    big = raw([], n=1, flags=1, body=zstandard.ZstdCompressor(level=3).compress(bytes(200 * 1024 * 1024)))
    tracemalloc.start()
    assert verdict_of(lambda: read(big)) is Verdict.TOO_BIG
    assert tracemalloc.get_traced_memory()[1] < 1024 * 1024
    tracemalloc.stop()


def test_a_dictionary_is_used_when_it_is_held_and_named() -> None:
    learned = zstandard.train_dictionary(
        4096, [bytes(random.Random(i).choices(b"abcdef:,", k=300)) for i in range(400)]
    )
    body = zstandard.ZstdCompressor(level=19, dict_data=learned).compress(b"\n".join(LINES))
    data = raw(LINES, flags=2, body=body)
    held = {learned.dict_id(): learned.as_bytes()}
    assert read(data, held).lines == tuple(LINES)
    assert verdict_of(lambda: read(data)) is Verdict.BAD_FRAME
    assert verdict_of(lambda: read(raw(LINES, flags=1, body=body), held)) is Verdict.BAD_FRAME


def test_a_dictionary_shrinks_a_small_segment_and_is_named_in_it() -> None:
    plain, small = seal(LOG, 0, LINES, bytes(64)), seal(LOG, 0, LINES, bytes(64), dictionary=LEARNED)
    assert len(small) < len(plain)
    assert pack.dictionary_of(small[4], small[HEAD_BYTES:]) == NUMBER
    assert read(small, {NUMBER: LEARNED}) == read(plain)


@pytest.mark.parametrize("quick", [False, True])
@pytest.mark.parametrize("copies", [1, 60, 300])
def test_a_segment_of_any_size_made_in_any_haste_is_read_and_names_its_dictionary(copies: int, quick: bool) -> None:
    many = [line.replace(b"{", b"{ " + str(at).encode() * 3, 1) for at in range(copies) for line in LINES]
    assert len(many) <= MAX_LINES
    data = seal(LOG, 0, many, bytes(64), dictionary=LEARNED, quick=quick)
    assert data[4] == pack.ZSTD_DICTIONARY | (0 if quick or len(many) < 200 else SPREAD)
    assert pack.dictionary_of(pack.ZSTD_DICTIONARY, data[HEAD_BYTES:]) == NUMBER
    assert read(data, {NUMBER: LEARNED}).lines == tuple(many)


def test_a_reader_without_the_dictionary_is_given_another_body_for_the_same_signature() -> None:
    small = build(LOG, DEVICE.sign, 0, LINES, HASHES[-1], dictionary=LEARNED)
    held = {NUMBER: LEARNED}
    assert fit_for(small, [NUMBER], held) is small
    recast = fit_for(small, [NUMBER + 1], held)
    assert verify(read(recast), H0, PUBLIC) == HASHES[-1]
    assert fit_for(made(), [], {}) == made()


def test_a_body_with_a_dictionary_always_fits_without_it_too() -> None:
    line_ = random.Random(2).randbytes(16_000).hex().encode()[:16_000]
    long = [line_] * 20
    data = seal(LOG, 0, long, bytes(64), dictionary=LEARNED)
    assert data[4] == pack.ZSTD  # over 256 KiB, so no dictionary was used
    known = zstandard.ZstdCompressionDict(LEARNED)
    body = zstandard.ZstdCompressor(level=3, dict_data=known).compress(b"\n".join(long))
    assert verdict_of(lambda: read(raw(long, flags=2, body=body), {NUMBER: LEARNED})) is Verdict.TOO_BIG


def test_incompressible_lines_travel_raw() -> None:
    line = random.Random(1).randbytes(50).replace(b"\n", b"")
    data = seal(LOG, 0, [line], bytes(64))
    assert (data[4], data[89:]) == (pack.RAW, line)
    assert read(data).lines == (line,)


@pytest.mark.parametrize(
    "lines",
    [[], [b"x"] * (MAX_LINES + 1), [random.Random(2).randbytes(15000)] + [b"\0"]],
    ids=["none", "2,001", "fits"],
)
def test_what_is_too_large_is_not_built(lines: list[bytes]) -> None:
    if 1 <= len(lines) <= MAX_LINES:
        assert seal(LOG, 0, lines, bytes(64))
    else:
        assert verdict_of(lambda: seal(LOG, 0, lines, bytes(64))) is Verdict.TOO_BIG


texts = st.lists(st.binary(max_size=40).map(lambda b: b.replace(b"\n", b"")), min_size=1, max_size=30)


@given(texts, st.integers(0, 1000))
def test_any_lines_come_back_to_the_byte(lines: list[bytes], a: int) -> None:
    *_, h_end = chain.walk(H0, lines)
    back = read(build(LOG, DEVICE.sign, a, lines, h_end))
    assert (back.lines, back.a) == (tuple(lines), a)
    assert verify(back, H0, PUBLIC) == h_end


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for candidate in (data, b"VDS1" + data):
        try:
            read(candidate)
        except BadSegment:
            continue


@given(st.integers(0, len(GOLDEN) - 1), st.integers(1, 255))
def test_no_byte_can_change_unseen(at: int, change: int) -> None:
    altered = bytearray(GOLDEN)
    altered[at] ^= change
    with pytest.raises(BadSegment):
        seen = read(bytes(altered))
        if (seen.log, seen.a, seen.lines, seen.sig) == (LOG, 0, tuple(LINES), GOLDEN[21:85]):
            raise BadSegment(Verdict.BAD_FRAME, "the same entries in other clothes")
        verify(seen, chain.start(seen.log, PUBLIC.hex()), PUBLIC)


def test_cuts_begin_small_double_and_lose_nothing() -> None:
    lines = [b"x" * 100] * 2069
    sizes = [part.stop - part.start for part in cut(lines, first=100)]
    assert sizes == [100, 200, 400, 800, 569]
    assert [part.stop - part.start for part in cut(lines, first=2000)] == [2000, 69]
    assert list(cut([], first=100)) == []


@given(st.lists(st.integers(0, 16384), min_size=1, max_size=60), st.integers(1, 50))
def test_every_cut_fits_into_a_segment(sizes: list[int], first: int) -> None:
    lines = [random.Random(size).randbytes(size).replace(b"\n", b"") for size in sizes]
    parts = list(cut(lines, first=first))
    assert [line for part in parts for line in lines[part]] == lines
    assert all(read(seal(LOG, 0, lines[part], bytes(64))).lines == tuple(lines[part]) for part in parts)
