"""Lobing in the engine's own looks, maps and jammers, against the textbook's sum of two rays; and P-18's claims.

The sum is reckoned here from heights and the distance: the shortest path over a sphere of 4/3 of the earth by scipy,
the complex Fresnel coefficient, Kerr's divergence factor, Ament's roughness and a Gaussian beam
(authorities/lobing.md).
"""

from __future__ import annotations

import cmath
import math
from functools import cache
from typing import Any

import numpy as np
import pytest
from evidence_rows import Comparison, Evidence
from scipy.optimize import minimize_scalar

from shieldwall.assembly.draw.replication import Workspace
from shieldwall.assembly.draw.sites import anchor_gain
from shieldwall.assembly.plan.air import ANCHOR_SINE
from shieldwall.assembly.plan.sensors import anchor_sine
from shieldwall.catalogue import load
from shieldwall.catalogue.sensors import Radar
from shieldwall.engine.referee.bodies import become
from shieldwall.engine.sense.echoes import DISTANCE, SIGNAL, list_echoes
from shieldwall.engine.sense.jamming import NOISE, receive_jamming
from shieldwall.engine.sense.look import open_look
from shieldwall.engine.sense.points import view_of_point
from shieldwall.exercise.simulate import blank, drawn
from shieldwall.kernels.geodesy import Frame, height_above_sea
from shieldwall.models.movers.script import locate
from shieldwall.quantities.errors import InputError
from shieldwall.scenario.load import load_text
from shieldwall.scenario.surroundings import Propagation
from shieldwall.state.body import FLYING
from shieldwall.survey.radar_card import Site, horizons
from shieldwall.terrain import load as terrain

RADIUS = 4.0 / 3.0 * 6_371_000.0
P_18 = Comparison(
    "p-18-heights", "Radar equation and propagation", "Where P-18 sees a fighter of 2.5 m2",
    "km", "Air Power Australia, Russian Low Band Surveillance Radars; the anchor is its 250 km at 10 km", "lobing.md",
)  # fmt: skip

SCENARIO = """
scenario: 1
title: A radar over flat ground
question: How strong are its echoes?
terrain: flat
start: 2020-01-01T00:00Z
lasts: 20 min
draws: {{terrain_error: no, obstacle_angle: no, registration_bias: no}}
propagation: {{gas: no, edges: no, ground: {ground}, roughness: 0.5 m}}
blue:
  command: {{post: radar}}
  units:
    radar: {{is: {radar}, at: 45.0 N 20.0 E}}
red:
  routes:
    in: [47.1 N 20.0 E, 45.1 N 20.0 E]
  units:
    target: {{is: {target}, route: in, height: {height:g} m amsl, speed: 200 m/s, then: continue}}
"""


@cache
def fought(radar: str, target: str, height: float, ground: str) -> Workspace:
    text = SCENARIO.format(radar=radar, target=target, height=height, ground=ground)
    made = drawn(load_text(text, "ground.yaml"), 1, 0)
    become(made.truth, 0, FLYING)
    return made


def looked(made: Workspace, t: float) -> tuple[float, float]:
    """Distance and signal of the only echo of a look; (0, 0) without one."""
    looks = made.belief.looks
    look = looks[open_look(made.belief, 0, t) % len(looks)]
    count = list_echoes(made.model, made.truth, made.belief, blank(100), look)
    return (float(made.truth.echoes[DISTANCE, 0]), float(made.truth.echoes[SIGNAL, 0])) if count else (0.0, 0.0)


def flown(made: Workspace, t: float) -> float:
    """Height of the first body over the sea, m; legs are straight, and sag below their ends."""
    body, exercise = made.truth.bodies[0], made.model.exercise[0]
    x, y, z = locate(made.truth.legs, body.first_leg, body.legs, t)[:3]
    return float(height_above_sea(x, y, z, exercise.meridional, exercise.normal))


def field(antenna: float, height: float, distance: float, wavelength: float, beam: float) -> float:
    """F^2 over level ground with a roughness of 0.5 m, from heights over the sea and the straight distance."""
    here, there = RADIUS + antenna, RADIUS + height
    apart = 0.5 * math.sqrt((distance**2 - (height - antenna) ** 2) / (here * there))
    ground = 2.0 * RADIUS * math.asin(apart)

    def leg(up: float, along: float) -> float:
        return math.sqrt(up * up + 4.0 * RADIUS * (RADIUS + up) * math.sin(0.5 * along / RADIUS) ** 2)

    def path_length(along: float) -> float:
        return leg(antenna, along) + leg(height, ground - along)

    best = minimize_scalar(path_length, bounds=(0.0, ground), method="bounded", options={"xatol": 1e-4})
    near, far = best.x, ground - best.x
    grazing = near / (2.0 * RADIUS)
    grazing = math.atan(antenna / near - grazing)
    root = cmath.sqrt(15.0 - math.cos(grazing) ** 2)
    mirror = (math.sin(grazing) - root) / (math.sin(grazing) + root)
    mirror *= (1.0 + 2.0 * near * far / (RADIUS * ground * math.tan(grazing))) ** -0.5
    mirror *= math.exp(-0.5 * (4.0 * math.pi * 0.5 * math.sin(grazing) / wavelength) ** 2)
    mirror *= 2.0 ** (-0.5 * (2.0 * (2.0 * grazing) / beam) ** 2)
    return abs(1.0 + mirror * cmath.exp(-2j * math.pi * (best.fun - distance) / wavelength)) ** 2


