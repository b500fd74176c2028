"""The tables of a report as plain rows of text and numbers, for a page or a file."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from shieldwall.outlets.account import FATES, Account, formation
from shieldwall.outlets.words import short
from shieldwall.quantities.units import DIMENSIONS, parse, show
from shieldwall.record.kinds import BURST, IMPACT, KILLED, LAUNCHED, LOOKED, ROUND_ENDED
from shieldwall.record.reasons import WORDS

Row = dict[str, Any]

_GRADES = {"A": "official", "B": "reputable reference", "C": "press or estimate", "D": "assumption"}


def formations(account: Account) -> list[Row]:
    """Return a row per formation: name, system, number, and the number of each fate that occurs, worst first."""
    members: dict[str, list[Row]] = defaultdict(list)
    order = {name: number for number, name in enumerate(account.header["threats"])}
    for outcome in sorted(account.outcomes, key=lambda outcome: order[outcome["threat"]]):
        members[formation(outcome["threat"])].append(outcome)
    rows = []
    for name, flown in members.items():
        fates = Counter(outcome["fate"] for outcome in flown)
        rows.append(
            {
                "name": name,
                "system": flown[0]["system"],
                "number": len(flown),
                "fates": [(fate, fates[fate]) for fate in FATES if fates[fate]],
            }
        )
    return rows


def leaks(account: Account) -> list[Row]:
    """Return why threats leaked: number, system, stage and reason, the most frequent first."""
    why = Counter(
        (outcome["system"], outcome["stage"], outcome["reason"])
        for outcome in account.outcomes
        if outcome["fate"] == "leaked"
    )
    return [
        {"number": number, "system": system, "stage": stage, "reason": reason}
        for (system, stage, reason), number in sorted(why.items(), key=lambda entry: (-entry[1], entry[0]))
    ]


def places(account: Account) -> list[Row]:
    """Return a row per defended place and per unit that was hit: value, hits, damage, share of its hardness."""
    log = account.log
    damage: dict[str, float] = {}
    hits: Counter[str] = Counter()
    for row in log.rows(IMPACT).tolist():
        name = log.name(int(log.whom[row]))
        damage[name] = float(log.v1[row])
        hits[name] += 1
    looks = Counter(log.name(int(log.whom[row])) for row in log.rows(LOOKED))
    rows = []
    for name, place in account.header["places"].items():
        if place["unit"] is not None and not hits[name] and not looks[name]:
            continue
        hardness = place["hardness"]
        share = min(1.0, damage.get(name, 0.0) / hardness) if hardness > 0.0 else float(hits[name] > 0)
        rows.append(
            {
                "name": short(name),
                "unit": place["unit"] is not None,
                "value": place["value"],
                "hits": hits[name],
                "looks": looks[name],
                "share": share,
                "lost": share * place["value"],
            }
        )
    return sorted(rows, key=lambda row: (row["unit"], -row["value"], row["name"]))


def weapons(account: Account) -> list[Row]:
    """Return a row per weapon: loaded, fired, threats killed, what became of the other rounds, cost of those fired."""
    log = account.log
    weapon_of = {int(log.who[row]): log.weapon_of(log.name(int(log.who[row]))) for row in log.rows(LAUNCHED)}
    fired = Counter(weapon_of.values())
    done = log.rows(KILLED)
    kills = Counter(weapon_of[who] for who in log.who[done].tolist() if who in weapon_of)
    killers = {who for who in log.who[done].tolist() if who in weapon_of}
    misses: dict[str, Counter[str]] = defaultdict(Counter)
    ended = set(killers)
    for row in log.rows(ROUND_ENDED).tolist():
        who = int(log.who[row])
        if who in weapon_of and who not in killers:
            misses[weapon_of[who]][WORDS[int(log.why[row])]] += 1
            ended.add(who)
    for who, weapon in weapon_of.items():
        if who not in ended:
            misses[weapon]["it was still flying at the end"] += 1
    loaded: Counter[str] = Counter()
    for unit in account.header["units"].values():
        loaded.update(unit["rounds"])
    guns = _guns(account)
    table: list[Row] = []
    for name in sorted(set(loaded) | set(fired), key=lambda name: (-fired[name], name)):
        entry = account.header["weapons"].get(name, {"title": name, "cost": 0.0})
        if name in guns:
            shots = _gun(account, guns[name])
        else:
            shots = {"fired": fired[name], "kills": kills[name], "misses": misses[name].most_common()}
        weapon_row = {"weapon": entry["title"], "loaded": loaded[name], "gun": name in guns}
        table.append({**weapon_row, **shots, "cost": entry["cost"] * shots["fired"]})
    return table


def _guns(account: Account) -> dict[str, list[str]]:
    """Return the weapons that are guns, and the units that carry them."""
    guns: dict[str, list[str]] = defaultdict(list)
    for name in account.header["units"]:
        guns[account.log.gun_of(name)].append(name)
    guns.pop("", None)
    return guns


def _gun(account: Account, units: list[str]) -> Row:
    log = account.log
    bursts = [row for row in log.rows(BURST).tolist() if log.unit_of(log.name(int(log.who[row]))) in units]
    channels = {int(log.who[row]) for row in bursts}
    kills = sum(1 for row in log.rows(KILLED) if int(log.who[row]) in channels)
    missed = len(bursts) - kills
    return {"fired": len(bursts), "kills": kills, "misses": [("the burst missed", missed)] if missed > 0 else []}


def units(account: Account) -> list[Row]:
    """Return a row per unit: system, rounds loaded and fired, kills, cost, and when it was destroyed (s) or None."""
    log = account.log
    fired = Counter(log.unit_of(log.name(int(log.who[row]))) for row in log.rows(LAUNCHED, BURST))
    kills = Counter(log.unit_of(log.name(int(log.who[row]))) for row in log.rows(KILLED))
    return [
        {
            "name": short(name),
            "system": unit["title"],
            "post": bool(unit.get("post")),
            "fires": bool(unit["channels"]),
            "loaded": sum(unit["rounds"].values()),
            "fired": fired[name],
            "kills": kills[name],
            "cost": unit["cost"],
            "lost": account.lost.get(name),
        }
        for name, unit in account.header["units"].items()
    ]


def values(header: Mapping[str, Any]) -> list[Row]:
    """Return the catalogue entries that a header has, each with its values and where each comes from."""
    entries, known = header.get("entries", {}), header.get("sources", {})
    grouped: dict[str, list[Row]] = defaultdict(list)
    for value in header.get("values", []):
        low, high = value["low"], value["high"]
        grouped[value["entry"]].append(
            {
                "path": " · ".join(value["path"].replace("_", " ").split(".")),
                "value": value["value"],
                "range": "" if low == high else f"{low} to {high}",
                "drawn": _drawn(value),
                "grade": value["grade"] or "",
                "grade_words": _GRADES.get(value["grade"] or "", "by definition"),
                "checked": value["checked"],
                "sources": [_source(source, known) for source in value["cite"]],
                "estimate": value["estimate"],
                "class": value["stated_in"].removeprefix("class ") if value["stated_in"].startswith("class ") else "",
            }
        )
    return [
        {
            "entry": name,
            "title": entries.get(name, {}).get("title", name),
            "kind": entries.get(name, {}).get("kind", ""),
            "values": rows,
            "grades": sorted(Counter(row["grade"] for row in rows if row["grade"]).items()),
        }
        for name, rows in grouped.items()
    ]


def _drawn(value: Row) -> str:
    """Return what was drawn of a value in the unit of its statement, in SI when that is not known."""
    drawn, unit = value["drawn"], value["unit"]
    if drawn is None:
        return ""
    for name, dimension in DIMENSIONS.items():
        if unit and (unit in dimension.units or unit in dimension.decibels):
            low, high = (parse(value[bound], name) for bound in ("low", "high"))
            # "g" is a mass and an acceleration; what was drawn lies in the range of one of them.
            if low * (1.0 - 1e-5) <= drawn <= high * (1.0 + 1e-5):
                return show(drawn, name, unit, 4)
    return f"{drawn:.4g} in SI" if unit else f"{drawn:.4g}"


def _source(name: str, known: dict[str, Row]) -> Row:
    """Return title and address of a source; an address that is no web page is not made a link."""
    source = known.get(name, {})
    address = str(source.get("address") or "")
    try:
        web = urlsplit(address).scheme in ("http", "https")
    except ValueError:
        web = False
    return {"title": source.get("title", name), "address": address if web else "", "text": "" if web else address}


def sentences(story: str) -> Row:
    """Return a story of `explain` as its heading, its lines of (time, text), and its verdict, each on one line."""
    events, _, verdict = story.partition("\n\n")
    heading: list[str] = []
    lines: list[tuple[str, str]] = []
    for line in events.split("\n"):
        time, _, text = line.partition("  ")
        if time[:1].isdigit() and text:
            lines.append((time, text.strip()))
        elif line.strip().startswith("("):
            lines.append(("", line.strip()))
        elif lines:
            lines[-1] = (lines[-1][0], f"{lines[-1][1]} {line.strip()}")
        else:
            heading.append(line.strip())
    return {"heading": " ".join(heading), "lines": lines, "verdict": " ".join(verdict.split())}
