"""Plain data as JSON; numbers that are not finite, which JSON has no word for, become null as in `--json`."""

from __future__ import annotations

import json
import math
from typing import Any

from starlette.responses import JSONResponse


class Plain(JSONResponse):
    """An answer in JSON."""

    def render(self, content: Any) -> bytes:
        """Return the bytes of an answer."""
        return json.dumps(finite(content), ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()


def finite(value: Any) -> Any:
    """Return plain data with null for every number that is not finite."""
    if isinstance(value, dict):
        return {str(key): finite(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [finite(inner) for inner in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value
