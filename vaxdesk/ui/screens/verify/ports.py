"""What the page is handed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from vaxdesk.certificates.checked import Checked, Held
from vaxdesk.certificates.verdict import Verdict


@dataclass(frozen=True)
class VerifyPorts:
    """What the page needs.

    Args:
        check: what some texts are; db lane.
        held: the list of trust of this PC, or None; db lane.
        codes: the texts of the codes in a file; paper lane.
        read: the bytes of a file; paper lane.
        keep: takes a list of trust in, False when it is none of this station's server or older; db lane.
        take: `take(person, verdict)` puts the doses of a certificate into a history; db lane.
    """

    check: Callable[[Sequence[str]], tuple[Checked, ...]]
    held: Callable[[], Held | None]
    codes: Callable[[Path], Sequence[str]]
    read: Callable[[Path], bytes]
    keep: Callable[[bytes], bool]
    take: Callable[[str, Verdict], Any]
