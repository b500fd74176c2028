"""Jammers in battles: what they hide, what burns through, and what they must leave alone."""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
import rasterio
from numpy.typing import NDArray
from rasterio import Affine

from shieldwall.engine.referee.bodies import become
from shieldwall.engine.run import run
from shieldwall.engine.sense.echoes import list_echoes
from shieldwall.engine.sense.jamming import NOISE, receive_jamming
from shieldwall.engine.sense.look import open_look
from shieldwall.exercise.simulate import blank, drawn
from shieldwall.kernels.detection import required_snr, table_probability
from shieldwall.kernels.geodesy import Frame
from shieldwall.record.kinds import DETECTED, SIGHT
from shieldwall.record.reasons import IN_VIEW, JAMMED
from shieldwall.scenario import Scenario, load, load_text
from shieldwall.state.body import FLYING

ORIGIN = Frame(math.radians(44.8), math.radians(20.3))


def place(east: float, north: float) -> str:
    """A point, in kilometres from the radar, as a position."""
    latitude, longitude, _ = ORIGIN.to_geodetic(1000.0 * east, 1000.0 * north, 0.0)
    return f"{math.degrees(latitude):.6f} N {math.degrees(longitude):.6f} E"


def jammer(east: float, north: float, high: str = "8 km amsl", what: str = "stand-off-pods", more: str = "") -> str:
    """A unit of red that jams from one place, as YAML."""
    orbit = f"{{around: {place(east, north)}, radius: 100 m}}"
    said = f"is: electronic-attack, orbit: {orbit}, height: {high}, speed: 200 m/s{more}"
    return f"{{{said}, jammer: {{is: {what}}}}}"


@cache
def scenario(raid: str, radar: str = "an-tps-70", terrain: str = "flat", origin: str = place(0.0, 0.0)) -> Scenario:
    """A radar, and a visitor that flies at it from 200 km in the north at 2 km; `raid` are more units of red."""
    return load_text(
        f"""
scenario: 1
title: A radar and jammers
question: What does it see?
terrain: {terrain}
origin: {origin}
start: 2019-10-24T08:00Z
lasts: 14 min
draws: {{terrain_error: no, obstacle_angle: no, registration_bias: no}}
propagation: {{gas: no, edges: no, ground: no}}
blue:
  command: {{post: radar, control: weapons-hold}}
  units: {{radar: {{is: {radar}, at: {place(0.0, 0.0)}}}}}
red:
  routes: {{in: ["{place(0.0, 150.0)}", "{place(0.0, 0.0)}"]}}
  units:
    visitor: {{is: strike-fighter, route: in, height: 3 km amsl, speed: 180 m/s, then: continue}}
    {raid}
""".replace(" VISITOR", "")
    )


class Seen(NamedTuple):
    """A log with the names of its numbers."""

    rows: Any
    names: list[str]
    plots: int = 0

    def of(self, kind: int, whom: str = "red/visitor/1") -> Any:
        number = self.names.index(whom)
        return self.rows[(self.rows["kind"] == kind) & (self.rows["whom"] == number)]

    def visitor_rows(self) -> list[tuple[Any, ...]]:
        """How the visitor is seen, by name."""
        names = [*self.names, ""]
        fields = ("t", "kind", "why", "x", "y", "z", "v0", "v1")
        rows = [(names[row["who"]], names[row["whom"]], *(float(row[field]) for field in fields)) for row in self.rows]
        return [row for row in rows if row[1] == "red/visitor/1" and row[3] in (SIGHT, DETECTED)]


def fought(exercise: Scenario) -> Seen:
    assembly = drawn(exercise, 1, 0)
    log = blank(20_000)
    assert run(assembly.model, assembly.truth, assembly.belief, log, assembly.lasts) == 0
    plots = int(assembly.belief.progress[0].plots)
    return Seen(np.array(log.events[: log.filled[0]]), assembly.plan.names.all(), plots)


def everything_flies(truth: Any) -> None:
    for body in range(len(truth.bodies)):
        become(truth, body, FLYING)


