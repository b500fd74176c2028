"""The referee's sums of a battle that is over, as the plain arrays that a run folder keeps."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from shieldwall.assembly.draw.replication import Workspace
from shieldwall.engine.referee.tally import INTERVAL, PICTURES
from shieldwall.state.tally import PICTURE

#: Columns of EXPOSURE that are sums.
SUMS = ("in_reach", "unengaged", "idle_unit", "let_pass")


def tally_scene(workspace: Workspace) -> dict[str, NDArray[Any]]:
    """Return the sums by name of the array, and of their columns; who a row is about says its row of the name table.

    `exposure`: float64[threat, 4], s. `pictures`: float64[unit, column of PICTURE]. `picture_step`: float64[1], the
    time between two looks at the pictures, s.
    """
    truth, model = workspace.truth, workspace.model
    return {
        "exposure_of": np.array(truth.bodies["name"]),
        "exposure": np.stack([truth.exposures[name] for name in SUMS], axis=1),
        "pictures_of": np.array(model.units["name"]),
        "pictures": np.stack([truth.pictures[name].astype(np.float64) for name in PICTURE.names or ()], axis=1),
        "picture_step": np.array([INTERVAL * PICTURES]),
    }
