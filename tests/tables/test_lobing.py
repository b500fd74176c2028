"""Two-ray lobing against the textbook's forms, other solutions of the same geometry, and smooth-earth diffraction.

Plane earth: Skolnik, Introduction to Radar Systems, 3rd ed., 2001, ch. 8; Blake, Radar Range-Performance Analysis,
1986, ch. 6. Reflection points by scipy's shortest path, divergence by rays that mpmath traces, roughness by the mean
of a Gaussian surface's phases, and the field towards the horizon by the sum of Fock's residues over scipy's Airy
functions (authorities/lobing.md).
"""

from __future__ import annotations

import math
from typing import Any

import mpmath
import numpy as np
import pytest
from evidence_rows import Comparison, Evidence
from scipy.optimize import minimize_scalar
from scipy.special import ai_zeros, airye

from shieldwall.assembly.draw.sites import HORIZON_FIELD, HORIZON_HEIGHTS, horizon_loss
from shieldwall.assembly.plan.sensors import scattering
from shieldwall.kernels.diffraction import sea_share
from shieldwall.kernels.lobing import PERMITTIVITY, field, fresnel, reflection, two_ray
from shieldwall.quantities.constants import EARTH_RADIUS

pytestmark = pytest.mark.kernel

RADIUS = 4.0 / 3.0 * EARTH_RADIUS
#: A plane earth: over 100 km it falls by 5 mm.
PLANE = 1e12
AREA = "Radar equation and propagation"
PLANE_EARTH = Comparison(
    "lobes-plane", AREA, "F^4 over a plane earth, of 16 in the middle of a lobe", "1",
    "F^4 = 16 sin^4(2 pi ha ht / (lambda R)), Skolnik 2001, ch. 8", "lobing.md",
)  # fmt: skip
ANGLES = Comparison(
    "lobes-angles", AREA, "Elevations of lobes and nulls over a plane earth", "degrees",
    "sin E = (2 n - 1) lambda / (4 ha) and n lambda / (2 ha), Skolnik 2001, ch. 8; Blake 1986, ch. 6", "lobing.md",
)  # fmt: skip
WAYS = Comparison(
    "lobes-paths", AREA, "Reflected path less the direct one, over 4/3 of the earth", "m",
    "the shortest path over the sphere, by scipy's minimize_scalar", "lobing.md",
)  # fmt: skip
SPREADS = Comparison(
    "lobes-divergence", AREA, "Divergence of a tube of rays reflected by the earth", "1",
    "neighbouring rays traced by mpmath with 40 digits", "lobing.md",
)  # fmt: skip
ROUGH = Comparison(
    "lobes-rough", AREA, "Field that a rough surface reflects, of that of a smooth one", "1",
    "mean of exp(i 2 k z sin psi) over a million Gaussian heights", "lobing.md",
)  # fmt: skip
HORIZON = Comparison(
    "lobes-horizon", AREA, "Field from the lowest lobe down to the horizon of a smooth earth, one way", "dB",
    "Fock's residue series for horizontal polarisation, summed", "lobing.md",
)  # fmt: skip


def sight(mast: float, target: float, ground: float, radius: float = RADIUS) -> tuple[float, float]:
    """Straight distance, and sine of the elevation, of a target `ground` m away along the sphere."""
    here, there = radius + mast, radius + target
    half = math.sin(0.5 * ground / radius)
    distance = math.sqrt((target - mast) ** 2 + 4.0 * here * there * half * half)
    return distance, ((target - mast) * (here + there) - distance * distance) / (2.0 * distance * here)


@pytest.mark.parametrize("distance", [16_000.0, 20_000.0, 30_000.0, 40_000.0, 60_000.0, 90_000.0])
def test_over_a_plane_the_echo_is_the_textbook_s(distance: float, evidence: Evidence) -> None:
    antenna, target, wavelength = 10.0, 100.0, 0.1
    expected = math.sin(2.0 * math.pi * antenna * target / (wavelength * distance)) ** 4
    sine = (target - antenna) / distance
    ours = two_ray(PLANE, (antenna, wavelength, 0.0, 0.0), sine, distance, 1.0) ** 2 / 16.0
    # The textbook's ground reflects all; ours 0.5 % less for each degree.
    evidence.close(PLANE_EARTH, f"{distance / 1e3:g} km", ours, expected, tolerance=0.008)


