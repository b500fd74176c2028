"""What every answer tells the browser: ask nothing of any network, run no code but ours, guess no types, keep nothing.

Styles stand in files: MapLibre and uPlot set theirs by script, which the policy allows. `blob:` and `data:` are
pictures that the page draws itself, and the map's worker.
"""

from __future__ import annotations

from typing import Final

_ALLOWED: Final = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' blob: data:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
)
POLICY: Final = "; ".join(_ALLOWED)
SAFE: Final = (
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
)
UNKEPT: Final = (b"cache-control", b"no-store")
