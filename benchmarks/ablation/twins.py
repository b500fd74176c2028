"""The twins: for each model something simpler or more perfect, and how it takes the model's place.

A twin changes the scenario's text where the text can say it. Else it sets figures of the drawn arrays before the
battle begins, as an entry of the catalogue with those figures would; the engine is never touched. `NOT_SWITCHED` holds
what neither can reach.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from shieldwall.assembly.draw.replication import Workspace
from shieldwall.assembly.plan.weapons import reach_tables
from shieldwall.models.numbers import (
    CERTAIN_EFFECT,
    CERTAIN_GUIDANCE,
    COMMAND,
    DATALINK_ACTIVE,
    GUN,
    MISSILE,
    PERFECT,
    SEMI_ACTIVE,
)
from shieldwall.scenario import Scenario
from shieldwall.state.sensor import BANDS
from shieldwall.study.changes import ENDLESS, Change, cameras, figures, missiles, prompt_links, radars

Text = Callable[[Scenario], dict[str, str]]
NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Twin:
    """What stands in for a model: `cards` are its pages, `kind` is naive or ideal.

    `text` gives changes of the scenario by path, `change` sets figures of the arrays. `shown` is the test that shows
    the model's effect where the raid of the table does not.
    """

    name: str
    cards: tuple[str, ...]
    kind: str
    text: Text | None = None
    change: Change | None = None
    shown: str = ""

    @property
    def option(self) -> str:
        """The name of the option that it is in a study."""
        return re.sub("[^a-z0-9]+", "-", self.name).strip("-")


def said(**changes: str) -> Text:
    """Return changes of the text, the same for every scenario."""
    return lambda _: changes


def guided_by(number: int) -> Callable[[np.recarray], np.ndarray]:
    """Return the choice of the rounds with a kind of guidance."""
    return lambda weapons: np.asarray((weapons["kind"] == MISSILE) & (weapons["guidance"] == number))


def every(part: str, value: str, names: Callable[[Scenario], Iterable[str]]) -> Text:
    """Return changes that give a key of many parts of the text one value."""
    return lambda scenario: {f"{name}.{part}": value for name in names(scenario)}


def groups(scenario: Scenario) -> list[str]:
    """The paths of the raid's formations."""
    return [f"red.units.{name}" for name in scenario.red.units]


def batteries(scenario: Scenario) -> list[str]:
    """The paths of the defence's units."""
    return [f"blue.units.{name}" for name in scenario.blue.units]


def nets(scenario: Scenario) -> list[str]:
    """The paths of the links."""
    return [f"blue.links.{number}" for number in range(1, len(scenario.blue.links) + 1)]


def seldom(scenario: Scenario) -> dict[str, str]:
    """Nets over which units report their tracks by voice, once a minute."""
    settings = (("carries", "tracks"), ("every", "60 s"))
    return {f"{net}.{key}": value for net in nets(scenario) for key, value in settings}


def without_guns(drawn: Workspace) -> None:
    """Leave the guns without rounds."""
    launchers = drawn.model.launchers
    guns = drawn.model.weapons["kind"][launchers["weapon"]] == GUN
    launchers["capacity"][guns] = drawn.belief.launcher_state["ready"][guns] = 0


def without_reloads(drawn: Workspace) -> None:
    """Leave the launchers with what is on them."""
    drawn.belief.launcher_state["stock"][:] = 0


def without_trees(drawn: Workspace) -> None:
    """Let no trees stand about the sites."""
    drawn.model.treetops[:] = -1.0


def without_noise(drawn: Workspace) -> None:
    """Let jammers radiate nothing."""
    drawn.truth.densities[:] = 0.0


def one_aspect(drawn: Workspace) -> None:
    """Give every side of a target the mean of its three sides, in decibels."""
    drawn.truth.signatures[:] = drawn.truth.signatures.mean(axis=2, keepdims=True)


def one_band(drawn: Workspace) -> None:
    """Give every band the cross-section of microwaves."""
    drawn.truth.signatures[:] = drawn.truth.signatures[:, BANDS.index("s") : BANDS.index("s") + 1]


def expecting_turns(drawn: Workspace) -> None:
    """Let trackers expect ten times the acceleration."""
    drawn.model.units["process_noise"][:] *= 100.0


def undone_by_a_hit(scenario: Scenario) -> dict[str, str]:
    """Places and units that any damage destroys."""
    valued = [f"blue.units.{name}" for name, unit in scenario.blue.units.items() if unit.value > 0.0]
    return {f"{name}.hardness": "0.001" for name in (*valued, *(f"places.{place}" for place in scenario.places))}


def refitted(**values: float) -> Change:
    """Return a change of how missiles fly; their reach is flown anew, their fit stays."""

    def change(drawn: Workspace) -> None:
        airframes = drawn.model.airframes
        for column, value in values.items():
            airframes[column][:] = value
        # The tables of the plan are shared, so that these stand in their place.
        drawn.model = drawn.model._replace(flight_times=reach_tables(airframes))

    return change


