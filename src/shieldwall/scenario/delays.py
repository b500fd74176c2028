"""Times of the command chain that a scenario may state in place of the catalogue's."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from shieldwall.scenario.fields import DurationField, ReactionField
from shieldwall.text.fields import Quantity
from shieldwall.text.proposals import Example
from shieldwall.text.schema import Checked

_Cycle = Annotated[float, Quantity("duration", low=0.1, high=600.0), Example("2 s")]


class Delays(Checked):
    """Times of the command chain that replace the catalogue's, seconds; None keeps the catalogue's."""

    declare: ReactionField | None = Field(
        default=None, description="From the confirmation of a track to its declaration as hostile."
    )
    cycle: _Cycle | None = Field(default=None, description="Between two rounds of threat evaluation and assignment.")
    reaction: ReactionField | None = Field(
        default=None, description="From an order to the first launch that the unit could make."
    )
    autonomy: DurationField | None = Field(
        default=None, description="Silence of the post after which a unit is on its own."
    )
    decision: ReactionField | None = Field(
        default=None, description="Staff time of one order or declaration; others wait meanwhile."
    )
