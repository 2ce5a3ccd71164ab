"""Headers of pages: no script and no style but those served here by name (CSP level 3, ASVS 3.4)."""

from __future__ import annotations

_POLICY = (
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'",
    "connect-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
)  # fmt: skip


def headers(*more: str, camera: bool = False) -> dict[str, str]:
    """Headers of every page: nothing from elsewhere, no frame around.

    Args:
        more: directives of the content policy beside those that all pages have.
        camera: pages may ask for the camera.
    """
    return {
        "Content-Security-Policy": "; ".join((*_POLICY, *more)),
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cache-Control": "no-store",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": f"camera=({'self' if camera else ''}), microphone=(), geolocation=()",
    }