DIRECTIONS = "tests/statistics/test_directions.py"
PROMISES = "tests/properties/test_engine_promises.py"
THEOREMS = "tests/oracles/test_theorems.py"
MODELS = "tests/contract/test_models.py"
DISCS = "tests/oracles/test_coverage_closed_forms.py"
LOBES = "tests/oracles/test_lobing.py"
FORMS = "tests/rooms/kernels/test_flight_closed_forms.py"
DETECTION = "tests/rooms/kernels/test_detection.py"
TWINS = (
    Twin("a smooth sea in place of the terrain", ("masks",), "naive", said(terrain="flat"), shown=DISCS),
    Twin("no trees or houses around the sites", ("masks",), "naive", change=without_trees,
         shown="tests/rooms/survey/test_coverage.py"),
    Twin("the terrain's error at its middle", ("masks",), "naive", said(draws="{terrain_error: no}"),
         shown="tests/rooms/terrain/test_visibility.py"),
    Twin("rays as straight as without air", ("masks", "radar"), "naive", said(refraction="1"),
         shown="tests/rooms/terrain/test_visibility.py"),
    Twin("air that takes nothing from echoes", ("propagation",), "naive", said(propagation="{gas: no}"),
         shown="tests/oracles/test_propagation.py"),
    Twin("edges of shadows that take nothing", ("propagation", "masks"), "naive", said(propagation="{edges: no}"),
         shown="tests/oracles/test_radar_card_engine.py"),
    Twin("no reflecting ground", ("lobing",), "naive", said(propagation="{ground: no}"), shown=LOBES),
    Twin("jammers without noise", ("jamming",), "ideal", change=without_noise, shown=DIRECTIONS),
    Twin("sites without errors of registration", ("registration",), "ideal", said(draws="{registration_bias: no}"),
         shown="tests/properties/test_registration.py"),
    Twin("radars see all within their limits", ("radar", "perfect"), "ideal",
         change=figures("sensors", radars, kind=PERFECT), shown=THEOREMS),
    Twin("no clutter, and no slow target is filtered out", ("radar",), "ideal",
         change=figures("sensors", clutter=0.0, blind_speed=1e-3), shown=DISCS),
    Twin("every aspect alike", ("radar",), "naive", change=one_aspect,
         shown="tests/rooms/survey/test_small_cards.py"),
    Twin("every band alike", ("radar",), "naive", change=one_band, shown="tests/rooms/assembly/test_raid.py"),
    Twin("echoes that do not fluctuate", ("detection",), "naive", change=figures("sensors", fluctuates=0),
         shown=DETECTION),
    Twin("no false alarms", ("detection",), "ideal", change=figures("sensors", false_alarms=0.0), shown=PROMISES),
    Twin("radars with time for every look", ("look_budget",), "ideal", change=figures("sensors", look_budget=0.0),
         shown="tests/statistics/test_look_budget.py"),
    Twin("formations always resolved", ("detection",), "ideal", change=figures("sensors", radars, range_cell=1e-3),
         shown="tests/properties/test_resolution.py"),
    Twin("plots without errors of angle", ("detection", "tracking"), "ideal",
         change=figures("sensors", azimuth_error=1e-9, elevation_error=1e-9),
         shown="tests/rooms/kernels/test_filters.py"),
    Twin("no cameras", ("optical",), "naive", change=figures("sensors", cameras, range_max=1.0), shown=MODELS),
    Twin("clear air", ("optical",), "ideal", change=figures("sensors", visibility=1e9),
         shown="tests/rooms/survey/test_small_cards.py"),
    Twin("one plot makes a track", ("tracking",), "naive", change=figures("units", confirm_hits=1, confirm_looks=1),
         shown="tests/oracles/test_stone_soup.py"),
    Twin("trackers that expect ten times the manoeuvre", ("tracking",), "naive", change=expecting_turns,
         shown="tests/oracles/test_tracker_twin.py"),
    Twin("pictures that expect straight flight and manoeuvres", ("tracking",), "ideal",
         said(**{"blue.command.tracker": "imm"}), shown="tests/properties/test_tracker_choice.py"),
    Twin("nets that carry tracks", ("track_fusion",), "naive", every("carries", "tracks", nets),
         shown="tests/properties/test_reported_tracks.py"),
    Twin("nets that carry tracks once a minute", ("track_fusion",), "naive", seldom,
         shown="tests/properties/test_reported_tracks.py"),
    Twin("links that lose and delay nothing", ("delayed",), "ideal", change=prompt_links, shown=DIRECTIONS),
    Twin("no links", ("delayed",), "naive", every("fails", "1", nets), shown=DIRECTIONS),
    Twin("no times of decision, reaction and crew", ("threat_evaluation",), "ideal",
         change=figures("units", reaction=0.0, declare_after=0.0, operator_delay=0.0), shown=DIRECTIONS),
    Twin("fire at all that is tracked", ("threat_evaluation",), "naive",
         said(**{"blue.command.control": "weapons-free"}), shown="tests/statistics/test_extremes.py"),
    Twin("fire whatever the chance, and keep no rounds", ("assignment",), "naive",
         change=figures("units", least_chance=0.0, reserve=0.0), shown="tests/rooms/engine/test_shot_value.py"),
    # A target speed of 0 keeps every unit asked for shots, which reach alone would spare it (`keeps_out`).
    Twin("nobody is warned", ("alert",), "naive", change=figures("units", reach=0.0, target_speed=0.0),
         shown="tests/rooms/engine/test_alert.py"),
    Twin("nobody asks who flies", ("identity",), "naive", change=figures("sensors", interrogator=0),
         shown="tests/properties/test_identity.py"),
    Twin("a staff without end", ("posts",), "ideal", change=figures("units", decision_time=0.0),
         shown="tests/rooms/engine/test_staff.py"),
    Twin("units choose for themselves", ("centralised", "decentralised"), "naive",
         said(**{"blue.command.method": "decentralised"}), shown="tests/rooms/engine/test_choosing.py"),
    Twin("units lie in wait, their radars silent", ("ambush",), "naive", said(**{"blue.command.method": "ambush"}),
         shown="tests/rooms/engine/test_emission.py"),
    Twin("two rounds at a time", ("shoot_look_shoot", "salvo"), "naive", said(**{"blue.command.doctrine": "salvo"}),
         shown=THEOREMS),
    Twin("a ripple at every target", ("ripple",), "naive", said(**{"blue.command.doctrine": "ripple"}),
         shown="tests/rooms/engine/test_salvos.py"),
    Twin("salvos where no second look is possible", ("by_time",), "naive",
         said(**{"blue.command.doctrine": "by-time"}), shown="tests/rooms/engine/test_salvos.py"),
    Twin("no verdict is wrong", ("kill_assessment",), "ideal", change=figures("units", assessment_error=0.0),
         shown=THEOREMS),
    Twin("no second look at a target", ("kill_assessment",), "naive", change=figures("units", assess_after=ENDLESS),
         shown=THEOREMS),
    Twin("command guidance without errors of angle", ("command",), "ideal",
         change=figures("sensors", guidance_error=0.0), shown="tests/rooms/exercise/test_kill_map.py"),
    Twin("command guidance without support and its quick looks", ("command", "certain_guidance"), "naive",
         change=figures("weapons", guided_by(COMMAND), guidance=CERTAIN_GUIDANCE), shown=MODELS),
    Twin("no semi-active seeker: the channel's track to the end", ("semi_active", "certain_guidance"), "naive",
         change=figures("weapons", guided_by(SEMI_ACTIVE), guidance=CERTAIN_GUIDANCE), shown=MODELS),
    Twin("no active seeker: the channel's track to the end", ("datalink_active", "certain_guidance"), "naive",
         change=figures("weapons", guided_by(DATALINK_ACTIVE), guidance=CERTAIN_GUIDANCE), shown=MODELS),
    Twin("missiles do not loft", ("flight",), "naive", change=refitted(loft=0.0), shown=FORMS),
    Twin("turning costs no speed", ("flight",), "naive", change=refitted(induced=0.0), shown=FORMS),
    Twin("motors, controls and fuzes always work", ("missile",), "ideal",
         change=figures("weapons", missiles, works=1.0, fuze_works=1.0), shown=DIRECTIONS),
    Twin("what the fuze reaches dies", ("missile",), "ideal", change=figures("weapons", missiles, lethal_radius=1e6),
         shown=DIRECTIONS),
    Twin("rounds that kill with a stated probability, the prior", ("missile", "certain"), "naive",
         change=figures("weapons", missiles, kind=CERTAIN_EFFECT), shown=THEOREMS),
    Twin("no guns", ("gun",), "naive", change=without_guns, shown="tests/rooms/survey/test_small_cards.py"),
    Twin("rounds without end", ("missile",), "ideal", every("rounds", "1000", batteries), shown=DIRECTIONS),
    Twin("no reloads", ("missile",), "naive", change=without_reloads,
         shown="tests/statistics/test_reloads.py"),
    Twin("any hit that does damage destroys", ("damage",), "naive", undone_by_a_hit,
         shown="tests/rooms/analysis/test_measures.py"),
    Twin("a raid that never varies", ("script",), "naive", every("spread", "{time: 0 s}", groups),
         shown="tests/rooms/assembly/test_raid.py"),
)  # fmt: skip

#: What neither text nor figures can replace, and what stands in for an ablation.
NOT_SWITCHED = {
    "how threats are ranked and units assigned": "the formula is code; its constants are on the card of threat "
    "evaluation. The assignment itself is compared with scipy's in `tests/oracles/test_assignment_scipy.py`",
    "the filter of a track": "a Kalman filter or none; compared with Stone Soup's tracker and with a plain twin in "
    "`tests/oracles`",
    "the mid-course by the table of flights": "a flat mid-course would be other code; what it promises is held by "
    "`tests/properties/test_mid_course.py`",
    "a commander from outside": "no battle of this table has one; `tests/rooms/exercise/test_doctrine.py` and "
    "`test_replays.py` say what he may see and do",
    "the earth's rotation and oblateness": "the battle has a sphere at rest; `tests/oracles/test_flight_earth.py` says "
    "what that leaves out",
}
