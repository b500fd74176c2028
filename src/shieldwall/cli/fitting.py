"""The fit of interceptors to their brochures, kept beside the catalogue's entries."""

from __future__ import annotations

from collections.abc import Sequence

from shieldwall import catalogue
from shieldwall.catalogue.beside import current
from shieldwall.catalogue.fits import FOLDER
from shieldwall.catalogue.weapons import Interceptor
from shieldwall.cli.command import note
from shieldwall.outlets.atomic_write import try_place, write_atomically
from shieldwall.quantities.errors import InputError
from shieldwall.survey.fit import Claims, fit


def refit(entries: Sequence[str]) -> list[str]:
    """Fit interceptors anew, all of them when none is named, keep what is found, and return their ids.

    Raises InputError for an entry that is no interceptor or whose build nobody has stated.
    """
    own = current().ids()
    rounds = (name for name in catalogue.ids() if isinstance(catalogue.load(name), Interceptor))
    named = entries or [name for name in rounds if name not in own]
    if mine := sorted({*own} & {*named}):
        raise InputError(f"{mine[0]} is not part of the catalogue", instead="run `shieldwall fit PATH` with its file")
    claims = [_claims(name) for name in named]
    FOLDER.mkdir(exist_ok=True)
    for claim in claims:
        try_place(FOLDER / f"{claim.id}.yaml", replace=True)
    for claim in claims:
        note(f"fitting {claim.id}, 10 s to a minute on a machine at rest ...")
        path = FOLDER / f"{claim.id}.yaml"
        write_atomically(path, fit(claim).text().encode(), replace=True)
        note(f"wrote {path}")
    return list(named)


def _claims(name: str) -> Claims:
    entry = catalogue.load(name)
    if not isinstance(entry, Interceptor):
        raise InputError(f"{name} is {entry.kind}, which is not fitted", instead="name an interceptor")
    return Claims.of(entry)
