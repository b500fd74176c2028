"""What a run comes to, in numbers: damage first, then leakers, losses, rounds and money."""

from __future__ import annotations

from collections import Counter
from statistics import median
from typing import Any

from shieldwall.analysis.absent import absent
from shieldwall.analysis.costs import BLUE, RED, bill
from shieldwall.analysis.fates import Ending, Fate, endings
from shieldwall.analysis.identity import identity_measures
from shieldwall.analysis.rows import FALSE_TRACK, Log
from shieldwall.record.kinds import BURST, DETECTED, IMPACT, KILLED, LAUNCHED, TRACKED, UNIT_DESTROYED, UNSENT
from shieldwall.record.recording import Recording

#: Endings of measures' names that say in what they are.
_UNITS = {"_s": "s", "_km": "km"}


def measures(recording: Recording) -> dict[str, Any]:
    """Return the measures of a run by name; a time or distance of what never happened is None.

    threats; unreleased (weapons that stayed with their carriers); leakers, killed, delivered, turned_back,
    recovered, expired: numbers of threats by fate; flying: those of the expired that the end of the exercise found in
    the air. not_ready: names of the units that were drawn not ready and took no part. kills: threats shot down, be it
    after their task was done.
    damage: sum over the places of value x share destroyed; damage_share: the same as a share of all value.
    shots: rounds and bursts fired, by weapon id; rounds, bursts: their sums; rounds_left: by weapon id;
    false_shots: rounds and bursts at false tracks. own_losses: names of the units destroyed. cost_red: threats
    shot down or used up; cost_blue: rounds and bursts fired and units lost; in the header's unit of money.
    first_detection_s, first_detection_km: when and how far off any threat was first detected. warning_s: median,
    over the one-way threats that arrived or were killed, of the time from first detection to arrival (as planned,
    for the killed); 0 for one never detected. false_tracks: confirmed tracks that followed nothing.
    messages_lost. victims, misidentified, spared, leakers_spared: as `analysis.identity` has them.
    """
    log = Log(recording)
    known = endings(log)
    number = Counter(ending.fate for ending in known)
    unreleased = sum(
        threat["carrier"] is not None and log.number[name] not in log.threats
        for name, threat in log.header["threats"].items()
    )
    return {
        **_damage(log),
        "leakers": number[Fate.LEAKED],
        "threats": len(known),
        "killed": number[Fate.KILLED],
        "delivered": number[Fate.DELIVERED],
        "turned_back": number[Fate.TURNED_BACK],
        "recovered": number[Fate.RECOVERED],
        "expired": number[Fate.EXPIRED],
        "flying": sum(ending.fate is Fate.EXPIRED and ending.row < 0 for ending in known),
        "unreleased": unreleased,
        "not_ready": absent(log.header),
        "kills": int(log.of_raid[log.rows(KILLED)].sum()),
        **_fire(log),
        **_money(log, known),
        **_warning(log, known),
        "false_tracks": int((log.threat[log.rows(TRACKED)] == FALSE_TRACK).sum()),
        "messages_lost": int(log.rows(UNSENT).size),
        **identity_measures(log, known),
    }


def heading(name: str) -> tuple[str, str]:
    """Return what a measure counts, as a table heads it, and its unit: none for a number, % for a share of 0 to 1."""
    what, _, weapon = name.partition(".")
    ending = next((ending for ending in _UNITS if what.endswith(ending)), "")
    said = what.removesuffix(ending).replace("_", " ")
    if what.endswith("_share"):
        return said, "%"
    return f"{said} of {weapon}" if weapon else said, _UNITS.get(ending, "")


def _damage(log: Log) -> dict[str, float]:
    taken: dict[str, float] = {}
    for row in log.rows(IMPACT).tolist():
        taken[log.name(int(log.whom[row]))] = float(log.v1[row])
    places = log.header["places"]
    damage = 0.0
    for name, place in places.items():
        if name in taken:
            share = taken[name] / place["hardness"] if place["hardness"] > 0.0 else 1.0
            damage += place["value"] * min(1.0, share)
    worth = sum(place["value"] for place in places.values())
    return {"damage": damage, "damage_share": damage / worth if worth > 0.0 else 0.0}


def _fire(log: Log) -> dict[str, Any]:
    shots: Counter[str] = Counter()
    for (_, weapon), number in log.shots().items():
        shots[weapon] += number
    loaded: Counter[str] = Counter()
    for unit in log.header["units"].values():
        loaded.update(unit["rounds"])
    return {
        "shots": dict(sorted(shots.items())),
        "rounds": int(log.rows(LAUNCHED).size),
        "bursts": int(log.rows(BURST).size),
        "rounds_left": {weapon: loaded[weapon] - shots[weapon] for weapon in sorted(loaded)},
        "false_shots": int((log.threat[log.rows(LAUNCHED, BURST)] == FALSE_TRACK).sum()),
    }


def _money(log: Log, known: list[Ending]) -> dict[str, Any]:
    items = bill(log, known)
    red, blue = (float(sum(item.amount for item in items if item.side == side)) for side in (RED, BLUE))
    lost = [log.name(int(log.whom[row])) for row in log.rows(UNIT_DESTROYED)]
    return {"own_losses": lost, "cost_red": red, "cost_blue": blue}


def _warning(log: Log, known: list[Ending]) -> dict[str, float | None]:
    detected = log.rows(DETECTED)
    detected = detected[log.of_raid[detected]]
    first: dict[int, float] = {}
    for row in detected.tolist():
        first.setdefault(int(log.whom[row]), float(log.t[row]))
    warnings = []
    for ending in known:
        threat = log.header["threats"][log.names[ending.threat]]
        arrived = ending.row >= 0 and log.kind[ending.row] == IMPACT
        if arrived or (ending.fate is Fate.KILLED and threat["kind"] != "aircraft" and threat["route"]):
            arrival = ending.t if arrived else float(threat["route"][-1][0])
            warnings.append(max(0.0, arrival - first.get(ending.threat, arrival)))
    return {
        "first_detection_s": float(log.t[detected[0]]) if detected.size else None,
        "first_detection_km": float(log.v0[detected[0]]) / 1000.0 if detected.size else None,
        "warning_s": float(median(warnings)) if warnings else None,
    }
