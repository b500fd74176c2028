"""Detection statistics against other people's numbers (authorities/detection.md), one test per row."""

import csv
from math import log10
from pathlib import Path

import pytest
from evidence_rows import Comparison, Evidence

from shieldwall.kernels import detection

pytestmark = pytest.mark.kernel

AUTHORITIES = Path(__file__).parents[2] / "authorities"
MATLAB = Comparison(
    "detection-matlab", "Detection statistics", "Albersheim's and Shnidman's formulas as MATLAB gives them", "dB",
    "MATLAB's Phased Array System Toolbox, quoted in the tests of mhostetter/sdr", "detection.md",
)  # fmt: skip
VALUES = Comparison(
    "detection-values", "Detection statistics", "Ratios that others print", "dB",
    "MathWorks' examples, the documentation of mhostetter/sdr, and the closed form of case 1", "detection.md",
)  # fmt: skip
EXACT = Comparison(
    "detection-exact", "Detection statistics", "Swerling's cases 0 to 4, 1 to 100 pulses", "probability, then dB",
    "Laplace transforms of the laws inverted at 60 digits, authorities/detection_exact.py", "detection.md",
)  # fmt: skip


def rows(name: str) -> list[dict[str, str]]:
    with (AUTHORITIES / name).open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def label(row: dict[str, str]) -> str:
    return "-".join(text for name, text in row.items() if name not in ("source", "tolerance"))


def case(row: dict[str, str], pulses: str = "pulses") -> str:
    """What a row is about, in words."""
    name = row["formula"] if "formula" in row else row["function"]
    return f"{name}: Pd {row['pd']}, Pfa {row['pfa']}, {row[pulses]} pulses, case {row['swerling']}"


def by_formula(name: str, pd: float, pfa: float, pulses: int, swerling: int) -> float:
    if name == "albersheim":
        return detection.albersheim_db(pd, pfa, pulses)
    if name == "shnidman":
        return detection.shnidman_db(pd, pfa, pulses, swerling)
    return 10.0 * log10(detection.required_snr(pd, pfa, pulses, swerling))


@pytest.mark.parametrize("row", rows("detection_matlab.csv"), ids=label)
def test_formula_equals_matlab(row: dict[str, str], evidence: Evidence) -> None:
    found = by_formula(row["function"], float(row["pd"]), float(row["pfa"]), int(row["n"]), int(row["swerling"]))
    evidence.close(MATLAB, case(row, "n"), found, float(row["snr_db"]), tolerance=1e-9)


@pytest.mark.parametrize("row", rows("detection_values.csv"), ids=label)
def test_printed_value(row: dict[str, str], evidence: Evidence) -> None:
    asked = float(row["pd"]), float(row["pfa"]), int(row["pulses"]), int(row["swerling"])
    what, tolerance = f"{case(row)} ({row['source']})", float(row["tolerance"])
    evidence.close(VALUES, what, by_formula(row["formula"], *asked), float(row["snr_db"]), tolerance=tolerance)


@pytest.mark.parametrize("row", rows("detection_exact.csv"), ids=label)
def test_series_equals_inverted_transform(row: dict[str, str], evidence: Evidence) -> None:
    pd, pfa, pulses, swerling = float(row["pd"]), float(row["pfa"]), int(row["pulses"]), int(row["swerling"])
    snr = 10.0 ** (float(row["snr_db"]) / 10.0)
    found = detection.detection_probability(snr, pfa, pulses, swerling)
    what = f"case {swerling}, {pulses} pulses, Pfa {row['pfa']}, {row['snr_db']} dB"
    evidence.close(EXACT, f"probability: {what}", found, pd, tolerance=1e-11)
    needed = 10.0 * log10(detection.required_snr(pd, pfa, pulses, swerling))
    evidence.close(EXACT, f"ratio: {what}", needed, float(row["snr_db"]), tolerance=1e-9)
