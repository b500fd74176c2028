"""The schema of what units talk over: nets, their outages and failures; and the switch that a seller keeps."""

from __future__ import annotations

import math
from typing import Annotated, Literal

from pydantic import Field

from shieldwall.scenario.fields import DurationField
from shieldwall.text.fields import Choice, Name, Probability, Quantity
from shieldwall.text.proposals import Example, Refers
from shieldwall.text.schema import Checked

_Span = Annotated[float, Quantity("duration", low=1.0, high=1e7), Example("40 min")]
_Delay = Annotated[float, Quantity("duration", low=0.0, high=3600.0), Example("1 s")]
_Capacity = Annotated[float, Quantity("repetition", low=1.0 / 3600.0, high=1e6), Example("20 per s")]

#: What a partner from outside does.
Partner = Annotated[Literal["picture", "warning", "both"], Choice(("picture", "warning", "both")), Example("warning")]
ALLOWS = ("cueing", "awareness", "fire-control")
#: Messages a second of a voice net that says nothing of it: one who speaks, reports one track in ten seconds.
VOICE_CAPACITY = 0.1


class Outage(Checked):
    """A time in which a link carries nothing, seconds from the start."""

    start: Annotated[DurationField, Example("5 min")] = Field(
        alias="from", description="When it begins, from the start of the exercise."
    )
    end: Annotated[DurationField, Example("9 min")] = Field(
        alias="to", description="When it ends, from the start of the exercise."
    )


class Breaks(Checked):
    """Failures that are drawn: exponential times from a repair to the next failure, and from that to its repair."""

    every: Annotated[_Span, Example("40 min")] = Field(description="Mean time from a repair to the next failure.")
    lasts: Annotated[_Span, Example("3 min")] = Field(
        alias="for", description="Mean time from a failure to its repair."
    )


class Link(Checked):
    """A net: every two of the units that it joins may talk; `fails` is the chance that a message is lost."""

    name: Annotated[Name, Example("net")] = Field(description="Name of the net.")
    joins: Annotated[tuple[Name, ...], Refers(("blue.units",))] = Field(
        description="Units that it joins, two at least.", examples=[["post", "battery"]]
    )
    delay: Annotated[_Delay, Example("1 s")] = Field(description="Time of a message on its way.")
    fails: Annotated[Probability, Example("0.02")] = Field(
        default=0.0, description="Probability that a message is lost."
    )
    medium: Annotated[Literal["data", "voice"], Choice(("data", "voice")), Example("voice")] = Field(
        default="data", description="What it speaks: data, or voice, which carries tracks and orders but no plots."
    )
    carries: Annotated[Literal["plots", "tracks"], Choice(("plots", "tracks")), Example("tracks")] | None = Field(
        default=None,
        description="What a unit sends its post of what it sees: each plot, or its own tracks. "
        "Where nothing is said plots by data and tracks by voice.",
    )
    every: Annotated[DurationField, Example("30 s")] = Field(
        default=0.0, description="Least time between two reports of a unit's tracks; each scan where nothing is said."
    )
    allows: Annotated[Literal["cueing", "awareness", "fire-control"], Choice(ALLOWS), Example("awareness")] = Field(
        default="cueing",
        description="What may be done with what it carries: fire units cued by it, no more than know of it, or rounds "
        "led on it where the matrix allows.",
    )
    capacity: _Capacity | None = Field(
        default=None,
        description="Messages that the net carries, each plot and track being one; no limit by data and 6 per min by "
        "voice where nothing is said.",
    )
    breaks: Breaks | None = Field(
        default=None, description="Failures that are drawn.", examples=[{"every": "40 min", "for": "3 min"}]
    )
    outages: tuple[Outage, ...] = Field(default=(), description="Times in which it carries nothing.")

    @property
    def of_plots(self) -> bool:
        """Whether it carries plots."""
        return self.carries == "plots" if self.carries is not None else self.medium == "data"

    @property
    def rate(self) -> float:
        """Messages that it carries in a second, infinite for no limit."""
        if self.capacity is not None:
            return self.capacity
        return math.inf if self.medium == "data" else VOICE_CAPACITY


class Switch(Checked):
    """A switch that the seller of a unit keeps: it acts at a time, or some time after something has happened."""

    alternatives = (("at",), ("on",))
    degrades: Annotated[
        Literal["off", "radar", "network", "no-launch"],
        Choice(("off", "radar", "network", "no-launch")),
        Example("off"),
    ] = Field(description="What it takes: the whole unit, its radars, its nets, or its launches.")
    at: DurationField | None = Field(default=None, description="When it acts, from the start.")
    on: Annotated[Literal["raid", "order"], Choice(("raid", "order")), Example("raid")] | None = Field(
        default=None, description="What makes it act: the first threat that enters, or the unit's first order."
    )
    after: DurationField = Field(default=0.0, description="How long after that.")
    chance: Annotated[Probability, Example("0.5")] = Field(default=1.0, description="Probability that it acts at all.")
