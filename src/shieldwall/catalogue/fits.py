"""Fitted flight constants of interceptors, kept beside the entries; a test refuses a fit of other claims."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shieldwall.catalogue.cache import load
from shieldwall.catalogue.entry import Entry
from shieldwall.catalogue.places import packages
from shieldwall.catalogue.values import Value
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


def thrust(entry: Entry) -> Value | None:
    """Return the share of the fitted thrust with its range, None where the fit states none.

    An estimate: nobody states a thrust. The fit's claims and physics bound it (`survey.fit.thrust_range`).
    """
    ends = fit(entry.id).plain().get("thrust")
    if ends is None:
        return None
    return Value(
        cite=(),
        estimate="specific impulse of solid motors, and the range of the claimed greatest speed, about the fit",
        defined=None,
        grade="D",
        checked="n/a",
        note=None,
        stated_in=entry.id,
        value=1.0,
        low=float(ends["low"]),
        high=float(ends["high"]),
        unit="",
        dimension="number",
        at={},
        logarithmic=False,
        whole=False,
    )


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
