"""The warning that a radar or a link buys: the same battles without it."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest

from shieldwall.assembly.draw.replication import Workspace
from shieldwall.exercise.simulate import Simulator, planned
from shieldwall.quantities.errors import InputError
from shieldwall.record.kinds import DETECTED
from shieldwall.scenario import load
from shieldwall.study.warning import Bought, _bought, removals, step_times, warning_bought


def test_what_is_found_later_without_a_part_is_what_it_buys() -> None:
    kinds = {"red/a": "drone", "red/b": "drone", "red/c": "bomb"}
    with_it = [{("red/a", "detected"): 10.0, ("red/b", "detected"): 20.0, ("red/c", "detected"): 5.0}] * 2
    without = [
        {("red/a", "detected"): 40.0, ("red/b", "detected"): 20.0},
        {("red/a", "detected"): 20.0, ("red/b", "detected"): 20.0, ("red/c", "detected"): 5.0},
    ]
    # Means of the battles 15 and 5: mean 10, standard error 5, and Student's 97.5 % quantile for 1 is 12.706. The
    # bomb was released in one of the pairs alone, and one pair has no interval.
    assert _bought("ring", kinds, with_it, without) == [
        Bought("ring", "drone", "detected", 10.0, pytest.approx(12.7062 * 5.0, rel=1e-4), 5.0, 0.5, 4)
    ]


def test_the_only_radar_buys_all_the_time_from_its_first_plot_to_the_end() -> None:
    scenario = load("one-radar")
    simulator = Simulator(planned(scenario))
    gains = []
    for number in range(3):
        simulator.simulate(1, number)
        times = step_times(simulator)
        log = simulator.log()
        simulator.simulate(1, number, change=next(iter(removals(simulator).values())))
        without = step_times(simulator)
        assert not (simulator.log()["kind"] == DETECTED).any()
        found = {key: without[key] - t for key, t in times.items() if key[1] == "detected"}
        assert min(found.values()) >= 0.0
        assert max(found.values()) > 0.0
        assert (log["kind"] == DETECTED).any()
        gains.append(np.mean(list(found.values())))
    kinds = {threat["kind"] for threat in simulator.recording(scene=False).header["threats"].values()}
    (radar,) = removals(simulator)
    rows = [row for row in warning_bought(scenario, range(3)) if row.step == "detected"]
    assert {row.part for row in rows} == {radar}
    assert {row.kind for row in rows} == kinds
    if len(kinds) == 1:
        assert rows[0].mean == pytest.approx(np.mean(gains))
        assert rows[0].half == pytest.approx(4.302653 * np.std(gains, ddof=1) / sqrt(3), rel=1e-5)


def test_of_two_steps_the_later_is_never_taken_first() -> None:
    simulator = Simulator(planned(load("one-battery")))
    simulator.simulate(1, 0)
    times = step_times(simulator)
    for threat in {threat for threat, _ in times}:
        assert times[threat, "tracked"] <= times[threat, "declared"]


def test_what_cannot_be_asked_is_refused() -> None:
    battery = load("one-battery")
    with pytest.raises(InputError, match="1 battles have no interval"):
        warning_bought(battery, range(1))
    with pytest.raises(InputError, match="no radar or link is called blue/tower"):
        warning_bought(battery, range(2), parts=["blue/tower"])


def test_over_links_that_are_cut_nobody_is_ordered_or_told_anything() -> None:
    simulator = Simulator(planned(load("bench-60")))
    simulator.simulate(1, 0)
    between = _orders(simulator)
    parts = removals(simulator)
    links = [change for name, change in parts.items() if name not in set(_sensor_names(simulator))]

    def cut(workspace: Workspace) -> None:
        for change in links:
            change(workspace)

    simulator.simulate(1, 0, change=cut)
    assert any(post != unit for post, unit in between)
    assert all(post == unit for post, unit in _orders(simulator))
    assert len(links) == len(simulator.workspace.model.nets) > 0


def _orders(simulator: Simulator) -> list[tuple[int, int]]:
    """By whom to whom orders arrived: of one's own, the post is the unit."""
    state, channels = simulator.workspace.belief.channel_state, simulator.workspace.model.channels
    used = state["engagement"] > 0
    return list(zip(state["post"][used].tolist(), channels["unit"][used].tolist(), strict=True))


def _sensor_names(simulator: Simulator) -> list[str]:
    names = simulator.recording(scene=False).header["names"]
    return [names[number] for number in simulator.workspace.model.sensors["name"].tolist()]
