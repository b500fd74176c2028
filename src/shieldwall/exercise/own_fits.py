"""The fits of own rounds: made the first time that a round is used as it now stands, kept on disk, told as it goes."""

from __future__ import annotations

import time
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from shieldwall.catalogue import load
from shieldwall.catalogue.beside import NONE, OwnEntries, beside, nodes
from shieldwall.catalogue.fits import keep
from shieldwall.catalogue.weapons import Interceptor
from shieldwall.exercise.progress import Parts, later, say
from shieldwall.kernels.sources import code_digests
from shieldwall.quantities.errors import InputError
from shieldwall.survey import fit as fitting
from shieldwall.survey.fit import Claims, fit
from shieldwall.terrain.cache import cached


def fitted(own: OwnEntries) -> list[str]:
    """Fit the interceptors among own entries to their brochures, where no fit of their claims is there, and name them.

    A fit is kept on disk under all that it depends on, claims and code; what a scenario's folder or the header of a
    run holds for the same claims is taken as it is. Raises InputError at the entry of a round that cannot be fitted.
    """
    if own == NONE:
        return []
    with beside(own):
        named = [name for name in own.ids() if isinstance(load(name), Interceptor)]
        for name in named:
            _fit(name, own)
    return named


def _fit(name: str, own: OwnEntries) -> None:
    entry, known = load(name), nodes(own)
    claims = Claims.of(entry)
    stated = known.fits[name].child("claims") if name in known.fits else None
    if stated is not None and stated.value == claims.hash():
        return
    key = code_digests(fitting.__name__, Path(fitting.__file__)).whole + repr(claims).encode()

    def made() -> dict[str, NDArray[np.uint8]]:
        began = time.monotonic()
        say(f"fitting {name} to its brochure, once, 10 s to a minute on a machine at rest ...")
        text = fit(claims, progress=partial(Parts(), name)).text()
        say(f"fitted {name} in {time.monotonic() - began:.0f} s{later()}")
        return {"text": np.frombuffer(text.encode(), np.uint8)}

    try:
        text = cached("fits", key, made)["text"].tobytes().decode()
    except InputError as error:
        node = known.entries[name]
        raise error.placed(node.file, node.line, node.path or None) from None
    keep(entry, text)
