"""Sensors of the defence: catalogue entries at their sites become SENSOR rows, whose columns are numbers or terms."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Any, Final

from shieldwall.assembly.plan.air import ANCHOR_HEIGHT, ANCHOR_SINE
from shieldwall.assembly.plan.bands import WAVELENGTHS
from shieldwall.assembly.plan.flights import MODES
from shieldwall.assembly.plan.own import model_columns
from shieldwall.assembly.plan.rows import Row
from shieldwall.assembly.plan.terms import (
    Number,
    Terms,
    cosine,
    greatest,
    least,
    length,
    less,
    plain,
    power_of_four,
    sine,
)
from shieldwall.catalogue.entry import Entry
from shieldwall.catalogue.sensors import IdealSensor, Optical, Radar
from shieldwall.catalogue.values import Value
from shieldwall.kernels.detection import required_snr
from shieldwall.kernels.draws import OBSTACLE, PHASE, REGISTRATION
from shieldwall.kernels.elementary import log
from shieldwall.kernels.geodesy import effective_radius
from shieldwall.kernels.jamming import antenna_gain, receiving
from shieldwall.kernels.treetops import TREES_AT
from shieldwall.models.sensors import optical, perfect, radar
from shieldwall.quantities.errors import InputError
from shieldwall.scenario.surroundings import Draws, Propagation, Weather
from shieldwall.state.sensor import BANDS, ENGAGEMENT, SURVEILLANCE

#: A camera is said to reach a range when it sees nine targets of ten there, at this false-alarm probability.
OPTICAL_PD, OPTICAL_PFA = 0.9, 1e-4
#: An antenna is tilted a little below the horizon of the mean earth, which is rounder in some directions.
TILT = 1.01
#: Height from which the obstacle angle is stated, m, and that of trees where none stand.
EYE, NO_TREES = 5.0, -1e9
ALL_ROUND: Final = -2.0
MANY = 1_000_000
_RADIUS: Final = effective_radius()


@dataclass(frozen=True)
class SitedSensor:
    """A sensor at its site, before its mask: its row, when its first scan begins, and what its detection goes by.

    `pfa` and `pulses` choose its detection table. `counts`, `heights` and `reaches` say over which pulses, antenna
    heights and instrumented ranges its tables are planned. `lowest` is its lowest elevation over the horizon of its
    site, rad, None where it looks down as it likes. `registration` is how far its site may err, as standard
    deviations: in place and range, m, and in north, rad.
    """

    name: str
    row: Row
    first_scan: Number
    pfa: float
    pulses: Number
    counts: Value | None
    antenna_height: Number
    heights: Value
    reaches: Value
    lowest: Number | None
    registration: tuple[Number, Number] = (0.0, 0.0)


class SensorMaker:
    """Makes the rows of a scenario's sensors."""

    def __init__(self, terms: Terms, draws: Draws, weather: Weather, propagation: Propagation) -> None:
        self._terms = terms
        self._draws = draws
        self._weather = weather
        self._propagation = propagation

    def place(
        self, name: str, unit: str, entry: Entry, role: str, facing: float | None, trees: float | None = None
    ) -> SitedSensor:
        """Return the sensor `name` of `unit`.

        `facing` is the bearing of its sector, north when None; `trees` the height of those about it, m, as the
        catalogue has it when None.
        """
        if isinstance(entry, Radar):
            sited = self._radar(name, entry)
        elif isinstance(entry, Optical):
            sited = self._optical(name, entry)
        elif isinstance(entry, IdealSensor):
            sited = self._ideal(name, entry)
        else:
            raise InputError(f"{entry.id} is {entry.kind} and sees nothing", instead="name a sensor")
        row = sited.row
        row["guides"] = self._guides(entry)
        row["interrogator"] = MODES[stated.value] if (stated := getattr(entry, "interrogator", None)) else 0
        row["role"] = ENGAGEMENT if role == "engagement" else SURVEILLANCE
        bearing = facing or 0.0
        row["facing_x"], row["facing_y"] = math.sin(bearing), math.cos(bearing)
        row["primary_x"], row["primary_y"] = row["facing_x"], row["facing_y"]
        row |= self._site_errors(unit, entry, trees)
        return replace(sited, registration=self._registration(entry))

    def _take(self, entry: Entry, name: str, default: Number = 0.0) -> Number:
        return self._terms.figure(entry, name, getattr(entry, name), default)

    def _guides(self, entry: Entry) -> Number:
        """Rounds that a sensor guides at once; as many as it likes where nothing is said."""
        return self._terms.figure(entry, "missiles_guided", getattr(entry, "missiles_guided", None), MANY)

    def _anchored(self, entry: Radar) -> tuple[Row, Number]:
        """What the ground does to a radar, and its signal-to-noise ratio for 1 m2 at 1 m by its reference range.

        The reference range was met over level ground, unless ground is left out; in clear air, unless gas is.
        """
        meets, at = self._propagation, entry.reference_range.at
        reach = self._take(entry, "reference_range")
        needed = self._terms.signal_needed(self._take(entry, "anchor_pd"), self._take(entry, "pulses"), at["pfa"])
        height = at.get("height")
        share: Number = 1.0
        if meets.gas:
            clear = anchor_sine(reach, height or ANCHOR_HEIGHT)
            share = self._terms.anchor_share(reach, clear, BANDS.index(entry.band.value))
        constant = needed * power_of_four(reach) / (at["rcs"] * share)
        if not meets.ground:
            return {}, constant
        wave = WAVELENGTHS[entry.band.value]
        mast = self._take(entry, "antenna_height")
        ground = self.reflecting(mast, wave, self._take(entry, "elevation_beamwidth"))
        # Who states no height names what the radar does clear of the ground.
        up: Number = ANCHOR_SINE if height is None else anchor_sine(reach, height)
        return ground, constant / self._terms.anchor_gain(mast, ground["scatter"], up, reach, wave)

    def reflecting(self, mast: Number, wave_length: float, beam: Number) -> Row:
        """Return what the ground does to a radar, as columns of its SENSOR row.

        `mast` is the height of the antenna over the reflecting level, m, `beam` its half-power width in elevation, rad.
        """
        return {
            "mast": mast,
            "scatter": scattering(wave_length, beam, self._propagation.roughness),
            "horizon_loss": self._terms.horizon_loss(mast, wave_length),
        }

    def standing(self, mast: Number, row: Row) -> Row:
        """Return that an antenna stands `mast` m over the ground about it, and what that does to a radar's `row`."""
        above: Row = {"above_ground": mast}
        if "mast" not in row:
            return above
        wave: Any = row["wave_length"]
        return above | self.reflecting(mast, wave, row["elevation_beam"])

    def _radar(self, name: str, entry: Radar) -> SitedSensor:
        rotating = entry.kind == "radar/rotating"
        half: Number = math.pi if rotating else 0.5 * self._take(entry, "sector_width", 2.0 * math.pi)
        period = self._take(entry, "rotation_period" if rotating else "search_period")
        azimuth_error = self._take(entry, "azimuth_error")
        beams = self._take(entry, "azimuth_beamwidth"), self._take(entry, "elevation_beamwidth")
        noise = self._take(entry, "noise_figure"), self._take(entry, "receive_losses")
        ground, constant = self._anchored(entry)
        row: Row = {
            **model_columns(entry, "sensors", radar.MODEL.number, self._terms),
            "fluctuates": 1,
            "band": BANDS.index(entry.band.value),
            "wave_length": WAVELENGTHS[entry.band.value],
            "diffracts": int(self._propagation.edges),
            "dimensions": entry.dimensions,
            "period": period,
            "look_interval": self._take(entry, "look_interval", period),
            # What turns looks where it turns, and spends nothing on single targets.
            "look_budget": 0.0 if rotating else self._take(entry, "look_budget"),
            "search_share": self._take(entry, "search_share"),
            "range_max": self._take(entry, "instrumented_range"),
            "range_min": self._take(entry, "minimum_range"),
            "radar_constant": constant,
            "pulses": self._take(entry, "pulses"),
            "sin_high": sine(self._take(entry, "highest_elevation")),
            "half_sector": half,
            "cos_sector": cos_sector(half),
            "slew_rate": self._take(entry, "slew_rate"),
            "blind_speed": self._take(entry, "blind_speed"),
            "clutter": self._take(entry, "clutter"),
            "range_cell": self._take(entry, "range_resolution"),
            "azimuth_beam": beams[0],
            "elevation_beam": beams[1],
            "receiver": plain(receiving)(plain(antenna_gain)(*beams), WAVELENGTHS[entry.band.value], *noise),
            "side_near": self._take(entry, "side_lobes_near"),
            "side_far": self._take(entry, "side_lobes_far"),
            "range_error": self._take(entry, "range_error"),
            "azimuth_error": azimuth_error,
            "elevation_error": self._take(entry, "elevation_error", azimuth_error),
            "guidance_error": self._take(entry, "guidance_noise", azimuth_error),
            "false_alarms": self._take(entry, "false_alarms"),
            "visibility": 1.0,
        }
        return self._sited(name, entry, row | ground, entry.reference_range.at["pfa"], entry.pulses)

    def _optical(self, name: str, entry: Optical) -> SitedSensor:
        error = self._take(entry, "angle_error")
        size = entry.reference_range.at["size"]
        needed = required_snr(OPTICAL_PD, OPTICAL_PFA, 1, 0)
        ratio = self._take(entry, "reference_range") / size
        row: Row = {
            "kind": optical.MODEL.number,
            "band": BANDS.index("ku"),
            "dimensions": 3,
            "period": math.inf,
            "look_interval": self._take(entry, "look_interval"),
            "range_max": self._take(entry, "instrumented_range"),
            "range_min": self._take(entry, "minimum_range"),
            "radar_constant": needed * (ratio * ratio),
            "pulses": 1.0,
            "sin_high": sine(self._take(entry, "highest_elevation")),
            # A camera looks where it is turned, and turns at once compared with its look.
            "half_sector": math.pi,
            "cos_sector": ALL_ROUND,
            "slew_rate": self._take(entry, "slew_rate"),
            "blind_speed": 1e-3,
            "range_cell": 1.0,
            "azimuth_beam": 0.1 * self._take(entry, "field_of_view"),
            "elevation_beam": 0.1 * self._take(entry, "field_of_view"),
            "range_error": self._take(entry, "range_error"),
            "azimuth_error": error,
            "elevation_error": error,
            "guidance_error": self._take(entry, "guidance_noise"),
            "visibility": self._visibility(entry),
        }
        return self._sited(name, entry, row, OPTICAL_PFA, None)

    def _visibility(self, entry: Optical) -> Number:
        stated = self._weather.visibility
        return self._take(entry, "visibility") if stated is None else stated

    def _ideal(self, name: str, entry: IdealSensor) -> SitedSensor:
        row: Row = {
            "kind": perfect.MODEL.number,
            "band": BANDS.index("s"),
            "dimensions": 3,
            "period": self._take(entry, "rotation_period"),
            "look_interval": self._take(entry, "look_interval"),
            "range_max": self._take(entry, "instrumented_range"),
            "radar_constant": 1.0,
            "pulses": 1.0,
            "sin_high": 1.0,
            "half_sector": math.pi,
            "cos_sector": ALL_ROUND,
            "blind_speed": 1e-3,
            "range_cell": 1e-3,
            "azimuth_beam": 1e-6,
            "elevation_beam": 1e-6,
            "range_error": 1.0,
            "azimuth_error": 1e-6,
            "elevation_error": 1e-6,
            "visibility": 1.0,
        }
        return self._sited(name, entry, row, 1e-6, None)

    def _sited(self, name: str, entry: Any, row: Row, pfa: float, pulses: Value | None) -> SitedSensor:
        period = row["period"]
        first = period if period == math.inf else period * self._terms.uniform(PHASE, name)
        return SitedSensor(
            name,
            row,
            first,
            pfa,
            1.0 if pulses is None else self._take(entry, "pulses"),
            pulses,
            self._take(entry, "antenna_height"),
            entry.antenna_height,
            entry.instrumented_range,
            self._take(entry, "lowest_elevation") if isinstance(entry, Radar | Optical) else None,
        )

    def _site_errors(self, unit: str, entry: Entry, trees: float | None) -> Row:
        """Registration error and trees of a site: drawn in every run, or central where switched off."""
        if not isinstance(entry, Radar | Optical):
            return {"trees": NO_TREES}
        stated = None if trees is None else trees or NO_TREES
        row: Row = {"trees": self._trees(unit, entry) if stated is None else stated}
        if self._draws.registration_bias:
            position = self._take(entry, "position_bias")
            row["bias_x"], row["bias_y"] = (
                position * self._terms.normal(REGISTRATION, unit, index) for index in (0, 1)
            )
            row["bias_north"] = self._take(entry, "north_bias") * self._terms.normal(REGISTRATION, unit, 2)
            row["bias_range"] = self._take(entry, "range_bias") * self._terms.normal(REGISTRATION, unit, 3)
        return row

    def _registration(self, entry: Entry) -> tuple[Number, Number]:
        if not isinstance(entry, Radar | Optical) or not self._draws.registration_bias:
            return 0.0, 0.0
        return length(self._take(entry, "position_bias"), self._take(entry, "range_bias")), self._take(
            entry, "north_bias"
        )

    def _trees(self, unit: str, entry: Radar | Optical) -> Number:
        """Height of the trees about a site over their ground, whatever the antenna's: their angle is seen from EYE."""
        value = entry.obstacle_angle
        angle = self._terms.varied(value, OBSTACLE, unit) if self._draws.obstacle_angle else value.value
        return EYE + angle * TREES_AT


