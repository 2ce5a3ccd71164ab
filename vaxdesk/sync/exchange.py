"""One signed request to the server: signs, sends, and follows what the server asks for, each at most once."""

from __future__ import annotations

import time
from collections.abc import Callable
from random import Random, SystemRandom

from vaxdesk.journal import auth, finding, parting
from vaxdesk.journal.auth import NONCE_BYTES
from vaxdesk.journal.frames import MEDIA, Ask, BadFrames, Problem, decode, encode, join
from vaxdesk.journal.signing import Sign, to_text
from vaxdesk.store import trust
from vaxdesk.store.enrolment import Enrolment
from vaxdesk.sync import answer
from vaxdesk.sync.http import Busy, Link, Reply, WrongDates
from vaxdesk.sync.pace import TooLarge
from vaxdesk.trouble import Trouble, TroubleCode

PATH = "/v1/sync"
_JSON = "application/json"
_FOLLOWED = ("clock", "unknown_device", "replay")
_BARRED = {"revoked": TroubleCode.DEVICE_REVOKED, "suspended": TroubleCode.DEVICE_SUSPENDED}  # believed when signed
_PAGES = ("text/html", "application/xhtml+xml")
_SENT_ELSEWHERE = (301, 302, 303, 307, 308)
_CHANCE = SystemRandom()


