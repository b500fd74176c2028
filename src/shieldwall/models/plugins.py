"""Models that other packages bring, by the entry-point group `shieldwall.models`: found, tried, numbered, or refused.

A plug-in that does not work is left out and told of; only what needs it fails. Its number depends on the names of
what is installed and on nothing else.
"""

import importlib.metadata
import importlib.util
import inspect
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from shieldwall.kernels.compiled import PLUGIN_GROUP
from shieldwall.kernels.draws import PURPOSES
from shieldwall.models.families import FAMILIES
from shieldwall.models.model import Model
from shieldwall.models.numbers import FIRST_PLUGIN, UNNUMBERED
from shieldwall.quantities.errors import InputError, closest, quoted
from shieldwall.quantities.units import SI_UNITS
from shieldwall.record.reasons import WORDS
from shieldwall.record.tables import OWN

CATALOGUE_GROUP = "shieldwall.catalogue"
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}", re.ASCII)


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


class Members(NamedTuple):
    """The plug-ins that work, each with its numbered model, and what is wrong with the others."""

    models: tuple[tuple[Plugin, Model], ...]
    faults: tuple[tuple[Plugin, InputError], ...]


@cache
def installed(group: str) -> tuple[Plugin, ...]:
    """Return the entry points of a group in the order of their names."""
    found = set()
    for point in importlib.metadata.entry_points(group=group):
        name, version = (point.dist.name, point.dist.version) if point.dist else ("an unknown package", "")
        found.add(Plugin(point.name, point.value, name, version))
    return tuple(sorted(found, key=lambda plugin: (plugin.name, plugin.distribution, plugin.value)))


@cache
def members() -> Members:
    """Import and try all plug-ins of models, once in a process."""
    good: list[tuple[Plugin, Model]] = []
    bad: list[tuple[Plugin, InputError]] = []
    plugins = installed(PLUGIN_GROUP)
    for number, plugin in enumerate(plugins, FIRST_PLUGIN):
        twins = [other.distribution for other in plugins if other.name == plugin.name and other != plugin]
        try:
            if twins:
                raise plugin.fault(f"{' and '.join(sorted(set(twins)))} brings a model of that name, too")
            good.append((plugin, replace(_loaded(plugin), number=number)))
        except InputError as error:
            bad.append((plugin, error))
    return Members(tuple(good), tuple(bad))


def with_plugins(family: str, *built_in: Model) -> tuple[Model, ...]:
    """Return the models of a family, the built-in ones first."""
    return (*built_in, *(model for _, model in members().models if model.family == family))


def named(family: str, name: str) -> Model:
    """Return the plug-in model of that name; InputError when none is installed or it does not work."""
    for plugin, model in members().models:
        if plugin.name == name and model.family == family:
            return model
    for plugin, error in members().faults:
        if plugin.name == name:
            raise error
    known = [model.name for _, model in members().models if model.family == family]
    near = closest(name, known)
    guess = f"did you mean {near}? " if near else ""
    raise InputError(
        f"no installed plug-in brings a model {quoted(name)} of {family}",
        instead=f"{guess}install the package that brings it (installed now: {', '.join(known) or 'none'})",
    )


def _loaded(plugin: Plugin) -> Model:
    """Import a plug-in and return its model, tried; InputError for whatever is wrong with it."""
    module, _, attribute = plugin.value.partition(":")
    try:
        model: Any = importlib.import_module(module)
        for part in filter(None, attribute.split(".")):
            model = getattr(model, part)
    except (Exception, SystemExit) as error:
        raise plugin.fault(f"{plugin.value} cannot be imported ({_told(error)})") from error
    if not isinstance(model, Model):
        raise plugin.fault(f"{plugin.value} is {type(model).__name__} and not a Model")
    for trouble in (_misnamed(plugin, model), _misdeclared(model), _mistaken(model)):
        if trouble:
            raise plugin.fault(trouble)
    return model


def _misnamed(plugin: Plugin, model: Model) -> str:
    if model.family not in FAMILIES:
        return f"plug-ins of the family {quoted(model.family)} cannot be reached; known are {', '.join(FAMILIES)}"
    if model.name != plugin.name or not _NAME.fullmatch(model.name):
        return f"its entry point is called {quoted(plugin.name)} and its model {quoted(model.name)}; call both alike"
    if importlib.util.find_spec(f"shieldwall.models.{model.family}.{model.name.replace('-', '_')}"):
        return f"the name {model.name} belongs to a built-in model of {model.family}"
    if model.number != UNNUMBERED:
        return f"it claims the number {model.number}, and plug-ins are numbered when they are loaded; write UNNUMBERED"
    return ""


def _misdeclared(model: Model) -> str:
    if len(model.parameters) > (most := len(OWN) if model.family in ("sensors", "weapons") else 0):
        return f"it declares {len(model.parameters)} parameters, and {model.family} may have {most}"
    for name, parameter in model.parameters.items():
        if not _NAME.fullmatch(name):
            return f"its parameter {quoted(str(name))} is not a name (lower-case letters, digits, - and _)"
        if parameter.unit not in SI_UNITS:
            return f"its parameter {name} has the unit {quoted(parameter.unit)}; known are {', '.join(SI_UNITS)}"
        if not (parameter.low < parameter.high and math.isfinite(parameter.low) and math.isfinite(parameter.high)):
            return f"the range of its parameter {name}, {parameter.low:g} to {parameter.high:g}, is none"
        if not parameter.meaning:
            return f"its parameter {name} does not say what it means"
    if strange := [str(number) for number in model.reasons if number not in WORDS]:
        return f"it may log the reasons {', '.join(strange)}, which do not exist"
    if strange := [str(number) for number in model.purposes if number not in PURPOSES]:
        return f"it may draw for the purposes {', '.join(strange)}, which do not exist"
    return ""


def _mistaken(model: Model) -> str:
    """What is wrong with the kernel: its arguments, its compilation, or its answers to calls that may come."""
    family = FAMILIES[model.family]
    plain = getattr(model.kernel, "py_func", model.kernel)
    if not inspect.isfunction(plain):
        return "its kernel is not a function"
    if tuple(inspect.signature(plain).parameters) != family.passes:
        return f"its kernel is {plain.__name__}{inspect.signature(plain)}, not ({', '.join(family.passes)})"
    if model.kernel is plain and _compiles():
        return f"its kernel {plain.__name__} is not compiled; decorate it with shieldwall.kernels.compiled.kernel"
    for figures in _figures(model):
        for call in family.trial(figures):
            try:
                answer = model.kernel(*call)
            except Exception as error:  # noqa: BLE001  a stranger's code may raise anything
                return f"its kernel {plain.__name__} fails when it is tried ({_told(error)})"
            if not family.sound(answer):
                return f"its kernel {plain.__name__} answers {quoted(repr(answer))}, and should answer {family.answer}"
    return ""


def _figures(model: Model) -> list[Sequence[float]]:
    """The least, the middle and the greatest figures of a model's own parameters."""
    ranges = [(parameter.low, parameter.high) for parameter in model.parameters.values()]
    return [[low + share * (high - low) for low, high in ranges] for share in (0.0, 0.5, 1.0)]


def _compiles() -> bool:
    """Whether kernels are compiled here, which they are not under NUMBA_DISABLE_JIT."""
    from shieldwall.kernels.draws import uniform

    return hasattr(uniform, "py_func")


def _told(error: BaseException) -> str:
    """The kind of an error and the first line of what it says."""
    first = next((line.strip() for line in str(error).splitlines() if line.strip()), "")
    return f"{type(error).__name__}: {quoted(first, 120)[1:-1]}" if first else type(error).__name__
