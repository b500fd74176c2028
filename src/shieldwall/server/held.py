"""What is asked for by a name and is not here, and what is too long to be held."""

from __future__ import annotations

from shieldwall.quantities.errors import InputError


class NotHeldError(InputError):
    """Nothing is held here by a name; answered as 404."""


class TooLongError(InputError):
    """A text is longer than any scenario; answered as 413."""
