"""A run that is over: its answers, its folder, and how to get one."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace as replace_in
from functools import cached_property
from importlib.util import find_spec
from numbers import Integral
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from shieldwall.assembly.draw.replication import ParameterDraws, Workspace, beyond_central
from shieldwall.exercise.checking import in_header, strictly, unready, warnings
from shieldwall.exercise.commander import Commander
from shieldwall.exercise.progress import watched
from shieldwall.exercise.python_doctrine import Decide, Doctrine
from shieldwall.exercise.python_doctrine import doctrine as read_doctrine
from shieldwall.exercise.simulate import Progress, Simulator, drawn, planned
from shieldwall.quantities.errors import InputError, InputWarning, ShieldwallError, quoted
from shieldwall.record.decided import EPOCHS_OF
from shieldwall.record.recording import Recording
from shieldwall.scenario import Scenario, load

if TYPE_CHECKING:
    import polars as pl

    from shieldwall.analysis.chain_times import ChainTimes
    from shieldwall.analysis.compare import Comparison
    from shieldwall.analysis.tallied import Exposure, Picture
    from shieldwall.outlets.drawing import Drawing, Drawn
    from shieldwall.record.keeping import Keep

#: Seed and replication are words of the generator's key.
MOST = 2**32 - 1
REPORT = "report.html"
#: Packages of the extra `report`, which the base install does without.
REPORT_NEEDS = ("jinja2", "matplotlib")


class Battle(NamedTuple):
    """Which battle of a scenario: seed and replication, how figures are drawn, and which units are forced to be ready.

    `parameter_draws` and `readiness` are those of `draw`.
    """

    seed: int
    replication: int
    parameter_draws: ParameterDraws = "central"
    readiness: NDArray[np.int64] | None = None


class Run:
    """One run of an exercise, fought or read back from its folder, and the questions that it can answer."""

    def __init__(self, recording: Recording, scenario: Scenario | None = None, battle: Battle | None = None) -> None:
        self.recording = recording
        self._scenario = scenario
        self._battle = battle

    def __repr__(self) -> str:
        return f"<Run of {self.title!r}, seed {self.header['seed']}, replication {self.header['replication']}>"

    @property
    def header(self) -> dict[str, Any]:
        """What was run, as plain data: scenario text, seed, units, threats, every catalogue value drawn."""
        return self.recording.header

    @property
    def title(self) -> str:
        """The title of the scenario."""
        return str(self.header["title"])

    @property
    def battle(self) -> Battle:
        """Which battle of its scenario it is: as it was fought, or as far as its header says of one read back."""
        header = self.header
        stated: ParameterDraws = "sampled" if header["sampled"] else "central"
        return self._battle or Battle(header["seed"], header["replication"], stated)

    @property
    def warnings(self) -> tuple[InputWarning, ...]:
        """What was flown, loaded or joined other than as the scenario has it, and who was not ready."""
        return tuple(InputWarning(**warning) for warning in self.header.get("warnings", ()))

    def outcomes(self) -> pl.DataFrame:
        """Return a row for each threat: threat, system, fate, stage, reason, times in s, shots."""
        return self._outcomes

    @cached_property
    def _outcomes(self) -> pl.DataFrame:
        from shieldwall.analysis.fates import outcome_table

        return outcome_table(self.outcome_rows)

    @cached_property
    def outcome_rows(self) -> list[dict[str, Any]]:
        """The rows of `outcomes` as plain data."""
        from shieldwall.analysis.fates import outcome_rows

        return outcome_rows(self.recording)

    def events(self) -> pl.DataFrame:
        """Return the log with names and sentences, a row for each event in the order of time."""
        from shieldwall.analysis.events import events

        return events(self.recording)

    @cached_property
    def measures(self) -> dict[str, Any]:
        """The run in numbers: leakers, damage, kills, shots, costs in USD, times in s, and more."""
        from shieldwall.analysis.measures import measures

        return measures(self.recording)

    def explain(self, name: str) -> str:
        """Return the story of one threat, such as "red/strike/3", in sentences with times.

        Raises InputError, with the nearest name, when no threat is called so.
        """
        from shieldwall.analysis.explain import explain

        return explain(self.recording, name)

    def but_for(self, name: str | None = None, **how: Any) -> Any:
        """Return what would have stopped a threat, how often, had a link of the kill chain been ideal; all without one.

        The run is fought again on other luck; `how` is what `shieldwall.but_for` takes beside it.
        """
        # Studies lie above this room: only the public face leads there.
        import shieldwall

        found = shieldwall.but_for(self, **how)
        return found if name is None else found.of(name)

    def chain(self, name: str | None = None) -> ChainTimes:
        """Return when each step from detection to launch was taken, per threat and shooter, and what became of orders.

        With the name of a threat, what concerns that one. Raises InputError when no threat is called so.
        """
        from shieldwall.analysis.chain_times import chain_times
        from shieldwall.analysis.explain import threat_called

        found = chain_times(self.recording)
        return found if name is None else found.of(threat_called(self.recording, name))

    def pictures(self) -> list[Picture]:
        """Return how each unit's picture compared with what flew: completeness, ambiguity, continuity, accuracy."""
        from shieldwall.analysis.tallied import pictures

        return pictures(self.recording)

    def exposures(self) -> list[Exposure]:
        """Return how long each threat was in reach and sight of who could fire, and unengaged of who was idle."""
        from shieldwall.analysis.tallied import exposures

        return exposures(self.recording)

    def decided(self) -> tuple[int, int]:
        """Return at how many epochs a doctrine in Python was asked, and how many orders it gave."""
        epochs = self.recording.scene.get(EPOCHS_OF)
        return (0, 0) if epochs is None else (len(epochs), int(epochs["decisions"].sum()))

    def compare(self, other: Run) -> Comparison:
        """Return this run and another side by side: what they were asked, where they part, what they come to."""
        from shieldwall.analysis.compare import compare

        return compare(self.recording, other.recording)

    def save(self, folder: str | os.PathLike[str], replace: bool = False, drawing: Drawing | None = None) -> Path:
        """Write the run folder, whole or not at all, and return its path; with a report where the extra is there.

        `drawing` is a process that draws the report's figures meanwhile; without one they are drawn here. Raises
        InputError when the folder exists and `replace` is not set, or holds files that no run wrote, ShieldwallError
        when the disk does not take it or another process writes there.
        """
        from shieldwall.record.folder import kept_place

        with kept_place(folder, replace) as keep:
            return self.kept(keep, drawing)

    def kept(self, keep: Keep, drawing: Drawing | None = None) -> Path:
        """Write the run as `save` does, where a place was held for it before it was fought (`kept_place`)."""
        self._survey()
        drawable = has_report()
        figures = drawing.begin(self.recording) if drawing is not None and drawable else None
        return keep(self.recording, self.outcomes(), self._pages(figures) if drawable else {})

    def _survey(self) -> None:
        """Complete the scene with what only maps need; a run that was read back keeps what its folder holds."""
        if self._scenario is None or "coverage" in self.recording.scene:
            return
        from shieldwall.survey.scenery import coverage_scene

        # A run is a pure function of its key, and the battle has used its arrays up.
        again = drawn(self._scenario, *self.battle)
        self.recording = replace_in(self.recording, scene={**self.recording.scene, **coverage_scene(again)})

    def _pages(self, figures: Callable[[], list[Drawn]] | None) -> dict[str, str]:
        from shieldwall.outlets.report import report

        return {REPORT: report(self.recording, figures)}


