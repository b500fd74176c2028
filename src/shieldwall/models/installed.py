"""What other packages bring, by entry points: found by its metadata, without importing any of it."""

import importlib.metadata
import importlib.util
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from shieldwall.quantities.errors import InputError, quoted

MODELS_GROUP, CATALOGUE_GROUP = "shieldwall.models", "shieldwall.catalogue"


@dataclass(frozen=True)
class Plugin:
    """An entry point: its name, what it leads to, and the distribution that it belongs to."""

    name: str
    value: str
    distribution: str
    version: str

    def __str__(self) -> str:
        return f"{self.name} of {self.distribution} {self.version}"

    def fault(self, message: str) -> InputError:
        """Return the error that says what is wrong with the plug-in and what to do."""
        return InputError(
            f"the plug-in {self} is left out: {message}",
            instead=f"mend it, or install another version, or remove it with: pip uninstall {self.distribution}",
        )

    def folder(self) -> Path:
        """Return the folder of the package that the entry point names, without importing it; InputError if none."""
        top, *rest = self.value.partition(":")[0].split(".")
        try:
            spec = importlib.util.find_spec(top)
        except (ImportError, ValueError):
            spec = None
        for place in (spec.submodule_search_locations or ()) if spec else ():
            if (folder := Path(place, *rest)).is_dir():
                return folder
        raise self.fault(f"{quoted(self.value)} is not a package with a folder")


@cache
def installed(group: str) -> tuple[Plugin, ...]:
    """Return the entry points of a group in the order of their names."""
    found = set()
    for point in importlib.metadata.entry_points(group=group):
        name, version = (point.dist.name, point.dist.version) if point.dist else ("an unknown package", "")
        found.add(Plugin(point.name, point.value, name, version))
    return tuple(sorted(found, key=lambda plugin: (plugin.name, plugin.distribution, plugin.value)))
