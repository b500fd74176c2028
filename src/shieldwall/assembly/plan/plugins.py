"""The installed plug-ins, as the header of a run names them: what they are called, and the digest of their text."""

from __future__ import annotations

import hashlib
from pathlib import Path

from shieldwall.models.installed import CATALOGUE_GROUP, MODELS_GROUP, Plugin, installed
from shieldwall.quantities.errors import InputError

#: Files of a plug-in that may change a run.
_TEXTS = (".py", ".yaml")


def plugins_in_header() -> list[str]:
    """Return a line for each package that brings models or entries: name, version, what it brings, SHA-256."""
    found: dict[tuple[str, str], list[Plugin]] = {}
    for plugin in (*installed(MODELS_GROUP), *installed(CATALOGUE_GROUP)):
        found.setdefault((plugin.distribution, plugin.version), []).append(plugin)
    return [
        f"{name} {version} ({', '.join(sorted({one.name for one in brought}))}; {_digest(brought)[:16]})"
        for (name, version), brought in sorted(found.items())
    ]


def _digest(brought: list[Plugin]) -> str:
    """SHA-256 over the packages that entry points name, hexadecimal."""
    seal = hashlib.sha256()
    for top in sorted({plugin.value.partition(":")[0].partition(".")[0] for plugin in brought}):
        root = _root(next(plugin for plugin in brought if plugin.value.startswith(top)), top)
        files = [root] if root and root.is_file() else sorted(root.rglob("*")) if root else []
        for file in files:
            if file.suffix in _TEXTS and file.is_file():
                seal.update(file.relative_to(root or file).as_posix().encode() + file.read_bytes())
    return seal.hexdigest()


def _root(plugin: Plugin, top: str) -> Path | None:
    """The folder or file of a top-level package, without importing it."""
    import importlib.util

    try:
        return Plugin(plugin.name, top, plugin.distribution, plugin.version).folder()
    except InputError:
        spec = importlib.util.find_spec(top)
        return Path(spec.origin) if spec and spec.origin else None
