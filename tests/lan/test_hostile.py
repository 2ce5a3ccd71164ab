"""A neighbour with a true certificate that lies, floods or dawdles: cut or not believed, and nobody else suffers."""

from __future__ import annotations

import secrets
import socket
import ssl
import struct
import time
from collections.abc import Callable
from contextlib import suppress
from random import Random

import msgspec
import pytest

from tests.lan.desks import HERE, LanDesk, same, until
from tests.lan.test_faults import tcp_port
from tests.servers import RunningServer
from vaxdesk.domain.payloads import Open, Print
from vaxdesk.journal import chain, line, ref, segment
from vaxdesk.journal import feed as feed_chain
from vaxdesk.journal.frames import Head, encode, join
from vaxdesk.lan import channel, secure, wire
from vaxdesk.lan.wire import FeedPart, Held, Row, Swap
from vaxdesk.store import feeds

Make = Callable[..., LanDesk]
_LENGTH = struct.Struct(">I")


class Liar:
    """Speaks to a desk under another's certificate, whatever it likes."""

    def __init__(self, whose: LanDesk, port: int) -> None:
        sides = secure.contexts(whose.member, whose.store.signer())
        raw = socket.create_connection((HERE, port), timeout=20)
        self.tls = sides.outgoing.wrap_socket(raw)
        self.run = secrets.token_hex(8)
        self.n = 0

    def say(self, swap: Swap | None = None, *segments: bytes) -> None:
        self.n += 1
        swap = msgspec.structs.replace(swap or Swap(n=0), n=self.n, run=self.run, name="x" * 100)
        self.raw(join([encode(swap), *segments]))

    def raw(self, body: bytes) -> None:
        self.tls.sendall(_LENGTH.pack(len(body)) + body)

    def was_cut(self) -> bool:
        """Whether the desk ends the connection within some seconds."""
        self.tls.settimeout(15)
        try:
            while self.tls.recv(65536):
                pass
        except TimeoutError:
            return False
        except OSError:
            return True
        return True

    def close(self) -> None:
        self.tls.close()


@pytest.fixture
def desk(server: RunningServer, desk_of: Make, port: int) -> LanDesk:
    desk_of(server)  # whose certificate the liar has
    return desk_of(server).plug_in(port, calls=())


def stranger_segment(*, signed_by: LanDesk, named: str | None = None) -> tuple[str, bytes]:
    """A log with one entry more than its beginning, signed by a desk, said to be of a device."""
    key = signed_by.store.signer()
    device = named or key.public_key().public_bytes_raw().hex()
    log = ref.log_name(secrets.randbits(ref.LOG_BITS))
    lines = [
        line.encode("open", Open(device=device, station="TYT-01", app="1", prev="", prev_hash="", uptime=1), t=1),
        line.encode("print", Print(what="roster", pages=1), t=2),
    ]
    *_, h_end = chain.walk(chain.start(log, device), lines)
    return log, segment.build(log, key.sign, 0, lines, h_end)


@pytest.mark.parametrize(
    "body",
    [
        b"\x00",
        b"\xff" * 200,
        _LENGTH.pack(5) + b"{}",
        join([b"{}"]),
        join([b'{"n":1,"wire":9}']),
        Random(5).randbytes(5000),
    ],
    ids=["byte", "length", "cut off", "nothing", "later wire", "noise"],
)
def test_garbage_ends_the_connection_and_nothing_else(desk: LanDesk, body: bytes) -> None:
    liar = Liar(desk, tcp_port(desk))
    liar.raw(body)
    assert liar.was_cut()
    liar.close()
    assert desk.lines() == {}


def test_a_message_that_is_announced_too_long_is_not_waited_for(desk: LanDesk) -> None:
    liar = Liar(desk, tcp_port(desk))
    liar.tls.sendall(_LENGTH.pack(wire.MAX_MESSAGE + 1))
    assert liar.was_cut()
    liar.close()


