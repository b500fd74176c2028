"""Times of the command chain that a scenario may state in place of the catalogue's."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from shieldwall.text.fields import Quantity
from shieldwall.text.proposals import Example
from shieldwall.text.schema import Checked

_Time = Annotated[float, Quantity("duration", low=0.0, high=86400.0), Example("30 s")]
_Reaction = Annotated[float, Quantity("duration", low=0.0, high=3600.0), Example("12 s")]
_Cycle = Annotated[float, Quantity("duration", low=0.1, high=600.0), Example("2 s")]


class Delays(Checked):
    """Times of the command chain that replace the catalogue's, seconds; None keeps the catalogue's."""

    declare: _Reaction | None = Field(
        default=None, description="From the confirmation of a track to its declaration as hostile."
    )
    cycle: _Cycle | None = Field(default=None, description="Between two rounds of threat evaluation and assignment.")
    reaction: _Reaction | None = Field(
        default=None, description="From an order to the first launch that the unit could make."
    )
    autonomy: _Time | None = Field(default=None, description="Silence of the post after which a unit is on its own.")
    decision: _Reaction | None = Field(
        default=None, description="Staff time of one order or declaration; others wait meanwhile."
    )
