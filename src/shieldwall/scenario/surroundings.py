"""What surrounds a battle: the weather, what radar waves meet, and what nobody knows and each run draws."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from shieldwall.text.fields import Flag, Quantity
from shieldwall.text.proposals import Example
from shieldwall.text.schema import Checked


class Draws(Checked):
    """What is drawn anew in each run because nobody knows it; off stands for its central value."""

    terrain_error: Flag = Field(default=True, description="Whether the error of the terrain's heights is drawn.")
    obstacle_angle: Flag = Field(default=True, description="Whether the height of trees around a sensor is drawn.")
    registration_bias: Flag = Field(default=True, description="Whether errors of site and north alignment are drawn.")
    readiness: Flag = Field(default=True, description="Whether a unit may be out of order; off, all take part.")


class Weather(Checked):
    """The weather everywhere in the scene."""

    rain: Annotated[float, Quantity("precipitation", low=0.0, high=250.0 / 3.6e6), Example("5 mm/h")] = Field(
        default=0.0, description="Rate of the rain, the same everywhere below its top."
    )
    rain_top: Annotated[float, Quantity("length", low=0.0, high=12_000.0), Example("3 km")] = Field(
        default=3000.0, description="Height above the sea from which the rain falls."
    )
    visibility: Annotated[float, Quantity("length", low=100.0, high=100e3), Example("8 km")] | None = Field(
        default=None, description="How far the eye sees; the catalogue's figure of each camera where nothing is said."
    )


class Propagation(Checked):
    """What radar waves meet on their way; off for free space, with which textbooks compare."""

    gas: Flag = Field(default=True, description="Whether oxygen and water vapour take from echoes.")
    edges: Flag = Field(default=True, description="Whether a ridge that a ray just clears takes from the echo.")
    ground: Flag = Field(default=True, description="Whether the ground reflects, so that echoes come and go in lobes.")
    roughness: Annotated[float, Quantity("length", low=0.0, high=50.0), Example("2 m")] = Field(
        default=2.0, description="Standard deviation of the heights of the ground that reflects."
    )