def burn_through(exercise: Scenario, power: float = 1.0, step: float = 0.25) -> float:
    """Range at which the visitor comes out of the noise for good, under a share of the power of all jammers.

    The engine's looks without their detections, whose draws would end a sight before its time.
    """
    assembly = drawn(exercise, 1, 0)
    model, truth, belief = assembly.model, assembly.truth, assembly.belief
    truth.densities[:] *= power
    everything_flies(truth)
    log = blank(20_000)
    for number in range(int(assembly.lasts / step)):
        look = belief.looks[open_look(belief, 0, number * step) % len(belief.looks)]
        list_echoes(model, truth, belief, log, look)
    sights = Seen(np.array(log.events[: log.filled[0]]), assembly.plan.names.all()).of(SIGHT)
    hidden = np.flatnonzero(sights["why"] == JAMMED)
    assert len(hidden)
    assert sights["why"][hidden[-1] + 1] == IN_VIEW
    return float(sights["v0"][hidden[-1] + 1])


def with_pod(raid: str = "") -> Scenario:
    """The visitor screens itself."""
    text = scenario(raid).text.replace("then: continue", "then: continue, jammer: {is: self-screening-pod}")
    return load_text(text)


def test_a_stand_off_jammer_lets_a_radar_see_less_and_later() -> None:
    quiet, noisy = (fought(scenario(raid, radar="p-18")) for raid in ("", f"jammer: {jammer(0.0, 200.0)}"))
    first = [float(seen.of(DETECTED)["v0"][0]) for seen in (quiet, noisy)]
    assert first[1] < 0.5 * first[0]
    # Of some eighty turns the visitor is in nearly all plots of the quiet radar, and false alarms are the same.
    assert noisy.plots < quiet.plots - 40
    assert JAMMED not in quiet.of(SIGHT)["why"]
    assert JAMMED in noisy.of(SIGHT)["why"]


def test_a_target_burns_through_its_own_noise_where_the_root_says() -> None:
    found = [burn_through(with_pod(), 1e-2 * share) for share in (1.0, 2.0, 4.0)]
    # Self-screening: R goes with power^-1/2. The visitor moves 45 m between two looks.
    assert found[0] / found[1] == pytest.approx(math.sqrt(2.0), rel=3e-3)
    assert found[0] / found[2] == pytest.approx(2.0, rel=3e-3)


def test_a_target_burns_through_stand_off_noise_where_the_fourth_root_says() -> None:
    # Two-dimensional: the fan of its antenna has the jammer in its main lobe as long as the visitor.
    exercise = scenario(f"jammer: {jammer(0.0, 200.0)}", radar="p-18")
    found = [burn_through(exercise, 4e-4 * share) for share in (1.0, 4.0, 16.0)]
    # The jammer turns on a circle of 100 m; own noise adds a thousandth at the least power.
    assert found[0] / found[1] == pytest.approx(math.sqrt(2.0), rel=5e-3)
    assert found[0] / found[2] == pytest.approx(2.0, rel=5e-3)


def test_burn_through_is_where_the_radar_equation_says() -> None:
    """S / (1 + J) from figures of the catalogue, at the ratio that brings a sight back."""
    exercise, share = with_pod(), 1e-2
    distance = burn_through(exercise, share)
    assembly = drawn(exercise, 1, 0)
    row = assembly.model.sensors[0]
    # Anchored at 350 km against 1.7 m2 with a probability of 0.8 at 1e-6 in 8 pulses; 3 m2 from ahead.
    signal = required_snr(0.8, 1e-6, 8, 1) * (350e3 / distance) ** 4 * 3.0 / 1.7
    # Beams of 1.4 by 1.8 degrees at 0.1 m, 4 dB of noise figure and 4 dB of losses; 1 kW over 20 MHz.
    gain = 10.0**4.445 / (1.4 * 1.8)
    own = 1.380649e-23 * 290.0 * 10.0**0.8
    noise = 1000.0 * share / 20e6 * gain * 0.1**2 / ((4.0 * math.pi) ** 2 * own * distance**2)
    found = table_probability(assembly.model.probability, int(row.table), signal / (1.0 + noise))
    # A sight comes back at a probability of 0.1 for the mean echo.
    assert found == pytest.approx(0.1, rel=0.03)


def test_two_jammers_are_one_of_twice_the_power() -> None:
    pair = scenario(f"jammer: {jammer(0.0, 200.0, more=', count: 2')}", radar="p-18")
    one = scenario(f"jammer: {jammer(0.0, 200.0)}", radar="p-18")
    assert burn_through(pair, 1e-3) == pytest.approx(burn_through(one, 2e-3), abs=50.0)


def test_a_jammer_off_axis_is_received_through_side_lobes() -> None:
    reaches = [
        burn_through(scenario(f"jammer: {jammer(*spot)}"), 10.0, 1.0)
        for spot in ((0.0, 100.0), (20.0, 98.0), (0.0, -100.0))
    ]
    assert 3.0 * reaches[0] < reaches[1] < reaches[2]


