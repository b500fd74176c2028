"""One replication: a thread's own arrays, reset and filled from the plan, the figures and the key of the draws."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from shieldwall.assembly.draw.figures import CENTRAL, GIVEN, SAMPLED, draw_figures
from shieldwall.assembly.draw.raid import draw_raid
from shieldwall.assembly.draw.raid_effects import lay_densities
from shieldwall.assembly.draw.tables import begin, choose_masks, mix_reach, muster, write, write_whole
from shieldwall.assembly.draw.terms import work_out
from shieldwall.assembly.plan.plan import Plan
from shieldwall.assembly.plan.raid_rooms import raid_drawn, raid_workspace
from shieldwall.assembly.plan.scratch import PRIORS
from shieldwall.assembly.plan.terms import Term
from shieldwall.kernels.treetops import lay_treetops
from shieldwall.quantities.errors import InputError, PlanError
from shieldwall.state.groups import Belief, Model, Scratch, Truth

Floats = NDArray[np.float64]
#: How figures are drawn: as they are stated, from their ranges, or as a vector of them says.
ParameterDraws = str | Floats
ASKED: Final = {"central": CENTRAL, "sampled": SAMPLED}


class Workspace:
    """The arrays of one thread for replications of a plan, allocated once; `scale` enlarges the work tables.

    `values` are the figures and terms of the replication that was drawn last, `key` its seed and replication, and
    `parameter_draws` how they were drawn. `model`, `truth` and `belief` are what the engine takes.
    """

    def __init__(self, plan: Plan, scale: int = 1) -> None:
        self.plan = plan
        self.scale = scale
        self.memory = plan.memory(scale)
        self.words = self.memory.words.copy()
        self.integers = self.words.view(np.int64)
        self.values = np.zeros(len(plan.figures) + len(plan.steps))
        self.key = (0, 0)
        self.parameter_draws = "central"
        views = self.memory.image.views(self.words)
        self.rows = _plain(views["channels"]), _plain(views["launchers"])
        self.model = _model(plan, views)
        self.belief = _belief(views)
        self.figures = self.values[: len(plan.figures)]
        self._views = views
        self._lay_raid(1)

    def _lay_raid(self, scale: int) -> None:
        """Make room for the raid."""
        raid = self.plan.raid.raid
        self._raid_scale = scale
        self._raid_work = raid_workspace(raid, scale)
        self.raid = raid_drawn(raid, scale)
        drawn = {name: getattr(self.raid, name) for name in ("bodies", "legs", "script", "signatures", "jammers")}
        fixed = {name: self._views[name] for name in Truth._fields if name not in (*drawn, "reported")}
        self.truth = Truth(reported=self._views["truth.reported"], **drawn, **fixed)

    def send_raid(self) -> None:
        """Draw the raid of the replication whose figures are known, in larger arrays if these do not hold it."""
        plan = self.plan
        relief = plan.relief
        height = self.values[plan.terms.index(relief)] if isinstance(relief, Term) else relief
        raid = plan.raid.raid
        while draw_raid(raid, plan.land, self.figures, height, *self.key, self._raid_work, self.raid) < 0:
            self._lay_raid(2 * self._raid_scale)
        truth = self.truth
        lay_densities(raid.pods, self.figures, self.model.sensors, truth.densities)
        begin(truth, self.belief.clocks, self.raid.filled)

    @property
    def ready(self) -> NDArray[np.bool_]:
        """Whether each unit works in the replication that was drawn last, bool[unit]."""
        return np.asarray(self.values[self.plan.works] > 0.0)

    @property
    def lasts(self) -> float:
        """When the exercise ends, s."""
        return self.plan.scenario.lasts


def draw(
    workspace: Workspace,
    seed: int,
    replication: int,
    parameter_draws: ParameterDraws = "central",
    readiness: NDArray[Any] | None = None,
) -> None:
    """Fill a thread's arrays with a replication, as they are before its first event.

    Args:
        workspace: of the thread; whatever it held is gone.
        seed, replication: the key of all draws.
        parameter_draws: "central", "sampled", or the vector of all figures, SI (`plan.figures.vector` makes one).
        readiness: int64 or bool[unit], whether each unit works, in the order of names, below 0 where it is drawn; None
            where all are drawn. Where the scenario says so, those that would be drawn all work.

    Raises:
        PlanError: figures move for which the plan has no tables.
        InputError: a vector of another length.
    """
    plan, values, model, belief = workspace.plan, workspace.values, workspace.model, workspace.belief
    asked = _figures(workspace, parameter_draws)
    np.copyto(workspace.words, workspace.memory.words)
    draw_figures(plan.figures, asked, seed, replication, values)
    work_out(plan.steps, plan.place, (seed, replication), plan.air, values)
    if not plan.scenario.draws.readiness:
        values[plan.works] = 1.0
    if readiness is not None:
        values[plan.works] = np.where(np.asarray(readiness, np.int64) < 0, values[plan.works], readiness)
    write(workspace.memory.floats, values, workspace.words)
    write_whole(workspace.memory.wholes, values, workspace.integers)
    tables = model.units, model.channels, model.launchers, model.weapons
    muster(plan.blocks, plan.there, values, workspace.rows, tables, (belief.launcher_state, belief.subordinates))
    lay_treetops(model.sensors, plan.tree_rings, float(plan.plane.grid.header["curvature"]), model.treetops)
    if plan.ranges:
        choose_masks(plan.masks.heights, plan.masks.offsets, plan.heights, values, model.mask_rows)
        mix_reach(plan.reach.thrusts, plan.reach.planned, plan.reach.places, values, model.flight_times)
    workspace.key = seed, replication
    workspace.parameter_draws = parameter_draws if isinstance(parameter_draws, str) else "given"
    exercise = model.exercise[0]
    exercise.seed, exercise.replication = seed, replication
    workspace.send_raid()


def beyond_central(parameter_draws: ParameterDraws) -> bool:
    """Tell whether figures may differ from the central ones, for which a plan needs tables over their ranges."""
    return not isinstance(parameter_draws, str) or parameter_draws != "central"


def _figures(workspace: Workspace, parameter_draws: ParameterDraws) -> int:
    """Take over a vector that is given; return how the figures are drawn."""
    plan = workspace.plan
    if isinstance(parameter_draws, str):
        if parameter_draws == "sampled" and not plan.ranges:
            raise PlanError("this plan holds for the central figures alone; plan with ranges=True to sample them")
        return ASKED[parameter_draws]
    if parameter_draws.shape != plan.figures.shape:
        raise InputError(
            f"{len(parameter_draws)} figures are given", instead=f"give {len(plan.figures)}, a column each"
        )
    if not plan.ranges and np.any(parameter_draws[plan.central] != plan.figures.value[plan.central]):
        raise PlanError("figures move for which this plan has no tables; plan with ranges=True")
    workspace.values[: len(parameter_draws)] = parameter_draws
    return GIVEN


def _plain(rows: Any) -> NDArray[np.int64]:
    """The words of a table's rows, int64[row, column]."""
    plain = rows.view(np.ndarray)
    return np.asarray(plain.view(np.int64).reshape(len(plain), plain.dtype.itemsize // 8))


def _model(plan: Plan, views: dict[str, Any]) -> Model:
    planned = plan.reach.planned
    header = np.zeros(1, plan.plane.grid.header.dtype)
    header[0] = plan.plane.grid.header
    return Model(
        **{
            name: views[name]
            for name in (
                "exercise",
                "sensors",
                "units",
                "channels",
                "launchers",
                "weapons",
                "links",
                "nets",
                "switches",
            )
        },
        outages=plan.outages,
        masks=plan.masks.altitudes if plan.masks.altitudes.size else np.zeros(1, np.int16),
        mask_rows=views["mask_rows"],
        treetops=views["treetops"],
        ground=plan.plane.grid.heights,
        grid=header.view(np.recarray),
        probability=plan.probability,
        losses=plan.losses,
        airframes=views["airframes"],
        flight_times=np.ascontiguousarray(planned[:, 0]) if not plan.ranges else np.zeros_like(planned[:, 0]),
        routes=plan.network.routes,
        uses=plan.network.uses,
        zones=plan.zones[0],
        zone_corners=plan.zones[1],
        assets=plan.assets,
        priors=np.array(PRIORS),
        corridors=plan.corridors,
    )


def _belief(views: dict[str, Any]) -> Belief:
    scratch = Scratch(**{name: views[f"scratch.{name}"] for name in Scratch._fields})
    return Belief(scratch=scratch, **{name: views[name] for name in Belief._fields if name != "scratch"})
