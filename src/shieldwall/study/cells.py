"""Option against raid: the cells of a study, each a scenario of its own."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from shieldwall.quantities.errors import InputError
from shieldwall.scenario import Scenario, load_text, with_changes
from shieldwall.scenario.extension import OWN, laid_over, written_as
from shieldwall.study.changes import Change
from shieldwall.study.file import WORDS, Study
from shieldwall.text import loader
from shieldwall.text.nodes import Node
from shieldwall.text.schema import first

#: How long the title of a scenario may be.
_LONGEST = 200


@dataclass(frozen=True)
class Cell:
    """An option against a raid. Its scenario is made when it is first asked for, and its plan later still."""

    number: int
    option: str
    raid: str
    study: Study = field(repr=False)

    @property
    def change(self) -> Change | None:
        """What Python sets in the drawn arrays of the option, None where its scenario says it all."""
        twins = self.study.written.twins
        return None if twins is None else twins.changes.get(self.option)

    @cached_property
    def scenario(self) -> Scenario:
        """The scenario with what the option and the raid change; InputError at the line that is wrong."""
        layers = [*_layers(self.study, "options", self.option), *_layers(self.study, "raids", self.raid)]
        if self.change is not None and not layers:
            # The very scenario of the study, whose plan serves all of them.
            return self.study.base
        return _made(self.study, layers, f"{self.option} against {self.raid}")

    def stated(self) -> Scenario:
        """Return the scenario, which says all of the cell; InputError where Python changes its battles, too."""
        if self.change is not None:
            instead = "ask of an option that the study's text says all of"
            raise InputError(f"{self.option} replaces a model, which its scenario does not say", instead=instead)
        return self.scenario

    def __getstate__(self) -> dict[str, object]:
        """Leave behind what is made again from the rest."""
        return {name: getattr(self, name) for name in ("number", "option", "raid", "study")}


def cells(study: Study) -> tuple[Cell, ...]:
    """Return the cells of a study, raid by raid for each option."""
    pairs = [(option, raid) for option in study.options for raid in study.raids]
    return tuple(Cell(number, option, raid, study) for number, (option, raid) in enumerate(pairs))


def check(study: Study, made: Sequence[Cell]) -> None:
    """Raise InputError for a cell that is no scenario, and for an option or a raid that changes nothing.

    What is compared are the scenarios that come of it, but for their titles, not how they were written. Of what Python
    changes nobody can say beforehand what it comes to.
    """
    errors = []
    for cell in made:
        try:
            _ = cell.scenario
        except InputError as error:
            errors.append(error)
    if not errors:
        raids = len(study.raids)
        errors += _idle(study, "options", made[::raids], _layers(study, "raids", made[0].raid))
        errors += _idle(study, "raids", made[:raids], _layers(study, "options", made[0].option))
    if errors:
        raise first(errors)


def _idle(study: Study, group: str, made: Sequence[Cell], others: Sequence[Node]) -> list[InputError]:
    """Options or raids that come to what another comes to, or to the scenario as it is written."""
    names = [cell.option if group == "options" else cell.raid for cell in made]
    unchanged = _unchanged(study, others)
    found = []
    stated = [number for number, cell in enumerate(made) if cell.change is None]
    for number in stated:
        name = names[number]
        scenario, node = made[number].scenario, study.node(group, name) or study.written.root
        twin = next((names[n] for n in stated if n < number and _same(made[n].scenario, scenario)), None)
        if twin is not None:
            found.append(node.error(f"{name} comes to the same as {twin}", "delete one of the two"))
        elif _layers(study, group, name) and _same(unchanged, scenario):
            found.append(node.error(f"{name} changes nothing", "write {} for the scenario as it is, or another value"))
    return found


def _unchanged(study: Study, others: Sequence[Node]) -> Scenario | None:
    """The scenario with other layers alone, None where it is none without the layer in question."""
    try:
        return _made(study, others, study.base.title)
    except InputError:
        return None


def _same(one: Scenario | None, other: Scenario) -> bool:
    parts = [part for part in Scenario.model_fields if part not in OWN]
    return one is not None and all(getattr(one, part) == getattr(other, part) for part in parts)


def _layers(study: Study, group: str, name: str) -> list[Node]:
    """The text of an option or a raid, where it changes anything."""
    node = study.node(group, name)
    if node is None or not isinstance(node.value, dict):
        return []
    changes = {key: child for key, child in node.value.items() if key not in WORDS}
    return [replace(node, value=changes)] if changes else []


def _made(study: Study, layers: Sequence[Node], named: str) -> Scenario:
    base, own_text = study.base, study.written.text
    text = base.text
    for layer in layers:
        text = _changed(text, base.file, layer, own_text)
    title = f"{base.title} ({named})"[:_LONGEST]
    try:
        text = with_changes(text, {"title": json.dumps(title, ensure_ascii=False)}, base.file)
        return load_text(text, base.file, base.own if base.own.texts else None)
    except InputError as error:
        raise _located(error, layers) from None


def _changed(text: str, file: str, layer: Node, own_text: str) -> str:
    """The text of a scenario with a layer: mappings laid over it, then paths with dots as `--set` has them."""
    stated = layer.value if isinstance(layer.value, dict) else {}
    nested = {key: node for key, node in stated.items() if "." not in key}
    if nested:
        text = laid_over(replace(layer, value=nested), own_text, loader.load_text(text, file), text)
    paths = {key: node for key, node in stated.items() if "." in key}
    try:
        return with_changes(text, {path: written_as(node, own_text) for path, node in paths.items()}, file)
    except InputError as error:
        raise paths.get(error.path or "", layer).error(error.message, error.instead) from None


def _located(error: InputError, layers: Sequence[Node]) -> InputError:
    """An error of a scenario that layers made, at the line of the layer that states the value, or is the last."""
    place = error.path or ""
    for layer in reversed(layers):
        found = None
        for node in layer.walk():
            path = node.path[len(layer.path) + 1 :]
            if path and f"{place}.".startswith(f"{path}."):
                found = node
        if found is not None:
            return found.error(error.message, error.instead)
    if not layers:
        return error
    return layers[-1].error(f"with this, {place}: {error.message}", error.instead)
