"""Where the claims for an interceptor and its physics disagree, in words that follow from the numbers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from shieldwall.catalogue.sensors import Radar
from shieldwall.catalogue.values import Value
from shieldwall.catalogue.weapons import Interceptor
from shieldwall.survey.missile_card import MissileCurves, Residual
from shieldwall.survey.radar_card import Site, height_at_horizon, horizons
from shieldwall.survey.verdicts import Verdict, about, called, length, section, span

#: A simulated figure further from its cited value than this share is reported even when it lies in the range.
WORTH_SAYING = 0.05
#: Heights, m, for which the horizon of the guiding radar is stated.
LOW_TARGETS = (100.0, 1000.0)
#: Shares of the claimed envelope that may be missed without a word, and without a disagreement.
SMALL, LARGE = 0.01, 0.25
WORDS = {
    "max_range": "greatest range", "min_range": "least range", "max_altitude": "ceiling", "max_speed": "greatest speed",
    "mean_speed": "mean speed to the greatest range",
}  # fmt: skip
#: Claims to which a battle keeps its rounds, whatever they could reach besides.
LIMITS = ("max_range", "max_altitude")


@dataclass(frozen=True)
class Fading:
    """Where single shots kill less than half as often as nearer: from a range, m, on; why most of them fail."""

    place: float
    shots: int
    kills: int
    low: float
    high: float
    why: str


@dataclass(frozen=True)
class Tally:
    """Single shots of the engine: kills among shots, and the interval of their share at 95 %."""

    shots: int
    kills: int
    low: float
    high: float
    target: str
    fading: Fading | None = None


def verdicts(entry: Interceptor, curves: MissileCurves, radars: Sequence[Radar], tally: Tally | None) -> list[Verdict]:
    """Return what an interceptor's card says; `radars` are those that guide it in the units that fire it."""
    found = [_residual(residual) for residual in curves.residuals]
    found += _time(curves)
    found += _holes(entry, curves)
    for radar in radars:
        found += _sight(entry.max_range.value, radar)
    if tally is not None and tally.shots:
        found += _kills(entry, tally)
    return found


def figure(name: str, value: float) -> str:
    """Return a figure of the brochure with its unit."""
    return f"{about(value, 3)} m/s" if name.endswith("speed") else length(value, 3)


def _residual(residual: Residual) -> Verdict:
    name, simulated = residual.name, residual.simulated
    share = simulated / residual.cited - 1.0
    change = f"{about(100.0 * abs(share))} % {'more' if share > 0.0 else 'less'}"
    speed = name.endswith("speed")
    ends = f"{about(residual.low, 3)} to {figure(name, residual.high)}" if speed else span(residual.low, residual.high)
    has = figure(name, simulated)
    comparison = f"Claimed {WORDS[name]} {figure(name, residual.cited)} ({ends}): the fitted missile has {has}"
    if not residual.within:
        end = "Physical bounds forbid more."
        if share > 0.0:
            end = (
                "The battle keeps to the claim."
                if name in LIMITS
                else "Less would not do for the rest of the brochure."
            )
        return Verdict("differs", f"{comparison}, {change} and outside the range that is cited. {end}")
    if abs(share) > WORTH_SAYING:
        return Verdict("holds", f"{comparison}, {change} but within the range.")
    return Verdict("holds", f"{comparison}.")


def _time(curves: MissileCurves) -> Iterator[Verdict]:
    """Say what the claimed reach takes in time, and how far a target flies meanwhile."""
    shot = curves.shots[0]
    if not shot.arrival:
        return
    end = f"{about(float(shot.speed[-1]))} m/s"
    yield Verdict(
        "note",
        f"To {length(curves.targets[0][0])} at {length(curves.targets[0][1])} height it flies {about(shot.arrival)} "
        "s and "
        f"arrives with {end}, {about(100.0 * float(shot.speed[-1]) / float(shot.speed.max()))} % of its greatest "
        "speed. "
        f"A target of 250 m/s flies {length(250.0 * shot.arrival)} meanwhile, so it must be tracked that much farther "
        "out.",
    )


