"""Two S-400 battalions with a ridge between them: rounds of the one behind it, led on what the other sees.

What is played of the S-400 allows no more than cueing. The entries here, notional, allow the one or the other.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
import rasterio
from rasterio import Affine

from shieldwall.assembly.plan import plan
from shieldwall.catalogue import places
from shieldwall.exercise.simulate import Simulator
from shieldwall.record.kinds import LAUNCHED, SUPPORT
from shieldwall.record.reasons import ON_FOREIGN_TRACK
from shieldwall.scenario import load
from shieldwall.study.measures import leakers

RUNS = 12
CELLS, CELL = 900, 1.0 / 900.0
#: Height of the plain and of the ridge, m; the ridge runs from west to east at 44.80 N.
PLAIN, RIDGE = 100.0, 900.0
TEXT = """
scenario: 1
title: A battalion behind a ridge
question: What do foreign tracks buy behind a hill?
terrain: ridge.tif
catalogue: own
start: 2026-05-01T06:00Z
lasts: 5 min
draws: {terrain_error: no, obstacle_angle: no, readiness: no}
blue:
  command: {post: north, delays: {declare: 2 s}}
  links: [{name: net, joins: [north, south], delay: 0.5 s, allows: ALLOWS}]
  units:
    north: {is: s-400-led, at: 44.90 N 20.30 E, facing: north, rounds: 0}
    south: {is: s-400-led, at: 44.76 N 20.30 E, facing: north}
red:
  routes: {north: [45.24 N 20.30 E, target depot]}
  units:
    raid: {is: tomahawk-class, count: 6, route: north, height: 200 m agl, speed: 245 m/s, spacing: 6 s,
           mission: {strike: depot}}
places: {depot: {at: 44.93 N 20.32 E, value: 10, hardness: 1000}}
"""


class Outcome(NamedTuple):
    """What came of the battles: leakers, rounds launched, and rounds launched on a foreign track."""

    leakers: float
    launched: int
    led: int


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the terrain."""
    made = tmp_path_factory.mktemp("ridge")
    west, north = 20.30 - 0.5 * CELLS * CELL, 44.85 + 0.5 * CELLS * CELL
    latitude = north - (np.arange(CELLS) + 0.5) * CELL
    heights = np.where(np.abs(latitude - 44.80) < 0.01, RIDGE, PLAIN)[:, None] * np.ones((1, CELLS))
    profile = {"driver": "GTiff", "count": 1, "height": CELLS, "width": CELLS, "dtype": "int16", "crs": "EPSG:4326"}
    with rasterio.open(
        made / "ridge.tif", "w", transform=Affine(CELL, 0.0, west, 0.0, -CELL, north), **profile
    ) as file:
        file.write(heights.astype(np.int16), 1)
    return made


def fought(folder: Path, use: str, allows: str) -> Outcome:
    """Fight the battle with entries that use foreign tracks in a way, over a net that allows so much."""
    entry = next(Path(places.__file__).parent.glob("entries/**/s-400-battalion.yaml")).read_text(encoding="utf-8")
    begin, end = entry.index("data_tracks:"), entry.index("reaction_time:")
    said = f'data_tracks: {{value: {use}, estimate: "notional: no source says what one battalion may do"}}\n'
    (folder / "own").mkdir(exist_ok=True)
    text = entry[:begin] + said + entry[end:]
    (folder / "own" / "s-400-led.yaml").write_text(text.replace("id: s-400-battalion", "id: s-400-led"), "utf-8")
    (folder / "ridge.yaml").write_text(TEXT.replace("ALLOWS", allows), encoding="utf-8")
    made = Simulator(plan(load(folder / "ridge.yaml")))
    found: list[Any] = []
    for replication in range(RUNS):
        made.simulate(1, replication)
        log = made.log()
        led = (log["kind"] == SUPPORT) & (log["why"] == ON_FOREIGN_TRACK)
        found.append((leakers(made), (log["kind"] == LAUNCHED).sum(), led.sum()))
    mean, launched, led = np.array(found).T
    return Outcome(float(mean.mean()), int(launched.sum()), int(led.sum()))


@pytest.mark.long
@pytest.mark.parametrize(("use", "allows"), [("cueing", "fire-control"), ("fire-control", "cueing")])
def test_where_matrix_or_net_forbid_it_no_round_leaves_on_a_foreign_track(folder: Path, use: str, allows: str) -> None:
    outcome = fought(folder, use, allows)
    assert outcome.led == 0
    # Behind the ridge the battalion sees none of them.
    assert outcome.launched == 0
    assert outcome.leakers == 6.0


@pytest.mark.long
def test_where_both_allow_it_rounds_are_led_over_the_ridge_and_stop_some(folder: Path) -> None:
    outcome = fought(folder, "fire-control", "fire-control")
    assert outcome.led == outcome.launched > 0
    assert outcome.leakers < 5.0
