"""A unit's card: its figures with sources and grades, and what it saw, shot and missed in a run."""

from __future__ import annotations

from collections import Counter
from typing import Any

from shieldwall.analysis.rows import FALSE_TRACK, Log
from shieldwall.catalogue.beside import beside
from shieldwall.catalogue.page import entry_page
from shieldwall.quantities.errors import InputError
from shieldwall.record.kinds import BURST, DETECTED, KILLED, LAUNCHED, PASSED, ROUND_ENDED
from shieldwall.record.reasons import WORDS
from shieldwall.scenario.posts import post_of
from shieldwall.server.opened import Opened
from shieldwall.server.sentences import unit_named


def unit_card(opened: Opened, name: str) -> dict[str, Any]:
    """Return the card of a unit; NotHeldError when none is called so."""
    unit = unit_named(opened, name)
    log = opened.account.log
    return {
        "name": name,
        "title": unit["title"],
        "commander": _commander(opened, name),
        "entries": _entries(opened, unit),
        "saw": _saw(log, name),
        "shot": _shot(log, name),
        "picture": next((one._asdict() for one in opened.account.pictures if one.unit == name), None),
        "destroyed": opened.account.lost.get(name),
    }


def _entries(opened: Opened, unit: dict[str, Any]) -> list[dict[str, Any]]:
    """The pages of its entry, its parts and its weapons, as `shieldwall catalogue` has them; what is gone is left out.

    They are those of today's catalogue; `drawn` are the figures that the run was fought with.
    """
    drawn = {(value["entry"], value["path"]): value for value in opened.header["values"]}
    pages: list[dict[str, Any]] = []
    waiting = [str(unit.get("entry", ""))]
    with beside(opened.own):
        while waiting:
            entry = waiting.pop(0)
            if not entry or any(page["id"] == entry for page in pages):
                continue
            try:
                page = entry_page(entry)
            except InputError:
                continue
            waiting += [part["is"] for part in page.get("parts", {}).values()]
            waiting += [group["fires"] for group in page.get("launchers", {}).values()]
            pages.append(page)
    for page in pages:
        for value in page["values"]:
            value["drawn"] = drawn.get((page["id"], value["path"]), {}).get("drawn")
    return pages


def _commander(opened: Opened, name: str) -> str | None:
    """The post that commands a unit, None for the highest, and where the scenario can no longer be read."""
    try:
        post = post_of(opened.scenario.blue, name.partition("/")[2])
    except (InputError, KeyError):
        return None
    return None if post is None else f"blue/{post}"


def _saw(log: Log, name: str) -> dict[str, Any]:
    rows = [row for row in log.rows(DETECTED).tolist() if log.unit_of(log.name(int(log.who[row]))) == name]
    first = next(iter(rows), None)
    return {
        "threats": len({int(log.threat[row]) for row in rows if log.of_raid[row]}),
        "first_s": None if first is None else float(log.t[first]),
        "first_km": None if first is None else float(log.v0[first]) / 1000.0,
        "first_threat": None if first is None else log.name(int(log.whom[first])),
    }


def _shot(log: Log, name: str) -> dict[str, Any]:
    """Rounds and bursts by weapon, whom it killed, and why rounds did not kill."""
    fired, misses, at, kills = Counter[str](), Counter[str](), Counter[str](), []
    for row in log.rows(LAUNCHED, BURST).tolist():
        who = log.name(int(log.who[row]))
        if log.unit_of(who) == name:
            weapon = log.weapon_of(who) if log.kind[row] == LAUNCHED else log.gun_of(name)
            fired[str(log.header["weapons"].get(weapon, {}).get("title", weapon))] += 1
            threat = int(log.threat[row])
            at["a false track" if threat == FALSE_TRACK else log.name(threat)] += 1
    for row in log.rows(KILLED, ROUND_ENDED).tolist():
        if log.unit_of(log.name(int(log.who[row]))) == name:
            if log.kind[row] == KILLED:
                kills.append({"threat": log.name(int(log.whom[row])), "t": float(log.t[row])})
            else:
                misses[WORDS[int(log.why[row])]] += 1
    passes = sum(log.unit_of(log.name(int(log.who[row]))) == name for row in log.rows(PASSED).tolist())
    return {
        "fired": dict(fired),
        "at": dict(at),
        "kills": kills,
        "misses": dict(misses.most_common()),
        "passes": passes,
    }
