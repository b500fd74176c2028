"""Where everything is kept that can be computed again: machine code, masks, tables, parsed entries."""

import os
from pathlib import Path

_HOUSE = __name__.partition(".")[0]

#: What was not used for so long is dropped, s.
STALE_AFTER_S = 30 * 86400.0


def cache_root() -> Path:
    """Return the folder of all caches.

    It is $SHIELDWALL_CACHE, else $XDG_CACHE_HOME/shieldwall, else ~/.cache/shieldwall.
    """
    chosen = os.environ.get("SHIELDWALL_CACHE")
    if chosen:
        return Path(chosen).expanduser().absolute()
    shared = os.environ.get("XDG_CACHE_HOME")
    return (Path(shared) if shared else Path.home() / ".cache") / _HOUSE
