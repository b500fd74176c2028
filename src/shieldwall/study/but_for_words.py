"""What but-for found, in a paragraph and as plain data."""

from __future__ import annotations

from typing import Any

from shieldwall.analysis.prose import listed
from shieldwall.study.but_for import ButFor, Interaction, Leaker, Saved, Spared
from shieldwall.study.statistics.intervals import Difference

UNCLEAR = "Luck alone could explain what these would change"
#: What is said once, wherever causes are claimed.
MEANING = (
    "The intervals of the links hold together with 95 %, and so do those of the pairs. What each would have saved does "
    "not add up. Where a better link lets another threat through, that is counted."
)


def paragraph(found: ButFor) -> str:
    """Return what would have stopped how many of all leakers, in plain sentences."""
    said = [f"{found.leakers:.1f} threats leak on average over {found.draws} draws of luck."]
    helped = [one for one in found.links if _low(one.stopped) > 0.0]
    if helped:
        helped.sort(key=lambda one: one.stopped.mean, reverse=True)
        first, *others = (f"but for {_lacks(one)}, {_many(one.stopped)}" for one in helped)
        said.append("; ".join([f"{_capital(first)} of the {found.leakers:.1f} would have been stopped", *others]) + ".")
    hurt = [f"{_many(_turned(by))} with {links[0].name}" for links, by, _ in found.links if _high(by) < 0.0]
    if hurt:
        said.append(f"More would have leaked, not fewer: {listed(hurt, 9)}.")
    unclear = [f"{_lacks(one)} ({_from_to(one.stopped)})" for one in found.links if _is_unclear(one.stopped)]
    if unclear:
        said.append(f"{UNCLEAR}: {listed(unclear, 9)}.")
    if found.pairs:
        said.append(_of_pairs(found))
    return " ".join(said)


def _of_pairs(found: ButFor) -> str:
    best = max(found.pairs, key=lambda one: one.saved.stopped.mean)
    if _low(best.saved.stopped) <= 0.0:
        return f"Of no two together can it be told from luck, on {found.pair_draws} of the draws, that they stop any."
    words = (
        f"Of every two together, on {found.pair_draws} of the draws, {_names(best.saved)} would have stopped most: "
        f"{_many(best.saved.stopped)}, which is {_many(best.beyond)} beyond {best.better.name} alone."
    )
    others = [one for one in found.pairs if one is not best and _low(one.beyond) > 0.0]
    if others:
        others.sort(key=lambda one: one.beyond.mean, reverse=True)
        beyond = [f"{_names(one.saved)} {_many(one.beyond)}" for one in others]
        words += f" Beyond the better of the two these stop more as well: {listed(beyond, 5)}."
    return words


def leaker_paragraph(leaker: Leaker) -> str:
    """Return what would have stopped one threat how often, in plain sentences."""
    _, low, high = leaker.share
    leaks = f"{leaker.threat} leaks in {leaker.leaks} of {leaker.draws} draws of luck"
    said = [f"{leaks}: {_percent(leaker.share.estimate)} % ({_percent(low)} to {_percent(high)} %)."]
    helped = sorted((one for one in leaker.links if one.stopped.low > 0.0), key=lambda one: one.leaks)
    if helped:
        first, *others = (f"but for {one.link.lacks} it would leak in {_spared(one)}" for one in helped)
        said.append("; ".join([_capital(first), *others]) + ".")
    hurt = [f"{one.link.name}, in {_share(one.leaks, one.draws)}" for one in leaker.links if one.stopped.high < 0.0]
    if hurt:
        said.append(f"It would leak more often with {listed(hurt, 9)}.")
    unclear = [one for one in leaker.links if one.stopped.low <= 0.0 <= one.stopped.high]
    if unclear:
        # What the share is of is said once.
        shares = [
            f"{one.link.lacks} ({'' if number else 'it would leak in '}{_share(one.leaks, one.draws)})"
            for number, one in enumerate(unclear)
        ]
        said.append(f"{UNCLEAR}: {listed(shares, 9)}.")
    best = min(leaker.pairs, key=lambda one: one.leaks, default=None)
    if best is not None and best.stopped.low > 0.0:
        two = best.link.name.replace("+", " and ")
        said.append(f"Of every two together, on {best.draws} of the draws, {two} would do most: {_spared(best)}.")
    return " ".join(said)


def plain(found: ButFor) -> dict[str, Any]:
    """Return all that was found as plain data, ready for JSON."""
    return {
        "title": found.title,
        "draws": found.draws,
        "pair_draws": found.pair_draws,
        "leakers": found.leakers,
        "links": [_saved(one) for one in found.links],
        "pairs": [_interaction(one) for one in found.pairs],
        "threats": [plain_leaker(one) for one in found.threats.values()],
        "paragraph": paragraph(found),
    }


def plain_leaker(leaker: Leaker) -> dict[str, Any]:
    """Return what was found of one threat as plain data."""
    return {
        "threat": leaker.threat,
        "leaks": leaker.leaks,
        "draws": leaker.draws,
        "share": leaker.share._asdict(),
        "links": [_plain_spared(one) for one in leaker.links],
        "pairs": [_plain_spared(one) for one in leaker.pairs],
        "paragraph": leaker_paragraph(leaker),
    }


def _saved(one: Saved) -> dict[str, Any]:
    by = one.stopped
    return {
        "links": [link.name for link in one.links],
        "draws": one.draws,
        "stopped": by.mean,
        "low": _low(by),
        "high": _high(by),
        "fewer_in": by.up,
        "more_in": by.down,
    }


def _interaction(one: Interaction) -> dict[str, Any]:
    beyond = {"mean": one.beyond.mean, "low": _low(one.beyond), "high": _high(one.beyond)}
    return {**_saved(one.saved), "better_alone": one.better.name, "beyond_better": beyond}


def _plain_spared(one: Spared) -> dict[str, Any]:
    return {"link": one.link.name, "leaks": one.leaks, "draws": one.draws, "stopped": one.stopped._asdict()}


def _low(one: Difference) -> float:
    return one.mean - one.half


def _high(one: Difference) -> float:
    return one.mean + one.half


def _is_unclear(one: Difference) -> bool:
    return _low(one) <= 0.0 <= _high(one)


def _turned(one: Difference) -> Difference:
    return Difference(-one.mean, one.half, one.down, one.up)


def _lacks(one: Saved) -> str:
    return " and ".join(link.lacks for link in one.links)


def _names(one: Saved) -> str:
    return " and ".join(link.name for link in one.links)


def _many(one: Difference) -> str:
    return f"{one.mean:.1f} ({_from_to(one)})"


def _from_to(one: Difference) -> str:
    return f"{_tenth(_low(one))} to {_tenth(_high(one))}"


def _tenth(number: float) -> str:
    """A number to one decimal, without a sign where nothing is left of it."""
    return f"{round(number, 1) + 0.0:.1f}"


def _share(part: int, whole: int) -> str:
    return f"{_percent(part / whole)} %"


def _spared(one: Spared) -> str:
    by = one.stopped
    fewer = f"{_percent(by.estimate)} ({_percent(by.low)} to {_percent(by.high)}) fewer of 100"
    return f"{_share(one.leaks, one.draws)}, {fewer}"


def _percent(share: float) -> str:
    return f"{round(100.0 * share)}"


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]
