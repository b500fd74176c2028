"""What a map shows of a draft: who stands where, what is defended, which way the raid flies, and who talks to whom."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Any

import numpy as np

from shieldwall.assembly.plan.sites import stands
from shieldwall.assembly.plan.zones import zones_in_header
from shieldwall.catalogue import load as load_entry
from shieldwall.catalogue import load_parts, load_unit
from shieldwall.catalogue.beside import beside
from shieldwall.catalogue.schema import Unit
from shieldwall.catalogue.weapons import Gun
from shieldwall.kernels.geodesy import Frame, up_at
from shieldwall.outlets.playback import on_earth
from shieldwall.outlets.symbol_codes import code, unit_code
from shieldwall.outlets.symbols import kind_of
from shieldwall.quantities.positions import Position
from shieldwall.scenario import Scenario
from shieldwall.scenario.fields import Height, Waypoint
from shieldwall.scenario.schema import BlueUnit, RedUnit
from shieldwall.server.draft_spots import spots
from shieldwall.server.ground import Bounds, FromTerrain, Ground, Nowhere
from shieldwall.server.terrain_tiles import finest_zoom
from shieldwall.terrain import load
from shieldwall.terrain.elevation import FLAT

Place = list[float]


def scene(scenario: Scenario) -> dict[str, Any]:
    """Return what a map shows of a scenario, as plain data; positions are longitude, latitude, and height in m."""
    land, frame = ground(scenario), Frame(*scenario.origin)
    with beside(scenario.own):
        units = [_unit(scenario, name, unit, land) for name, unit in scenario.blue.units.items()]
        raid = [_threat(name, unit) for name, unit in scenario.red.units.items()]
    return {
        "title": scenario.title,
        "question": scenario.question,
        "start": scenario.start.isoformat(),
        "lasts": scenario.lasts,
        "origin": [math.degrees(part) for part in scenario.origin],
        "bounds": land.bounds,
        "terrain": {"finest_zoom": finest_zoom(land), "encoding": "terrarium"},
        "extent": extent(scenario),
        "units": units,
        "post": scenario.blue.command.post,
        "places": [
            {"name": name, "at": _on(land, place.at), "value": place.value, "radius": place.radius}
            for name, place in scenario.places.items()
        ],
        "routes": [
            {"name": name, "path": f"red.routes.{name}", "points": _route(land, route, _begin(scenario, name))}
            for name, route in scenario.red.routes.items()
        ],
        "raid": raid,
        "spots": spots(scenario),
        "links": [
            {"name": link.name, "path": f"blue.links.{n}", "joins": list(link.joins), "medium": link.medium}
            for n, link in enumerate(scenario.blue.links, 1)
        ],
        "zones": [
            {"name": name, "forbids": zone["forbids"], "outline": _outline(frame, zone["outline"])}
            for name, zone in zones_in_header(scenario, frame).items()
        ],
    }  # fmt: skip


@lru_cache(8)
def ground_at(terrain: str) -> Ground:
    """Return the ground of a terrain, nowhere known for the flat one."""
    return Nowhere() if terrain == FLAT else FromTerrain(load(terrain))


def ground(scenario: Scenario) -> Ground:
    """Return the ground that a scenario names."""
    return ground_at(scenario.terrain)


def extent(scenario: Scenario) -> Bounds:
    """Return the window that holds all that stands and all routes."""
    spots = [unit.at for unit in scenario.blue.units.values()]
    spots += [place.at for place in scenario.places.values()]
    spots += [point.position for route in scenario.red.routes.values() for point in route]
    lon, lat = np.array([_degrees(spot) for spot in spots]).T
    return Bounds(float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max()))


def _unit(scenario: Scenario, name: str, unit: BlueUnit, land: Ground) -> dict[str, Any]:
    entry = load_unit(unit.entry)
    held = parts_of(entry)
    members = [place for full, _, place in stands(scenario) if full.split("/")[1] == name]
    return {
        "name": name,
        "path": f"blue.units.{name}",
        "entry": entry.id,
        "title": entry.title,
        "side": "blue",
        "role": kind_of(held),
        "sidc": unit_code(held),
        "at": _on(land, unit.at),
        "members": [_on(land, place) for place in members] if unit.count > 1 else [],
        "count": unit.count,
        "facing": None if unit.facing is None else round(math.degrees(unit.facing), 2),
        "guards": unit.guards,
        "under": unit.under,
        "post": entry.post,
        "sensors": len(held["sensors"]),
    }


def parts_of(entry: Unit) -> dict[str, Any]:
    """Return a unit of the catalogue as symbols ask for it: its entry, its sensors, and those that lead its rounds."""
    looking = {
        name: entry.parts[name].role
        for name, part in load_parts(entry).items()
        if entry.parts[name].role != "command" and not isinstance(part, Gun)
    }
    leading = [name for name, role in looking.items() if role == "engagement"]
    return {"entry": entry.id, "sensors": list(looking), "channels": leading}


def _threat(name: str, unit: RedUnit) -> dict[str, Any]:
    entry = load_entry(unit.entry)
    return {
        "name": name,
        "path": f"red.units.{name}",
        "entry": entry.id,
        "title": entry.title,
        "side": "red",
        "sidc": code("red", entry.id, entry.kind),
        "count": unit.count,
        "route": unit.route,
        "height": _height(unit.height),
        "speed": unit.speed,
        "enters": unit.enters,
    }


def _begin(scenario: Scenario, route: str) -> Height | None:
    """The height at which the first group on a route begins, None where nobody flies it."""
    return next((unit.height for unit in scenario.red.units.values() if unit.route == route), None)


def _route(land: Ground, route: tuple[Waypoint, ...], begin: Height | None) -> list[dict[str, Any]]:
    """Waypoints, each with the height that is stated there, and that which holds there: `flown`."""
    points, holds = [], begin
    for point in route:
        holds = point.height or holds
        points.append(
            {
                "at": _on(land, point.position),
                "height": None if point.height is None else _height(point.height),
                "flown": None if holds is None else _height(holds),
                "target": point.target,
            }
        )
    return points


def _outline(frame: Frame, corners: list[list[float]]) -> list[Place]:
    """Corners of the plane as longitude and latitude."""
    points = [[x, y, up_at(x, y, 0.0, frame.meridional, frame.normal)] for x, y in corners]
    lat, lon, _ = on_earth(frame, np.array(points))
    return np.round(np.column_stack([lon, lat]), 6).tolist()  # type: ignore[no-any-return]


def _height(height: Height) -> dict[str, Any]:
    return {"m": height.metres, "above": "ground" if height.above_ground else "sea", "least": height.least}


def _degrees(place: Position) -> Place:
    return [round(math.degrees(place.longitude), 6), round(math.degrees(place.latitude), 6)]


def _on(land: Ground, place: Position) -> Place:
    """A place with the height of the ground there."""
    lon, lat = _degrees(place)
    height = land.heights(np.array([lat]), np.array([lon]))
    return [lon, lat, round(float(height[0]), 1)]
