"""Instants of time as text: ISO 8601 with an explicit zone, kept as UTC."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from shieldwall.quantities.errors import InputError, quoted

_SHAPE = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})?", re.ASCII)
_EXAMPLE = "2019-10-24T08:00Z"


def parse_instant(text: str) -> datetime:
    """Read an ISO 8601 instant such as 2019-10-24T08:00Z and return it in UTC.

    Raises InputError when it is no such instant or does not say its zone.
    """
    match = _SHAPE.fullmatch(text.strip())
    if match is None:
        raise InputError(f"{quoted(text)} is not an instant", instead=f"write for example {_EXAMPLE}")
    if match[3] is None:
        raise InputError(f"{quoted(text)} does not say its time zone", instead=f"write {text.strip()}Z for UTC")
    try:
        return datetime.fromisoformat(text.strip()).astimezone(UTC)
    except (ValueError, OverflowError) as trouble:
        raise InputError(
            f"{quoted(text)} is not an instant ({trouble})", instead=f"write for example {_EXAMPLE}"
        ) from None


def show_instant(instant: datetime) -> str:
    """Write an instant in UTC as text that `parse_instant` reads back."""
    written = instant.astimezone(UTC).isoformat(timespec="microseconds" if instant.microsecond else "seconds")
    return written.replace("+00:00", "Z")
