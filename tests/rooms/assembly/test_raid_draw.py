"""The draw of a raid: in arrays that are used again or too small, and from figures that need no new plan."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from red_side import HEAD, Columns, Drawing, drawing, targets

import shieldwall
from shieldwall.assembly.draw.raid import draw_raid
from shieldwall.assembly.draw.raid_groups import LEGS, LINES, SHORT, Drawn
from shieldwall.assembly.plan.land import plan_land
from shieldwall.assembly.plan.names import Names
from shieldwall.assembly.plan.raid import plan_raid
from shieldwall.assembly.plan.raid_header import threats_in_header
from shieldwall.assembly.plan.raid_rooms import raid_drawn, raid_workspace
from shieldwall.kernels.geodesy import Frame
from shieldwall.scenario.load import load_text
from shieldwall.state.script import EXIT, STRIKE
from shieldwall.terrain import load

MIXED = """
    bombers: {is: strike-fighter, count: 2, route: south, height: 5 km amsl, speed: 250 m/s,
              mission: {release: guided-bomb, on: depot, at: 9 km, count: 2}, spread: {offset: 1 km, time: 20 s}}
    carriers: {is: strike-fighter, route: south, height: 3 km amsl, speed: 250 m/s,
               mission: {release: tomahawk-class, on: depot, at: 40 km}}
    missiles: {is: tomahawk-class, count: 2, route: south, height: 60 m agl, speed: 245 m/s, mission: {strike: depot}}
    watch: {is: reconnaissance-uav, orbit: {around: 44.80 N 20.30 E, radius: 12 km}, height: 6 km amsl, speed: 85 m/s,
            mission: {look: depot, within: 20 km, for: 4 min}}
