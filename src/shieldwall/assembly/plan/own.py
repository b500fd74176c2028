"""The columns of an entry's model: its number, and of a plug-in's model the parameters that it declares."""

from __future__ import annotations

from shieldwall.assembly.plan.rows import Row
from shieldwall.assembly.plan.terms import Terms
from shieldwall.catalogue.sensors import Radar
from shieldwall.catalogue.weapons import Interceptor
from shieldwall.models.plugins import named
from shieldwall.state.layout import OWN


def model_columns(entry: Radar | Interceptor, family: str, built_in: int, terms: Terms) -> Row:
    """Return `kind`, the number of the built-in model where the entry names none, and `own_1` and so on.

    Parameters are figures like all of the catalogue, SI.
    """
    if entry.model is None:
        return {"kind": built_in}
    model = named(family, entry.model)
    row: Row = {"kind": model.number}
    for column, name in zip(OWN, model.parameters, strict=False):
        row[column] = terms.figure(entry, f"parameters.{name}", entry.parameters[name])
    return row
