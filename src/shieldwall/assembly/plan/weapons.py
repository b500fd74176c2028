"""Rounds and guns: catalogue entries become WEAPON rows, fitted airframes and reach tables."""

from __future__ import annotations

import hashlib
import math
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shieldwall.assembly.plan.own import model_columns
from shieldwall.assembly.plan.rows import Row
from shieldwall.assembly.plan.terms import Number, Terms, cosine
from shieldwall.catalogue import load
from shieldwall.catalogue.entry import Entry
from shieldwall.catalogue.fits import airframe, thrust
from shieldwall.catalogue.values import Value
from shieldwall.catalogue.weapons import Gun, IdealInterceptor, Interceptor
from shieldwall.engine.fly.grid import STEP
from shieldwall.kernels import atmosphere, flight, reach
from shieldwall.kernels.flight import AIRFRAME
from shieldwall.kernels.reach import reach_table
from shieldwall.models.guidance.switch import MODELS as GUIDANCE
from shieldwall.models.weapons import certain, gun, missile
from shieldwall.quantities.constants import EARTH_RADIUS
from shieldwall.quantities.errors import InputError
from shieldwall.terrain.cache import cached

MILLION = 1e6
#: Prior kill probability of a burst, against which a missile's is weighed: a gun is the last resort. Assumption.
GUN_PRIOR = 0.2
#: No round is faster than this times the greatest speed claimed for it.
FASTER = 1.5
#: The figure that is the share of the fitted thrust.
THRUST = "fitted_thrust"
#: What a share of the fitted thrust multiplies.
THRUSTS = ("boost_thrust", "sustain_thrust")
GUIDANCE_NUMBER = {model.name: model.number for model in GUIDANCE}


@dataclass(frozen=True)
class WeaponKind:
    """A kind of round or gun: its entry, its WEAPON row, and its AIRFRAME record if it flies.

    `thrust` is its share of the fitted thrust, `thrusts` that share with its range.
    """

    entry: Entry
    row: Row
    airframe: NDArray[Any] | None
    thrust: Number = 1.0
    thrusts: Value | None = None


def weapon_kind(entry_id: str, terms: Terms) -> WeaponKind:
    """Return the weapon of a catalogue entry; InputError when it is no weapon or an interceptor without a fit."""
    entry = load(entry_id)
    if isinstance(entry, Interceptor):
        share = thrust(entry)
        return WeaponKind(
            entry, _missile(entry, terms), airframe(entry), terms.figure(entry, THRUST, share, 1.0), share
        )
    if isinstance(entry, IdealInterceptor):
        return WeaponKind(entry, _certain(entry), _ideal_airframe(entry))
    if isinstance(entry, Gun):
        return WeaponKind(entry, _gun(entry, terms), None)
    raise InputError(f"{entry_id} is {entry.kind} and cannot be fired", instead="name an interceptor or a gun")


def reach_tables(airframes: NDArray[Any]) -> NDArray[np.float32]:
    """Return the reach tables of all airframes, float32[types, layers, ranges, heights], by the cache."""
    sources = b"".join(Path(str(module.__file__)).read_bytes() for module in (reach, flight, atmosphere))
    tables = []
    for kind in range(len(airframes)):
        seal = hashlib.sha256(sources + airframes[kind].tobytes() + f"{STEP}".encode()).digest()
        build = partial(_reach, airframes, kind)
        tables.append(cached("reach", seal, build)["table"])
    return np.stack(tables) if tables else np.zeros((0, 2, 2, 2), np.float32)


def _reach(airframes: NDArray[Any], kind: int) -> dict[str, NDArray[Any]]:
    return {"table": reach_table(airframes.view(np.recarray), kind, STEP, EARTH_RADIUS)}


def _missile(entry: Interceptor, terms: Terms) -> Row:
    def take(name: str) -> Number:
        return terms.figure(entry, name, getattr(entry, name))

    row: Row = {
        **model_columns(entry, "weapons", missile.MODEL.number, terms),
        "guidance": GUIDANCE_NUMBER[entry.guidance],
        "min_range": take("min_range"),
        "max_range": take("max_range"),
        "min_height": take("min_altitude"),
        "max_height": take("max_altitude"),
        "max_target_speed": take("max_target_speed"),
        "memory": take("memory_time"),
        "lethal_radius": take("lethal_radius"),
        "fuze_radius": take("fuze_radius"),
        "fuze_works": take("fuze_reliability"),
        "works": take("reliability"),
        "prior": terms.figure(entry, "prior_kill_probability", entry.prior_kill_probability, 0.5),
        "cost": take("cost") / MILLION,
        "top_speed": FASTER * entry.max_speed.high,
    }
    if entry.seeker is not None:
        for field, name in (
            ("seeker_range", "acquisition_range"),
            ("seeker_noise", "angle_noise"),
            ("seeker_lag", "lag"),
        ):
            row[field] = terms.figure(entry, f"seeker.{name}", getattr(entry.seeker, name))
        row["seeker_view"] = cosine(terms.figure(entry, "seeker.field_of_view", entry.seeker.field_of_view))
    return row


def _certain(entry: IdealInterceptor) -> Row:
    return {
        "kind": certain.MODEL.number,
        "guidance": GUIDANCE_NUMBER["certain"],
        "min_range": entry.min_range.value,
        "max_range": entry.max_range.value,
        "min_height": entry.min_altitude.value,
        "max_height": entry.max_altitude.value,
        "max_target_speed": entry.max_target_speed.value,
        "memory": math.inf,
        "lethal_radius": 1.0,
        "fuze_radius": 200.0,
        "fuze_works": 1.0,
        "works": 1.0,
        "prior": entry.kill_probability.value,
        "top_speed": FASTER * entry.mean_speed.value,
        "cost": entry.cost.value / MILLION,
    }


def _gun(entry: Gun, terms: Terms) -> Row:
    def take(name: str) -> Number:
        return terms.figure(entry, name, getattr(entry, name))

    return {
        "kind": gun.MODEL.number,
        "min_range": take("min_range"),
        "max_range": take("max_range"),
        "max_height": take("max_altitude"),
        "max_target_speed": take("max_target_speed"),
        "muzzle_speed": take("muzzle_velocity"),
        "rate": take("rate_of_fire"),
        "burst": take("burst"),
        "dispersion": take("dispersion"),
        "hit_kills": take("kill_probability_per_hit"),
        "prior": GUN_PRIOR,
        "cost": take("round_cost") * take("rate_of_fire") * take("burst") / MILLION,
    }


def _ideal_airframe(entry: IdealInterceptor) -> NDArray[Any]:
    """A round without motor or drag that leaves at its mean speed and turns as it must."""
    made = np.zeros(1, AIRFRAME)
    ideal = {
        "launch_mass": 100.0, "boost_area": 1.0, "area": 1.0, "max_lift": 1000.0, "structural_limit": 5000.0,
        "lag": 0.01, "steering": 3.0, "navigation": 4.0, "hand_over_range": entry.max_range.value,
        "hand_over_time": 1000.0, "blend": 0.01, "launch_speed": entry.mean_speed.value,
        "rail_elevation": -1.0, "minimum_speed": 1.0, "minimum_pull": 1.0, "battery": entry.flight_time.value,
        "reach_range": 1.05 * entry.max_range.value, "reach_height": 1.05 * entry.max_altitude.value,
        "loft_speed": 1.0,
    }  # fmt: skip
    for name, value in ideal.items():
        if name in (made.dtype.names or ()):
            made[name] = value
    return made