@pytest.mark.parametrize(("antenna", "wavelength"), [(8.0, 1.9), (12.0, 0.23), (5.0, 0.1)])
def test_lobes_and_nulls_stand_where_the_textbook_has_them(
    antenna: float, wavelength: float, evidence: Evidence
) -> None:
    sines = np.linspace(0.1, 2.2, 40_000) * wavelength / (2.0 * antenna)
    gains = np.array([two_ray(PLANE, (antenna, wavelength, 0.0, 0.0), sine, 1e6, 1.0) for sine in sines])
    inner = gains[1:-1]
    lobes = sines[1:-1][(inner > gains[:-2]) & (inner > gains[2:])]
    nulls = sines[1:-1][(inner < gains[:-2]) & (inner < gains[2:])]
    assert (len(lobes), len(nulls)) == (2, 2)
    for number in (1, 2):
        forms = {"lobe": (2 * number - 1) * wavelength / (4.0 * antenna), "null": number * wavelength / (2.0 * antenna)}
        for (what, form), found in zip(forms.items(), (lobes[number - 1], nulls[number - 1]), strict=True):
            what_and_where = f"{what} {number}, {antenna:g} m high at {wavelength:g} m"
            ours, textbook = (math.degrees(math.asin(sine)) for sine in (found, form))
            # The Fresnel coefficient falls with elevation and draws lobes down a little.
            evidence.close(ANGLES, what_and_where, ours, textbook, tolerance=0.008, relative=True)


PATH_CASES = [
    (mast, target, share)
    for mast, target in ((3.0, 50.0), (8.0, 500.0), (30.0, 10_000.0), (400.0, 200.0), (2000.0, 20_000.0))
    for share in (0.05, 0.5, 0.9)
]


@pytest.mark.parametrize(("mast", "target", "share"), PATH_CASES)
def test_the_reflected_path_is_the_shortest_over_the_sphere(
    mast: float, target: float, share: float, evidence: Evidence
) -> None:
    ground = share * (math.sqrt(2.0 * RADIUS * mast) + math.sqrt(2.0 * RADIUS * target))
    distance, sine = sight(mast, target, ground)

    def path_length(along: float) -> float:
        return sight(0.0, mast, along)[0] + sight(0.0, target, ground - along)[0]

    # Where the path is the shortest, angles of incidence and reflection are equal (Heron).
    best = minimize_scalar(path_length, bounds=(0.0, ground), method="bounded", options={"xatol": 1e-3})
    grazing, longer, _ = reflection(RADIUS, mast, sine, distance)
    what = f"{mast:g} m and {target:g} m, {share:g} of the way to the horizon"
    evidence.close(WAYS, what, longer, best.fun - distance, tolerance=max(1e-6, 1e-4 * longer))
    flat, _ = sight(0.0, mast, best.x)
    level = ((2.0 * RADIUS + mast) * mast - flat * flat) / (2.0 * RADIUS * flat)
    assert grazing == pytest.approx(level, rel=0.02)


@pytest.mark.parametrize(
    ("mast", "target", "share"),
    [(8.0, 500.0, 0.6), (8.0, 500.0, 0.9), (30.0, 100.0, 0.8), (30.0, 10_000.0, 0.95), (400.0, 3000.0, 0.7)],
)
def test_a_curved_mirror_spreads_rays_as_they_are_traced(
    mast: float, target: float, share: float, evidence: Evidence
) -> None:
    ground = share * (math.sqrt(2.0 * RADIUS * mast) + math.sqrt(2.0 * RADIUS * target))
    distance, sine = sight(mast, target, ground)
    grazing, longer, spread = reflection(RADIUS, mast, sine, distance)
    traced = tube(mast, grazing, distance + longer)
    evidence.close(SPREADS, f"{mast:g} m and {target:g} m, {share:g} of the way", spread, traced, tolerance=2e-4)


def tube(mast: float, grazing: float, path: float) -> float:
    """Amplitude at the end of a reflected `path` over that of a straight one: the root of the ratio of cross-sections.

    Rays leave an antenna in a plane through the earth's centre and, beside it, out of that plane.
    """
    with mpmath.workdps(40):
        height, small = mpmath.mpf(RADIUS) + mast, mpmath.mpf(10) ** -12
        # The ray that grazes at that angle passes the centre at RADIUS cos psi.
        down = mpmath.acos(mpmath.mpf(RADIUS) * mpmath.sqrt(1 - mpmath.mpf(grazing) ** 2) / height)
        ends = [_traced(height, down + up, aside, path) for up, aside in ((0, 0), (small, 0), (0, small))]
        first, second = ends[1] - ends[0], ends[2] - ends[0]
        area = mpmath.sqrt((first.T * first)[0] * (second.T * second)[0] - (first.T * second)[0] ** 2)
        return float(small * path / mpmath.sqrt(area))


