"""Sensors of the defence: catalogue entries at their sites become SENSOR rows and detection tables."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from shieldwall.assembly.air import ANCHOR_HEIGHT, anchor_share
from shieldwall.assembly.bands import WAVELENGTHS
from shieldwall.assembly.ground import anchor_gain, reflecting
from shieldwall.assembly.jammers import receiver
from shieldwall.assembly.own import model_columns
from shieldwall.assembly.rows import Row
from shieldwall.assembly.unknowns import Unknowns
from shieldwall.catalogue.entry import Entry
from shieldwall.catalogue.sensors import IdealSensor, Optical, Radar
from shieldwall.catalogue.values import Value, sample
from shieldwall.kernels.detection import required_snr
from shieldwall.kernels.draws import OBSTACLE, PHASE, REGISTRATION
from shieldwall.models.sensors import optical, perfect, radar
from shieldwall.quantities.errors import InputError
from shieldwall.scenario.schema import Draws, Propagation, Weather
from shieldwall.state.sensor import BANDS, ENGAGEMENT, SURVEILLANCE

#: A camera is said to reach a range when it sees nine targets of ten there, at this false-alarm probability.
OPTICAL_PD, OPTICAL_PFA = 0.9, 1e-4
#: Trees that make the obstacle angle stand about so far away, m; an antenna above the eye looks over them.
TREES_AT, EYE = 3_000.0, 5.0
ALL_ROUND = -2.0
MANY = 1_000_000


@dataclass(frozen=True)
class Placed:
    """A sensor at its site, before its mask: its row, when its first scan begins, and its detection table's key.

    `registration` is how far its site may err, as standard deviations: in place and range, m, and in north, rad.
    """

    name: str
    row: Row
    first_scan: float
    table: tuple[float, int]
    antenna_height: float
    registration: tuple[float, float] = (0.0, 0.0)


class SensorMaker:
    """Makes the rows of one run's sensors."""

    def __init__(self, unknowns: Unknowns, draws: Draws, weather: Weather, propagation: Propagation) -> None:
        self._unknowns = unknowns
        self._draws = draws
        self._weather = weather
        self._propagation = propagation

    def place(self, name: str, unit: str, entry: Entry, role: str, facing: float | None) -> Placed:
        """Return the sensor `name` of `unit`; `facing` is the bearing of its sector, north when None."""
        if isinstance(entry, Radar):
            placed = self._radar(name, entry)
        elif isinstance(entry, Optical):
            placed = self._optical(name, entry)
        elif isinstance(entry, IdealSensor):
            placed = self._ideal(name, entry)
        else:
            raise InputError(f"{entry.id} is {entry.kind} and sees nothing", instead="name a sensor")
        row = placed.row
        row["guides"] = self._guides(entry)
        row["role"] = ENGAGEMENT if role == "engagement" else SURVEILLANCE
        bearing = facing or 0.0
        row["facing_x"], row["facing_y"] = math.sin(bearing), math.cos(bearing)
        row |= self._site_errors(unit, entry)
        return replace(placed, registration=self._registration(entry))

    def _take(self, entry: Entry, name: str, default: float = 0.0) -> float:
        return self._unknowns.take(entry, name, getattr(entry, name), default)

    def _guides(self, entry: Entry) -> int:
        """Rounds that a sensor guides at once; as many as it likes where nothing is said."""
        return int(self._take(entry, "missiles_guided", MANY)) if getattr(entry, "missiles_guided", None) else MANY

    def _radar(self, name: str, entry: Radar) -> Placed:
        pulses = int(self._take(entry, "pulses"))
        anchor = self._take(entry, "anchor_pd")
        pfa = entry.reference_range.at["pfa"]
        needed = required_snr(anchor, pfa, pulses, 1)
        reach = self._take(entry, "reference_range")
        stated = entry.reference_range.at.get("height")
        air = anchor_share(entry.band.value, reach, stated or ANCHOR_HEIGHT) if self._propagation.gas else 1.0
        rotating = entry.kind == "radar/rotating"
        half = math.pi if rotating else 0.5 * self._take(entry, "sector_width", 2.0 * math.pi)
        period = self._take(entry, "rotation_period" if rotating else "search_period")
        azimuth_error = self._take(entry, "azimuth_error")
        beams = self._take(entry, "azimuth_beamwidth"), self._take(entry, "elevation_beamwidth")
        noise = self._take(entry, "noise_figure"), self._take(entry, "receive_losses")
        row: Row = {
            **model_columns(entry, "sensors", radar.MODEL.number, self._unknowns),
            "fluctuates": 1,
            "band": BANDS.index(entry.band.value),
            "wave_length": WAVELENGTHS[entry.band.value],
            "diffracts": int(self._propagation.edges),
            "dimensions": entry.dimensions,
            "period": period,
            "look_interval": self._take(entry, "look_interval", period),
            "range_max": self._take(entry, "instrumented_range"),
            "range_min": self._take(entry, "minimum_range"),
            "radar_constant": needed * reach**4 / (entry.reference_range.at["rcs"] * air),
            "pulses": pulses,
            "sin_low": math.sin(self._take(entry, "lowest_elevation")),
            "sin_high": math.sin(self._take(entry, "highest_elevation")),
            "half_sector": half,
            "cos_sector": ALL_ROUND if half >= math.pi else math.cos(half),
            "slew_rate": self._take(entry, "slew_rate"),
            "blind_speed": self._take(entry, "blind_speed"),
            "clutter": self._take(entry, "clutter"),
            "range_cell": self._take(entry, "range_resolution"),
            "azimuth_beam": beams[0],
            "elevation_beam": beams[1],
            "receiver": receiver(entry.band.value, beams, *noise),
            "side_near": self._take(entry, "side_lobes_near"),
            "side_far": self._take(entry, "side_lobes_far"),
            "range_error": self._take(entry, "range_error"),
            "azimuth_error": azimuth_error,
            "elevation_error": self._take(entry, "elevation_error", azimuth_error),
            "guidance_error": self._take(entry, "guidance_noise", azimuth_error),
            "false_alarms": self._take(entry, "false_alarms"),
            "visibility": 1.0,
        }
        if self._propagation.ground:
            # As over level ground, where the range was met; the site's own height over its ground follows.
            mast, rough = self._take(entry, "antenna_height"), self._propagation.roughness
            row |= reflecting(mast, row["wave_length"], beams[1], rough)
            row["radar_constant"] /= anchor_gain(row, reach, stated)
        return self._placed(name, entry, row, (pfa, pulses))

    def _optical(self, name: str, entry: Optical) -> Placed:
        error = self._take(entry, "angle_error")
        size = entry.reference_range.at["size"]
        needed = required_snr(OPTICAL_PD, OPTICAL_PFA, 1, 0)
        row: Row = {
            "kind": optical.MODEL.number,
            "band": BANDS.index("ku"),
            "dimensions": 3,
            "period": math.inf,
            "look_interval": self._take(entry, "look_interval"),
            "range_max": self._take(entry, "instrumented_range"),
            "range_min": self._take(entry, "minimum_range"),
            "radar_constant": needed * (self._take(entry, "reference_range") / size) ** 2,
            "pulses": 1.0,
            "sin_low": math.sin(self._take(entry, "lowest_elevation")),
            "sin_high": math.sin(self._take(entry, "highest_elevation")),
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
        return self._placed(name, entry, row, (OPTICAL_PFA, 1))

    def _visibility(self, entry: Optical) -> float:
        told = self._weather.visibility
        return self._take(entry, "visibility") if told is None else told

    def _ideal(self, name: str, entry: IdealSensor) -> Placed:
        row: Row = {
            "kind": perfect.MODEL.number,
            "band": BANDS.index("s"),
            "dimensions": 3,
            "period": self._take(entry, "rotation_period"),
            "look_interval": self._take(entry, "look_interval"),
            "range_max": self._take(entry, "instrumented_range"),
            "radar_constant": 1.0,
            "pulses": 1.0,
            "sin_low": -1.0,
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
        return self._placed(name, entry, row, (1e-6, 1))

    def _placed(self, name: str, entry: Entry, row: Row, table: tuple[float, int]) -> Placed:
        first = row["period"] if math.isinf(row["period"]) else row["period"] * self._unknowns.uniform(PHASE, name)
        return Placed(name, row, first, table, self._take(entry, "antenna_height"))

    def _site_errors(self, unit: str, entry: Entry) -> Row:
        """Registration error and obstacle angle of a site: drawn in every run, or central where switched off."""
        if not isinstance(entry, Radar | Optical):
            return {"obstacle": -1.0}
        angle = self._obstacle(unit, entry.obstacle_angle)
        angle -= max(0.0, self._take(entry, "antenna_height") - EYE) / TREES_AT
        row: Row = {"obstacle": math.sin(max(angle, -1.5))}
        if self._draws.registration_bias:
            position = self._take(entry, "position_bias")
            row["bias_x"], row["bias_y"] = (
                position * self._unknowns.normal(REGISTRATION, unit, index) for index in (0, 1)
            )
            row["bias_north"] = self._take(entry, "north_bias") * self._unknowns.normal(REGISTRATION, unit, 2)
            row["bias_range"] = self._take(entry, "range_bias") * self._unknowns.normal(REGISTRATION, unit, 3)
        return row

    def _registration(self, entry: Entry) -> tuple[float, float]:
        if not isinstance(entry, Radar | Optical) or not self._draws.registration_bias:
            return 0.0, 0.0
        place = math.hypot(self._take(entry, "position_bias"), self._take(entry, "range_bias"))
        return place, self._take(entry, "north_bias")

    def _obstacle(self, unit: str, value: Value) -> float:
        if not self._draws.obstacle_angle:
            return value.value
        return sample(value, self._unknowns.uniform(OBSTACLE, unit))