@pytest.mark.parametrize(
    ("radar", "height", "wavelength"),
    [("p-18", 3000.0, 1.9), ("p-18", 10_000.0, 1.9), ("an-tps-70", 1000.0, 0.1)],
)
def test_echoes_of_looks_come_and_go_as_two_rays_add(radar: str, height: float, wavelength: float) -> None:
    on, off = (fought(radar, "strike-fighter", height, ground) for ground in ("yes", "no"))
    rows = on.model.sensors[0], off.model.sensors[0]
    antenna, beam = float(rows[0].height), float(rows[0].elevation_beam)
    compared = []
    for t in np.arange(0.0, 1000.0, 5.0):
        distance, strong = looked(on, float(t))
        again, plain = looked(off, float(t))
        if min(strong, plain) > 0.0:
            assert again == distance
            expected = field(antenna, flown(on, float(t)), distance, wavelength, beam) ** 2
            # Both fade alike; the anchors differ.
            ours = strong / plain * rows[1].radar_constant / rows[0].radar_constant
            # The scene's earth is an ellipsoid, a part in two thousand flatter there.
            assert ours == pytest.approx(expected, rel=0.012, abs=2e-3)
            compared.append(expected)
    assert len(compared) > 60
    # 6 dB there and back at the least, up and down.
    assert max(compared) > 4.0
    assert min(compared) < 0.25


@pytest.mark.parametrize("radar", ["p-18", "an-tps-70", "91n6e"])
def test_maps_have_the_looks_lobes(radar: str) -> None:
    made = fought(radar, "strike-fighter", 3000.0, "yes")
    row = made.model.sensors[0]
    for away in (40e3, 80e3, 120e3):
        why, distance, _, share = view_of_point(made.model, made.belief.sensor_state, 0, 0.0, away, 3000.0)
        assert why == 0 or share > 0.0
        expected = field(float(row.height), 3000.0, distance, float(row.wave_length), float(row.elevation_beam)) ** 2
        assert share == pytest.approx(expected, rel=0.02)


def test_without_reflecting_ground_an_echo_is_that_of_the_radar_equation() -> None:
    made = fought("an-tps-70", "strike-fighter", 3000.0, "no")
    row = made.model.sensors[0]
    why, distance, _, share = view_of_point(made.model, made.belief.sensor_state, 0, 0.0, 80e3, 3000.0)
    assert (why, share) == (view_of_point(made.model, made.belief.sensor_state, 0, 0.0, 40e3, 3000.0)[0], 1.0)
    entry = load("an-tps-70")
    assert isinstance(entry, Radar)
    bare = Site(entry, Propagation(gas=False, edges=False, ground=False)).row[0]
    assert row.radar_constant == bare.radar_constant
    assert (row.mast, row.scatter, row.horizon_loss) == (0.0, 0.0, 0.0)
    assert distance > 80e3


def anchored(row: dict[str, float], reach: float, height: float | None) -> float:
    """F^4 on the path for which a reference range stands, as the plan asks for it."""
    up = ANCHOR_SINE if height is None else float(anchor_sine(reach, height))  # type: ignore[arg-type]
    return float(anchor_gain(row["mast"], row["scatter"], up, reach, row["wave_length"]))


def test_the_anchor_stands_in_the_first_lobe_or_below_it() -> None:
    # P-18: 250 km, at 10 km of height, below the top of its first lobe; roughness as its scenario has it.
    row = fought("p-18", "strike-fighter", 3000.0, "yes").model.sensors[0]
    names = ("mast", "wave_length", "scatter")
    figures = {name: float(row[name]) for name in names}
    expected = field(figures["mast"], 10_000.0, 250e3, 1.9, float(row.elevation_beam)) ** 2
    assert anchored(figures, 250e3, 10e3) == pytest.approx(expected, rel=0.01)
    # Twice as high, its lobe stands lower than the target: the top of the lobe, not the null above it.
    high = figures | {"mast": 40.0}
    top = [field(40.0, height, 250e3, 1.9, float(row.elevation_beam)) ** 2 for height in np.arange(3e3, 10e3, 50.0)]
    assert field(40.0, 10_000.0, 250e3, 1.9, float(row.elevation_beam)) ** 2 < 0.5 * max(top)
    assert anchored(high, 250e3, 10e3) == pytest.approx(max(top), rel=0.15)
    # S band at 3 degrees: rough ground reflects nothing. Near the horizon it would stand in a lobe.
    s_band = {"mast": 8.7, "wave_length": 0.1, "scatter": 3e4}
    assert anchored(s_band, 390e3, None) == pytest.approx(1.0, abs=1e-3)
    assert anchored(s_band, 390e3, 10e3) > 4.0


