"""Noise jammers that a threat may carry."""

from __future__ import annotations

import math
from typing import Annotated, Literal

from pydantic import Field, field_validator

from shieldwall.catalogue.entry import Entry
from shieldwall.catalogue.values import Value, figure
from shieldwall.quantities.errors import InputError
from shieldwall.state.sensor import BANDS
from shieldwall.text.fields import Choice
from shieldwall.text.proposals import Example


class Jammer(Entry):
    """A noise jammer, as orders of magnitude: how much it radiates, over which bandwidth, in which bands, whereto."""

    kind: Literal["jammer"] = Field(alias="is", description="What it is.")
    bands: tuple[Annotated[str, Choice(BANDS), Example("s")], ...] = Field(
        min_length=1, description="Bands in which it transmits, each with its whole power.", examples=[["l", "s", "x"]]
    )
    erp: Value = figure("power", 1e-3, 1e9, "Effective radiated power in a band, over an isotropic antenna.")
    bandwidth: Value = figure("frequency", 1e5, 2e10, "Bandwidth over which its noise is spread.", logarithmic=True)
    sector: Value = figure(
        "angle", math.radians(1.0), 2.0 * math.pi, "Full width of the sector that its antenna fills."
    )
    back_lobes: Value = figure("ratio", 1e-9, 1.0, "Power outside its sector over that inside.", logarithmic=True)

    @field_validator("bands")
    @classmethod
    def _distinct(cls, bands: tuple[str, ...]) -> tuple[str, ...]:
        if len(set(bands)) < len(bands):
            raise InputError("a band is named twice", instead="name it once")
        return bands
