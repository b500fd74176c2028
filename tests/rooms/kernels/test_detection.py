"""Detection statistics against closed forms and scipy, and the look-up that the engine uses."""

import math

import numpy as np
import pytest
from evidence_rows import Comparison, Evidence
from scipy import special, stats

from shieldwall.kernels import detection
from shieldwall.kernels.draws import FLUCTUATION, uniform
from shieldwall.quantities.errors import InputError

MARCUM = Comparison(
    "marcum", "Detection statistics", "A steady target's detection probability is Marcum's Q function", "probability",
    "the tail of the noncentral chi-square law by scipy.stats.ncx2, Pfa 1e-6",
)  # fmt: skip
FALSE_ALARMS = [1e-2, 1e-4, 1e-6, 1e-8, 1e-10]


def decibels(ratio: float) -> float:
    return 10.0 * math.log10(ratio)


@pytest.mark.parametrize("pfa", FALSE_ALARMS)
@pytest.mark.parametrize("pulses", [1, 2, 10, 100, 1000])
def test_threshold_is_the_inverse_of_the_gamma_tail(pfa: float, pulses: int) -> None:
    assert detection.threshold(pfa, pulses) == pytest.approx(stats.gamma.isf(pfa, pulses), rel=1e-11)


@pytest.mark.parametrize("pfa", FALSE_ALARMS)
@pytest.mark.parametrize("snr", [0.1, 1.0, 20.0, 1e4])
def test_one_pulse_of_case_1_follows_its_closed_form(pfa: float, snr: float) -> None:
    assert detection.detection_probability(snr, pfa, 1, 1) == pytest.approx(pfa ** (1.0 / (1.0 + snr)), rel=1e-10)


@pytest.mark.parametrize("pulses", [2, 10, 100, 1000])
def test_case_2_is_a_scaled_gamma_law(pulses: int) -> None:
    level = stats.gamma.isf(1e-6, pulses)
    for snr in (0.05, 0.3, 2.0, 50.0):
        expected = special.gammaincc(pulses, level / (1.0 + snr))
        assert detection.detection_probability(snr, 1e-6, pulses, 2) == pytest.approx(expected, abs=1e-11)


@pytest.mark.parametrize("pulses", [1, 10, 100, 1000])
def test_a_steady_target_follows_marcum(pulses: int, evidence: Evidence) -> None:
    level = stats.gamma.isf(1e-6, pulses)
    for snr in np.geomspace(0.5, 3.0, 5) * detection.required_snr(0.5, 1e-6, pulses):
        expected = stats.ncx2.sf(2.0 * level, 2 * pulses, 2.0 * pulses * snr)
        found, what = detection.detection_probability(snr, 1e-6, pulses), f"{pulses} pulses at {decibels(snr):.2f} dB"
        evidence.close(MARCUM, what, found, expected, tolerance=1e-9)


def test_probabilities_keep_the_shape_and_grow_with_the_signal() -> None:
    snr = np.linspace(0.0, 60.0, 60).reshape(3, 4, 5)
    for swerling in range(5):
        found = detection.detection_probability(snr, 1e-6, 7, swerling)
        assert found.shape == snr.shape
        assert found.flat[0] == 1e-6
        assert np.all(np.diff(found.ravel()) >= 0.0)


@pytest.mark.parametrize("swerling", range(5))
def test_required_ratio_is_the_inverse(swerling: int) -> None:
    for pd in (0.011, 0.3, 0.99, 0.999999):
        snr = detection.required_snr(pd, 1e-2, 12, swerling)
        assert detection.detection_probability(snr, 1e-2, 12, swerling) == pytest.approx(pd, abs=1e-11)


@pytest.mark.parametrize(
    ("function", "arguments", "valid_range"),
    [
        (detection.detection_probability, (-1.0, 1e-6), "give linear ratios"),
        (detection.detection_probability, (math.nan, 1e-6), "give linear ratios"),
        (detection.detection_probability, (1.0, 0.0), "give 1e-15 to 0.5"),
        (detection.detection_probability, (1.0, 1e-6, 0), "from 1 to 1000"),
        (detection.detection_probability, (1.0, 1e-6, 1, 5), "0, 1, 2, 3 or 4"),
        (detection.required_snr, (1.0, 1e-6), "at most"),
        (detection.required_snr, (1e-7, 1e-6), "more than the false-alarm probability"),
        (detection.albersheim_db, (0.999, 1e-6), "give 0.05 to 0.99"),
        (detection.albersheim_db, (0.9, 0.3), "give 1e-15 to 0.1"),
        (detection.shnidman_db, (0.9, 1e-6, 9000), "from 1 to 8096"),
        (detection.shnidman_db, (0.9, 1e-6, 1, -1), "0, 1, 2, 3 or 4"),
    ],
)
def test_outside_the_domain_the_valid_range_is_said(function, arguments, valid_range: str) -> None:
    with pytest.raises(InputError, match=valid_range):
        function(*arguments)


