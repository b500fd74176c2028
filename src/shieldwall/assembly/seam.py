"""The raid of one replication, laid out by plain code until it is compiled."""

from __future__ import annotations

from typing import Any

import numpy as np

from shieldwall.assembly.draw.replication import Workspace
from shieldwall.assembly.jammers import densities, jammer_table
from shieldwall.assembly.plan.terms import Term
from shieldwall.assembly.profiles import Ground
from shieldwall.assembly.raid import raid
from shieldwall.assembly.unknowns import Unknowns
from shieldwall.engine.jamming import HEARD_ROWS
from shieldwall.engine.sensing import ECHO_ROWS
from shieldwall.engine.state import Truth


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
    sensors = workspace.belief.sensors
    rows = [{name: float(row[name]) for name in ("receiver", "band", "range_cell")} for row in sensors]
    workspace.truth = Truth(
        legs=threats.legs,
        script=threats.script,
        signatures=threats.signatures,
        bodies=threats.bodies,
        places=views["places"],
        sights=np.zeros((len(sensors), bodies), np.int16),
        origins=views["origins"],
        vouched=views["vouched"],
        jammers=jammer_table(threats.jammers, unknowns),
        densities=densities(threats.jammers, rows, unknowns),
        heard=np.zeros((HEARD_ROWS, len(threats.jammers) + 1)),
        follows=views["follows"],
        shots=views["shots"],
        tallies=np.zeros((len(plan.units), bodies + 1), np.int64),
        echoes=np.zeros((ECHO_ROWS, bodies + 1)),
        order=np.zeros(bodies + 1, np.int64),
    )
    legs = threats.legs
    workspace.belief.run[0].fastest = float(np.sqrt(legs.vx**2 + legs.vy**2 + legs.vz**2).max(initial=0.0))
    if len(threats.script):
        workspace.belief.clocks[0] = float(threats.script[0].t)
    return threats
