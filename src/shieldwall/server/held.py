"""What is asked for by a name and is not here."""

from __future__ import annotations

from shieldwall.quantities.errors import InputError


class NotHeldError(InputError):
    """Nothing is held here by a name; answered as 404."""
