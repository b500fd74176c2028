"""Detection statistics against other people's numbers (authorities/detection.md), one test per row."""

import csv
from math import log10
from pathlib import Path

import pytest

from shieldwall.kernels import detection

pytestmark = pytest.mark.kernel

AUTHORITIES = Path(__file__).parents[2] / "authorities"


def rows(name: str) -> list[dict[str, str]]:
    with (AUTHORITIES / name).open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def label(row: dict[str, str]) -> str:
    return "-".join(text for name, text in row.items() if name not in ("source", "tolerance"))


def by_formula(name: str, pd: float, pfa: float, pulses: int, swerling: int) -> float:
    if name == "albersheim":
        return detection.albersheim_db(pd, pfa, pulses)
    if name == "shnidman":
        return detection.shnidman_db(pd, pfa, pulses, swerling)
    return 10.0 * log10(detection.required_snr(pd, pfa, pulses, swerling))


@pytest.mark.parametrize("row", rows("detection_matlab.csv"), ids=label)
def test_formula_equals_matlab(row: dict[str, str]) -> None:
    found = by_formula(row["function"], float(row["pd"]), float(row["pfa"]), int(row["n"]), int(row["swerling"]))
    assert found == pytest.approx(float(row["snr_db"]), abs=1e-9)


@pytest.mark.parametrize("row", rows("detection_values.csv"), ids=label)
def test_printed_value(row: dict[str, str]) -> None:
    case = float(row["pd"]), float(row["pfa"]), int(row["pulses"]), int(row["swerling"])
    assert by_formula(row["formula"], *case) == pytest.approx(float(row["snr_db"]), abs=float(row["tolerance"]))


@pytest.mark.parametrize("row", rows("detection_exact.csv"), ids=label)
def test_series_equals_inverted_transform(row: dict[str, str]) -> None:
    pd, pfa, pulses, swerling = float(row["pd"]), float(row["pfa"]), int(row["pulses"]), int(row["swerling"])
    snr = 10.0 ** (float(row["snr_db"]) / 10.0)
    assert detection.detection_probability(snr, pfa, pulses, swerling) == pytest.approx(pd, abs=1e-11)
    assert 10.0 * log10(detection.required_snr(pd, pfa, pulses, swerling) / snr) == pytest.approx(0.0, abs=1e-9)
