"""Why reading stopped."""

from __future__ import annotations

from vaxdesk.domain.certificate_reasons import CertificateReason


class Unreadable(ValueError):
    """A text that is no certificate, or a damaged one; `reason` says at which step.

    Args:
        detail: technical text for logs, free of personal data.
    """

    def __init__(self, reason: CertificateReason, detail: str = "") -> None:
        super().__init__(f"{reason.value}: {detail}" if detail else reason.value)
        self.reason = reason