class Exchange:
    """Sends bodies of rounds for one enrolled device; knows how far the device's clock is off.

    Args:
        offset: seconds to add to this device's clock, from the last contact.
        rng: chance for nonces.
    """

    def __init__(
        self,
        link: Link,
        enrolment: Enrolment,
        sign: Sign,
        *,
        offset: float = 0.0,
        now: Callable[[], float] = time.time,
        rng: Random = _CHANCE,
    ) -> None:
        self.enrolment = enrolment
        self.sign = sign
        self._link = link
        self._offset = offset
        self._now = now
        self._rng = rng

    def send(self, body: bytes) -> bytes:
        """Sends a body and returns the answer's, not yet believed: `answer.read` checks its heads.

        Raises:
            Trouble: NO_LINE, NOT_OUR_SERVER, SERVER_REFUSED, DEVICE_REVOKED, DEVICE_SUSPENDED; Busy with a pause;
                TooLarge.
        """
        return self._ask(PATH, body, MEDIA)[0]

    def part(self, body: bytes) -> list[str]:
        """Hands a revoked device's last segments over; digests of those that the server has kept, by its signature.

        Raises:
            Trouble: as `send`; SERVER_REFUSED `active` when the device was let back in meanwhile.
        """
        answer, nonce = self._ask(parting.PATH, body, _JSON)
        try:
            told = decode(answer, parting.Kept)
        except BadFrames:
            raise Trouble(TroubleCode.NOT_OUR_SERVER, "farewell") from None
        if not any(parting.holds(key, told, nonce=nonce) for key in trust.trusted(self.enrolment)):
            raise Trouble(TroubleCode.NOT_OUR_SERVER, "farewell not signed")
        return told.kept

    def find(self, wanted: finding.Wanted) -> finding.Told:
        """Asks for one person; the answer is the server's by its signature.

        Raises:
            Trouble: as `send`; SERVER_BUSY also when this PC has asked too often.
        """
        answer, nonce = self._ask(finding.PATH, encode(wanted), finding.MEDIA)
        for key in trust.trusted(self.enrolment):
            try:
                return finding.read(answer, server_public=key, nonce=nonce)
            except BadFrames:
                continue
        raise Trouble(TroubleCode.NOT_OUR_SERVER, "answer not signed")

    def _ask(self, path: str, body: bytes, media: str) -> tuple[bytes, str]:
        """The answer to a signed request, and the nonce that its signatures must name."""
        try:
            return self._follow(path, body, media)
        except WrongDates:
            self._judge_dates()
            return self._follow(path, body, media)

    def _judge_dates(self) -> None:
        """Asks for the signed time in a request that names nobody, and judges the certificate's dates by it.

        Raises:
            Trouble: NOT_OUR_SERVER; the certificate has ended, or is for later.
        """
        self._link.leave_dates()
        body = join([encode(Ask(why="clock", most=1))])
        nonce = self._rng.randbytes(NONCE_BYTES)
        reply = self._link.post(PATH, body, headers=self._headers(PATH, body, nonce, False))
        if reply.status == 200 and reply.media == MEDIA:
            time_ms = answer.read(reply.body, self.enrolment).told.time
        else:
            told = self._problem(reply, to_text(nonce))
            time_ms = told.time if told.sig else 0
        if not self._link.holds_at(time_ms):
            raise Trouble(TroubleCode.NOT_OUR_SERVER, "certificate out of date")
        self._offset = time_ms / 1000 - self._now()

    def _follow(self, path: str, body: bytes, media: str) -> tuple[bytes, str]:
        followed: set[str] = set()
        while True:
            nonce = self._rng.randbytes(NONCE_BYTES)
            headers = self._headers(path, body, nonce, "unknown_device" in followed)
            reply = self._link.post(path, body, headers=headers)
            self.enrolment = trust.moved(self.enrolment, reply.successions)
            if reply.status == 200 and reply.media == media:
                return reply.body, to_text(nonce)
            told = self._problem(reply, to_text(nonce))
            if told.error in _BARRED and told.sig:
                raise Trouble(_BARRED[told.error], told.error)
            if told.error in followed or told.error not in _FOLLOWED:
                raise Trouble(TroubleCode.SERVER_REFUSED, told.error)
            followed.add(told.error)
            if told.error == "clock":
                self._offset = told.time / 1000 - self._now()

    def _headers(self, path: str, body: bytes, nonce: bytes, with_certificate: bool) -> dict[str, str]:
        t = max(int(self._now() + self._offset), 0)
        signed = auth.header(self.sign, self.enrolment.device, t=t, nonce=nonce, method="POST", path=path, body=body)
        media = finding.MEDIA if path == finding.PATH else MEDIA
        headers = {"Content-Type": media, "Authorization": signed, "Accept-Encoding": "identity"}
        return {**headers, "VD-Certificate": self.enrolment.certificate} if with_certificate else headers

    def _problem(self, reply: Reply, nonce: str) -> Problem:
        """What our server says against a request.

        Raises:
            Trouble: it is too busy, takes no such size, or it is not our server that speaks.
        """
        if reply.status == 429 or reply.status >= 500:
            raise Busy(str(reply.status), reply.retry_after)
        if reply.status == 426:
            raise Trouble(TroubleCode.UPDATE_NEEDED, "426")
        if reply.status == 413:
            raise TooLarge(TroubleCode.SERVER_REFUSED, "too_big")
        told = read_problem(reply)
        self.enrolment = trust.moved(self.enrolment, reply.successions)
        if reply.status in (401, 403) and told.sig:
            if any(
                auth.problem_is_signed(key, told.sig, told.error, nonce=nonce, time_ms=told.time)
                for key in trust.trusted(self.enrolment)
            ):
                return told
            raise Trouble(TroubleCode.NOT_OUR_SERVER, "problem not signed")
        if told.error in _FOLLOWED:  # these are acted on, so they count with a signature only
            raise Trouble(TroubleCode.NOT_OUR_SERVER, "problem not signed")
        return told


def read_problem(reply: Reply) -> Problem:
    """The problem in an answer that is not 200.

    Raises:
        Trouble: NOT_OUR_SERVER, it is none; LOGIN_WANTED, it is the page by which a network asks to be signed in to.
    """
    if reply.status >= 400 and reply.media == _JSON:
        try:
            return decode(reply.body, Problem)
        except BadFrames:
            pass
    portal = reply.status < 400 and (reply.media in _PAGES or reply.status in _SENT_ELSEWHERE)
    code = TroubleCode.LOGIN_WANTED if portal else TroubleCode.NOT_OUR_SERVER
    raise Trouble(code, f"status {reply.status} {reply.media[:40]}")