def _holes(entry: Interceptor, curves: MissileCurves) -> Iterator[Verdict]:
    """Say what part of the claimed envelope the fitted missile does not reach."""
    across = (curves.ranges >= entry.min_range.high) & (curves.ranges <= entry.max_range.value)
    upward = (curves.heights >= entry.min_altitude.value) & (curves.heights <= entry.max_altitude.value)
    slant = np.hypot(*np.meshgrid(curves.ranges[across], curves.heights[upward]))
    inside = slant <= entry.max_range.value
    missed = (curves.margin[np.ix_(upward, across)] < 0.0) & inside
    share = missed.sum() / max(int(inside.sum()), 1)
    if share > SMALL:
        low = np.flatnonzero(missed[: max(1, missed.shape[0] // 8)].any(axis=0))
        where = curves.ranges[across][low]
        near = where[(where > 2.0 * entry.min_range.high) & (where < 0.75 * entry.max_range.value)]
        below = f", low down between {length(near.min())} and {length(near.max())} among them" if near.size > 2 else ""
        yield Verdict(
            "differs" if share > LARGE else "only if",
            f"Of the claimed envelope ({length(entry.min_range.value)} to {length(entry.max_range.value, 3)}, up to "
            f"{length(entry.max_altitude.value)}) the fitted missile does not reach {about(100.0 * share)} %{below}.",
        )


def _sight(reach: float, radar: Radar) -> Iterator[Verdict]:
    """Say how high a target must fly, and how large it must be, for the guiding radar to see it at the greatest "
    "range."""
    site = Site(radar)
    needed = height_at_horizon(site.height, reach)
    real = site.lowest_height(reach)
    # The behind-trees height is stated when it is much more than the smooth one.
    trees = f" ({length(real)} behind the trees of a usual site)" if real > 1.1 * needed else ""
    if reach > site.farthest:
        yield Verdict(
            "differs",
            f"The {called(radar.title)} displays {length(site.farthest, 3)} only, less than the claimed reach of "
            f"{length(reach, 3)}.",
        )
    if max(needed, real) > 50.0:
        yield Verdict(
            "only if",
            f"{length(reach, 3)} reach needs a target above about {length(needed)}{trees}, else the "
            f"{called(radar.title)} does "
            "not see it there.",
        )
    nearer = [
        (at, horizons(site.height) + horizons(at)) for at in LOW_TARGETS if horizons(site.height) + horizons(at) < reach
    ]
    if nearer:
        heights = " and ".join(f"{length(at)} height beyond {length(far)}" for at, far in nearer)
        yield Verdict("only if", f"Against targets at {heights} the {called(radar.title)} is blind over a smooth sea.")
    yield from _signal(radar, reach)


def _signal(radar: Radar, reach: float) -> Iterator[Verdict]:
    reference: Value = radar.reference_range
    needed, least, most = (
        reference.at["rcs"] * (reach / far) ** 4 for far in (reference.value, reference.high, reference.low)
    )
    enough = needed <= reference.at["rcs"]
    yield Verdict(
        "holds" if enough else "only if",
        f"By the fourth root, at {length(reach, 3)} the {called(radar.title)} sees {section(needed)} "
        f"({section(least)} to {section(most)}) as surely as "
        f"{section(reference.at['rcs'])} at its reference range of {length(reference.value, 3)}"
        + ("." if enough else ": smaller targets must come nearer first."),
    )


def _kills(entry: Interceptor, tally: Tally) -> Iterator[Verdict]:
    """Compare what the engine's shots did with the brochure and with the wide prior; neither decides a shot."""
    counted = (
        f"{tally.kills} of {tally.shots} first rounds at a target that flies straight ({called(tally.target)}) "
        f"killed it: {tally.kills / tally.shots:.2f} ({tally.low:.2f} to {tally.high:.2f} at 95 %)"
    )
    if tally.fading is not None:
        fading = tally.fading
        yield Verdict(
            "differs" if fading.place < 0.9 * entry.max_range.value else "only if",
            f"Beyond {length(fading.place)} only {fading.kills} of {fading.shots} first rounds killed: "
            f"{fading.kills / fading.shots:.2f} ({fading.low:.2f} to {fading.high:.2f} at 95 %), less than half as "
            "often as "
            f"nearer, where {length(entry.max_range.value, 3)} is claimed. Most of the others failed because "
            f"{fading.why}.",
        )
    prior, claim = entry.prior_kill_probability, entry.claimed_kill_probability
    wide = f" The wide prior of the entry is {prior.value:g} ({prior.low:g} to {prior.high:g})." if prior else ""
    if claim is None:
        yield Verdict("note", f"{counted}.{wide}")
        return
    comparison = f"{counted}; the brochure claims {claim.value:g} ({claim.low:g} to {claim.high:g})"
    if tally.high < claim.low:
        yield Verdict("differs", f"{comparison}, which is more.{wide}")
    elif tally.low > claim.high:
        yield Verdict("differs", f"{comparison}, which is less.{wide}")
    else:
        yield Verdict("holds", f"{comparison}, which it may be.{wide}")
