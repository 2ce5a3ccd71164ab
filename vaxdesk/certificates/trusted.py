"""A trust list made ready to be asked: keys by their identifier, devices by number, revoked sums as a set."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from vaxdesk.certificates.trust import Key, Site, TrustList


class Trusted:
    """Built once for a list and asked for every certificate.

    Args:
        listed: the list, None when there is none on this computer: then nothing holds.
    """

    def __init__(self, listed: TrustList | None) -> None:
        self.listed = listed
        self._keys: dict[bytes, list[Key]] = defaultdict(list)
        self._sites: dict[int, list[Site]] = defaultdict(list)
        for key in listed.keys if listed else ():
            self._keys[key.kid].append(key)
        for site in listed.devices if listed else ():
            self._sites[site.device].append(site)
        self._revoked = frozenset(listed.revoked if listed else ())

    def keys(self, kid: bytes, *, issuer: str = "") -> list[Key]:
        """All keys of an identifier: it is short, so two may share one, and each is tried (hcert-spec 3.3.3).

        Args:
            issuer: of a SMART Health Card; without it the keys of EU certificates.
        """
        return [key for key in self._keys.get(kid, ()) if key.issuer == issuer]

    def sites(self, device: int) -> list[Site]:
        """The keys of a device by its number."""
        return self._sites.get(device, [])

    def revoked(self, sums: Iterable[bytes]) -> bool:
        """Whether any of these sums is listed."""
        return bool(self._revoked) and not self._revoked.isdisjoint(sums)


NOTHING = Trusted(None)
