"""Where all positions of a scenario lie, by their paths in its text, whatever part of it says them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from shieldwall.quantities.positions import Position
from shieldwall.scenario import Scenario
from shieldwall.scenario.fields import Waypoint


def spots(scenario: Scenario) -> list[dict[str, Any]]:
    """Return path, longitude and latitude of each position and waypoint of a scenario, in the order of its schema."""
    return [{"path": path, "at": _degrees(position)} for path, position in _within(scenario, "")]


def _within(value: Any, path: str) -> Iterator[tuple[str, Position]]:
    if isinstance(value, Position):
        yield path, value
    elif isinstance(value, Waypoint):
        yield path, value.position
    else:
        for key, inner in _parts(value):
            yield from _within(inner, f"{path}.{key}" if path else key)


def _parts(value: Any) -> Iterator[tuple[str, Any]]:
    """What a value holds, by the keys of the text; items of a list count from 1."""
    if isinstance(value, BaseModel):
        for name, field in type(value).model_fields.items():
            yield field.alias or name, getattr(value, name)
    elif isinstance(value, dict):
        yield from value.items()
    elif isinstance(value, tuple):
        yield from ((str(number), item) for number, item in enumerate(value, 1))


def _degrees(position: Position) -> list[float]:
    return [round(math.degrees(position.longitude), 6), round(math.degrees(position.latitude), 6)]
