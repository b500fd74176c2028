"""Models that other packages bring, by the entry-point group `shieldwall.models`: found, tried, numbered, or refused.

A plug-in that does not work is left out and told of; only what needs it fails. Its number depends on the names of
what is installed and on nothing else.
"""

import importlib
import importlib.util
import inspect
import math
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any, NamedTuple

from shieldwall.kernels.draws import PURPOSES
from shieldwall.models.families import FAMILIES
from shieldwall.models.installed import MODELS_GROUP, Plugin, installed
from shieldwall.models.model import Model
from shieldwall.models.numbers import FIRST_PLUGIN, UNNUMBERED
from shieldwall.quantities.errors import InputError, guessed, quoted
from shieldwall.quantities.units import SI_UNITS
from shieldwall.record.reasons import WORDS
from shieldwall.state.layout import OWN

_TRYING: list[str] = []
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}", re.ASCII)


class Members(NamedTuple):
    """The plug-ins that work, each with its numbered model, and what is wrong with the others."""

    models: tuple[tuple[Plugin, Model], ...]
    faults: tuple[tuple[Plugin, InputError], ...]


@cache
def members() -> Members:
    """Import and try all plug-ins of models, once in a process."""
    if _TRYING:
        raise ImportError("a plug-in may not import what is made of the plug-ins, such as a switch or the engine")
    _TRYING.append(MODELS_GROUP)
    try:
        return _members()
    finally:
        _TRYING.clear()


def _members() -> Members:
    good: list[tuple[Plugin, Model]] = []
    bad: list[tuple[Plugin, InputError]] = []
    plugins = installed(MODELS_GROUP)
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
    guess = guessed(name, known)
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
        raise plugin.fault(f"{plugin.value} cannot be imported ({_words(error)})") from error
    if not isinstance(model, Model):
        raise plugin.fault(f"{plugin.value} is {type(model).__name__} and not a Model")
    try:
        trouble = _misnamed(plugin, model) or _misdeclared(model) or _mistaken(model)
    except (AttributeError, TypeError, ValueError) as error:
        raise plugin.fault(f"its declaration is not one ({_words(error)})") from error
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
                return f"its kernel {plain.__name__} fails when it is tried ({_words(error)})"
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


def _words(error: BaseException) -> str:
    """The kind of an error and the first line of what it says."""
    first = next((line.strip() for line in str(error).splitlines() if line.strip()), "")
    return f"{type(error).__name__}: {quoted(first, 120)[1:-1]}" if first else type(error).__name__
