"""Fitted flight constants of interceptors, kept beside the entries; a test refuses a fit of other claims."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shieldwall.catalogue.entry import Entry
from shieldwall.catalogue.kept import load
from shieldwall.catalogue.places import packages
from shieldwall.kernels.flight import AIRFRAME
from shieldwall.quantities.errors import InputError
from shieldwall.text.nodes import Node

FOLDER = Path(__file__).parent / "fits"


def airframe(entry: Entry) -> NDArray[Any]:
    """Return the fitted constants of an interceptor, one AIRFRAME record; InputError when it has no fit."""
    made = np.zeros(1, AIRFRAME)
    constants = fit(entry.id).nearest(["airframe"]).value
    for name, node in constants.items() if isinstance(constants, dict) else ():
        made[name] = float(str(node.value))
    return made


@cache
def fit(entry_id: str) -> Node:
    """Return the kept fit of an interceptor, as the fit wrote it: claims, airframe, parameters, residuals."""
    folders = [FOLDER, *(package.folder / "fits" for package in packages().good)]
    path = next((path for folder in folders if (path := folder / f"{entry_id}.yaml").is_file()), None)
    if path is None:
        raise InputError(
            f"the interceptor {entry_id} has no fit", instead=f"run `shieldwall catalogue {entry_id} --fit`"
        )
    return load(path)
