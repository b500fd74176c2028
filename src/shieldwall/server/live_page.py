"""What a page needs of a battle before it follows it: who stands where, who may come; nothing of what will be."""

from __future__ import annotations

from typing import Any

import numpy as np

from shieldwall.outlets.playback import on_earth
from shieldwall.outlets.symbol_codes import code
from shieldwall.server.film import ROUND, flight_kind, meanings
from shieldwall.server.ground import Bounds
from shieldwall.server.live import Live
from shieldwall.server.run_page import run_page


def live_page(live: Live) -> dict[str, Any]:
    """Return a battle in the form of a run, with what its frames mean.

    Each flight that there may be has its row from the start, so that a page draws without moving anything.
    """
    header = live.opened.header
    names: list[str] = header["names"]
    flying = [row for row, name in enumerate(names) if _flies(header, name)]
    return {
        **live.plain(),
        "mark": live.mark,
        "page": {**run_page(live.opened), "extent": _extent(live), "threats": _threats(header)},
        "meanings": meanings(header),
        "flights": [[row, flight_kind(header, names[row])] for row in flying],
    }


def _flies(header: dict[str, Any], name: str) -> bool:
    if name in header["threats"] or name in header.get("traffic", {}):
        return True
    return name.rpartition("/")[0] in header["rounds"] and flight_kind(header, name) == ROUND


def _threats(header: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "title": one["title"],
            "entry": one.get("entry", ""),
            "kind": one["kind"],
            "sidc": code("red", str(one.get("entry", "")), one["kind"]),
            "fate": "",
            "stage": "",
            "reason": "",
            "t": None,
            "place": None,
            "shots": 0,
            "killed_by": None,
        }
        for name, one in header["threats"].items()
    ]


def _extent(live: Live) -> Bounds:
    """The window of all that stands, and of where the raid comes from."""
    header = live.opened.header
    points = [one["at"] for one in (*header["units"].values(), *header["places"].values())]
    points += [one["route"][0][1:4] for one in header["threats"].values() if one.get("route")]
    lat, lon, _ = on_earth(live.opened.plane, np.array(points, dtype=np.float64).reshape(-1, 3))
    return Bounds(float(lon.min()), float(lat.min()), float(lon.max()), float(lat.max()))
