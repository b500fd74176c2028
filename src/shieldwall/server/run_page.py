"""What a page needs of a run at once: its question, who stood where, who flew, and what it came to."""

from __future__ import annotations

from typing import Any

import numpy as np

from shieldwall.analysis import summary
from shieldwall.analysis.absent import absent, not_ready
from shieldwall.outlets.playback import on_earth
from shieldwall.outlets.symbol_codes import code, unit_code
from shieldwall.outlets.symbols import kind_of
from shieldwall.server.ground import ground_of
from shieldwall.server.opened import Opened
from shieldwall.server.sensors import sensors
from shieldwall.server.terrain_tiles import finest_zoom
from shieldwall.server.window import extent


def run_page(opened: Opened) -> dict[str, Any]:
    """Return a run as plain data; the measures are those of `shieldwall run --json`."""
    header, account = opened.header, opened.account
    return {
        "id": opened.name,
        **{name: header[name] for name in ("title", "question", "file", "seed", "replication", "sampled", "version")},
        "begin": 0.0,
        "end": account.log.lasts,
        "start": header["start"],
        "origin": header["origin"],
        "bounds": ground_of(opened).bounds,
        "extent": extent(opened),
        "terrain": {"finest_zoom": finest_zoom(ground_of(opened)), "encoding": "terrarium"},
        "units": _units(opened),
        "places": _places(opened),
        "threats": _threats(opened),
        "traffic": _traffic(opened),
        "zones": _zones(opened),
        "links": [{"name": name, **link} for name, link in header["links"].items()],
        "warnings": [warning.plain() for warning in opened.run.warnings],
        "measures": account.measures,
        "summary": _summary(opened),
        "funnel": _funnel(opened),
        "leakers": _leakers(opened),
    }


def listed(opened: Opened) -> dict[str, Any]:
    """Return the line of a run in a list of runs."""
    header = opened.header
    return {
        "id": opened.name,
        **{name: header[name] for name in ("title", "question", "seed", "replication")},
        "scenario": header["file"],
        **{name: opened.account.measures[name] for name in ("killed", "leakers", "threats")},
    }


def at(opened: Opened, point: list[float]) -> list[float]:
    """Return a point of the run's plane as longitude, latitude (degrees) and height above the sea (m)."""
    lat, lon, height = on_earth(opened.plane, np.array([point], dtype=np.float64))
    return [round(float(lon[0]), 6), round(float(lat[0]), 6), round(float(height[0]), 1)]


def _units(opened: Opened) -> list[dict[str, Any]]:
    header, lost, log = opened.header, opened.account.lost, opened.account.log
    pictures = {log.name(number) for number in set(opened.run.recording.film["picture"].tolist())}
    drawn = {(value["entry"], value["path"]): value["drawn"] for value in header["values"]}
    return [
        {
            "name": name,
            "entry": unit["entry"],
            "title": unit["title"],
            "side": name.partition("/")[0],
            "role": kind_of(unit),
            "post": unit["post"],
            "picture": name in pictures,
            "sidc": unit_code(unit),
            "at": at(opened, unit["at"]),
            "cost": unit["cost"],
            "ready": unit.get("ready", True),
            "destroyed": lost.get(name),
            "sensors": sensors(opened, unit),
            "weapons": [
                {
                    "entry": weapon,
                    "title": header["weapons"][weapon]["title"],
                    "rounds": count,
                    "range": drawn.get((weapon, "max_range")),
                    "height": drawn.get((weapon, "max_altitude")),
                }
                for weapon, count in unit["rounds"].items()
            ],
            "channels": unit["channels"],
        }
        for name, unit in header["units"].items()
    ]


def _places(opened: Opened) -> list[dict[str, Any]]:
    """Defended places; those under a unit are the unit."""
    return [
        {"name": name, "at": at(opened, place["at"]), "value": place["value"], "unit": place["unit"]}
        for name, place in opened.header["places"].items()
    ]


def _zones(opened: Opened) -> list[dict[str, Any]]:
    """Hold-fire zones with what they forbid."""
    return [
        {
            "name": name,
            "forbids": zone["forbids"],
            "outline": [at(opened, [*point, 0.0])[:2] for point in zone["outline"]],
        }
        for name, zone in opened.header.get("zones", {}).items()
    ]


def _threats(opened: Opened) -> list[dict[str, Any]]:
    header = opened.header
    return [
        {
            **outcome,
            "name": outcome["threat"],
            "title": outcome["system"],
            "entry": header["threats"][outcome["threat"]].get("entry", ""),
            "sidc": code("red", str(header["threats"][outcome["threat"]].get("entry", "")), outcome["kind"]),
            "t": outcome["t_s"],
        }
        for outcome in opened.account.outcomes
    ]


def _traffic(opened: Opened) -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "title": body["title"],
            "entry": body["entry"],
            "side": body["side"],
            "sidc": code(body["side"], body["entry"], "aircraft"),
        }
        for name, body in opened.header.get("traffic", {}).items()
    ]


def _funnel(opened: Opened) -> dict[str, Any]:
    found = opened.account.funnel
    steps = [{**step._asdict(), "stage": step.words} for step in found.steps]
    return {"systems": found.systems, "steps": steps}


def _leakers(opened: Opened) -> list[dict[str, Any]]:
    """The leakers by stage and reason, the commonest first."""
    return [
        {"stage": stage, "reason": reason, "threats": [row["threat"] for row in rows]}
        for (stage, reason), rows in summary.leakers(opened.account.outcomes).items()
    ]


def _summary(opened: Opened) -> dict[str, Any]:
    """What `shieldwall run` prints, in its words."""
    log, measures, outcomes = opened.account.log, opened.account.measures, opened.run.outcome_rows
    found, out = summary.fates(outcomes), absent(log.header)
    return {
        "answer": "".join(part.text for part in summary.answer(measures, outcomes)),
        "absent": not_ready(out) if out else "",
        "damage": summary.damage(log),
        "fates": {
            "columns": found.columns,
            "rows": [{"system": system, "all": number, "counts": counts} for system, number, counts in found.rows],
        },
        "rounds": summary.rounds(log, outcomes),
        "rest": [[fact.about, fact.says] for fact in summary.warning_and_cost(measures)],
    }
