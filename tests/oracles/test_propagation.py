"""The loss along a ray against ITU-Rpy's slant paths, closed forms, and what a run logs in the rain."""

from __future__ import annotations

import math
from importlib import import_module

import numpy as np
import pytest
from evidence_rows import Comparison, Evidence

from shieldwall.assembly.plan.air import MM_PER_HOUR, losses, path_losses
from shieldwall.assembly.plan.bands import gigahertz
from shieldwall.catalogue import load
from shieldwall.exercise import run
from shieldwall.kernels.attenuation import rain_attenuation
from shieldwall.kernels.geodesy import effective_radius, horizon_sine, refraction_lift
from shieldwall.kernels.propagation import LAYER, LAYERS, ray_loss, transmission
from shieldwall.record.kinds import SIGHT
from shieldwall.record.reasons import IN_VIEW
from shieldwall.scenario.load import load_text
from shieldwall.scenario.surroundings import Propagation, Weather
from shieldwall.state.sensor import BANDS, SENSOR

PATHS = Comparison(
    "slant-paths", "Radar equation and propagation", "Gas on a whole path through the air, in one direction", "dB",
    "ITU-Rpy 0.4, gaseous_attenuation_slant_path, mode exact", "attenuation.md",
)  # fmt: skip
CURVE = 0.5 / effective_radius()
DECIBELS = 10.0 / math.log(10.0)


@pytest.mark.parametrize("elevation", [90.0, 30.0, 10.0, 5.0, 3.0, 1.0])
@pytest.mark.parametrize("band", ["l", "s", "c", "x", "ku"])
def test_gas_as_another_integration_of_the_recommendation(band: str, elevation: float, evidence: Evidence) -> None:
    itu676 = import_module("itur.models.itu676")
    theirs = itu676.gaseous_attenuation_slant_path(gigahertz(band), elevation, 7.5, 1013.25, 288.15, mode="exact")
    sine = math.sin(math.radians(elevation))
    ours = 0.5 * DECIBELS * ray_loss(losses(band), 0.0, sine, CURVE, 0.0, min(30e3 / sine, 700e3), 2000)
    # Ours ends at 30 km and bends every ray as the 4/3 earth does; theirs goes to 100 km through a layered refraction.
    what = f"{band} band at {elevation:g} degrees"
    evidence.close(PATHS, what, ours, float(theirs.value), tolerance=0.015, relative=True)


def test_an_exponential_atmosphere_over_a_flat_earth() -> None:
    scale, sine, reach = 3000.0, 0.1, 100e3
    layers = 1e-4 * np.exp(-LAYER * np.arange(LAYERS) / scale)
    expected = 1e-4 * scale / sine * (1.0 - math.exp(-reach * sine / scale))
    # Straight pieces of 250 m over an exponential of 3 km lie above it by a part in 1700 at most.
    assert ray_loss(layers, 0.0, sine, 0.0, 0.0, reach, 4000) == pytest.approx(expected, rel=1e-3)


@pytest.mark.parametrize(
    ("band", "reach", "height", "rain", "tolerance"),
    [
        ("vhf", 300e3, 10.0, 0.0, 0.01),
        ("s", 600e3, 30.0, 0.0, 0.05),
        ("s", 400e3, 1800.0, 0.0, 0.05),
        ("x", 200e3, 20.0, 0.0, 0.05),
        ("x", 100e3, 20.0, 10.0, 0.3),
        ("ku", 40e3, 5.0, 10.0, 0.15),
    ],
)
def test_the_table_of_a_sensor_is_the_integral(
    band: str, reach: float, height: float, rain: float, tolerance: float
) -> None:
    row = np.zeros(1, SENSOR)
    horizon = horizon_sine(height, effective_radius())
    for name, value in (("fluctuates", 1), ("band", BANDS.index(band)), ("height", height), ("sea_sine", horizon)):
        row[name] = value
    row["range_max"] = reach
    weather = Weather.model_construct(rain=rain / MM_PER_HOUR, rain_top=3000.0)
    table = path_losses(row, weather, Propagation(), refraction_lift(effective_radius()))
    rng = np.random.default_rng(3)
    for _ in range(500):
        sine, distance = horizon + (1.0 - horizon) * rng.random() ** 3, reach * rng.random()
        exact = DECIBELS * ray_loss(losses(band, rain, 3000.0), height, sine, CURVE, 0.0, distance, 2000)
        if exact < 12.0:
            found = -10.0 * math.log10(transmission(table, 0, horizon, reach, sine, distance))
            assert found == pytest.approx(exact, abs=tolerance)


SCENARIO = """
scenario: 1
title: One radar in the rain
question: How much fainter is a target in the rain?
terrain: flat
start: 2020-01-01T00:00Z
lasts: 20 min
trees: 60 m
weather: {{rain: {rain:g} mm/h, rain_top: 12 km}}
draws: {{terrain_error: no, obstacle_angle: no, registration_bias: no}}
propagation: {{ground: no}}
blue:
  command: {{post: radar}}
  units:
    radar: {{is: {radar}, at: 45.0 N 20.0 E}}
red:
  routes:
    in: [46.5 N 20.0 E, 45.1 N 20.0 E]
  units:
    target: {{is: strike-fighter, route: in, height: 1000 m amsl, speed: 250 m/s}}
"""


@pytest.mark.parametrize(("radar", "rate"), [("96l6e", 25.0), ("92n6e", 4.0)])
def test_rain_takes_from_an_echo_of_a_battle_what_the_recommendation_says(radar: str, rate: float) -> None:
    first = [_first_sight(radar, rain) for rain in (0.0, rate)]
    (dry, distance, band), (wet, again, _) = first
    assert again == pytest.approx(distance, abs=1.0)
    # The whole path lies in the rain; there and back.
    expected = 2.0 * rain_attenuation(gigahertz(band), rate) * distance / 1000.0
    assert 10.0 * math.log10(dry / wet) == pytest.approx(expected, rel=0.02)


def _first_sight(radar: str, rain: float) -> tuple[float, float, str]:
    fought = run(load_text(SCENARIO.format(radar=radar, rain=rain), "rain.yaml"), film=False)
    log, names = fought.recording.log, fought.header["names"]
    seen = [row for row in log[log["kind"] == SIGHT] if row["why"] == IN_VIEW and names[row["whom"]].startswith("red/")]
    return float(seen[0]["v1"]), float(seen[0]["v0"]), load(radar).band.value  # type: ignore[attr-defined]