"""


class Ready:
    """A raid that is planned and may be drawn again and again."""

    def __init__(self) -> None:
        scenario = load_text(HEAD + MIXED)
        frame, terrain, self.columns = Frame(*scenario.origin), load(scenario.terrain), Columns()
        self.plan = plan_raid(scenario, frame, self.columns, Names(), targets(scenario))
        self.land = plan_land(terrain, frame, terrain.grid(frame, 800.0))
        self.figures = self.columns.vector(1, 0, sampled=False)
        self.work, self.drawn = raid_workspace(self.plan.raid), raid_drawn(self.plan.raid)

    def draw(self, replication: int = 0, **others: Any) -> int:
        work, drawn = others.get("work", self.work), others.get("drawn", self.drawn)
        figures = others.get("figures", self.figures)
        return int(draw_raid(self.plan.raid, self.land, figures, 0.5, 1, replication, work, drawn))

    def changed(self, **figures: float) -> np.ndarray[Any, Any]:
        """The central figures but for some, by entry and path with underscores for dots and dashes."""
        vector = self.figures.copy()
        for column, name in enumerate(self.columns.asked):
            vector[column] = figures.get("_".join(name).replace("-", "_").replace(".", "_"), vector[column])
        return vector


@pytest.fixture(scope="module")
def ready() -> Ready:
    return Ready()


def content(drawn: Drawn) -> bytes:
    legs, lines = drawn.filled
    script = drawn.script[:lines]
    return drawn.bodies.tobytes() + drawn.legs[:legs].tobytes() + script.tobytes() + drawn.ends.tobytes()


def test_arrays_that_were_used_before_change_nothing(ready: Ready) -> None:
    assert ready.draw(0) > 0
    first = content(ready.drawn)
    assert ready.draw(7) > 0
    assert content(ready.drawn) != first
    ready.drawn.bodies.toughness, ready.drawn.bodies.carrier = 3.0, 5
    assert ready.draw(0) > 0
    assert content(ready.drawn) == first


def test_lines_after_the_last_never_come(ready: Ready) -> None:
    ready.draw(0)
    lines = ready.drawn.filled[LINES]
    assert np.isfinite(ready.drawn.script.t[:lines]).all()
    assert np.isinf(ready.drawn.script.t[lines:]).all()


def test_arrays_that_are_too_small_say_so(ready: Ready) -> None:
    legs = ready.draw(0)
    whole = content(ready.drawn)
    for share in (0.02, 0.1, 0.3, 0.6, 0.9):
        samples, fallen = (int(share * room.shape[1]) + 2 for room in (ready.work.path, ready.work.fall))
        path, fall = ready.work.path[:, :samples].copy(), ready.work.fall[:, :fallen].copy()
        for work in (ready.work._replace(path=path), ready.work._replace(fall=fall)):
            found = ready.draw(0, work=work)
            assert found in (-1, legs)
            assert found == -1 or content(ready.drawn) == whole
        assert ready.draw(0, work=ready.work._replace(path=path)) == -1 or share > 0.2
    for room in (0, 1, legs // 2, legs - 1):
        assert ready.draw(0, drawn=ready.drawn._replace(legs=ready.drawn.legs[:room].copy())) == -1
    assert ready.draw(0, drawn=ready.drawn._replace(legs=ready.drawn.legs[:legs].copy())) == legs


def test_arrays_grow_by_their_scale(ready: Ready) -> None:
    larger, drawn = raid_workspace(ready.plan.raid, 2), raid_drawn(ready.plan.raid, 2)
    assert larger.path.shape[1] == 2 * ready.work.path.shape[1]
    assert larger.fall.shape[1] == 2 * ready.work.fall.shape[1]
    assert len(drawn.legs) == 2 * len(ready.drawn.legs)
    assert ready.draw(0, work=larger, drawn=drawn) == ready.draw(0)
    assert content(drawn) == content(ready.drawn)


def test_every_figure_of_the_catalogue_is_followed_without_a_new_plan(ready: Ready) -> None:
    names = [sent.name for sent in ready.plan.sent]
    central = ready.draw(0)
    assert central > 0
    before = {name: getattr(ready.drawn, name).copy() for name in ("bodies", "ends", "signatures", "script")}
    changed = ready.changed(
        guided_bomb_glide_ratio=0.1,
        tomahawk_class_warhead_mass=900.0,
        strike_fighter_g_limit=30.0,
        strike_fighter_rcs_front=30.0,
        reconnaissance_uav_size=99.0,
    )
    ready.draw(0, figures=changed)
    bomb, bomber = names.index("red/bombers/1/guided-bomb-1"), names.index("red/bombers/1")
    assert ready.drawn.came[bomb] == SHORT
    (act,) = ready.drawn.script[ready.drawn.script.body == bomb][-1:]
    assert act.what == EXIT
    missile = names.index("red/missiles/1")
    strikes = [
        (table["body"] == missile) & (table["what"] == STRIKE) for table in (before["script"], ready.drawn.script)
    ]
    assert ready.drawn.script.amount[strikes[1]] == pytest.approx(2.0 * before["script"].amount[strikes[0]])
    # Half the load, a turn twice as wide, so that it comes home twice as far beside its way in.
    assert abs(ready.drawn.ends[bomber, 1] - before["ends"][bomber, 1]) > 1000.0
    fighter = ready.drawn.bodies.signature[bomber]
    assert (ready.drawn.signatures[fighter] != before["signatures"][fighter]).any()
    assert ready.drawn.bodies["extent"][names.index("red/watch/1")] == 99.0


def test_what_is_not_released_has_no_legs_and_no_word_in_the_header() -> None:
    late = HEAD.replace("lasts: 40 min", "lasts: 3 min") + MIXED
    found: Drawing = drawing(load_text(late))
    bomb = found.names.index("red/bombers/1/guided-bomb-1")
    assert found.bodies.legs[bomb] == found.drawn.came[bomb] == 0
    assert "red/bombers/1/guided-bomb-1" not in found.about["threats"]
    assert "red/bombers/1" in threats_in_header(found.plan, found.drawn, found.figures)["threats"]
    assert not (found.script.body == bomb).any()


@pytest.mark.parametrize("name", ["bench-60", "slavic-shield-2019"])
def test_arrays_are_large_enough_for_the_raids_of_the_library(name: str) -> None:
    for replication in range(10):
        found = drawing(shieldwall.load(name), replication=replication)
        assert found.drawn.filled[LEGS] < 0.8 * len(found.drawn.legs)
