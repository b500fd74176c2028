"""The families of models that a switch reaches: how a member is called, and how one is tried before a battle."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import numpy as np

from shieldwall.models.commands.conduct import CHOOSES, NO_TARGET, RADIATES
from shieldwall.state.layout import OWN
from shieldwall.state.sensor import SENSOR
from shieldwall.state.weapon import WEAPON

Trial = Callable[[Sequence[float]], list[tuple[Any, ...]]]


@dataclass(frozen=True)
class Family:
    """A family: its switch is `function(arguments)`, which asks `number` and calls a member with `passes`.

    `trial` turns figures of a member's own parameters into calls that it must be able to answer, `sound` says
    whether an answer is one, and `answer` what it should be.
    """

    name: str
    function: str
    arguments: tuple[str, ...]
    number: str
    passes: tuple[str, ...]
    answer: str
    sound: Callable[[Any], bool]
    trial: Trial


def _row(layout: Any, figures: Mapping[str, float], own: Sequence[float]) -> Any:
    made = np.zeros(1, layout).view(np.recarray)
    for name, value in (*figures.items(), *zip(OWN, own, strict=False)):
        made[name][0] = value
    return made


def _looks(own: Sequence[float]) -> list[tuple[Any, ...]]:
    figures = {"radar_constant": 1e20, "elevation_beam": 0.05, "blind_speed": 10.0, "clutter": 1.0, "height": 100.0}
    row = _row(SENSOR, figures | {"visibility": 20e3, "azimuth_beam": 0.02, "range_max": 300e3}, own)
    return [(row, 0, 20e3, 0.1, 100.0, 2.0, 3.0), (row, 0, 150e3, 0.003, -1.0, 1e-3, 0.1)]


def _passes(own: Sequence[float]) -> list[tuple[Any, ...]]:
    row = _row(WEAPON, {"lethal_radius": 10.0, "fuze_radius": 30.0, "prior": 0.5}, own)
    return [(row, 0, 0.0, 1.0), (row, 0, 12.0, 2.0), (row, 0, 500.0, 1.0)]


def _is_signal(answer: Any) -> bool:
    pair = isinstance(answer, tuple) and len(answer) == 2
    return pair and all(isinstance(part, float) and part >= 0.0 and math.isfinite(part) for part in answer)


SENSORS = Family(
    "sensors",
    "signal",
    ("sensors", "s", "distance", "sine", "rate", "rcs", "size"),
    "sensors[s].kind",
    ("sensors", "s", "distance", "sine", "rate", "rcs", "size"),
    "two floats, neither negative: signal-to-noise with and without clutter",
    _is_signal,
    _looks,
)
WEAPONS = Family(
    "weapons",
    "kill_probability",
    ("weapons", "w", "miss", "toughness"),
    "weapons[w].kind",
    ("weapons", "w", "miss", "toughness"),
    "a float from 0 to 1: the probability of a kill",
    lambda answer: isinstance(answer, float) and 0.0 <= answer <= 1.0,
    _passes,
)
GUIDANCE = Family(
    "guidance",
    "needs_support",
    ("guidance", "homing"),
    "guidance",
    ("homing",),
    "True or False: whether the round needs its channel",
    lambda answer: isinstance(answer, bool),
    lambda _own: [(0,), (1,)],
)
DOCTRINES = Family(
    "doctrines",
    "rounds_before_look",
    ("doctrine", "salvo"),
    "doctrine",
    ("salvo",),
    "a whole number of at least 1: the rounds to fire",
    lambda answer: isinstance(answer, int) and not isinstance(answer, bool) and answer >= 1,
    lambda _own: [(1,), (4,)],
)
COMMANDS = Family(
    "commands",
    "conduct",
    ("method", "alone", "radiates", "since", "depth"),
    "method",
    ("alone", "radiates", "since", "depth"),
    "a whole number from 0 to 3: bits CHOOSES and RADIATES",
    lambda answer: isinstance(answer, int) and not isinstance(answer, bool) and 0 <= answer <= CHOOSES | RADIATES,
    lambda _own: [(False, False, 0.0, NO_TARGET), (False, True, 20.0, 0.5), (True, True, 1e3, 1.0)],
)

FAMILIES = MappingProxyType({family.name: family for family in (SENSORS, WEAPONS, GUIDANCE, DOCTRINES, COMMANDS)})