def _traced(height: Any, down: Any, aside: Any, path: float) -> Any:
    """End of a ray of a length from (0, 0, height): `down` below the horizontal, `aside` out of its plane."""
    start = mpmath.matrix([0, 0, height])
    ray = mpmath.matrix([mpmath.cos(down) * mpmath.cos(aside), mpmath.cos(down) * mpmath.sin(aside), -mpmath.sin(down)])
    along = -(start.T * ray)[0]
    along -= mpmath.sqrt(along**2 - (height**2 - mpmath.mpf(RADIUS) ** 2))
    mirror = start + along * ray
    normal = mirror / RADIUS
    return mirror + (path - along) * (ray - 2 * (ray.T * normal)[0] * normal)


@pytest.mark.parametrize(("roughness", "wavelength", "grazing"), [(2.0, 1.9, 0.03), (2.0, 1.9, 0.1), (1.0, 0.1, 0.01)])
def test_a_rough_surface_reflects_the_mean_of_its_phases(
    roughness: float, wavelength: float, grazing: float, evidence: Evidence
) -> None:
    heights = np.random.default_rng(4).normal(0.0, roughness, 1_000_000)
    mean = abs(np.mean(np.exp(2j * (2.0 * math.pi / wavelength) * heights * grazing)))
    rough, smooth = (float(scattering(wavelength, 1e6, height)) for height in (roughness, 0.0))
    share = reflected(rough, grazing) / reflected(smooth, grazing)
    what = f"{roughness:g} m, {wavelength:g} m, {math.degrees(grazing):.2f} degrees"
    evidence.close(ROUGH, what, share, float(mean), tolerance=0.002)


def reflected(scatter: float, grazing: float) -> float:
    """Amplitude of the reflected ray: in the middle of a lobe the field is one and that."""
    return math.sqrt(field(scatter, grazing, 1.0, 0.5)) - 1.0


def test_half_a_beamwidth_below_the_axis_the_pattern_halves_the_power() -> None:
    beam, grazing = math.radians(2.0), math.radians(0.5)
    scatter = float(scattering(0.1, beam, 0.0))
    # Twice the grazing angle is half the beamwidth.
    share = reflected(scatter, math.sin(grazing)) / reflected(0.0, math.sin(grazing))
    assert share == pytest.approx(math.sqrt(0.5), rel=1e-4)


@pytest.mark.parametrize("share", [0.01, 0.1, 0.2])
@pytest.mark.parametrize("degrees", [0.2, 1.0, 5.0, 20.0, 90.0])
def test_the_fresnel_coefficient_hardly_asks_for_the_losses_of_the_ground(share: float, degrees: float) -> None:
    # The complex coefficient of a horizontally polarised wave (Skolnik 2001, ch. 8; any book on optics).
    sine = math.sin(math.radians(degrees))
    root = np.sqrt(PERMITTIVITY * (1.0 - 1j * share) - 1.0 + sine * sine)
    exact = (sine - root) / (sine + root)
    assert fresnel(sine) == pytest.approx(abs(exact), abs=0.01)
    assert abs(np.angle(-exact)) < 0.06


def fock(wavelength: float, mast: float, target: float, ground: float) -> float:
    """Field over that in free space, dB, on a smooth earth at horizontal polarisation: the sum of Fock's residues.

    F = 2 sqrt(pi X) |sum exp(i X t) w(t - Y1) w(t - Y2) / w'(t)^2| over the zeros t of w, Fock's Airy function (Fock,
    Electromagnetic Diffraction and Propagation Problems, 1965; the first term is ITU-R P.526's section 3).
    """
    zeros, _, _, slopes = ai_zeros(300)
    number = 2.0 * math.pi / wavelength
    far = (0.5 * number * RADIUS) ** (1.0 / 3.0) * ground / RADIUS
    high = number * (2.0 / (number * RADIUS)) ** (1.0 / 3.0)
    turn = np.exp(2j * math.pi / 3.0)
    logs = 1j * far * -zeros * np.exp(1j * math.pi / 3.0) - 2.0 * np.log(slopes.astype(complex))
    for height in (mast, target):
        at = zeros - high * height * turn
        logs = logs + np.log(airye(at)[0]) - 2.0 / 3.0 * at * np.sqrt(at)
    terms = 2.0 * math.sqrt(math.pi * far) * np.exp(logs)
    # Where terms outgrow their sum, the sum is lost in rounding.
    assert abs(terms).max() < 1e9 * abs(terms.sum())
    return 20.0 * math.log10(abs(terms.sum()))