def test_a_dead_jammer_and_one_that_is_switched_off_are_silent() -> None:
    quiet = fought(scenario("")).visitor_rows()
    later = scenario(f"jammer: {jammer(0.0, 100.0).replace('is: stand-off-pods', 'is: stand-off-pods, to: 0.001 s')}")
    assert fought(later).visitor_rows() == quiet
    part = scenario(f"jammer: {jammer(0.0, 100.0).replace('is: stand-off-pods', 'is: stand-off-pods, from: 6 min')}")
    partly_jammed = fought(part).visitor_rows()
    assert [row for row in partly_jammed if row[2] < 360.0] == [row for row in quiet if row[2] < 360.0]
    assert partly_jammed != quiet


def test_a_jammer_of_other_bands_does_nothing() -> None:
    exercise = scenario(f"jammer: {jammer(0.0, 100.0, what='self-screening-pod')}", radar="p-18")
    assert fought(exercise).visitor_rows() == fought(scenario("", radar="p-18")).visitor_rows()


def test_a_jammer_below_the_horizon_does_nothing() -> None:
    exercise = scenario(f"jammer: {jammer(0.0, 200.0, '300 m amsl')}")
    assert fought(exercise).visitor_rows() == fought(scenario("")).visitor_rows()


def ridge(file: Path) -> Path:
    """Write a GeoTIFF of sea with a wall of 3000 m, 40 to 44 km east of the radar."""
    cells, size = 600, 0.005
    west, north = 18.8, 46.3
    heights: NDArray[np.int16] = np.zeros((cells, cells), np.int16)
    east = np.array([float(ORIGIN.to_enu(math.radians(44.8), math.radians(west + size * (c + 0.5)), 0.0)[0])
                     for c in range(cells)])  # fmt: skip
    heights[:, (east > 40e3) & (east < 44e3)] = 3000
    profile = {"driver": "GTiff", "width": cells, "height": cells, "count": 1, "dtype": "int16", "crs": "EPSG:4326"}
    with rasterio.open(file, "w", transform=Affine(size, 0.0, west, 0.0, -size, north), **profile) as target:
        target.write(heights, 1)
    return file


def test_a_jammer_behind_a_mountain_does_nothing(tmp_path: Path) -> None:
    terrain = str(ridge(tmp_path / "ridge.tif"))
    quiet = fought(scenario("", terrain=terrain)).visitor_rows()
    hidden, high = (
        fought(scenario(f"jammer: {jammer(70.0, 0.0, f'{height} amsl')}", terrain=terrain)).visitor_rows()
        for height in ("2500 m", "8 km")
    )
    assert hidden == quiet
    assert high != quiet


def test_beyond_the_instrumented_range_terrain_hides_a_jammer_too(tmp_path: Path) -> None:
    """Where masks end: a Pantsir's radar displays 55 km."""
    terrain = str(ridge(tmp_path / "ridge.tif"))
    for height, received in (("2500 m", 0), ("8 km", 1)):
        exercise = scenario(f"jammer: {jammer(70.0, 0.0, f'{height} amsl')}", radar="pantsir-search", terrain=terrain)
        assembly = drawn(exercise, 1, 0)
        everything_flies(assembly.truth)
        assert receive_jamming(assembly.model, assembly.truth, 0, 10.0) == received


def test_a_radar_outside_its_sector_gets_the_back_lobes() -> None:
    """The antenna looks at the origin: the radar stands there, or 90 degrees aside as seen from the jammer."""
    found = []
    for origin in (place(0.0, 0.0), place(60.0, 60.0)):
        assembly = drawn(scenario(f"jammer: {jammer(0.0, 60.0)}", origin=origin), 1, 0)
        everything_flies(assembly.truth)
        assert receive_jamming(assembly.model, assembly.truth, 0, 10.0) == 1
        found.append(float(assembly.truth.received[NOISE, 0]))
    assert found[1] / found[0] == pytest.approx(0.01, rel=0.02)


def test_the_teaching_scenario_shows_jamming() -> None:
    seen = fought(load("stand-off-jammer"))
    sights = seen.rows[seen.rows["kind"] == SIGHT]
    hidden = {seen.names[row["whom"]].split("/")[1] for row in sights[sights["why"] == JAMMED]}
    assert hidden >= {"in-line", "aside"}