JAMMED = SCENARIO.replace(
    "then: continue}}", "then: continue}}\n    jammer: {{is: electronic-attack, route: in, height: {height:g} m amsl, "
    "speed: 200 m/s, then: continue, jammer: {{is: stand-off-pods}}}}"
)  # fmt: skip


def test_a_jammer_s_noise_takes_one_of_the_two_paths() -> None:
    found: list[list[float]] = []
    for ground in ("yes", "no"):
        text = JAMMED.format(radar="p-18", target="strike-fighter", height=3000.0, ground=ground)
        made = drawn(load_text(text, "noise.yaml"), 1, 0)
        for body in range(len(made.truth.bodies)):
            become(made.truth, body, FLYING)
        found.append([])
        for t in np.arange(0.0, 1000.0, 20.0):
            received = receive_jamming(made.model, made.truth, 0, float(t))
            found[-1].append(float(made.truth.received[NOISE, 0]) if received else 0.0)
    row: Any = made.model.sensors[0]
    where = [looked(fought("p-18", "strike-fighter", 3000.0, "no"), float(t))[0] for t in np.arange(0.0, 1000.0, 20.0)]
    compared = [
        (noise / plain, field(float(row.height), 3000.0, distance, 1.9, float(row.elevation_beam)))
        for noise, plain, distance in zip(*found, where, strict=True)
        if plain > 0.0
    ]
    assert len(compared) > 20
    for ours, expected in compared:
        assert ours == pytest.approx(expected, rel=0.01, abs=1e-3)


def test_a_site_stands_over_the_mean_of_the_terrain_about_it() -> None:
    text = SCENARIO.format(radar="p-18", target="strike-fighter", height=3000.0, ground="yes")
    # Avala, 511 m, over Belgrade; and Batajnica, on the plain.
    for place, latitude, longitude in (("44.69 N 20.515 E", 44.69, 20.515), ("44.93 N 20.26 E", 44.93, 20.26)):
        moved = text.replace("terrain: flat", "terrain: serbia").replace("45.0 N 20.0 E}", place + "}")
        row = drawn(load_text(moved, "site.yaml"), 1, 0).model.sensors[0]
        frame = Frame(math.radians(latitude), math.radians(longitude))
        turn, out = np.meshgrid(np.linspace(0.0, 2.0 * math.pi, 72, endpoint=False), np.sqrt(np.linspace(0.0, 1.0, 60)))
        lat, lon, _ = frame.to_geodetic(5000.0 * out * np.sin(turn), 5000.0 * out * np.cos(turn), 0.0)
        about = float(terrain("serbia").height(lat, lon).mean())
        assert row.mast == pytest.approx(max(float(row.height) - about, 8.0), abs=6.0)
    assert row.mast < 20.0


@pytest.mark.parametrize(
    ("roughness", "complaint"), [("60 m", "from 0 m to 50 m"), ("-1 m", "from 0 m to 50 m"), ("2", "no unit")]
)
def test_a_roughness_that_no_ground_has_is_refused(roughness: str, complaint: str) -> None:
    text = SCENARIO.format(radar="p-18", target="strike-fighter", height=3000.0, ground="yes")
    with pytest.raises(InputError, match=complaint):
        load_text(text.replace("0.5 m", roughness), "rough.yaml")


def test_p_18_sees_as_far_at_other_heights_as_is_said_of_it(evidence: Evidence) -> None:
    entry = load("p-18")
    assert isinstance(entry, Radar)
    reach = [outermost(Site(entry, Propagation(ground=ground)), 500.0) for ground in (True, False)]
    claim = entry.claims["low-flight"]
    assert (claim.low, claim.value, claim.at["height"]) == (50e3, 60e3, 500.0)
    evidence.within(P_18, "at 500 m", reach[0], 50.0, 60.0, slack=0.5)
    # Without the ground's reflection it would see that target most of the way to the horizon, 104 km.
    assert reach[1] > 85.0
    assert 1e-3 * (horizons(8.0) + horizons(500.0)) == pytest.approx(103.8, abs=0.2)
    # Its screen ends at 300 km.
    evidence.at_least(P_18, "at 27 km", outermost(Site(entry), 27_000.0), 270.0, digits=0)


def outermost(site: Site, height: float) -> float:
    """Range over open ground, km, at which half of the looks detect."""
    return 1e-3 * site.outermost(np.linspace(0.002, 1.0, 600) * site.farthest, height, [2.5], trees=False)[0]
