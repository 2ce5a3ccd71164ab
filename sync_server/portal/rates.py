"""How often the public may do what: by address, by telephone or other subject (decision 0038).

Behind one address of a mobile network stand thousands of people, so an address has much, a telephone little. What costs
nothing but an answer is counted in the process; what costs a message or a place is counted in the database, for all
processes together.
"""

from __future__ import annotations

import hmac
import ipaddress

from sync_server.authority.limits import DAY, HOUR, Rate
from sync_server.settings import Server

PAGES = Rate(240, 8)  # of an address: 240 at once, then 480 a minute
FORMS = Rate(60, 1)
CODES_ADDRESS = Rate(60, 240 / HOUR)  # messages that an address may cause
CODES_SUBJECT = Rate(3, 6 / HOUR)  # messages to one telephone, whoever asks for them
GUESSES_ADDRESS = Rate(40, 120 / HOUR)  # wrong codes of an address
LOOKS_SUBJECT = Rate(10, 10 / HOUR)  # codes asked for with one document, whoever asks
PAPERS_SUBJECT = Rate(5, 5 / DAY)  # what does not fit the code of one paper (sync design 3.8)
CHECKS = Rate(20, 20 / 60)  # of an address: codes on papers, 20 a minute (sync design 3.9)
TOLD_SUBJECT = Rate(10, 20 / DAY)  # reports of one person after doses, whoever writes them
FIXES_ADDRESS = Rate(30, 60 / HOUR)  # requests for corrections: they come with photos
FIXES_FORMS = Rate(20, 60 / HOUR)  # the same as they come in, with photos to be made anew
FIXES_SUBJECT = Rate(3, 4 / DAY)  # about one person, or of one telephone
FILES_ADDRESS = Rate(6, 12 / HOUR)  # lists of organisations
GROUPS_SUBJECT = Rate(4, 6 / DAY)  # such lists with one telephone


def net_of(address: str) -> str:
    """What counts as one address: of IPv6 a whole network, since anybody has billions of single ones."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if known.version == 4:
        return address
    if known.ipv4_mapped is not None:
        return str(known.ipv4_mapped)
    return str(ipaddress.ip_network((known, 64), strict=False))


def subject(server: Server, what: str) -> str:
    """A name for the bucket of a telephone or a person, from which nobody finds the number itself."""
    return hmac.digest(server.key.codes, f"subject\n{what}".encode(), "sha256").hex()[:32]
