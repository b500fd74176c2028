"""The raid of one replication, laid out by plain code until it is compiled."""

from __future__ import annotations

from typing import Any

import numpy as np

from shieldwall.assembly.draw.replication import Workspace
from shieldwall.assembly.jammers import densities, jammer_table
from shieldwall.assembly.plan.rows import table
from shieldwall.assembly.plan.terms import Term
from shieldwall.assembly.profiles import Ground
from shieldwall.assembly.raid import raid
from shieldwall.assembly.unknowns import Unknowns
from shieldwall.engine.sense.echoes import ECHO_ROWS
from shieldwall.engine.sense.jamming import RECEIVED_ROWS
from shieldwall.kernels.legs import HELD_ROWS
from shieldwall.state.body import BODY_STATE, SCRIPTED, SIDES, STATES, WAITING
from shieldwall.state.groups import Truth


def send(workspace: Workspace) -> Any:
    """Lay out the raid of the replication that a workspace holds."""
    plan, views = workspace.plan, workspace.views
    relief: Any = plan.relief
    if isinstance(relief, Term):
        relief = float(workspace.values[plan.terms.index(relief)])
    unknowns = Unknowns(*workspace.key, workspace.unknowns == "sampled")
    plane = plan.plane
    threats = raid(
        plan.scenario, Ground(plane.terrain, plane.frame, plane.grid, relief), unknowns, plan.names, plan.targets
    )
    bodies = len(threats.bodies)
    sensors = workspace.model.sensors
    rows = [{name: float(row[name]) for name in ("receiver", "band", "range_cell")} for row in sensors]
    legs = threats.legs
    fates = np.zeros((SIDES, STATES), np.int64)
    np.add.at(fates[:, WAITING], threats.bodies.side, 1)
    workspace.truth = Truth(
        bodies=threats.bodies,
        places=views["places"],
        jammers=jammer_table(threats.jammers, unknowns),
        legs=legs,
        script=threats.script,
        signatures=threats.signatures,
        densities=densities(threats.jammers, rows, unknowns),
        fastest=np.array([float(np.sqrt(legs.vx**2 + legs.vy**2 + legs.vz**2).max(initial=0.0))]),
        body_state=table(BODY_STATE, [{"state": WAITING, "mover": SCRIPTED}] * bodies),
        place_state=views["place_state"],
        sights=np.zeros((len(sensors), bodies), np.int16),
        origins=views["origins"],
        reported=views["truth.reported"],
        follows=views["follows"],
        shots=views["shots"],
        tallies=np.zeros((len(plan.units), bodies + 1), np.int64),
        fates=fates,
        held=np.zeros((HELD_ROWS, bodies)),
        words=np.zeros(bodies // 8 + 1, np.uint64),
        screened=np.zeros(bodies, np.int64),
        echoes=np.zeros((ECHO_ROWS, bodies + 1)),
        order=np.zeros(bodies + 1, np.int64),
        received=np.zeros((RECEIVED_ROWS, len(threats.jammers) + 1)),
        hits=views["hits"],
    )
    if len(threats.script):
        workspace.belief.clocks[0] = float(threats.script[0].t)
    return threats