def lowest_sine(lowest: Number | None, horizon: Number) -> Number:
    """Return the sine of the lowest elevation of an antenna that is tilted down to its site's horizon at sea.

    `horizon` is the sine of that horizon's elevation, so small that it is the angle as well.
    """
    return -1.0 if lowest is None else sine(lowest + TILT * horizon)


def scattering(wave_length: float, beam: Number, roughness: float) -> Number:
    """Return the exponent of the reflected ray's loss over the squared sine of its grazing angle.

    `beam` is the half-power width in elevation, rad, and `roughness` the standard deviation of the ground's heights, m.
    A wave that grazes the ground at an angle psi is scattered by roughness (Ament 1953: the field keeps
    exp(-8 pi^2 s^2 sin^2 psi / lambda^2)) and meets the antenna about 2 psi below the target, where a Gaussian beam
    keeps exp(-2 ln 2 (2 psi / beam)^2).
    """
    rough = 8.0 * (math.pi * roughness / wave_length) ** 2
    return rough + 8.0 * float(log(2.0)) / (beam * beam)


def anchor_sine(reach: Number, height: float) -> Number:
    """Return the sine of the apparent elevation of a target at a reference range and a height, m."""
    return least(greatest(height / reach - 0.5 * reach / _RADIUS, 0.0), ANCHOR_SINE)


def cos_sector(half: Number) -> Number:
    """Return the cosine of the half width of a sector, rad, and less than any cosine for one that goes all round."""
    # At and beyond pi the cosine is at least -1, and one more is taken off.
    return cosine(least(half, math.pi)) - (1.0 - less(half, math.pi))
