"""Links made ideal: each lifts what holds a battle of certain effect back, and only that; others change no row."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from shieldwall.assembly.draw.replication import Workspace, draw
from shieldwall.exercise.simulate import Simulator, planned
from shieldwall.kernels.detection import table_probability
from shieldwall.models.numbers import GUN, MISSILE
from shieldwall.models.sensors.switch import signal
from shieldwall.models.weapons import gun
from shieldwall.models.weapons.switch import kill_probability
from shieldwall.scenario import Scenario, load
from shieldwall.state.body import LEAKED, RED
from shieldwall.study.changes import figures, together
from shieldwall.study.ideal import CHANNELS, COMMAND, IDEALS, KILL, LINK, ROUNDS, SEE, Ideal, joint

BATTERY = "is: certain-battery, at: 1 km north of depot"


def fought(scenario: Scenario, one: Ideal | None = None, replication: int = 0) -> Simulator:
    simulator = Simulator(planned(scenario) if one is None else planned(scenario, plenty=one.plenty))
    simulator.simulate(1, replication, change=None if one is None else one.change)
    return simulator


def leaks(scenario: Scenario, one: Ideal | None = None) -> int:
    return int(fought(scenario, one).workspace.truth.fates[RED, LEAKED])


def drawn(name: str, one: Ideal) -> Workspace:
    """The arrays of a replication with a link made ideal, before its first event."""
    made = Workspace(planned(load(name), plenty=one.plenty))
    draw(made, 1, 0)
    if one.change is not None:
        one.change(made)
    return made


def test_rounds_without_end_stop_those_that_two_rounds_left(short_of_rounds: Scenario) -> None:
    assert leaks(short_of_rounds) == 2
    assert leaks(short_of_rounds, ROUNDS) == 0


@pytest.mark.parametrize("one", [SEE, LINK, COMMAND, CHANNELS, KILL], ids=lambda one: one.name)
def test_a_link_that_was_not_short_stops_none(short_of_rounds: Scenario, one: Ideal) -> None:
    assert leaks(short_of_rounds, one) == 2


@pytest.mark.parametrize("one", [LINK, KILL], ids=lambda one: one.name)
def test_what_is_ideal_already_changes_no_row(short_of_rounds: Scenario, one: Ideal) -> None:
    assert fought(short_of_rounds, one).log().tobytes() == fought(short_of_rounds).log().tobytes()


def test_a_sure_kill_leaves_nothing_of_a_binomial_number(battle: Any) -> None:
    """Rounds without end that kill with nothing leak all, as Binomial(4, 1) has it, and with certainty none."""
    scenario = battle(f"post: {{{BATTERY}}}")
    blunt = figures("weapons", prior=0.0)
    assert KILL.change is not None
    assert leaks(scenario, Ideal("blunt", "", "", blunt)) == 4
    assert leaks(scenario, Ideal("sure", "", "", together(blunt, KILL.change))) == 0


def test_without_delay_a_crew_that_would_be_too_late_is_in_time(battle: Any) -> None:
    late = battle(f"post: {{{BATTERY}}}", delays="declare: 1 s, reaction: 10 min")
    assert (leaks(late), leaks(late, COMMAND)) == (4, 0)


def test_a_link_that_loses_all_is_made_to_carry_all(battle: Any) -> None:
    """The battery sees nothing itself and lives by its post's orders; the link between them carries none."""
    units = f"post: {{is: an-tps-70, at: 2 km north of depot}}, battery: {{{BATTERY}, without_post: silent}}"
    apart = battle(units, "{name: ring, joins: [post, battery], delay: 1 s, fails: 1}", "declare: 1 s, autonomy: 5 s")
    assert leaks(apart) == 4
    assert leaks(apart, LINK) < 4


def test_perfect_links_take_no_time() -> None:
    model = drawn("link-loss", LINK).model
    assert len(model.links) > 0
    assert not model.links["delay"].any()
    assert not model.links["fails"].any()
    assert np.isinf(model.nets["breaks_after"]).all()
    assert not model.nets["outages"].any()


def test_a_sensor_that_sees_all_within_its_range_misses_nothing_there() -> None:
    """A bird of 1 cm2, across the line of sight, at the end of the range and low over the ground, is detected."""
    made = drawn("slavic-shield-2019", SEE).model
    for s in range(len(made.sensors)):
        sensor = made.sensors[s]
        strength, clean = signal(made.sensors, s, sensor.range_max, 0.0, 1.0, 1e-4, 0.3)
        # Its echo fades to a hundredth one time in a hundred.
        assert table_probability(made.probability, sensor.table, 0.01 * strength) > 0.99
        assert strength <= clean


def test_ranges_sectors_and_masks_stay_when_sensors_see_all() -> None:
    made, usual = drawn("slavic-shield-2019", SEE).model, drawn("slavic-shield-2019", LINK).model
    for column in ("range_max", "cos_sector", "sin_low", "sin_high", "mask", "period"):
        assert made.sensors[column].tolist() == usual.sensors[column].tolist()


def test_what_a_round_reaches_dies_when_every_kill_is_sure() -> None:
    weapons = drawn("slavic-shield-2019", KILL).model.weapons
    missiles = np.flatnonzero(weapons["kind"] == MISSILE)
    assert missiles.size
    for w in missiles.tolist():
        assert kill_probability(weapons, w, 0.999 * weapons["fuze_radius"][w], 2.0) > 0.999
        assert (weapons["works"][w], weapons["fuze_works"][w]) == (1.0, 1.0)
    for w in np.flatnonzero(weapons["kind"] == GUN).tolist():
        assert gun.kill_probability(weapons, w, 2000.0, 3.0, 5.0) == 1.0


def test_channels_without_end_are_given_to_whoever_has_one() -> None:
    made, usual = drawn("slavic-shield-2019", CHANNELS), drawn("slavic-shield-2019", LINK)
    has = usual.model.units["channels"] > 0
    assert ((made.model.units["channels"] >= 64) == has).all()
    assert (made.model.units["channels"][~has] == 0).all()


def test_whom_the_author_gave_no_rounds_gets_none(battle: Any) -> None:
    assert leaks(battle(f"post: {{{BATTERY}, rounds: 0}}"), ROUNDS) == 4


def test_several_links_together_have_what_each_has(short_of_rounds: Scenario) -> None:
    two = joint((COMMAND, ROUNDS))
    assert (two.name, two.plenty) == ("prompt-command+endless-rounds", ROUNDS.plenty)
    assert leaks(short_of_rounds, two) == 0


def test_links_have_names_of_their_own() -> None:
    assert len({one.name for one in IDEALS}) == len(IDEALS) == 6
