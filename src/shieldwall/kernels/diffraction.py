"""Diffraction at the edge of a shadow: what a ridge near the sight line takes from an echo.

A single knife edge (ITU-R P.526-15, 2019, section 4.1). A target that just clears the ridge pays 6 dB on the way out
and 6 dB back; one whose ray clears it by more than about 0.6 of the first Fresnel zone pays nothing.
"""

from math import sqrt

from shieldwall.kernels.compiled import kernel

#: Below this parameter an edge takes nothing (P.526-15, equation 31).
CLEAR_OF_EDGE = -0.78


@kernel(inline=True)
def edge_parameter(clearance, part, distance, wavelength):
    """Diffraction parameter v of an edge at `part` of the way to a point `clearance` over its shadow, all in m.

    P.526-15, equation 26, with the height of the edge over the ray, -part * clearance, and d1 = part * distance.
    """
    return -clearance * sqrt(2.0 * part / (wavelength * distance * max(1.0 - part, 1e-3)))


@kernel(inline=True)
def edge_share(v):
    """Share of an echo's power that an edge of parameter `v` leaves, there and back (P.526-15, equation 31)."""
    if v <= CLEAR_OF_EDGE:
        return 1.0
    # J(v) = 6.9 dB + 20 log(bracket) on each way; the factor is 10^(-2 * 6.9 / 10).
    w = v - 0.1
    bracket = sqrt(w * w + 1.0) + w
    square = bracket * bracket
    return 0.04168693834703354 / (square * square)


@kernel(inline=True)
def sea_share(height, sine, distance, horizon, radius, wavelength):
    """Share of an echo's power that the curve of a smooth sea leaves, as the knife edge of its `horizon`.

    `height` of the antenna and distances in m, `sine` of the target's apparent elevation, `radius` the effective one.
    A real sea takes more at its horizon than a knife edge does.
    """
    if distance <= horizon:
        return 1.0
    there = height + distance * (sine + 0.5 * distance * (1.0 - sine * sine) / radius)
    beyond = distance - horizon
    clearance = there - 0.5 * beyond * beyond / radius
    return edge_share(edge_parameter(clearance, horizon / distance, distance, wavelength))
