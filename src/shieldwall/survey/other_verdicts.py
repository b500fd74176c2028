"""Where the claims for cameras, guns, threats and jammers meet physics, in words that follow from the numbers."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from shieldwall.catalogue.sensors import Optical
from shieldwall.catalogue.weapons import Gun, Threat
from shieldwall.kernels.atmosphere import speed_of_sound
from shieldwall.survey.gun_card import GunCurves
from shieldwall.survey.jammer_card import SECTION, STAND_OFF, Ranges
from shieldwall.survey.optical_card import OpticalCurves
from shieldwall.survey.radar_card import horizons
from shieldwall.survey.threat_card import ThreatCurves
from shieldwall.survey.verdicts import Verdict, about, called, length, section

#: Antenna over which the horizon of a low flyer is stated, m.
ANTENNA = 10.0
#: Height in which a Mach number is stated when the entry says none, m.
TROPOPAUSE = 11_000.0
#: Shares that count as agreement.
CLOSE = 0.25


def of_camera(camera: Optical, curves: OpticalCurves) -> list[Verdict]:
    """Return what a camera's card says."""
    claim, low, size = camera.reference_range, curves.visibility[0], camera.reference_range.at["size"]
    reach = curves.reach(size)
    mark = "holds" if reach >= claim.low else "only if"
    return [
        Verdict(
            "holds" if mark == "holds" else "only if",
            f"{length(claim.value, 3)} for a target of {about(size)} m holds in air without haze. In the usual "
            "visibility of "
            f"{length(curves.visibility[1])} the contrast is lost at {length(reach)}, "
            f"{about(100.0 * reach / claim.value)} % of it, and on a day of {length(low)} sooner still.",
        )
    ]


def of_gun(gun: Gun, curves: GunCurves) -> list[Verdict]:
    """Return what a gun's card says."""
    reach, distances, nearest = gun.max_range.value, [], math.inf
    for size, chances in curves.chances.items():
        even = curves.ranges[chances[0] >= 0.5]
        nearest = min(nearest, float(even.max(initial=0.0)))
        where = f"out to {length(float(even.max()))}" if even.size else "nowhere"
        distances.append(f"{where} against {about(size)} m ({float(chances[0][-1]):.2f} at the greatest range)")
    burst = Verdict(
        "holds" if nearest >= 0.9 * reach else "only if",
        f"{length(reach, 3)} is claimed. A burst that is perfectly aimed kills at better than even odds "
        f"{', '.join(distances[:-1])} and {distances[-1]}.",
    )
    flight = float(curves.flight[-1])
    drift = f"While a round flies {about(flight)} s to the greatest range a target of 250 m/s flies "
    drift += length(250.0 * flight)
    return [burst, Verdict("note", f"{drift} (at muzzle velocity; real rounds slow down).")]


def of_jammer(found: Sequence[Ranges]) -> list[Verdict]:
    """Return what a jammer's card says, radar by radar."""
    return [
        Verdict(
            "note",
            f"The {called(one.radar.title)} sees {section(SECTION)} at {length(one.silence)} in silence, at "
            f"{length(one.carried)} when the target itself carries the jammer. From {length(STAND_OFF)} the jammer "
            f"leaves the {called(one.radar.title)} {length(one.main_lobe)} where it lies in the main lobe, "
            f"{length(one.side_lobes)} elsewhere.",
        )
        for one in found
    ]


def of_threat(threat: Threat, curves: ThreatCurves, ceilings: Mapping[str, float]) -> list[Verdict]:
    """Return what a threat's card says; `ceilings` are the heights, m, from which others carry it."""
    return [*_seen(threat, curves), *_speeds(threat), *_endurance(threat), *_glide(threat, ceilings)]


def _seen(threat: Threat, curves: ThreatCurves) -> Iterator[Verdict]:
    front, side = float(curves.sections["s"][0]), float(curves.sections["s"][90])
    low = float(curves.sections["vhf"][0])
    yield Verdict(
        "note",
        f"From ahead it shows {section(front)} and from abeam {section(side)} at microwaves: by the fourth root the "
        "same "
        f"radar sees it {(side / front) ** 0.25:.1f} times as far from abeam. At VHF it shows {section(low)} from "
        "ahead, "
        f"worth a factor of {(low / front) ** 0.25:.1f} in range.",
    )
    if threat.min_altitude is not None:
        height = threat.min_altitude.value
        yield Verdict(
            "note",
            f"At its least height of {length(height)} an antenna {ANTENNA:.0f} m high sees it no farther than "
            f"{length(horizons(ANTENNA) + horizons(height))} over a smooth sea, however large it is.",
        )


def _speeds(threat: Threat) -> Iterator[Verdict]:
    if threat.max_speed is None:
        return
    at_sea, aloft = (threat.max_speed.value / float(speed_of_sound(height)) for height in (0.0, TROPOPAUSE))
    yield Verdict(
        "note",
        f"The claimed greatest speed of {about(threat.max_speed.value, 3)} m/s is Mach {aloft:.2f} at "
        f"{length(TROPOPAUSE)} and "
        f"would be Mach {at_sea:.2f} at sea level.",
    )


def _endurance(threat: Threat) -> Iterator[Verdict]:
    if threat.max_range is None or threat.endurance is None:
        return
    flown = threat.speed.value * threat.endurance.value
    share = flown / threat.max_range.value - 1.0
    claim = (
        f"{about(threat.endurance.value / 3600.0)} h aloft at {about(threat.speed.value, 3)} m/s make "
        f"{length(flown, 3)}; {length(threat.max_range.value, 3)} of range are claimed"
    )
    yield Verdict("holds" if abs(share) <= CLOSE else "differs", f"{claim}, {about(100.0 * abs(share))} % apart.")


def _glide(threat: Threat, ceilings: Mapping[str, float]) -> Iterator[Verdict]:
    if threat.glide_ratio is None or threat.max_range is None:
        return
    height = threat.max_range.value / threat.glide_ratio.value
    higher = [name for name, ceiling in sorted(ceilings.items()) if ceiling >= height]
    carriers = f"as {', '.join(higher)} can" if higher else "higher than any carrier of the catalogue flies"
    yield Verdict(
        "holds" if higher else "differs",
        f"{length(threat.max_range.value, 3)} at a glide ratio of {threat.glide_ratio.value:g} means a release at "
        f"{length(height)} or above, {carriers}.",
    )
