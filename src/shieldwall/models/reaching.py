"""Switches made of the members of a family: an if for each, so that the compiler sees every model and may inline it.

A switch that calls through function values costs fifty times as much.
"""

from collections.abc import Sequence
from typing import Any

from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.sources import count_in, plugins_digest
from shieldwall.models.families import Family
from shieldwall.models.model import Model
from shieldwall.models.numbers import FIRST_PLUGIN


def reaching(family: Family, models: Sequence[Model], module: str, file: str, *, inline: bool = False) -> Any:
    """Return the compiled switch of a family; the first model is reached where no number fits.

    `module` and `file` are those of who asks, by which the machine code is kept.
    """
    first, *rest = models
    passed = ", ".join(family.passes)
    lines = [
        f"def {family.function}({', '.join(family.arguments)}):",
        f'    """Ask the member of {family.name} by its number."""',
        f"    number = {family.number}",
    ]
    for model in rest:
        lines += [f"    if number == {model.number}:  # {model.name}", f"        return _{model.number}({passed})"]
    lines += [f"    return _{first.number}({passed})  # {first.name}"]
    kernels = {f"_{model.number}": model.kernel for model in models}
    if any(model.number >= FIRST_PLUGIN for model in models):
        count_in(module, plugins_digest().hex())
    return _made("\n".join(lines), family.function, kernels, (module, file), inline)


def telling(function: str, numbers: Sequence[int], module: str, file: str) -> Any:
    """Return the compiled function that tells whether a number is one of some."""
    lines = [f"def {function}(number):", '    """Tell whether the model of this number is one of those."""']
    for number in numbers:
        lines += [f"    if number == {number}:", "        return True"]
    return _made("\n".join([*lines, "    return False"]), function, {}, (module, file), False)


def _made(text: str, function: str, kernels: dict[str, Any], place: tuple[str, str], inline: bool) -> Any:
    module, file = place
    count_in(module, text)
    names = {"__name__": module, **kernels}
    exec(compile(text, file, "exec"), names)  # noqa: S102  the text is made above, of numbers and names of ours
    return kernel(inline=inline)(names[function])
