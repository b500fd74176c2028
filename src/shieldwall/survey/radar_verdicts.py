"""Where the claims for a radar and its physics disagree, in words that follow from the numbers."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from shieldwall.catalogue.sensors import Radar
from shieldwall.catalogue.values import Value
from shieldwall.kernels.detection import required_snr
from shieldwall.survey.power_aperture import needed
from shieldwall.survey.radar_card import LEVEL, LIKELY, SWERLING, Site, height_at_horizon, horizons
from shieldwall.survey.verdicts import Verdict, about, length, section, span

#: A claim that needs a target no higher than this, m, needs no remark: every aircraft flies so high.
LOW = 1000.0
#: The low flyer of the first-detection remark: height, m, and cross-section, m2.
FLYER, FLYER_SECTION = 50.0, 1.0


def verdicts(radar: Radar, ceiling: float) -> list[Verdict]:
    """Return what a radar's card says; `ceiling` is the greatest height, m, that an aircraft of the catalogue flies."""
    site = Site(radar)
    found = [*_heights(radar, site, ceiling), *_display(radar), *_fourth_root(radar), *_against_model(radar, site)]
    return [*found, _anchor(radar, site), _power(radar), _low_flyer(site), _cone(site)]


def _heights(radar: Radar, site: Site, ceiling: float) -> Iterator[Verdict]:
    """Say for every claimed range how high a target must fly to be in sight there."""
    claims = {"reference range": radar.reference_range, "instrumented range": radar.instrumented_range, **named(radar)}
    for name, claim in claims.items():
        reach = claim.value
        smooth = height_at_horizon(site.height, reach)
        real = site.lowest_height(reach)
        what = f"{length(reach, 3)} ({name}{_of(claim)})"
        if smooth > ceiling:
            yield Verdict(
                "differs",
                f"{what} needs a target above about {length(smooth)}, higher than any aircraft of the catalogue flies "
                f"({length(ceiling)}): beyond the horizon the figure is a limit of the display, not of what is seen.",
            )
        elif max(smooth, real) > LOW:
            trees = f", and above {length(real)} behind the trees of a usual site" if real > 1.05 * smooth else ""
            yield Verdict(
                "only if",
                f"{what} needs a target above about {length(smooth)}, from an antenna {about(site.height)} m high over "
                f"a smooth sea{trees}.",
            )


def _display(radar: Radar) -> Iterator[Verdict]:
    """Say what cross-section the instrumented range needs, by the fourth root of the reference range."""
    reference, shown = radar.reference_range, radar.instrumented_range.value
    needed, least, most = (
        reference.at["rcs"] * (shown / far) ** 4 for far in (reference.value, reference.high, reference.low)
    )
    if needed > reference.at["rcs"]:
        yield Verdict(
            "only if",
            f"To be detected at the instrumented {length(shown, 3)} as surely as {section(reference.at['rcs'])} at "
            f"{length(reference.value, 3)}, a target must by the fourth root show {section(needed)} "
            f"({section(least)} to {section(most)}).",
        )
    else:
        yield Verdict(
            "note",
            f"The display ends at {length(shown, 3)}, nearer than signals would allow for "
            f"{section(reference.at['rcs'])} ({length(reference.value, 3)}): larger targets are seen no farther.",
        )


def _fourth_root(radar: Radar) -> Iterator[Verdict]:
    """Compare other cited ranges with what the reference range gives by R^4."""
    reference = radar.reference_range
    for name, claim in named(radar).items():
        scale = (claim.at["rcs"] / reference.at["rcs"]) ** 0.25
        value, low, high = (scale * end for end in (reference.value, reference.low, reference.high))
        if scale == 1.0:
            continue
        implied = claim.value / scale
        apart = abs(value - claim.value) / claim.value
        agree = claim.low <= value <= claim.high
        partly = claim.low <= high and low <= claim.high
        scaled = (
            f"{length(reference.value, 3)} for {section(reference.at['rcs'])} makes {length(value, 3)} "
            f"({span(low, high)}) for {section(claim.at['rcs'])} by the fourth root"
        )
        cited = f"{length(claim.value, 3)} ({span(claim.low, claim.high)}) is cited, too ({name})"
        if agree:
            yield Verdict("holds", f"{scaled}; {cited}: the two agree within {about(100.0 * max(apart, 0.01), 1)} %.")
        else:
            common = "their ranges meet, but " if partly else ""
            yield Verdict(
                "differs",
                f"{scaled}; {cited}: {common}the central figures differ by {about(100.0 * apart)} %. The latter would "
                f"mean {length(implied, 3)} for {section(reference.at['rcs'])}.",
            )


