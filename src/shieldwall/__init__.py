"""Shieldwall: put a joint air-defence group on real terrain, fly a raid at it, and see what leaks and why."""

from __future__ import annotations

from importlib import import_module

#: As in `typing`, which would be imported before a command can answer Ctrl-C.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__version__ = "0.1.0"

# Where each public name lives. Imported on first use, so that `import shieldwall` and `--help` stay quick.
_ROOMS = {
    "Coverage": "shieldwall.exercise",
    "DoctrineError": "shieldwall.exercise",
    "InputError": "shieldwall.quantities.errors",
    "InputWarning": "shieldwall.quantities.errors",
    "ReplayError": "shieldwall.exercise",
    "Run": "shieldwall.exercise",
    "ShieldwallError": "shieldwall.quantities.errors",
    "but_for": "shieldwall.study.luck",
    "coverage": "shieldwall.exercise",
    "doctrine": "shieldwall.exercise",
    "load": "shieldwall.exercise",
    "open": "shieldwall.exercise",
    "replay": "shieldwall.exercise",
    "run": "shieldwall.exercise",
    "study": "shieldwall.study.ask",
    "warnings": "shieldwall.exercise",
}

__all__ = ["__version__", *_ROOMS]  # noqa: PLE0604


def __getattr__(name: str) -> Any:
    """Import a public name from its room on first use."""
    room = _ROOMS.get(name)
    if room is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(room), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """List the public names without importing them."""
    return sorted(__all__)
