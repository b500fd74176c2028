"""Two-ray lobing: what the ray that the ground reflects adds to the direct one, or takes from it.

The ground is a sphere of the effective earth radius, smooth but for its roughness. The reflected ray is weaker by the
Fresnel coefficient, by the divergence of a curved mirror, by roughness and by the antenna's pattern, and turned by half
a wave; so the field is F times that of free space, F^2 = 1 + r^2 - 2 r cos(2 pi d / lambda), with d the reflected way
less the direct one (Kerr, Propagation of Short Radio Waves, 1951, ch. 2; Blake, Radar Range-Performance Analysis,
1986, ch. 6). An echo has F^4, a jammer's noise F^2.
"""

from math import sqrt

from shieldwall.kernels.compiled import kernel
from shieldwall.kernels.elementary import asin, cos, exp, sin
from shieldwall.quantities.constants import EARTH_RADIUS

#: Relative permittivity of medium-dry ground at radar frequencies (ITU-R P.527-3, 1992, fig. 1); losses are left out.
PERMITTIVITY = 15.0
#: Exponent at which roughness and pattern leave less than 0.005 of the reflected ray, 0.09 dB of an echo.
SPENT = 5.3
_TWO_PI = 6.283185307179586
_SHAPE = 1.1547005383792515  # 2 / sqrt(3)


@kernel(inline=True)
def ground_gain(sensor, curvature, sine, distance, edge):
    """Power of a field over flat or rolling ground over that of free space, F^2, on one way; 1 where nothing reflects.

    `sensor` is a SENSOR row: `mast`, m, over the reflecting level (0: nothing reflects), `wave_length`, m, `scatter`
    and `horizon_loss`, as `two_ray` has them. `sine` of the apparent elevation, `distance` in m, `curvature` of the
    run, 1/m, and `edge`, the share of an echo's power that the edge of the shadow leaves.
    """
    # No ray meets the ground at less than the target's elevation.
    if sensor.mast <= 0.0 or (sine > 0.0 and sensor.scatter * sine * sine > SPENT):
        return 1.0
    radius = 0.5 / (0.5 / EARTH_RADIUS - curvature)
    site = (sensor.mast, sensor.wave_length, sensor.scatter, sensor.horizon_loss)
    return two_ray(radius, site, sine, distance, edge)


@kernel
def two_ray(radius, site, sine, distance, edge):
    """Return F^2 of a target `distance` m away at the sine of an apparent elevation, over an effective earth `radius`.

    `site` is (height of the antenna over the reflecting level, m; wavelength, m; exponent of the reflected ray's loss
    over the squared sine of its grazing angle; the part of the field that the horizon of smooth ground takes beside
    its knife edge, 0 to 1). Towards the horizon the divergence of rays lets the reflected one vanish, while in truth
    the two all but cancel (Kerr 1951, ch. 2); there `edge`, the share of an echo's power behind the knife edge, 1
    in the clear, moves the divergence to the field that the horizon leaves. A target at or below the level, or beyond
    its horizon, is seen over ground that falls away: nothing reflects, and only an edge takes.
    """
    mast, wave_length, scatter, horizon_loss = site
    grazing, longer, spread = reflection(radius, mast, sine, distance)
    if edge < 1.0:
        # The edge takes half of the field at the horizon, and nothing in the clear.
        spread += (2.0 - 2.0 * sqrt(sqrt(edge))) * (horizon_loss - spread)
    return field(scatter, grazing, spread, longer / wave_length)


@kernel(inline=True)
def field(scatter, grazing, spread, waves):
    """Return F^2 of a reflected ray `waves` wavelengths longer, spread by a divergence factor, at a grazing sine.

    `scatter` holds roughness (Ament, Proc. IRE 41, 1953, 142) and a Gaussian beam in one exponent.
    """
    r = fresnel(grazing) * spread * exp(-scatter * grazing * grazing)
    return 1.0 + r * r - 2.0 * r * cos(_TWO_PI * waves)


@kernel
def reflection(radius, mast, sine, distance):
    """Return the sine of the grazing angle, the reflected way less the direct one, m, and the divergence factor.

    (0, 0, 0) where no ray is reflected. Heights over the plane that touches the sphere at the reflection point make
    the difference of the ways 4 z1 z2 / (R1 + R2 + R), without cancellation and stationary in that point.
    """
    centre = radius + mast
    square = distance * (distance + 2.0 * centre * sine)
    rise = square / (centre + sqrt(centre * centre + square))
    target = mast + rise
    if target <= 0.0:
        return 0.0, 0.0, 0.0
    chord = (distance - rise) * (distance + rise) / (centre * (radius + target))
    ground = 2.0 * radius * asin(min(0.5 * sqrt(max(chord, 0.0)), 1.0))
    near = reflection_point(radius, mast, target, ground)
    z1, r1 = over_tangent(radius, mast, near)
    z2, r2 = over_tangent(radius, target, ground - near)
    if z1 <= 0.0 or z2 <= 0.0:
        return 0.0, 0.0, 0.0
    both = r1 + r2
    # A curved mirror spreads the rays in the plane of incidence; across it by parts in a million.
    spread = sqrt(z1 * radius * both / (z1 * radius * both + 2.0 * r1 * r1 * r2))
    return z1 / r1, 4.0 * z1 * z2 / (both + distance), spread


@kernel
def reflection_point(radius, antenna, target, ground):
    """Return the distance over ground, m, from an antenna to where a ray to a target is reflected.

    Heights of both in m, `ground` the distance over ground between them: the root of Fishback's cubic by Kerr 1951,
    ch. 2, and Blake 1986, ch. 6; angles of the earth's centre are taken as small.
    """
    half = 0.5 * ground
    p = _SHAPE * sqrt(radius * (antenna + target) + half * half)
    share = 2.0 * radius * ground * (target - antenna) / (p * p * p)
    return half - p * sin(asin(min(max(share, -1.0), 1.0)) / 3.0)


@kernel(inline=True)
def over_tangent(radius, height, along):
    """Height over the plane that touches the sphere `along` m away, and the straight way to where it does, m."""
    turn = along / radius
    bend = turn * turn
    up = height - (radius + height) * bend * (0.5 - bend / 24.0)
    flat = (radius + height) * turn * (1.0 - bend / 6.0)
    return up, sqrt(up * up + flat * flat)


@kernel(inline=True)
def fresnel(grazing):
    """Magnitude of the reflection of a horizontally polarised wave, at the sine of a grazing angle; it turns by pi."""
    root = sqrt(PERMITTIVITY - 1.0 + grazing * grazing)
    return (root - grazing) / (root + grazing)
