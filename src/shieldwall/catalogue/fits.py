"""Fitted flight constants of interceptors, kept beside the entries; a test refuses a fit of other claims."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shieldwall.catalogue.beside import FITS, current, nodes
from shieldwall.catalogue.cache import load, load_text
from shieldwall.catalogue.entry import Entry
from shieldwall.catalogue.places import packages
from shieldwall.catalogue.reading import load as load_entry
from shieldwall.catalogue.values import Value
from shieldwall.kernels.flight import AIRFRAME
from shieldwall.quantities.errors import InputError
from shieldwall.text.nodes import Node

FOLDER = Path(__file__).parent / FITS
#: Fits of own rounds by what their entries say: a round that is changed has none.
_MADE: dict[str, str] = {}


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


def fit(entry_id: str) -> Node:
    """Return the fit of an interceptor, as the fit wrote it: claims, airframe, parameters, residuals.

    Of an own round it is the one made in this process, else one that stands beside it. InputError when it has none.
    """
    own = nodes(current())
    if entry_id not in own.entries:
        return _stored(entry_id)
    if (made := _made_for(entry_id)) is not None:
        return load_text(made, f"{entry_id}.yaml")
    if entry_id not in own.fits:
        node = own.entries[entry_id]
        raise node.error(f"the interceptor {entry_id} has no fit", f"type: shieldwall fit {node.file}")
    return own.fits[entry_id]


def keep(entry: Entry, text: str) -> None:
    """Let a text be the fit of an own interceptor, as it stands now, in this process."""
    _MADE[repr(entry)] = text


def own_texts() -> dict[str, str]:
    """Return the texts of the own entries that count here with the fits made of their rounds, for a header."""
    own = current()
    texts = dict(own.texts)
    for name in own.ids():
        if (made := _made_for(name)) is not None:
            texts[f"{FITS}/{name}.yaml"] = made
    return texts


def _made_for(entry_id: str) -> str | None:
    return _MADE.get(repr(load_entry(entry_id))) if _MADE else None


@cache
def _stored(entry_id: str) -> Node:
    folders = [FOLDER, *(package.folder / FITS for package in packages().good)]
    path = next((path for folder in folders if (path := folder / f"{entry_id}.yaml").is_file()), None)
    if path is None:
        raise InputError(
            f"the interceptor {entry_id} has no fit", instead=f"run `shieldwall catalogue {entry_id} --fit`"
        )
    return load(path)
