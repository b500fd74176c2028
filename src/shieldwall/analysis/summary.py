"""What a run came to, in the words of one screen: its answer, damage, fates, rounds, warning and cost."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from shieldwall.analysis.prose import clock
from shieldwall.analysis.rows import Log
from shieldwall.quantities.units import counted, show
from shieldwall.record.kinds import BURST, IMPACT, LAUNCHED

#: Fates that always have a column.
MAIN_FATES: Final = ("killed", "leaked")


class Part(NamedTuple):
    """A part of a sentence, and how it sounds: "good", "bad", "open", or "" for neither."""

    text: str
    sound: str = ""


class Fact(NamedTuple):
    """A line of the summary: what it is about, and what it says; `bad` where something was lost."""

    about: str
    says: str
    bad: bool = False


class Fates(NamedTuple):
    """How many threats of each system met which fate: the fates, and a row (system, in all, of each fate)."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, int, tuple[int, ...]], ...]


def answer(measures: Mapping[str, Any], outcomes: Iterable[Mapping[str, Any]]) -> list[Part]:
    """Return how many were killed, how many leaked, and the damage, as the parts of two sentences."""
    released = sum(row["carrier"] is not None for row in outcomes)
    weapons = f" and {counted(released, 'weapon')} released" if released else ""
    flying, killed, leakers = (measures[name] for name in ("flying", "killed", "leakers"))
    return [
        Part(f"Of {counted(measures['threats'] - released, 'threat')}{weapons}, "),
        Part(f"{killed} {'was' if killed == 1 else 'were'} killed", "good"),
        Part(", " if flying else " and "),
        Part(f"{leakers} leaked", "bad" if leakers else "good"),
        Part(f" and {flying} still flew when the exercise ended" if flying else "", "open"),
        Part(f". Damage: {percent(measures['damage_share'])} of what is defended, by value."),
    ]


def damage(log: Log) -> list[dict[str, Any]]:
    """Return each defended place with its value and the share of it that was destroyed, the worst first."""
    taken = {log.name(int(log.whom[row])): float(log.v1[row]) for row in log.rows(IMPACT).tolist()}
    rows = []
    for name, place in log.header["places"].items():
        if place["value"] > 0.0 or name in taken:
            hardness = place["hardness"]
            share = min(1.0, taken[name] / hardness if hardness > 0.0 else 1.0) if name in taken else 0.0
            rows.append({"place": name, "value": place["value"], "destroyed": share})
    return sorted(rows, key=lambda row: (-row["destroyed"] * row["value"], row["place"]))


def fates(outcomes: Iterable[Mapping[str, Any]]) -> Fates:
    """Return the fates of each system, in the order of the outcomes."""
    by_system: dict[str, Counter[str]] = {}
    for row in outcomes:
        by_system.setdefault(row["system"], Counter())[row["fate"]] += 1
    met = {fate for counts in by_system.values() for fate in counts}
    columns = (*MAIN_FATES, *sorted(met.difference(MAIN_FATES)))
    return Fates(
        columns,
        tuple(
            (system, counts.total(), tuple(counts[fate] for fate in columns)) for system, counts in by_system.items()
        ),
    )


def leakers(outcomes: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], list[Mapping[str, Any]]]:
    """Return the leakers by stage and by what held longest there, the commonest first, each in the order of time."""
    why: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for row in sorted((row for row in outcomes if row["fate"] == "leaked"), key=lambda row: row["t_s"]):
        why.setdefault((row["stage"], row["reason"]), []).append(row)
    return dict(sorted(why.items(), key=lambda item: -len(item[1])))


def rounds(log: Log, outcomes: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return for each weapon the rounds (of a gun: bursts) fired, those that killed, and those left."""
    loaded, fired, kills = Counter[str](), Counter[str](), Counter[str]()
    for unit in log.header["units"].values():
        loaded.update(unit["rounds"])
    fired.update(_weapon(log, log.names[who]) for who in log.who[log.rows(LAUNCHED, BURST)].tolist())
    kills.update(_weapon(log, row["killed_by"]) for row in outcomes if row["killed_by"] is not None)
    return [
        {
            "weapon": weapon,
            "title": log.header["weapons"].get(weapon, {}).get("title", weapon),
            "fired": fired[weapon],
            "kills": kills[weapon],
            "left": loaded[weapon] - fired[weapon],
        }
        for weapon in sorted({*loaded, *fired}, key=lambda name: (-fired[name], name))
    ]


def _weapon(log: Log, name: str) -> str:
    """The weapon of a round, or the gun of the unit whose channel fired a burst."""
    weapon = log.weapon_of(name)
    if weapon:
        return weapon
    held = log.header["units"].get(log.unit_of(name), {}).get("rounds", {})
    return next((own for own in held if log.header["entries"][own]["kind"] == "gun"), "guns")


def warning_and_cost(measures: Mapping[str, Any]) -> list[Fact]:
    """Return what is left to say: first detection, warning, who was taken for whom, losses and cost."""
    first, warning = measures["first_detection_s"], measures["warning_s"]
    away = measures["first_detection_km"]
    seen = f"{clock(first)} after the start, {away:.0f} km away" if first is not None else "none"
    facts = [Fact("first detection", seen)]
    if warning is not None:
        facts.append(Fact("warning", f"{warning / 60:.1f} min from detection to arrival, the median"))
    if measures["victims"]:
        facts.append(Fact("victims", _listed(measures["victims"]), bad=True))
    if measures["misidentified"] or measures["spared"]:
        said = f"{measures['misidentified']} others held hostile, {measures['spared']} threats held for others"
        facts.append(Fact("identity", f"{said}, of which {measures['leakers_spared']} leaked"))
    lost = _listed(measures["own_losses"])
    facts.append(Fact("own losses", lost or "none", bad=bool(lost)))
    blue, red = (show(measures[f"cost_{side}"], "money", digits=3) for side in ("blue", "red"))
    facts.append(Fact("cost", f"{blue} to the defence, {red} to the raid"))
    return facts


def percent(share: float) -> str:
    """Return a share in whole per cent."""
    return f"{100 * share:.0f} %"


def short(name: str) -> str:
    """Return a name without its side."""
    return name.partition("/")[2] or name


def _listed(names: Sequence[str]) -> str:
    return ", ".join(short(name) for name in names)
