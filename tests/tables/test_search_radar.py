"""The surveillance-radar equation against worked examples (authorities/search_radar.md), and our radars by it."""

import csv
import math
from pathlib import Path

import pytest
from evidence_rows import Comparison, Evidence

from shieldwall.catalogue import ids, load
from shieldwall.catalogue.sensors import Radar
from shieldwall.survey.power_aperture import Search, needed, solid_angle

TABLE = Path(__file__).parents[2] / "authorities" / "search_radar.csv"
ROWS = list(csv.DictReader(TABLE.read_text(encoding="utf-8").splitlines()))
EXAMPLES = Comparison(
    "search-radar", "Radar equation and propagation", "Worked examples of the surveillance-radar equation",
    "dB, W m2 or m", "MathWorks' pages radareqsearchsnr, radareqsearchpap and radareqsearchrng", "search_radar.md",
)  # fmt: skip
RADARS = [entry for entry in map(load, ids()) if isinstance(entry, Radar)]


def linear(decibels: str) -> float:
    return float(10.0 ** (float(decibels) / 10.0))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["what"])
def test_worked_example(row: dict[str, str], evidence: Evidence) -> None:
    width, top = (math.radians(float(row[name])) for name in ("azimuth_deg", "elevation_deg"))
    volume = solid_angle(width, 0.0, top)
    search = Search(volume, float(row["search_s"]), float(row["noise_k"]), linear(row["loss_db"]))
    section = float(row["rcs_m2"])
    if row["asked"] == "snr":
        ratio = search.ratio(float(row["power_aperture_wm2"]), float(row["range_m"]), section)
        found = 10.0 * math.log10(ratio)
    elif row["asked"] == "product":
        found = search.product(linear(row["snr_db"]), float(row["range_m"]), section)
    else:
        found = search.reach(linear(row["snr_db"]), float(row["power_aperture_wm2"]), section)
    evidence.close(EXAMPLES, row["what"], found, float(row["value"]), tolerance=float(row["tolerance"]))


def test_the_area_of_the_third_example() -> None:
    area = linear("34") * (299_792_458.0 / 2.5e9) ** 2 / (4.0 * math.pi)
    assert float(ROWS[2]["power_aperture_wm2"]) == pytest.approx(2100.0 * area, rel=1e-6)


@pytest.mark.parametrize("radar", RADARS, ids=lambda radar: radar.id)
def test_a_cited_range_asks_for_a_radar_that_can_be_built(radar: Radar) -> None:
    """Air-surveillance radars have mean powers of watts to tens of kilowatts; losses of 20 dB must still fit."""
    least, most = (needed(radar, end).power for end in (radar.reference_range.low, radar.reference_range.high))
    assert 0.1 < least < most < 1e4


def test_a_range_that_physics_refuses_would_be_seen() -> None:
    """Three times as far costs eighty-one times the power."""
    radar = load("91n6e")
    assert isinstance(radar, Radar)
    reach = radar.reference_range.value
    assert needed(radar, 3.0 * reach).power == pytest.approx(81.0 * needed(radar, reach).power)
    assert needed(radar, 3.0 * reach).power > 1e4
