"""What a scenario needs that does not come with the program: packages whose plug-ins it names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shieldwall.models.installed import CATALOGUE_GROUP, MODELS_GROUP, installed
from shieldwall.quantities.errors import InputError, quoted
from shieldwall.scenario.schema import Scenario
from shieldwall.text.nodes import Node


def needs(scenario: Scenario, root: Node) -> Iterator[InputError]:
    """Yield a complaint for each package that is not installed, brings nothing, or does not work."""
    plugins = [*installed(MODELS_GROUP), *installed(CATALOGUE_GROUP)]
    there = {_alike(plugin.distribution) for plugin in plugins}
    for index, package in enumerate(scenario.needs):
        node = root.nearest(("needs", index))
        if _alike(package) not in there:
            yield node.error(
                f"the scenario needs the plug-ins of {quoted(package)}, which is not installed",
                f"install it, for example with: pip install {package}",
            )
        else:
            yield from (
                fault.placed(node.file, node.line, node.path)
                for distribution, fault in faults()
                if _alike(distribution) == _alike(package)
            )


def faults() -> list[tuple[str, InputError]]:
    """Return what is wrong with installed plug-ins, with the package of each; it imports and tries them all."""
    if not installed(MODELS_GROUP) and not installed(CATALOGUE_GROUP):
        return []
    from shieldwall.catalogue.places import packages
    from shieldwall.models.plugins import members

    return [(plugin.distribution, error) for plugin, error in (*members().faults, *packages().faults)]


def _alike(package: str) -> str:
    """The name of a package as installers compare it (PEP 503)."""
    return re.sub(r"[-_.]+", "-", package).lower()