def _against_model(radar: Radar, site: Site) -> Iterator[Verdict]:
    """Compare claims that state a height with the range of the model at that height."""
    ranges = np.linspace(0.002, 1.0, 600) * site.farthest
    for name, claim in named(radar).items():
        if "height" not in claim.at:
            continue
        height = claim.at["height"]
        trees, open_ = (site.outermost(ranges, height, [claim.at["rcs"]], shown)[0] for shown in (True, False))
        comparison = (
            f"At {length(height)} height {length(claim.value, 3)} ({span(claim.low, claim.high)}) is cited ({name}, "
            f"{section(claim.at['rcs'])}); the model sees it at {length(trees)} behind the trees of a usual site and "
            "at "
            f"{length(open_)} over open ground, and the horizon is at "
            f"{length(horizons(site.height) + horizons(height))}"
        )
        near, far = sorted((trees, open_))
        if near <= claim.high and claim.low <= far:
            end = "The claim lies between." if near < claim.value < far else "The two agree."
            yield Verdict("holds", f"{comparison}. {end}")
        elif claim.high < near:
            yield Verdict("differs", f"{comparison}. The model is more favourable.")
        else:
            yield Verdict("differs", f"{comparison}. The claim is more favourable than the model.")


def _anchor(radar: Radar, site: Site) -> Verdict:
    """Say what the probability behind the reference range is worth in range."""
    anchor = radar.anchor_pd

    def factor(sure: float) -> float:
        wanted = (
            required_snr(sure, site.pfa, site.pulses, SWERLING),
            required_snr(LIKELY, site.pfa, site.pulses, SWERLING),
        )
        return float((wanted[0] / wanted[1]) ** 0.25)

    weak, strong = factor(anchor.low), factor(anchor.high)
    source = "It is an assumption" if anchor.estimate else "It is cited"
    return Verdict(
        "note",
        f"The reference range is taken at a detection probability of {anchor.value:g} in one look. {source}; between "
        f"{anchor.low:g} and {anchor.high:g} the range at probability {LIKELY:g} changes by a factor of "
        f"{strong / weak:.2f}.",
    )


def _power(radar: Radar) -> Verdict:
    """Say how strong a radar must be to search its volume as the reference range says."""
    reference = radar.reference_range
    least, central, most = (needed(radar, end) for end in (reference.low, reference.value, reference.high))
    return Verdict(
        "note",
        f"To search its volume out to {length(reference.value, 3)} for {section(reference.at['rcs'])}, a radar needs "
        f"{about(central.product)} W m² of mean power times antenna area, before losses, by the surveillance-radar "
        f"equation: through the {about(central.area)} m² that its beams mean, {watts(central.power)} "
        f"(from {watts(least.power)} to {watts(most.power)} for {span(reference.low, reference.high)}).",
    )


def watts(power: float) -> str:
    """Return a power in W or kW, rounded."""
    return f"{about(power)} W" if power < 999.5 else f"{about(1e-3 * power)} kW"


def _low_flyer(site: Site) -> Verdict:
    ranges = np.linspace(0.001, 1.0, 800) * min(site.farthest, 200_000.0)
    trees, clear = (site.outermost(ranges, FLYER, [FLYER_SECTION], shown)[0] for shown in (True, False))
    horizon = f"its horizon is at {length(horizons(site.height) + horizons(FLYER))}"
    seen = f"A flyer of {section(FLYER_SECTION)} at {FLYER:.0f} m is first seen at {length(trees)}"
    if site.obstacle > site.lowest:
        return Verdict(
            "only if", f"{seen} behind the trees of a usual site and at {length(clear)} over open ground; {horizon}."
        )
    return Verdict("only if", f"{seen}, where it rises into the lowest beam; {horizon}.")


def _cone(site: Site) -> Verdict:
    degrees = np.degrees(np.arcsin(site.highest))
    return Verdict(
        "note",
        f"It sees nothing above {about(float(degrees))}° of elevation nor nearer than {length(site.nearest)}: a "
        "target at "
        f"{length(LEVEL)} height is lost within {length(site.blind_radius(LEVEL))} of ground range.",
    )


def named(radar: Radar) -> dict[str, Value]:
    """Return the further claims of a radar with their names as they are written."""
    return {name.replace("-", " "): claim for name, claim in radar.claims.items()}


def _of(claim: Value) -> str:
    return f", {section(claim.at['rcs'])}" if "rcs" in claim.at else ""
