"""Messages over one TLS connection that never blocks: `u32 length | body`, an empty body being a sign of life.

Everything is bounded: how long shaking hands may take, how long a message, how much is held, how long silence lasts.
"""

from __future__ import annotations

import selectors
import socket
import ssl
import struct
from collections import deque

from vaxdesk.lan.wire import MAX_MESSAGE

SHAKE_S = 6.0
SILENCE_S = 9.0  # four signs of life were missed
MESSAGE_S = 20.0  # from the first byte of a message to its last
_LENGTH = struct.Struct(">I")
_CHUNK = 65536
_TURN = 64  # pieces read before the others have their turn


class Cut(Exception):
    """The connection is of no more use; the reason is for the log and names no person."""


class Channel:
    """A connection; `now` is a steady clock in seconds, given with each step."""

    def __init__(self, sock: socket.socket, context: ssl.SSLContext, *, calls: bool, now: float) -> None:
        sock.setblocking(False)
        sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._tls = context.wrap_socket(sock, server_side=not calls, do_handshake_on_connect=False)
        self.calls = calls
        self.open = False
        self._wants = selectors.EVENT_WRITE if calls else selectors.EVENT_READ
        self._in, self._out = bytearray(), bytearray()
        self._began = self._heard = now
        self._message_began = self._out_moved = 0.0
        self._ready: deque[bytes] = deque()

    def fileno(self) -> int:
        """For the selector."""
        return self._tls.fileno()

    @property
    def wants(self) -> int:
        """Selector events that it waits for."""
        return self._wants | (selectors.EVENT_WRITE if self._out and self.open else 0)

    def certificate(self) -> bytes:
        """The other side's certificate in DER, once `open`."""
        return self._tls.getpeercert(binary_form=True) or b""

    def say(self, body: bytes, now: float) -> None:
        """Queues a message.

        Raises:
            Cut: the other side takes nothing.
        """
        if len(self._out) + len(body) > 2 * MAX_MESSAGE:
            raise Cut("takes nothing")
        if not self._out:
            self._out_moved = now
        self._out += _LENGTH.pack(len(body)) + body

    def step(self, now: float) -> list[bytes]:
        """Does what can be done without waiting; the messages that are complete.

        Raises:
            Cut: the connection ended or broke its bounds.
        """
        try:
            if not self.open:
                self._shake(now)
            if self.open:
                self._write(now)
                self._read(now)
        except (ssl.SSLError, OSError) as error:
            raise Cut(f"{type(error).__name__} {getattr(error, 'reason', None) or ''}".strip()) from None
        ready, self._ready = list(self._ready), deque()
        return ready

    def check(self, now: float) -> None:
        """Looks at the time.

        Raises:
            Cut: too slow, or silent.
        """
        if not self.open and now - self._began > SHAKE_S:
            raise Cut("slow to shake hands")
        if self.open and now - self._heard > SILENCE_S:
            raise Cut("silent")
        if self._in and now - self._message_began > MESSAGE_S:
            raise Cut("slow message")
        if self._out and now - self._out_moved > MESSAGE_S:
            raise Cut("takes nothing")

    def silent_for(self, now: float) -> float:
        """Seconds since anything came."""
        return now - self._heard

    def close(self) -> None:
        """Lets go of the connection."""
        self._tls.close()

    def _shake(self, now: float) -> None:
        try:
            self._tls.do_handshake()
        except ssl.SSLWantReadError:
            self._wants = selectors.EVENT_READ
        except ssl.SSLWantWriteError:
            self._wants = selectors.EVENT_WRITE
        else:
            self.open, self._heard = True, now
            self._wants = selectors.EVENT_READ

    def _write(self, now: float) -> None:
        while self._out:
            try:
                sent = self._tls.send(bytes(self._out[:_CHUNK]))
            except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
                return
            del self._out[:sent]
            self._out_moved = now

    def _read(self, now: float) -> None:
        for _ in range(_TURN):
            try:
                data = self._tls.recv(_CHUNK)
            except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
                return
            if not data:
                raise Cut("ended")
            self._heard = now
            if not self._in:
                self._message_began = now
            self._in += data
            self._split(now)

    def _split(self, now: float) -> None:
        while len(self._in) >= _LENGTH.size:
            (length,) = _LENGTH.unpack_from(self._in)
            if length > MAX_MESSAGE:
                raise Cut("message too long")
            end = _LENGTH.size + length
            if len(self._in) < end:
                return
            if length:
                self._ready.append(bytes(self._in[_LENGTH.size : end]))
            del self._in[:end]
            self._message_began = now