@pytest.mark.parametrize(
    ("wavelength", "mast"), [(1.9, 8.0), (1.9, 40.0), (0.65, 15.0), (0.23, 12.0), (0.1, 30.0), (0.03, 6.0)]
)
@pytest.mark.parametrize(("target", "tolerance"), [(500.0, 2.5), (50.0, 6.0)])
@pytest.mark.parametrize("share", [1.0, 0.97, 0.94, 0.9, 0.85])
def test_towards_the_horizon_the_field_falls_as_diffraction_has_it(
    wavelength: float, mast: float, share: float, target: float, tolerance: float, evidence: Evidence
) -> None:
    horizon = math.sqrt(2.0 * RADIUS * mast)
    ground = share * (horizon + math.sqrt(2.0 * RADIUS * target))
    distance, sine = sight(mast, target, ground)
    edge = sea_share(mast, sine, distance, horizon, RADIUS, wavelength)
    site = (mast, wavelength, 0.0, horizon_loss(mast, wavelength))
    ours = 10.0 * math.log10(math.sqrt(edge) * two_ray(RADIUS, site, sine, distance, edge))
    what = f"{wavelength:g} m, mast {mast:g} m, {share:g} of the way to where {target:g} m set"
    evidence.close(HORIZON, what, ours, fock(wavelength, mast, target, ground), tolerance=tolerance)


def test_the_field_at_the_horizon_is_fock_s() -> None:
    wavelength, target = 1.9, 1e7
    number = 2.0 * math.pi / wavelength
    high = number * (2.0 / (number * RADIUS)) ** (1.0 / 3.0)
    for natural, level in zip(HORIZON_HEIGHTS, HORIZON_FIELD, strict=True):
        mast = natural / high
        ground = math.sqrt(2.0 * RADIUS * mast) + math.sqrt(2.0 * RADIUS * target)
        assert fock(wavelength, mast, target, ground) == pytest.approx(level, abs=0.05)
    for natural in (0.005, 0.03, 0.3, 0.7, 1.4, 3.0, 7.0, 30.0, 300.0):
        mast = natural / high
        ground = math.sqrt(2.0 * RADIUS * mast) + math.sqrt(2.0 * RADIUS * target)
        # A knife edge has taken 6 dB of it.
        ours = 20.0 * math.log10(0.5 * (1.0 - horizon_loss(mast, wavelength)))
        assert ours == pytest.approx(fock(wavelength, mast, target, ground), abs=0.5)


def test_below_the_level_and_beyond_its_horizon_nothing_reflects() -> None:
    assert reflection(RADIUS, 20.0, -0.01, 40_000.0) == (0.0, 0.0, 0.0)
    mast, target = 20.0, 100.0
    horizon = math.sqrt(2.0 * RADIUS * mast) + math.sqrt(2.0 * RADIUS * target)
    distance, sine = sight(mast, target, 1.1 * horizon)
    assert reflection(RADIUS, mast, sine, distance) == (0.0, 0.0, 0.0)
    assert two_ray(RADIUS, (mast, 1.9, 100.0, 0.8), sine, distance, 1.0) == 1.0


@pytest.mark.parametrize("edge", [1.0, 0.6, 0.07])
def test_nothing_leaps_at_the_horizon_of_the_level(edge: float) -> None:
    mast, target = 20.0, 100.0
    horizon = math.sqrt(2.0 * RADIUS * mast) + math.sqrt(2.0 * RADIUS * target)
    before, after = (
        two_ray(RADIUS, (mast, 1.9, 100.0, 0.8), *reversed(sight(mast, target, share * horizon)), edge)
        for share in (1.0 - 1e-7, 1.0 + 1e-7)
    )
    assert before == pytest.approx(after, abs=0.01)