def has_report() -> bool:
    """Tell whether the packages of the extra `report` are there."""
    return all(find_spec(package) is not None for package in REPORT_NEEDS)


def drawing_beside(wanted: bool) -> AbstractContextManager[Drawing | None]:
    """Return the process that draws a report's figures, or nothing where none is wanted or can be drawn."""
    if not wanted or not has_report():
        return nullcontext()
    from shieldwall.outlets.drawing import Drawing

    return Drawing()


def run(
    scenario: Scenario | str | os.PathLike[str],
    seed: int = 1,
    replication: int = 0,
    draw: Literal["central", "sampled"] = "central",
    film: bool = True,
    progress: Progress | None = None,
    strict: bool = False,
    doctrine: str | os.PathLike[str] | Decide | Doctrine | None = None,
) -> Run:
    """Fight an exercise once and return the run.

    Args:
        scenario: a loaded scenario, the name of a built-in one, or a path.
        seed, replication: the key of all draws, each from 0 to 4294967295; the same key gives the same run.
        draw: catalogue values at their central figures, or sampled from their ranges.
        film: whether to record where everything was, for maps and playback; it changes no event.
        progress: called with the seconds fought and the seconds in all; without it, a run that takes longer
            than a second shows its progress on stderr.
        strict: whether warnings are errors, before the battle.
        doctrine: a command doctrine in Python, which commands from the highest post: a file, which is run with all
            your rights, a function `(picture, orders)`, or what `shieldwall.doctrine` made of one.

    Raises:
        InputError: the scenario, the catalogue or an argument does not fit; with `strict`, for a warning.
        DoctrineError: the doctrine fails; with file and line.
    """
    _check_key("seed", seed)
    _check_key("replication", replication)
    if draw not in ("central", "sampled"):
        raise InputError(f"{quoted(str(draw))} is no way to draw", instead='write "central" or "sampled"')
    read = scenario if isinstance(scenario, Scenario) else load(os.fspath(scenario))
    return fight(read, Battle(seed, replication, draw), film, progress, strict, commanded_by(doctrine))


