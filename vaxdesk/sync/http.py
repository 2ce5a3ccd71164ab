"""The line to the server: bytes out, bytes in. What does not come from our server counts as no line at all.

A portal's 200, a proxy's error page, a redirect: none of them carries the server's signature, and none is believed.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from types import TracebackType

import msgspec
import requests

from vaxdesk.journal import succession
from vaxdesk.sync.tls import Adapter, Context, is_about_dates
from vaxdesk.trouble import Trouble, TroubleCode

_STALL = 20.0  # seconds without progress before a connection is given up
_SLOWEST = 1500.0  # bytes a second: what the system still has to push out while we wait for the answer
_MOST_BYTES = 8 * 1024 * 1024


class Busy(Trouble):
    """The server asks to come back later; `retry_after` in seconds."""

    def __init__(self, detail: str, retry_after: float) -> None:
        super().__init__(TroubleCode.SERVER_BUSY, detail)
        self.retry_after = retry_after


class WrongDates(Trouble):
    """The certificate's dates do not fit this device's clock; which of the two is wrong, signed time can tell."""


class Reply(msgspec.Struct, frozen=True):
    """An HTTP answer as it came."""

    status: int
    media: str
    body: bytes
    retry_after: float
    successions: tuple[str, ...] = ()  # statements of the server's next keys; believed by their signatures alone


class Link:
    """A connection to one server, kept between requests; used by one thread at a time.

    Args:
        url: address of the server, without a path.
        ca: PEM text of the only authority to trust; empty for those of the system.
    """

    def __init__(self, url: str, *, ca: str = "", session: requests.Session | None = None) -> None:
        self._url = url.rstrip("/")
        self._session = session or requests.Session()
        self._ca = ca
        self._tls = self._use(Context.make(ca=ca))
        if ca:
            self._session.trust_env = False  # an environment variable must not replace the pinned authority
        # The environment is read once: at every request it took as long as checking all signatures.
        self._way = self._session.merge_environment_settings(self._url, {}, True, None, None)

    def leave_dates(self) -> None:
        """From now on certificates are checked for all but their dates: ask `holds_at` before anything is told."""
        self._tls = self._use(Context.make(ca=self._ca, dates=False))

    def holds_at(self, time_ms: int) -> bool:
        """Whether the certificate that the server showed is valid at that time."""
        return self._tls.holds_at(time_ms)

    def _use(self, context: Context) -> Context:
        self._session.mount("https://", Adapter(context, pinned=bool(self._ca)))
        return context

    def post(self, path: str, body: bytes, *, headers: Mapping[str, str]) -> Reply:
        """Sends a body.

        Raises:
            Trouble: NO_LINE, or NOT_OUR_SERVER when the certificate is wrong (WrongDates: for its dates alone, and the
                authority is pinned).
        """
        # a file object goes out in blocks, so the time limit of sending holds per block and not for the whole
        return self._ask("POST", path, headers, io.BytesIO(body), wait=_STALL + len(body) / _SLOWEST)

    def get(self, path: str, *, headers: Mapping[str, str]) -> Reply:
        """Asks for what anybody may have.

        Raises:
            Trouble: as `post`.
        """
        return self._ask("GET", path, headers, None, wait=_STALL)

    def _ask(
        self, method: str, path: str, headers: Mapping[str, str], data: io.BytesIO | None, *, wait: float
    ) -> Reply:
        try:
            request = requests.PreparedRequest()
            request.prepare(method, self._url + path, headers=headers, data=data)
            with self._session.send(request, timeout=(_STALL, wait), allow_redirects=False, **self._way) as response:
                return Reply(
                    response.status_code,
                    response.headers.get("Content-Type", "").partition(";")[0].strip().lower(),
                    _limited(response),
                    _seconds(response.headers.get("Retry-After", "")),
                    tuple(response.headers.get(succession.HEADER, "").split()),
                )
        except requests.exceptions.SSLError as error:
            if self._ca and is_about_dates(error):
                raise WrongDates(TroubleCode.NOT_OUR_SERVER, "dates of the certificate") from error
            raise Trouble(TroubleCode.NOT_OUR_SERVER, type(error).__name__) from error
        except requests.RequestException as error:
            raise Trouble(TroubleCode.NO_LINE, type(error).__name__) from error

    def close(self) -> None:
        """Lets go of the connection."""
        self._session.close()

    def __enter__(self) -> Link:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def _limited(response: requests.Response) -> bytes:
    body = bytearray()
    for chunk in response.iter_content(65536):
        body += chunk
        if len(body) > _MOST_BYTES:
            raise Trouble(TroubleCode.NOT_OUR_SERVER, "endless answer")
    return bytes(body)


def _seconds(text: str) -> float:
    """`Retry-After` in seconds; the form with a date is not used by our server."""
    return float(min(int(text), 3600)) if text.isascii() and text.isdigit() else 0.0
