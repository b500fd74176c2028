"""What is asked for by a name and is not here, and what is too long to be held."""

from __future__ import annotations

from collections.abc import Iterable

from shieldwall.quantities.errors import InputError, guessed, quoted


class NotHeldError(InputError):
    """Nothing is held here by a name; answered as 404."""


class TooLongError(InputError):
    """A text is longer than any scenario; answered as 413."""


def not_held(what: str, name: str, known: Iterable[str], otherwise: str, where: str = "here") -> NotHeldError:
    """Return the error that there is no such thing, with the nearest name that is known, or what to do otherwise."""
    instead = guessed(name, known) or otherwise
    return NotHeldError(f"there is no {what} {quoted(name)} {where}", instead=instead.strip())
