"""Entry payloads of certificates that anybody can verify, beside `cert`; part of the catalogue in `payloads`.

A certificate is signed in two steps (QĐ 5772/QĐ-BYT): the site reviews the doses and vouches for them, the centre
signs. Both entries are about the person; who and when is who wrote them and when.
"""

from __future__ import annotations

from vaxdesk.domain.payload import Payload


class Vouch(Payload):
    """First step: the site has reviewed these doses and stands for them."""

    cert: str = ""  # the slip or paper that the person was given, if any
    doses: list[str] = []  # references
    seen: list[str] = []  # references of corrections of these doses that had been read; a later one asks for another


class Hcert(Payload):
    """Second step: the centre's certificate, written by the server's own device into the feed of a unit.

    Never corrected: another is signed and this one withdrawn by `uncert`.
    """

    cert: str  # the slip that it follows, else the person
    uvci: str
    text: str  # `HC1:…`, as it is printed
    doses: list[str] = []  # references of what it rests on
    dn: int = 0  # number of the dose, of so many
    sd: int = 0
    exp: int = 0  # seconds
    kid: str = ""  # of the signer, hex


class Uncert(Payload):
    """A signed certificate is withdrawn; whoever verifies learns it from the list of trust."""

    hcert: str
    why: str  # WithdrawnFor