def test_entries_signed_by_nobody_of_the_station_are_not_taken(
    server: RunningServer, desk_of: Make, desk: LanDesk
) -> None:
    there = desk_of(server, "TYT-02")
    liar = Liar(desk, tcp_port(desk))
    log, foreign = stranger_segment(signed_by=there)
    liar.say(Swap(n=0, cards=[there.member.enrolment.certificate]), foreign)
    other = stranger_segment(signed_by=there, named=desk.device)[1]
    liar.say(Swap(n=0), other)
    good_log, good = stranger_segment(signed_by=desk)
    liar.say(Swap(n=0), good)
    until(lambda: desk.lines())
    assert {text.split(".")[0] for text in desk.lines()} == {good_log} != {log}
    liar.close()


def test_an_altered_byte_spoils_its_segment_only(desk: LanDesk) -> None:
    liar = Liar(desk, tcp_port(desk))
    _, good = stranger_segment(signed_by=desk)
    bad = bytearray(stranger_segment(signed_by=desk)[1])
    bad[30] ^= 1  # of the signature
    liar.say(Swap(n=0), bytes(bad), good)
    until(lambda: len(desk.lines()) == 2)
    liar.close()


def test_confirmations_that_the_server_never_signed_are_not_believed(server: RunningServer, desk: LanDesk) -> None:
    desk.write(2)
    log = next(iter(desk.lines())).partition(".")[0]
    with desk.lock, desk.store.reading() as conn:
        held = feeds.held(conn, log)
        h_end = feeds.entry_hash(conn, held.local_no, 3)
    number = server.unit("TYT-01").org_no
    fh = feed_chain.step(feed_chain.START, log, a=0, n=3, h_end=h_end)
    now_ms = int(time.time() * 1000)
    sig = feed_chain.sign_head(desk.store.signer().sign, number, 1, fh, safe=1, time_ms=now_ms)
    part = FeedPart(since=0, head=Head(1, fh.hex(), 1, sig), time=now_ms, items=[Row(log, 0, 3, h_end.hex())])
    liar = Liar(desk, tcp_port(desk))
    liar.say(Swap(n=0, feeds={number: part}))
    liar.say(Swap(n=0, have={log: Held(1 << 30, "f" * 16)}))
    until(lambda: desk.node.state.peers and desk.node.state.peers[0].behind > 0)
    assert desk.waiting() == 3
    liar.close()


def test_whoever_dawdles_is_cut_and_holds_nobody_up(
    server: RunningServer, desk_of: Make, desk: LanDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(channel, "SHAKE_S", 2.0)
    monkeypatch.setattr(channel, "SILENCE_S", 4.0)
    port = tcp_port(desk)
    silent = socket.create_connection((HERE, port), timeout=20)
    half = Liar(desk, port)
    half.tls.sendall(_LENGTH.pack(1000) + b"half")
    other = desk_of(server)
    other.write(2)
    other.plug_in(0, calls=(), typed=[(HERE, port)])
    until(lambda: same(desk, other))
    assert silent.recv(1) == b""
    assert half.was_cut()
    silent.close()
    half.close()


def test_many_connections_are_turned_away(desk: LanDesk) -> None:
    port = tcp_port(desk)
    crowd = [socket.create_connection((HERE, port), timeout=20) for _ in range(40)]
    until(lambda: len(desk.node.circle.all) <= 12)
    for one in crowd:
        one.close()
    until(lambda: not desk.node.circle.all)


def test_without_a_certificate_nothing_is_spoken(desk: LanDesk) -> None:
    plain = socket.create_connection((HERE, tcp_port(desk)), timeout=20)
    plain.sendall(b"GET / HTTP/1.1\r\n\r\n")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    bare = context.wrap_socket(socket.create_connection((HERE, tcp_port(desk)), timeout=20))
    for one in (plain, bare):
        with suppress(OSError):  # the alert of TLS, a reset, or an end: never a message
            assert one.recv(5)[:1] in (b"", b"\x15")
        one.close()
    until(lambda: not desk.node.circle.all)