def fight(
    scenario: Scenario,
    battle: Battle,
    film: bool = True,
    progress: Progress | None = None,
    strict: bool = False,
    commander: Commander | None = None,
) -> Run:
    """Fight a battle of a scenario as `run` does, be all its figures given and its units forced to be ready or not."""
    try:
        plan = planned(scenario, beyond_central(battle.parameter_draws))
        found = warnings(scenario, plan)
        simulator = Simulator(plan, film, tally=True)

        def refuse(workspace: Workspace) -> None:
            strictly((*found, *unready(workspace)))

        with watched(progress) as on_progress:
            simulator.simulate(*battle, refuse if strict else None, on_progress, commander)
    except Exception as error:
        if not isinstance(error, ShieldwallError):
            key = f"seed {battle.seed}, replication {battle.replication}"
            error.add_note(f"in {scenario.file or 'a scenario'}, {key}")
        raise
    return over(simulator, scenario, battle, found)


def over(simulator: Simulator, scenario: Scenario, battle: Battle, found: tuple[InputWarning, ...]) -> Run:
    """Return the run of a battle that was fought to its end; `found` is what its plan warns of."""
    recording = simulator.recording()
    recording.header["warnings"] = [in_header(one) for one in (*unready(simulator.workspace), *found)]
    return Run(recording, scenario, battle)


def commanded_by(doctrine: str | os.PathLike[str] | Decide | Doctrine | None) -> Commander | None:
    """Return the commander that a doctrine in Python is, None for none."""
    return None if doctrine is None else Commander(read_doctrine(doctrine))


def _check_key(word: str, number: object) -> None:
    if isinstance(number, bool) or not isinstance(number, Integral):
        raise InputError(f"the {word} {number} is not a whole number", instead=f"write from 0 to {MOST}")
    if not 0 <= int(number) <= MOST:
        raise InputError(f"the {word} {number} is out of bounds", instead=f"write from 0 to {MOST}")


def open(folder: str | os.PathLike[str]) -> Run:  # noqa: A001  reads as `shieldwall.open`
    """Read a run folder; InputError when it is none, of another format, or damaged."""
    from shieldwall.record.folder import read

    return Run(read(folder))