def test_formulas_stay_within_the_errors_that_their_docstrings_state() -> None:
    for pulses in (1, 5, 30, 100):
        for pfa in (1e-7, 1e-5, 1e-3):
            for pd in (0.1, 0.3, 0.5, 0.9):
                exact = decibels(detection.required_snr(pd, pfa, pulses))
                allowed = 0.3 if pd >= 0.3 else 4.1
                assert abs(detection.albersheim_db(pd, pfa, pulses) - exact) < allowed
                for swerling in range(5):
                    exact = decibels(detection.required_snr(pd, pfa, pulses, swerling))
                    assert abs(detection.shnidman_db(pd, pfa, pulses, swerling) - exact) < 1.1


@pytest.mark.parametrize("pfa", [1e-2, 1e-6, 1e-10])
@pytest.mark.parametrize("pulses", [1, 10, 100])
def test_table_is_worth_less_than_a_hundredth_of_a_decibel(pfa: float, pulses: int) -> None:
    table = detection.probability_table(pfa, pulses)[np.newaxis]
    wanted = np.array([1e-4, 1e-3, 3e-3, 0.01, *np.linspace(0.03, 0.99, 33), 0.9999])
    for pd in wanted[wanted > 2.0 * pfa]:
        snr = detection.required_snr(pd, pfa, pulses)
        found = detection.required_snr(float(detection.table_probability(table, 0, snr)), pfa, pulses)
        assert abs(decibels(found / snr)) < 0.01


def test_table_look_up_at_its_ends() -> None:
    table = np.stack([detection.probability_table(pfa, 3) for pfa in (1e-4, 1e-15)])
    assert table.dtype == np.float32
    assert np.all(np.diff(table[:, 1:]) >= 0.0)
    for row, pfa in enumerate((1e-4, 1e-15)):
        for nothing in (0.0, -1.0, math.nan):
            assert detection.table_probability(table, row, nothing) == pytest.approx(pfa, rel=1e-6)
        for plenty in (1e3, 1e300, math.inf):
            assert detection.table_probability(table, row, plenty) == 1.0


@pytest.mark.parametrize(("swerling", "pulses"), [(1, 1), (1, 9), (2, 1), (2, 2), (3, 1), (3, 9), (4, 1)])
def test_fluctuation_inverts_its_law(swerling: int, pulses: int) -> None:
    order = (0, 1, pulses, 2, 2 * pulses)[swerling]
    for u in (1e-16, 1e-6, 0.01, 0.3, 0.5, 0.9, 0.9999):
        expected = stats.gamma.isf(u, order) / order
        assert detection.fluctuation(u, swerling, pulses) == pytest.approx(expected, rel=3e-8)


@pytest.mark.parametrize(("swerling", "pulses"), [(0, 4), (1, 4), (2, 3), (2, 20), (3, 4), (4, 2), (4, 50)])
def test_drawn_fluctuation_gives_the_exact_mean_probability(swerling: int, pulses: int) -> None:
    table = detection.probability_table(1e-6, pulses)[np.newaxis]
    multipliers = [detection.fluctuation((k + 0.5) / 2000, swerling, pulses) for k in range(2000)]
    assert np.mean(multipliers) == pytest.approx(1.0, abs=3e-4)
    for pd in (0.1, 0.5, 0.9, 0.99):
        snr = detection.required_snr(pd, 1e-6, pulses, swerling)
        seen = [detection.table_probability(table, 0, snr * multiplier) for multiplier in multipliers]
        assert np.mean(seen) == pytest.approx(pd, abs=1.5e-3)


def test_every_keyed_number_gives_a_finite_fluctuation() -> None:
    for index in range(200):
        u = uniform(1, 0, FLUCTUATION, 5, 0, index)
        for swerling in range(5):
            assert 0.0 <= detection.fluctuation(u, swerling, 3) < 100.0
