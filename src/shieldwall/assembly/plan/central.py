"""Single sensors and weapons with the central figures of the catalogue, for models that are asked without a battle."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shieldwall.assembly.draw.figures import CENTRAL, draw_figures
from shieldwall.assembly.draw.terms import work_out
from shieldwall.assembly.plan.air import clear_air
from shieldwall.assembly.plan.rows import Row
from shieldwall.assembly.plan.sensors import SensorMaker
from shieldwall.assembly.plan.terms import Term, Terms
from shieldwall.assembly.plan.weapons import weapon_kind
from shieldwall.catalogue.entry import Entry
from shieldwall.scenario.surroundings import Draws, Propagation, Weather
from shieldwall.state.sensor import SENSOR

_DRAWS = Draws(terrain_error=False, obstacle_angle=False, registration_bias=False)


@dataclass(frozen=True)
class CentralSensor:
    """A sensor that nothing is drawn for: its SENSOR columns, its detection table (pfa, pulses), its height, m.

    `lowest` is its lowest elevation over its site's horizon, rad.
    """

    row: dict[str, float]
    table: tuple[float, int]
    antenna_height: float
    lowest: float


@dataclass(frozen=True)
class CentralWeapon:
    """A weapon: its WEAPON columns, and its AIRFRAME record if it flies."""

    row: dict[str, float]
    airframe: NDArray[Any] | None


def sensor(entry: Entry, role: str = "surveillance", propagation: Propagation | None = None) -> CentralSensor:
    """Return the sensor of an entry as a unit has it that faces north, before it stands at a site.

    Raises InputError for what is no sensor.
    """
    terms = Terms()
    maker = SensorMaker(terms, _DRAWS, Weather(), propagation or Propagation())
    sited = maker.place("sensor", "site", entry, role, None)
    pulses, height = sited.pulses, sited.antenna_height
    lowest = -math.pi / 2.0 if sited.lowest is None else sited.lowest
    row = _with_central_values(terms, sited.row | {"drawn_pulses": pulses, "antenna": height, "lowest": lowest})
    fixed = {name: value for name, value in row.items() if name in (SENSOR.names or ())}
    return CentralSensor(fixed, (sited.pfa, int(row["drawn_pulses"])), row["antenna"], row["lowest"])


def weapon(entry_id: str) -> CentralWeapon:
    """Return the weapon of an entry; InputError for what cannot be fired, or an interceptor without a fit."""
    terms = Terms()
    made = weapon_kind(entry_id, terms)
    return CentralWeapon(_with_central_values(terms, made.row), made.airframe)


def _with_central_values(terms: Terms, row: Row) -> dict[str, float]:
    """A row with the central values of its terms."""
    figures, steps = terms.figures.table(), terms.table()
    values = np.zeros(len(figures) + len(steps))
    if len(figures):
        draw_figures(figures, CENTRAL, 0, 0, values)
        band = row.get("band", 0)
        air = clear_air([int(band)] if "fluctuates" in row else [])  # type: ignore[arg-type]
        work_out(steps, (float(len(figures)), math.inf, math.inf), (0, 0), air, values)
    return {name: float(values[terms.index(one)]) if isinstance(one, Term) else one for name, one in row.items()}
