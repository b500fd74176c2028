"""The answer of a report in sentences, and its numbers as they read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from shieldwall.analysis.identity import SIDE_WORDS
from shieldwall.outlets.account import Account
from shieldwall.quantities.errors import InputWarning

#: Shown where a time or an amount does not exist.
NONE = "\N{EN DASH}"
_SMALL = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")


def clock(t: float | None) -> str:
    """Return a time since the start as mm:ss, a dash for never."""
    if t is None:
        return NONE
    seconds = int(t + 0.5)
    return f"{seconds // 60:02d}:{seconds % 60:02d}"


def money(amount: float) -> str:
    """Return an amount of US dollars in words that fit a table."""
    for size, word in ((1e9, "billion"), (1e6, "million")):
        if amount >= 0.9995 * size:
            return f"USD {amount / size:.3g} {word}" if amount < 999.5 * size else f"USD {amount / size:,.0f} {word}"
    return f"USD {amount:,.0f}".replace(",", "\u202f")


def share(part: float) -> str:
    """Return a share as a percentage that is 0 or 100 only when it is."""
    percent = 100.0 * part
    if 0.0 < percent < 1.0:
        return "under 1 %"
    if 99.0 < percent < 100.0:
        return "over 99 %"
    return f"{percent:.0f} %"


def number(count: int) -> str:
    """Return a number in words up to twelve."""
    return _SMALL[count] if 0 <= count < len(_SMALL) else str(count)


def counted(count: int, noun: str, nouns: str | None = None) -> str:
    """Return "one leaker", "3 leakers"."""
    return f"{number(count)} {noun if count == 1 else nouns or noun + 's'}"


def listed(parts: Sequence[str]) -> str:
    """Return "a, b and c"."""
    return " and ".join(filter(None, (", ".join(parts[:-1]), *parts[-1:])))


def answer(account: Account) -> str:
    """Return what happened in one honest sentence or two: stopped, leaked, damage, and what else to know."""
    measures = account.measures
    if measures["threats"] == 0 and not account.victims:
        return "No threat entered, so there was nothing to stop."
    return " ".join(part for part in (_stopped(account), _rest(measures), _victims(account)) if part)


def _stopped(account: Account) -> str:
    measures = account.measures
    flying = measures["flying"]
    ending = f" {number(flying).capitalize()} still flew when the exercise ended." if flying else ""
    return _score(account) + ending


def _score(account: Account) -> str:
    measures = account.measures
    came = f"Of {counted(measures['threats'], 'threat')}" if measures["threats"] > 1 else "Of the one threat"
    shot = f"the group shot down {number(measures['kills'])}"
    if account.shots == 0:
        shot = "the group fired at none"
    if measures["threats"] == 0:
        return "No threat entered."
    if measures["leakers"] == 0:
        return f"{came}, {shot}, and none leaked: no defended place was hit."
    verb = "leaked"
    if measures["damage"] <= 0.0:
        return f"{came}, {shot}; {number(measures['leakers'])} {verb}, without damage."
    worth = share(measures["damage_share"])
    return f"{came}, {shot}; {number(measures['leakers'])} {verb} and destroyed {worth} of the value defended."


def _rest(measures: dict[str, Any]) -> str:
    parts = []
    if measures["delivered"]:
        parts.append(f"{counted(measures['delivered'], 'aircraft', 'aircraft')} released weapons and got away")
    for key, words in (
        ("turned_back", "turned back"),
        ("recovered", "went home with the task undone"),
        ("expired", "neither arrived nor fell before the end"),
    ):
        count = measures[key] - (measures["flying"] if key == "expired" else 0)
        if count:
            parts.append(f"{number(count)} {words}")
    if measures["own_losses"]:
        parts.append(f"the group lost {_units(measures['own_losses'])}")
    if not parts:
        return ""
    text = listed(parts)
    return f"{text[0].upper()}{text[1:]}."


def _victims(account: Account) -> str:
    """Say who was shot down by mistake, and how many leakers were held for others."""
    found = [f"{short(victim.name)}, {SIDE_WORDS[victim.side]}" for victim in account.victims]
    more = " and more" if len(found) > 3 else ""
    parts = [f"The group shot down {listed(found[:3])}{more}, by mistake."] if found else []
    if spared := account.measures["leakers_spared"]:
        parts.append(f"{counted(spared, 'leaker').capitalize()} had been held for neutral or friendly.")
    return " ".join(parts)


def _units(names: list[str]) -> str:
    if len(names) > 3:
        return counted(len(names), "unit")
    return listed([short(name) for name in names])


def short(name: str) -> str:
    """Return a name without the side that it belongs to."""
    return name.partition("/")[2] or name


def caveat(account: Account) -> str:
    """Return how far the answer carries."""
    drawn = (
        "catalogue figures drawn within their ranges"
        if account.header.get("sampled")
        else "catalogue figures at their central values"
    )
    return (
        f"This is one run, with {drawn}: what happened once, not what to expect. Another seed gives another battle; "
        "how sure one may be is a question for a study of many runs."
    )


def warnings(account: Account) -> list[str]:
    """Return what was not ready, flown or loaded as the scenario has it, a sentence or two each."""
    return [str(InputWarning(**warning)) for warning in account.header.get("warnings", [])]


def exchange(account: Account) -> str:
    """Return in a sentence what both sides spent, and how much the defence spent for each dollar of the raid."""
    red, blue = account.measures["cost_red"], account.measures["cost_blue"]
    if red <= 0.0 and blue <= 0.0:
        return "Neither side used up or lost anything that costs."
    spent = f"The raid used up {money(red)}, the defence {money(blue)}"
    if red <= 0.0:
        return f"{spent}."
    ratio = blue / red
    return f"{spent}: {ratio:.2g} dollars of the defence for each dollar of the raid."


def key_numbers(account: Account) -> list[dict[str, str]]:
    """Return the headline numbers: a name, the number, and a line that explains it."""
    measures = account.measures
    worth = sum(place["value"] for place in account.header["places"].values())
    first, far = measures["first_detection_s"], measures["first_detection_km"]
    reached = f"of {counted(measures['threats'], 'threat')}" if measures["threats"] else "no threat entered"
    shots = f"and {counted(measures['bursts'], 'gun burst')}" if measures["bursts"] else "launched"
    units = account.header["units"].values()
    lost = len(measures["own_losses"])
    warned = measures["warning_s"]
    return [
        {
            "name": "Damage",
            "number": share(measures["damage_share"]),
            "note": f"{measures['damage']:.3g} of a value of {worth:.3g}",
        },
        {"name": "Leakers", "number": str(measures["leakers"]), "note": reached},
        {"name": "Shot down", "number": str(measures["kills"]), "note": reached},
        {"name": "Rounds fired", "number": str(measures["rounds"]), "note": shots},
        {
            "name": "First detection",
            "number": clock(first) if first is not None else "never",
            "note": f"{far:.0f} km from the sensor" if far is not None else "no sensor saw a threat",
        },
        {
            "name": "Warning",
            "number": clock(warned) if warned is not None else NONE,
            "note": "median, detection to arrival, min:s" if warned is not None else "nothing arrived or was to",
        },
        {
            "name": "Spent by the defence",
            "number": money(measures["cost_blue"]),
            "note": f"rounds, and {number(lost)} of {counted(len(units), 'unit')}"
            if lost
            else "rounds; no unit was lost",
        },
        {"name": "Spent by the raid", "number": money(measures["cost_red"]), "note": "shot down or used up"},
    ]
